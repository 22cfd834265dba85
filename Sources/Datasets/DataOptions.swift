import VAECore
import VAEEngine

/// The column of a table that has the labels.
public enum LabelColumn: Sendable, Equatable {
  /// Nothing was said: none, or that of the table that is read alike.
  case unspecified
  case none
  case last
  /// A column by its number, from 1.
  case number(Int)
  /// A column by its name in the header.
  case named(String)
  /// A text as a person enters it: a column's name first, and only then "none", "last" or a number.
  case entered(String)

  /// Takes a text whose meaning depends on the header.
  public init(_ text: String) { self = .entered(text) }

  /// Reads "none", "last", a number from 1, or else a column's name.
  init(keyword text: String) {
    switch text {
    case "none": self = .none
    case "last": self = .last
    default: self = Int(text).map(LabelColumn.number) ?? .named(text)
    }
  }

  /// True if there is one.
  var isGiven: Bool { self != .unspecified && self != .none && self != .entered("none") }
}

/// The ways to read data.
public struct DataOptions: Sendable, Equatable {
  /// What every number is divided by; if nil, 255 for bytes of IDX, 16 for the digits, and 1 for all else.
  public var scale: Double?
  /// The file with the labels of an IDX file's observations.
  public var labelsPath: String?
  /// True if a table's first line gives the columns' names; if nil, that is recognised.
  public var hasHeader: Bool?
  /// The column of a table that has the labels.
  public var labelColumn: LabelColumn
  /// The number of bytes that observations and labels may take.
  public var byteLimit: Int
  /// The number of bytes that gzipped data may inflate to; if nil, as many as they may take.
  public var inflatedLimit: Int?
  /// The character between a table's cells; if nil, it is recognised.
  public var delimiter: TableFormat.Delimiter?
  /// The character before decimals; if nil, it is recognised.
  public var decimalMark: TableFormat.DecimalMark?
  /// The columns that are observed, by name or number; if nil, all but the labels'.
  public var columns: [String]?
  /// Columns that are not observed, by name or number.
  public var dropped: [String] = []
  /// The treatment of rows with a cell without a value; if nil, they are refused.
  public var missing: MissingValues?
  /// The shape of an observation, where the file does not say that it is an image.
  public var image: ImageShape?
  /// The data that these are to be read like: those that a model was trained on.
  public var like: DataDescription?

  /// The limit unless another is given: 4 GiB.
  public static let standardByteLimit = 4 << 30

  /// Creates the options.
  ///
  /// - Throws: `InvalidInput` if the scale is not a finite number above 0, or the limit is not above 0.
  public init(
    scale: Double? = nil, labelsPath: String? = nil, hasHeader: Bool? = nil, labelColumn: LabelColumn = .unspecified,
    byteLimit: Int = standardByteLimit
  ) throws(InvalidInput) {
    if let scale, !(scale > 0 && scale.isFinite) {
      throw InvalidInput("scale", expected: "a finite number above 0", found: "\(scale)")
    }
    guard byteLimit > 0 else { throw InvalidInput("byte limit", expected: "a number above 0", found: "\(byteLimit)") }
    self.init(
      scale: scale, labelsPath: labelsPath, hasHeader: hasHeader, labelColumn: labelColumn, validByteLimit: byteLimit)
  }

  private init(
    scale: Double?, labelsPath: String?, hasHeader: Bool?, labelColumn: LabelColumn, validByteLimit: Int
  ) {
    self.scale = scale
    self.labelsPath = labelsPath
    self.hasHeader = hasHeader
    self.labelColumn = labelColumn
    byteLimit = validByteLimit
  }

  /// A file as it is: its own format, no labels, the format's own scale.
  public static let standard = DataOptions(
    scale: nil, labelsPath: nil, hasHeader: nil, labelColumn: .unspecified, validByteLimit: standardByteLimit)

  /// The first option that only a table has a meaning for, if one is given.
  var optionOfTables: String? {
    let given: [(String, Bool)] = [
      ("a header", hasHeader == true), ("a column of labels", labelColumn.isGiven), ("--columns", columns != nil),
      ("--drop", !dropped.isEmpty), ("--delimiter", delimiter != nil), ("--decimal", decimalMark != nil),
      ("--missing", missing != nil),
    ]
    return given.first(where: \.1)?.0
  }
}
