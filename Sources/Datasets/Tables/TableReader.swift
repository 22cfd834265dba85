import Files
import VAEEngine

/// Reads the observations of a table, one a line, as the lines stream by: into one array, or block by block.
///
/// It is not generic, so that no number's type is looked up while it reads: one of two arrays is used.
struct TableReader: CellConsumer {
  /// The numbers of all rows, end to end, in single precision or in double.
  private var singles: [Float] = []
  private var doubles: [Double] = []
  private let isSingle: Bool
  /// The number of rows that were kept.
  private(set) var rowCount = 0
  /// The number of rows that were left out because a cell had no value.
  private(set) var rowsLeftOut = 0
  private(set) var classes = Classes()
  let columns: TableColumns
  private let recognition: TableRecognition
  private let missing: MissingValues
  private let divisor: Double
  private let budget: MemoryBudget
  private let path: String

  /// The use of a column's cells.
  private enum Role {
    case ignored
    case label
    /// An observed column, with its place in an observation.
    case observed(Int)
  }
  private let roles: [Role]
  private var row: [Double]
  private var label: [UInt8] = []
  private var isPastHeader: Bool
  private let decimalMark: TableFormat.DecimalMark
  private var isIncomplete = false

  /// The rows of a block, and what takes the numbers of each and says whether to go on.
  struct Blocks {
    let rows: Int
    let take: (_ reader: inout TableReader, _ first: Int) -> Bool
  }
  private let blocks: Blocks?

  /// Prepares to read a table whose format is known.
  ///
  /// - Parameters:
  ///   - divisor: The divisor of every number.
  ///   - budget: The memory that observations and labels may take.
  ///   - isSingle: True if the numbers are kept in single precision.
  ///   - blocks: Takes the numbers block by block; nil keeps all.
  init(
    _ recognition: TableRecognition, _ columns: TableColumns, missing: MissingValues, divisor: Double,
    budget: MemoryBudget, path: String, isSingle: Bool, blocks: Blocks? = nil
  ) {
    (self.isSingle, self.blocks) = (isSingle, blocks)
    (self.recognition, self.columns, self.missing) = (recognition, columns, missing)
    (self.divisor, self.budget, self.path) = (divisor, budget, path)
    (isPastHeader, decimalMark) = (!recognition.format.hasHeader, recognition.format.decimalMark)
    var roles = [Role](repeating: .ignored, count: recognition.columnCount)
    for (place, column) in columns.observed.enumerated() { roles[column] = .observed(place) }
    if let label = columns.label { roles[label] = .label }
    self.roles = roles
    row = [Double](repeating: 0, count: columns.observed.count)
  }

  /// Reads all lines.
  ///
  /// - Throws: `FileError` with the line and the column at fault.
  mutating func read(_ stream: ByteStream) throws(FileError) {
    // As many rows as the first lines' length lets expect, where there is room for them.
    let expected = (stream.count ?? 0) / recognition.lineLength * row.count
    if blocks == nil { _ = makeRoom(for: expected) }
    var reader = CellReader(name: path, delimiter: recognition.format.delimiter)
    try reader.read(stream, into: &self)
    guard rowCount > 0 else {
      let found = recognition.format.hasHeader ? "nothing but a header" : "an empty file"
      throw .malformed(
        path: path, place: .file, expected: "at least one line of numbers",
        found: rowsLeftOut > 0 ? "\(rowsLeftOut), all of them with a missing value" : found)
    }
    // The last block, unless it was taken, or the reading was ended.
    let rest = (isSingle ? singles.count : doubles.count) / row.count
    if let blocks, rest > 0 { _ = blocks.take(&self, rowCount - rest) }
  }

  /// The size of a kept number, in bytes.
  private var size: Int { isSingle ? MemoryLayout<Float>.stride : MemoryLayout<Double>.stride }

