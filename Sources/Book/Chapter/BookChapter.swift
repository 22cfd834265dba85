import Foundation
import Notebook

/// A chapter as the book sees it: its folder, its text, its other files, and what a run of it showed.
public struct BookChapter: Sendable {
  /// The folder's name, such as "03-closed-form-divergence".
  public let folder: String
  /// The text, as prose and code.
  package let source: ChapterSource
  /// The chapter's other files, which declare its options and lists, draw its figures, and help with its estimates.
  let otherFiles: [OtherFile]
  /// The transcript of a run.
  public let run: Transcript

  /// A Swift file of the chapter beside its text.
  struct OtherFile: Sendable {
    /// The path below the package's folder.
    let path: String
    let code: String

    /// The file's name.
    var name: String { String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...]) }

    /// The name in words: "the linear study" for LinearStudy.swift.
    var words: String {
      "the" + name.dropLast(".swift".count).map { $0.isUppercase ? " \($0.lowercased())" : "\($0)" }.joined()
    }
  }

  /// The chapter's number.
  public var number: Int { source.number }
  /// The chapter's title.
  public var title: String { source.title }
  /// The name of the file that holds the text.
  var textFile: String { "Chapter\(number).swift" }
  /// The command that runs the chapter.
  var command: String { "swift run chapter\(number)" }

  /// The path of the file in which the options and the lists are declared.
  var declarationsFile: String { otherFiles.first { $0.name == "Declarations.swift" }?.path ?? source.file }

  /// The path of the file that made a record.
  func path(of record: Transcript.Record) -> String {
    otherFiles.first { $0.name == record.file }?.path ?? source.file
  }

  /// The lines of the text that showed something.
  var shownLines: Set<Int> { Set(run.records.filter(\.isInText).map(\.line)) }

  /// The blocks of code of the text.
  var code: [String] { Self.code(of: source.opening + source.sections.flatMap(\.blocks)) }

  /// The blocks of code among some blocks.
  static func code(of blocks: [SourceBlock]) -> [String] {
    blocks.compactMap { if case .code(let code, _) = $0 { code } else { nil } }
  }
}
