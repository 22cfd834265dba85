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
  public func woven(_ section: SourceSection) -> [(block: Block, output: [OutputRecord])] {
    section.woven(with: run.records.filter { $0.section == section.number }, line: \.line)
  }
}