  private mutating func makeRoom(for count: Int) -> Bool {
    isSingle
      ? budget.makeRoom(for: count, in: &singles, others: classes.byteCount)
      : budget.makeRoom(for: count, in: &doubles, others: classes.byteCount)
  }

  /// Gives the numbers away, end to end.
  mutating func takeElements<Scalar: NetworkScalar>(as _: Scalar.Type) -> [Scalar] {
    defer { (singles, doubles) = ([], []) }
    return (isSingle ? singles as? [Scalar] : doubles as? [Scalar]) ?? []
  }

  /// Takes a cell of its column.
  mutating func take(_ cell: UnsafeBufferPointer<UInt8>, at place: CellPlace) throws(FileError) {
    guard isPastHeader, place.column < roles.count else { return }
    switch roles[place.column] {
    case .ignored: return
    case .label:
      if MissingValues.isMissing(cell) { return try meetMissing(cell, place) }
      label.removeAll(keepingCapacity: true)
      label += cell
    case .observed(let index):
      guard let value = decimalNumber(cell, decimalMark), value.isFinite else {
        if MissingValues.isMissing(cell) { return try meetMissing(cell, place) }
        throw notANumber(cell, place)
      }
      let number = value / divisor
      guard isSingle ? Float(number).isFinite : number.isFinite else {
        throw place.fault(
          path, expected: "a number that is finite in this precision, after the scale",
          found: "\(value); try --standardize columns, or --precision double")
      }
      row[index] = number
    }
  }

  private mutating func meetMissing(_ cell: UnsafeBufferPointer<UInt8>, _ place: CellPlace) throws(FileError) {
    guard missing == .drop else {
      let found = cell.isEmpty ? "an empty cell" : "\"\(String(decoding: cell, as: UTF8.self).onOneLine)\""
      throw place.fault(
        path, expected: "a finite decimal number",
        found: "\(found), a missing value; --missing drop leaves such rows out")
    }
    isIncomplete = true
  }

  /// The error for a cell, with the likeliest way out.
  private func notANumber(_ cell: UnsafeBufferPointer<UInt8>, _ place: CellPlace) -> FileError {
    let text = String(decoding: cell, as: UTF8.self)
    let column = columns.name(place.column)
    var remedy = ""
    if text.contains(",") || text.contains(".") {
      let other: TableFormat.DecimalMark = decimalMark == .point ? .comma : .point
      if decimalNumber(cell, other) != nil { remedy = "; try --decimal \(other.rawValue)" }
    } else if rowCount == 0, !recognition.format.hasHeader, place.line == 1, roles.count > 1 {
      remedy = "; --header if the first line names the columns"
    }
    if remedy.isEmpty, text.contains(where: \.isLetter), roles.count > 1 {
      remedy = "; --drop or --label-column if column \(column) is not to be observed"
    }
    return place.fault(path, expected: "a finite decimal number", found: "\"\(text.onOneLine)\"\(remedy)")
  }

  mutating func endLine(_ line: Int) throws(FileError) -> Bool {
    guard isPastHeader else {
      isPastHeader = true
      return true
    }
    if isIncomplete {
      rowsLeftOut += 1
      isIncomplete = false
      return true
    }
    guard makeRoom(for: row.count) else {
      throw .malformed(
        path: path, place: .line(line), expected: "at most \(budget.limit / size) numbers, the limit", found: "more")
    }
    if isSingle { for number in row { singles.append(Float(number)) } } else { doubles.append(contentsOf: row) }
    rowCount += 1
    if columns.label != nil {
      guard classes.makeRoom(budget, others: (isSingle ? singles.capacity : doubles.capacity) * size) else {
        throw .malformed(
          path: path, place: .line(line), expected: "labels within the limit of \(budget.limit) bytes", found: "more")
      }
      classes.add(label, line: line)
    }
    guard let blocks, rowCount % blocks.rows == 0 else { return true }
    return blocks.take(&self, rowCount - blocks.rows)
  }
}
