/// A chapter's one Swift file, read as the page that it is: prose, and the code between it, in order.
///
/// Lines that begin with `//:` are Markdown; all others are code. `//: # 3 · Title` names the chapter, `//: ## 3.4 Title`
/// begins a numbered section, and `//: ## Title` one without a number, such as the exercises.
package struct ChapterSource: Sendable, Equatable {
  /// The path that the text was read from, as it was given.
  package let file: String
  /// The chapter's number.
  package let number: Int
  /// The chapter's title.
  package let title: String
  /// The blocks before the first section: the thesis, and perhaps the program's own declarations.
  package let opening: [SourceBlock]
  /// The sections, in order.
  package let sections: [SourceSection]

  /// Reads a chapter's text.
  ///
  /// - Parameters:
  ///   - text: The whole file.
  ///   - file: Its path, for messages.
  /// - Throws: `SourceProblem` if there is no title, or a numbered section belongs to another chapter.
  package init(_ text: String, file: String) throws(SourceProblem) {
    var reader = BlockReader()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      reader.read(line, number: index + 1)
    }
    reader.finish()
    guard let heading = reader.title else {
      throw SourceProblem(file: file, line: 1, expected: "//: # NUMBER · TITLE", found: "no such line")
    }
    guard let (number, title) = Self.numberAndTitle(of: heading.text) else {
      throw SourceProblem(
        file: file, line: heading.line, expected: "//: # NUMBER · TITLE", found: "//: # \(heading.text)")
    }
    for section in reader.sections {
      guard let own = section.number, !own.hasPrefix("\(number).") else { continue }
      throw SourceProblem(
        file: file, line: section.line, expected: "a section of chapter \(number)", found: "section \(own)")
    }
    self.file = file
    self.number = number
    self.title = title
    opening = reader.opening
    sections = reader.sections
  }

  private static func numberAndTitle(of heading: String) -> (Int, String)? {
    let parts = heading.split(separator: "·", maxSplits: 1).map { $0.trimmed }
    guard parts.count == 2, let number = Int(parts[0]), !parts[1].isEmpty else { return nil }
    return (number, parts[1])
  }

  /// The section of a number such as "3.4" or of a title such as "Exercises".
  package func section(_ name: String) -> SourceSection? {
    sections.first { $0.number == name || $0.title == name }
  }
}

/// One section of a chapter's page.
package struct SourceSection: Sendable, Equatable {
  /// Its number, such as "3.4"; nil for sections without one.
  package let number: String?
  /// Its title.
  package let title: String
  /// The line of its heading.
  package let line: Int
  /// Its prose and code, in order.
  package internal(set) var blocks: [SourceBlock]
}

/// A run of prose or of code.
package enum SourceBlock: Sendable, Equatable {
  /// Markdown, without the comment marks.
  case prose(String, line: Int)
  /// Swift, without blank lines at its ends.
  case code(String, lines: ClosedRange<Int>)
}

/// The reason why a text is not a chapter: the place, what was expected, and what was found, in one line.
package struct SourceProblem: Error, Equatable, CustomStringConvertible {
  package let file: String
  package let line: Int
  package let expected: String
  package let found: String

  package var description: String { "\(file):\(line): expected \(expected), found \(found)" }

  /// Creates a problem at a line of a file.
  package init(file: String, line: Int, expected: String, found: String) {
    (self.file, self.line, self.expected, self.found) = (file, line, expected, found)
  }
}
