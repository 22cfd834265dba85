import Foundation
import Literate

/// A chapter as the book sees it: its folder, its source, and what a run of it showed.
public struct BookChapter: Sendable {
  /// The folder's name, such as "03-closed-form-divergence".
  public let folder: String
  /// The source, as prose and code.
  public let source: ChapterSource
  /// What the run showed.
  public let run: ChapterRecord

  /// The chapter's number.
  public var number: Int { source.number }
  /// The chapter's title.
  public var title: String { source.title }

  /// Puts a chapter together.
  public init(folder: String, source: ChapterSource, run: ChapterRecord) {
    (self.folder, self.source, self.run) = (folder, source, run)
  }

  /// A section's blocks, each block of code followed by what its lines showed.
  ///
  /// A record goes under the code that holds its line; what a function elsewhere made goes under the section's last code.
  public func woven(_ section: SourceSection) -> [(block: Block, output: [OutputRecord])] {
    let records = run.records.filter { $0.section == section.number }
    var result = section.blocks.map { (block: $0, output: [OutputRecord]()) }
    for record in records {
      let place = result.firstIndex {
        if case .code(_, let lines) = $0.block { lines.contains(record.line) } else { false }
      }
      let last = result.lastIndex { if case .code = $0.block { true } else { false } }
      guard let index = place ?? last else { continue }
      result[index].output.append(record)
    }
    return result
  }
}
