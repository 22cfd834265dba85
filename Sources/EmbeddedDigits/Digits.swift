import Foundation
import VAECore

/// 1797 handwritten digits of 8×8 pixels, the book's embedded data.
///
/// - Source: E. Alpaydin and C. Kaynak, "Cascading Classifiers", Kybernetika, 1998; the test half of *Optical recognition
///   of handwritten digits* in the UCI machine-learning repository, CC BY 4.0. See ATTRIBUTION.md beside the data.
public struct Digits: Sendable {
  /// The pixels of an image's side.
  public static let side = 8

  /// The images, 1797 of 64 intensities from 0 (paper) to 1 (ink), row by row.
  public let images: [[Double]]
  /// The digit that each image shows.
  public let labels: [Int]

  /// Reads the embedded digits; the file's intensities 0 … 16 become 0 … 1.
  ///
  /// - Throws: `InvalidInput` if the resource is missing or damaged, with the line and the column.
  public static func load() throws(InvalidInput) -> Digits {
    guard let path = Bundle.module.path(forResource: "digits", ofType: "csv"),
      let text = try? String(contentsOfFile: path, encoding: .utf8)
    else {
      throw InvalidInput("digits.csv", expected: "the resource beside the program", found: "no such file")
    }
    return try Digits(csv: text)
  }

  init(images: [[Double]], labels: [Int]) { (self.images, self.labels) = (images, labels) }

  /// Reads digits as the embedded file writes them: 64 intensities and a label a line.
  init(csv text: String) throws(InvalidInput) {
    let pixels = Self.side * Self.side
    var images: [[Double]] = []
    var labels: [Int] = []
    // One pass over the bytes: a sixteenth of a second faster than splitting into a hundred thousand strings.
    var fields: [Int] = []
    var field: Int?
    var line = 1
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39:
        let value = (field ?? 0) * 10 + Int(byte - 0x30)
        guard value <= 16 else { throw Self.damaged(line, fields.count, "an intensity above 16, or a label above 9") }
        field = value
      case 0x2c, 0x0a:
        guard let value = field else { throw Self.damaged(line, fields.count, "an empty field") }
        fields.append(value)
        field = nil
        guard byte == 0x0a else { continue }
        guard fields.count == pixels + 1 else {
          throw Self.damaged(line, fields.count, "\(fields.count) fields instead of \(pixels + 1)")
        }
        guard fields[pixels] <= 9 else { throw Self.damaged(line, pixels, "the label \(fields[pixels])") }
        images.append(fields[..<pixels].map { Double($0) / 16 })
        labels.append(fields[pixels])
        fields.removeAll(keepingCapacity: true)
        line += 1
      default:
        throw Self.damaged(line, fields.count, "the byte \(byte)")
      }
    }
    guard fields.isEmpty, field == nil else { throw Self.damaged(line, fields.count, "a line without an end") }
    self.images = images
    self.labels = labels
  }

  private static func damaged(_ line: Int, _ column: Int, _ found: String) -> InvalidInput {
    InvalidInput(
      "digits.csv, line \(line), field \(column + 1)",
      expected: "64 intensities from 0 to 16 and a label from 0 to 9, with commas between", found: found)
  }
}
