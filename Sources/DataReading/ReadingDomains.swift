import Datasets
import Notebook
import VAECore

/// The preparation of columns for a model.
public enum StandardizationName: String, CaseIterable, Sendable { case columns, none }

/// Rows and columns of pixels.
public enum ImageShapeDomain: EntryDomain {
  public static let placeholder = ImageShape(rows: 1, columns: 1)
  public static func json(_ value: ImageShape) -> JSON { .array([.integer(value.rows), .integer(value.columns)]) }

  public static func parse(_ text: String) throws(InvalidInput) -> ImageShape {
    let numbers = text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "x" }
      .compactMap { $0.allSatisfy(\.isWholeNumber) ? Int($0) : nil }
    guard numbers.count == 2, numbers.allSatisfy({ $0 > 0 }), text.count(where: { $0 == "," || $0 == "x" }) == 1 else {
      throw InvalidInput("image", expected: "two whole numbers such as 28,28", found: text)
    }
    return ImageShape(rows: numbers[0], columns: numbers[1])
  }
}
