import Foundation
import Notebook

/// The room on a slide, in lines of its words, and about how much each thing takes.
enum SlideRoom {
  /// Lines that a slide has room for.
  static let lines = 12.5
  /// Lines of words that can be listened to on one slide; an idea that takes more has a slide of its own.
  static let linesOfWords = 8.5
  /// Lines of code; more than this are parted.
  static let linesOfCode = 18.0

  /// The height of a block of prose, with the space after it.
  static func height(of block: MarkdownBlock) -> Double {
    let markdown = block.markdown
    switch block.kind {
    case .formula: return 1.2 + 1.5 * Double(1 + markdown.matches(of: /\\\\/).count)
    case .listing, .table: return 0.6 + 0.9 * Double(markdown.split(separator: "\n").count)
    case .heading: return 1.8
    case .paragraph, .item:
      // A formula's source is longer than the formula.
      let formulas = markdown.matches(of: /\$`[^`]*`\$/).reduce(0) { $0 + $1.output.count }
      return 0.7 + lines(markdown.count - formulas / 2, 76)
    }
  }

  /// The height of a record.
  static func height(of record: Transcript.Record) -> Double {
    switch record.content {
    case .claim(let claim): 1.7 + lines(claim.statement.count, 84)
    case .skipped(let claim): 0.7 + lines(claim.statement.count + claim.condition.count, 84)
    case .value(let value): 0.4 + lines(value.meaning.count, 62)
    case .remark(let sentence): 0.5 + lines(sentence.count, 88)
    case .figure: lines
    }
  }

  /// The height of a table's row.
  ///
  /// - Parameter widths: About how many letters of each column stand on a line.
  static func height(ofRow row: [String], widths: [Double]) -> Double {
    0.6 + (zip(row, widths).map { lines($0.count, $1) }.max() ?? 1)
  }

  private static func lines(_ letters: Int, _ width: Double) -> Double { (Double(letters) / width).rounded(.up) }
}
