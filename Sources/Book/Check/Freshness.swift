/// Whether what lies in the checkout is what a run makes.
enum Freshness {
  /// The first difference of a file from what a run makes of it, if there is one.
  static func finding(file: String, fresh: String, found: String?) -> Finding? {
    guard let found else { return Finding(file, expected: "a file made by `swift run book`", found: "none") }
    guard found != fresh else { return nil }
    let (expected, actual) = (lines(fresh), lines(found))
    let index = zip(expected, actual).prefix { $0 == $1 }.count
    let line = { (lines: [Substring]) in index < lines.count ? lines[index] : "" }
    let place = zip(line(expected), line(actual)).prefix { $0 == $1 }.count
    let text = { (lines: [Substring]) in
      index < lines.count ? "'\(excerpt(of: lines[index], around: place))'" : "the end of the file"
    }
    return Finding(file, line: index + 1, expected: text(expected), found: text(actual))
  }

  /// The scripts of figures that a run makes and the checkout has otherwise, pictures that are missing, and scripts that
  /// no run makes.
  static func figures(fresh: Checkout, in checkout: Checkout) -> [Finding] {
    let scripts = fresh.files(in: "figures", ending: ".gp")
    let stale = scripts.compactMap { path in
      finding(file: path, fresh: fresh.text(path) ?? "", found: checkout.text(path))
    }
    let missing = scripts.map { String($0.dropLast(2)) + "svg" }.filter { !checkout.holds($0) }.map {
      Finding($0, expected: "a picture made by `swift run book`", found: "none")
    }
    // Chapters' figures begin with "ch"; others, such as the benchmark's, are drawn by their own program.
    let chapters = checkout.files(in: "figures", ending: ".gp").filter { $0.hasPrefix("figures/ch") }
    let orphans = chapters.filter { !scripts.contains($0) }.map {
      Finding($0, expected: "a figure that a chapter draws", found: "none of that name")
    }
    return stale + missing + orphans
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// At most a hundred characters of a line, among them the one at a place: where two long lines differ.
  private static func excerpt(of line: Substring, around place: Int) -> String {
    let start = place < 70 ? 0 : place - 30
    let rest = line.dropFirst(start)
    return (start > 0 ? "…" : "") + rest.prefix(100) + (rest.count > 100 ? "…" : "")
  }
}
