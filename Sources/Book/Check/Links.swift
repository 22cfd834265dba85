import Notebook

/// The links of Markdown pages, and whether what they lead to is there.
struct Links {
  /// The pages' texts by path; they hide what the checkout has under these paths.
  let pages: [String: String]
  let checkout: Checkout

  /// The links of the given pages that lead to a missing file, heading or line.
  func findings(in paths: [String]) -> [Finding] {
    paths.flatMap { path -> [Finding] in
      guard let text = text(path) else { return [Finding(path, expected: "a page", found: "none")] }
      return Self.links(of: text).compactMap { link in
        problem(of: link.target, on: path).map {
          Finding(path, line: link.line, expected: "a link that leads somewhere", found: "'\(link.target)': \($0)")
        }
      }
    }
  }

  private func text(_ path: String) -> String? { pages[path] ?? checkout.text(path) }

  private func problem(of target: String, on page: String) -> String? {
    if target.contains("://") || target.hasPrefix("mailto:") { return nil }
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.first.map(String.init) ?? ""
    guard let path = name.isEmpty ? page : Self.resolved(name, from: page) else { return "it leaves the package" }
    guard pages[path] != nil || checkout.holds(path) else { return "no file \(path)" }
    guard parts.count == 2 else { return nil }
    guard let text = text(path) else { return "\(path) has no anchors" }
    let anchor = String(parts[1])
    if let lines = anchor.wholeMatch(of: /L([0-9]+)(?:-L([0-9]+))?/) {
      let last = Int(lines.2 ?? lines.1) ?? 0
      let count = text.split(separator: "\n", omittingEmptySubsequences: false).count
      return (1...count).contains(last) ? nil : "\(path) has \(count) lines"
    }
    return Self.anchors(of: text).contains(anchor) ? nil : "no place of \(path) has the anchor #\(anchor)"
  }

  /// A relative path from a page's folder, without dots.
  static func resolved(_ name: String, from page: String) -> String? {
    var parts = page.split(separator: "/").dropLast().map(String.init)
    for part in name.split(separator: "/") where part != "." {
      guard part == ".." else {
        parts.append(String(part))
        continue
      }
      guard !parts.isEmpty else { return nil }
      parts.removeLast()
    }
    return parts.joined(separator: "/")
  }

  /// The targets of `[text](target)`, `![text](target)`, `src="target"` and `href="target"`, outside of code.
  static func links(of text: String) -> [(target: String, line: Int)] {
    MarkdownLine.lines(of: text).filter { $0.kind == .prose }.flatMap { line in
      // An escaped bracket or backtick is a word's, and opens nothing.
      let words = String(line.text).replacing(/\\[`\[\]]/, with: "").replacing(/`[^`]*`/, with: "`")
      let targets = words.matches(of: /\]\(([^)\s]+)\)/).map(\.1) + words.matches(of: /(?:src|href)="([^"]+)"/).map(\.1)
      return targets.map { (String($0), line.number) }
    }
  }

  /// The anchors of a page: those that GitHub gives its headings, a second of the same name with "-1", and its own.
  static func anchors(of text: String) -> Set<String> {
    var counts: [String: Int] = [:]
    var anchors: Set<String> = []
    let own = text.matches(of: /<a id="([^"]+)">/).map { String($0.1) }
    for line in MarkdownLine.lines(of: text).filter({ $0.kind == .prose }).map(\.text) {
      let marks = line.prefix { $0 == "#" }.count
      guard (1...6).contains(marks), line.dropFirst(marks).first == " " else { continue }
      let heading = String(line.dropFirst(marks + 1)).replacing(/\[([^\]]*)\]\([^)]*\)/) { String($0.1) }
      let anchor = MarkdownText.anchor(heading.filter { !"`*".contains($0) })
      let count = counts[anchor, default: 0]
      counts[anchor] = count + 1
      anchors.insert(count == 0 ? anchor : "\(anchor)-\(count)")
    }
    return anchors.union(own)
  }
}
