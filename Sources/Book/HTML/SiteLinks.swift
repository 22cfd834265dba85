/// The names of the site's pages, and the links between them.
struct SiteLinks {
  /// The chapters' folders, in order.
  let folders: [String]
  /// The place of each figure by its name.
  let figures: [String: String]

  init(_ chapters: [BookChapter]) {
    folders = chapters.map(\.folder)
    let places = chapters.flatMap { chapter in
      chapter.run.figures.map { ($0.figure.slug, "\(chapter.folder).html#\($0.figure.slug)") }
    }
    figures = Dictionary(places) { first, _ in first }
  }

  func page(of chapter: BookChapter) -> String { "\(chapter.folder).html" }

  /// The HTML with its links to chapters' pages leading to the site's, and links to other files of the package taken out.
  func rewritten(_ html: String) -> String {
    var result = ""
    var rest = html[...]
    while let start = rest.firstRange(of: "<a href=\"") {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard let quote = rest.firstIndex(of: "\""), let close = rest.firstRange(of: "</a>") else { break }
      let target = String(rest[..<quote])
      let remainder = rest[quote..<close.lowerBound]
      if let address = address(of: target) {
        result += "<a href=\"\(address)\(remainder)</a>"
      } else if let text = remainder.firstIndex(of: ">") {
        result += remainder[remainder.index(after: text)...]
      }
      rest = rest[close.upperBound...]
    }
    return result + rest
  }

  /// The site's address for a link of the package's pages; nil if the site has no such page.
  func address(of target: String) -> String? {
    if target.hasPrefix("#") || target.hasPrefix("http://") || target.hasPrefix("https://") { return target }
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts[0].split(separator: "/").filter { $0 != "." && $0 != ".." && $0 != "chapters" }
    let anchor = parts.count > 1 ? "#\(parts[1])" : ""
    if let folder = path.first, folders.contains(String(folder)), path.count == 1 || path.last == "README.md" {
      return "\(folder).html\(anchor)"
    }
    if path.first == "figures", let name = path.last, name.hasSuffix(".svg") {
      return figures[String(name.dropLast(4))]
    }
    return path == ["README.md"] && target.contains("..") ? "contents.html\(anchor)" : nil
  }
}
