/// The package's manifest, as far as it names the chapters: one line each, `chapter(3, "03-closed-form-divergence"),`.
struct PackageManifest {
  /// The manifest's name.
  static let file = "Package.swift"

  private let lines: [Substring]
  private let last: (index: Int, number: Int)

  /// Reads a manifest.
  ///
  /// - Throws: `BookProblem` if no line names a chapter.
  init(_ text: String) throws(BookProblem) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let chapters = lines.enumerated().compactMap { index, line in
      Self.chapter(of: line).map { (index: index, number: $0) }
    }
    guard let last = chapters.max(by: { $0.number < $1.number }) else {
      throw BookProblem(
        file: Self.file, expected: "a line like 'chapter(1, \"01-name\"),' to put the next one after", found: "none")
    }
    self.last = last
  }

  /// The number that the next chapter gets.
  var next: Int { last.number + 1 }

  /// The manifest with one more line, after that of the last chapter and indented as it is.
  func adding(_ number: Int, _ folder: String) -> String {
    let indentation = lines[last.index].prefix { $0 == " " }
    var lines = lines
    lines.insert("\(indentation)chapter(\(number), \"\(folder)\"),", at: last.index + 1)
    return lines.joined(separator: "\n")
  }

  private static func chapter(of line: Substring) -> Int? {
    line.wholeMatch(of: /\ +chapter\(([0-9]{1,2}), "[^"\\]+"(?:, alsoWith: [^)]+)?\),/).flatMap { Int($0.1) }
  }
}
