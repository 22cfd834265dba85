/// Everything that says what some data are, how they are read, and how they are prepared for a model.
///
/// A model keeps it, so that all that comes later reads its data alike. What is nil is not known: models of earlier
/// versions knew no more than name, rows, the part held out, and a fingerprint.
public struct DataDescription: Sendable, Equatable, Codable {
  /// The kinds of data.
  public enum Kind: String, Sendable, Codable { case digits, idx, table }

  /// "digits", the file's name without its folder, or "standard input".
  public var name: String
  /// The number of observations, those held out among them.
  public var rows: Int
  /// The number of them that are held out.
  public var heldOut = 0
  /// The seed by which these were chosen.
  public var splitSeed: UInt64 = 0
  /// A weak hash of the observations, in models of earlier versions.
  public var fingerprint: UInt64?
  /// Rows and columns of pixels, if the observations are images.
  public var image: [Int]?
  /// SHA-256 of the content: of the file's bytes, inflated where they are gzipped.
  public var hash: String?
  /// The kind of the data.
  public var kind: Kind?
  /// The divisor of every number.
  public var scale: Double?
  /// The format of a table and its observed columns.
  public var table: TableDescription?
  /// The standardisation of the columns after that, if there is one.
  public var standardization: Standardization?
  /// The least and the largest number before that.
  public var range: [Double]?

  /// Describes data of which little is known.
  public init(name: String, rows: Int) { (self.name, self.rows) = (name, rows) }

  /// Returns true if these data are the others, as they lie in their file, read alike.
  ///
  /// - Returns: nil where one of both does not know its hash.
  public func isOfSameData(as other: DataDescription) -> Bool? {
    guard let hash, let others = other.hash else { return nil }
    return hash == others && rows == other.rows && scale == other.scale && table?.columns == other.table?.columns
      && table?.missing == other.table?.missing
  }

  /// The names of so many observed columns: those of a table, or x1, x2 and so on.
  public func columnNames(count: Int) -> [String] { table?.names ?? (1...max(count, 1)).map { "x\($0)" } }
}

/// The format of a table, and its observed columns.
public struct TableDescription: Sendable, Equatable, Codable {
  /// The signs between cells and in numbers.
  public var format: TableFormat
  /// The number of all columns.
  public var columnCount: Int
  /// The observed columns, counted from 1, in the order of an observation's numbers.
  public var columns: [Int]
  /// Their names: those of the header, or x1, x2 and so on.
  public var names: [String]
  /// The column of the labels, counted from 1.
  public var labelColumn: Int?
  /// Its name, if there is a header.
  public var labelName: String?
  /// The names of the classes, if the labels are names.
  public var classes: [String]?
  /// The treatment of rows with a cell without a value.
  public var missing: MissingValues
  /// The number of such rows that were left out.
  public var rowsLeftOut = 0
}
