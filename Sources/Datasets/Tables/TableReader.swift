import Files
import VAEEngine

/// Reads the observations of a table, one a line, as the lines stream by.
final class TableReader<Scalar: NetworkScalar> {
  /// The numbers of all rows, end to end.
  private(set) var elements: [Scalar] = []
  /// How many rows were left out because a cell had no value.
  private(set) var rowsLeftOut = 0
  private(set) var classes = Classes()
  let columns: TableColumns
  private let recognition: TableRecognition
  private let missing: MissingValues
  private let divisor: Double
  private let budget: MemoryBudget
  private let path: String

  /// What is done with the cells of a column.
  private enum Role {
    case ignored
    case label
    /// An observed column, with its place in an observation.
    case observed(Int)
  }
  private let roles: [Role]
  private var row: [Scalar]
  private var label: [UInt8] = []
  private var lineHasNumbers = false
  private var isIncomplete = false

  /// Prepares to read a table whose format is known.
  ///
  /// - Parameters:
  ///   - divisor: What every number is divided by.
  ///   - budget: The memory that observations and labels may take.
  init(
    _ recognition: TableRecognition, _ columns: TableColumns, missing: MissingValues, divisor: Double,
    budget: MemoryBudget, path: String
  ) {
    (self.recognition, self.columns, self.missing) = (recognition, columns, missing)
    (self.divisor, self.budget, self.path) = (divisor, budget, path)
    var roles = [Role](repeating: .ignored, count: recognition.columnCount)
    for (place, column) in columns.observed.enumerated() { roles[column] = .observed(place) }
    if let label = columns.label { roles[label] = .label }
    self.roles = roles
    row = [Scalar](repeating: 0, count: columns.observed.count)
  }

  /// Reads all lines.
  ///
  /// - Throws: `FileError` with the line and the column at fault.
  func read(_ stream: ByteStream) throws(FileError) {
    // As many rows as the first lines' length lets expect, where there is room for them.
    let expected = (stream.count ?? 0) / recognition.lineLength * row.count
    _ = budget.makeRoom(for: expected, in: &elements, others: 0)
    var reader = CellReader(name: path, delimiter: recognition.format.delimiter)
    try reader.read(
      stream,
      CellReader.Consumer(
        cell: { (reader) throws(FileError) in try self.take(reader) },
        line: { (reader) throws(FileError) in
          try self.endLine(reader)
          return true
        }))
    guard !elements.isEmpty else {
      let found = recognition.format.hasHeader ? "nothing but a header" : "an empty file"
      throw .malformed(
        path: path, place: .file, expected: "at least one line of numbers",
        found: rowsLeftOut > 0 ? "\(rowsLeftOut), all of them with a missing value" : found)
    }
  }

  /// Takes a cell of its column.
  private func take(_ reader: CellReader) throws(FileError) {
    guard !recognition.format.hasHeader || lineHasNumbers, reader.column < roles.count else { return }
    switch roles[reader.column] {
    case .ignored: return
    case .label:
      if MissingValues.isMissing(reader.cell) { return try meetMissing(reader) }
      label.removeAll(keepingCapacity: true)
      label += reader.cell
    case .observed(let place):
      guard let value = decimalNumber(reader.cell, recognition.format.decimalMark), value.isFinite else {
        if MissingValues.isMissing(reader.cell) { return try meetMissing(reader) }
        throw notANumber(reader)
      }
      let element = Scalar(value / divisor)
      guard element.isFinite else {
        throw reader.fault(
          "a number that is finite in this precision, after the scale",
          "\(value); try --standardize columns, or --precision double")
      }
      row[place] = element
    }
  }

  private func meetMissing(_ reader: CellReader) throws(FileError) {
    guard missing == .drop else {
      let found = reader.cell.isEmpty ? "an empty cell" : "\"\(reader.text.onOneLine)\""
      throw reader.fault(
        "a finite decimal number", "\(found), a missing value; --missing drop leaves such rows out")
    }
    isIncomplete = true
  }

  /// The error for a cell, with the likeliest way out.
  private func notANumber(_ reader: CellReader) -> FileError {
    let text = reader.text
    let column = columns.name(reader.column)
    var remedy = ""
    if text.contains(",") || text.contains(".") {
      let other: TableFormat.DecimalMark = recognition.format.decimalMark == .point ? .comma : .point
      if decimalNumber(reader.cell, other) != nil { remedy = "; try --decimal \(other.rawValue)" }
    } else if elements.isEmpty, !recognition.format.hasHeader, reader.line == 1, roles.count > 1 {
      remedy = "; --header if the first line names the columns"
    }
    if remedy.isEmpty, text.contains(where: \.isLetter), roles.count > 1 {
      remedy = "; --drop or --label-column if column \(column) is not to be observed"
    }
    return reader.fault("a finite decimal number", "\"\(text.onOneLine)\"\(remedy)")
  }

  private func endLine(_ reader: CellReader) throws(FileError) {
    if recognition.format.hasHeader, !lineHasNumbers {
      lineHasNumbers = true
      return
    }
    lineHasNumbers = true
    if isIncomplete {
      rowsLeftOut += 1
      isIncomplete = false
      return
    }
    let size = MemoryLayout<Scalar>.stride
    guard budget.makeRoom(for: row.count, in: &elements, others: classes.byteCount) else {
      throw .malformed(
        path: path, place: .line(reader.line), expected: "at most \(budget.limit / size) numbers, the limit",
        found: "more")
    }
    elements += row
    guard columns.label != nil else { return }
    guard classes.makeRoom(budget, others: elements.capacity * size) else {
      throw .malformed(
        path: path, place: .line(reader.line), expected: "labels within the limit of \(budget.limit) bytes",
        found: "more")
    }
    classes.add(label, line: reader.line)
  }
}
