import Foundation

/// The files of a chapter that is whole and small, for an author to begin with.
///
/// The templates are Swift, but for three words in capitals: `NUMBER`, `DIGITS` (the number in two digits) and `TITLE`, with
/// `LITERAL` for the title in quotes.
struct ChapterTemplate {
  /// The chapter's number.
  let number: Int
  /// The chapter's title.
  let title: ChapterTitle

  /// The chapter's folder, such as `05-the-second-moment`.
  var folder: String { "\(digits)-\(title.slug)" }
  /// The test's name.
  var test: String { "Chapter\(number)Tests.swift" }

  private var digits: String { number < 10 ? "0\(number)" : "\(number)" }

  /// The files of the chapter's folder, by their paths in it.
  func files() throws -> [(path: String, text: String)] {
    [
      ("Chapter\(number).swift", try filled("ChapterN.swift")),
      ("Declarations.swift", try filled("Declarations.swift")),
      ("Figures.swift", try filled("Figures.swift")),
      ("README.md", "Woven by `swift run book`.\n"),
      ("exercises/Exercise1.swift", try filled("Exercise1.swift")),
      ("solutions/Solution1.swift", try filled("Solution1.swift")),
      ("solutions/Criteria.swift", try filled("Criteria.swift")),
    ]
  }

  /// The text of the test.
  func testText() throws -> String { try filled("ChapterNTests.swift") }

  /// A template with its words replaced, all at once, so that a title may hold any of them.
  private func filled(_ name: String) throws -> String {
    try Resource.text("new-chapter/\(name)").replacing(/NUMBER|DIGITS|TITLE|LITERAL/) { word in
      switch word.0 {
      case "NUMBER": "\(number)"
      case "DIGITS": digits
      case "TITLE": title.words
      default: title.literal
      }
    }
  }
}
