import VAECore
import VAEEngine

/// The column of a table that has the labels.
public enum LabelColumn: Sendable, Equatable {
  case none
  case last
  /// A column by its number, from 1.
  case number(Int)
  /// A column by its name in the header.
  case named(String)

  /// Reads "none", "last", a number from 1, or else a column's name.
  public init(_ text: String) {
    switch text {
    case "none": self = .none
    case "last": self = .last
    default: self = Int(text).map(LabelColumn.number) ?? .named(text)
    }
  }
}

/// How a file of data is to be read.
public struct DataOptions: Sendable, Equatable {
  /// What every number is divided by; if nil, 255 for bytes of IDX, 16 for the digits, and 1 for all else.
  public let scale: Double?
  /// The file with the labels of an IDX file's observations.
  public let labelsPath: String?
  /// Whether a table's first line gives the columns' names.
  public let hasHeader: Bool
  /// The column of a table that has the labels.
  public let labelColumn: LabelColumn
  /// The number of bytes that the observations may take, and that a gzipped file may inflate to.
  public let byteLimit: Int

  /// The limit unless another is given: 4 GiB.
  public static let standardByteLimit = 4 << 30

  /// Creates the options.
  ///
  /// - Throws: `InvalidInput` if the scale is not a finite number above 0, or the limit is not above 0.
  public init(
    scale: Double? = nil, labelsPath: String? = nil, hasHeader: Bool = false, labelColumn: LabelColumn = .none,
    byteLimit: Int = standardByteLimit
  ) throws(InvalidInput) {
    if let scale, !(scale > 0 && scale.isFinite) {
      throw InvalidInput("scale", expected: "a finite number above 0", found: "\(scale)")
    }
    guard byteLimit > 0 else { throw InvalidInput("byte limit", expected: "a number above 0", found: "\(byteLimit)") }
    self.scale = scale
    self.labelsPath = labelsPath
    self.hasHeader = hasHeader
    self.labelColumn = labelColumn
    self.byteLimit = byteLimit
  }

  private init() {
    (scale, labelsPath, hasHeader, labelColumn, byteLimit) = (nil, nil, false, .none, Self.standardByteLimit)
  }

  /// A file as it is: no header, no labels, the format's own scale.
  public static let standard = DataOptions()
}
