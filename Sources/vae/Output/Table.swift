import Files
import VAEEngine

/// A table of numbers with names, as CSV: columns side by side, whose cells become text a row at a time.
struct Table {
  /// Some columns: their names, and what adds a row's cells to a line.
  private struct Columns {
    let names: [String]
    let write: (_ row: Int, _ line: inout String) -> Void
    /// The column of the first number of a row that is not finite, and the number.
    let firstNotFinite: (_ row: Int) -> (column: Int, number: Double)?
  }

  private var columns: [Columns]
  private let rowCount: Int

  /// A table with the numbers of one matrix.
  init<Scalar: NetworkScalar>(_ names: (Int) -> String, _ matrix: Batch<Scalar>) {
    rowCount = matrix.rows
    columns = [
      Columns(names: (0..<matrix.columns).map(names)) { row, line in
        for (index, number) in matrix[row: row].enumerated() { line += index == 0 ? "\(number)" : ",\(number)" }
      } firstNotFinite: { row in
        matrix[row: row].enumerated().first { !$0.element.isFinite }.map { ($0.offset, Double($0.element)) }
      }
    ]
  }

  /// A table with one column of numbers; a number that is not there is an empty cell.
  init(_ name: String, _ numbers: [Double?]) {
    rowCount = numbers.count
    columns = [
      Columns(names: [name]) { row, line in
        if let number = numbers[row] { line += "\(number)" }
      } firstNotFinite: { row in
        numbers[row].flatMap { $0.isFinite ? nil : (0, $0) }
      }
    ]
  }

  /// Adds a column on the left, with a text for each row.
  mutating func prepend(_ name: String, _ values: [String]) {
    let texts = Columns(names: [name]) { row, line in
      line += Self.cell(values[row])
    } firstNotFinite: { _ in
      nil
    }
    columns.insert(texts, at: 0)
  }

  /// A text as a cell: in quotes where it would be taken for more than one cell.
  private static func cell(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { $0 == 0x2c || $0 == 0x22 || $0 == 0x0a || $0 == 0x0d }
    return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

  /// Adds the columns of another table on the right.
  mutating func append(_ other: Table) { columns += other.columns }

  /// Saves the table: the shortest decimals that read back as the same numbers.
  ///
  /// - Throws: `FileError.unwritable`; `NotFinite` for a number that is not finite, and then nothing is written.
  func save(to path: String) throws {
    try requireFinite()
    // The text is made in parts, which are not kept.
    let rowsOfPart = 4096
    let names = columns.flatMap(\.names).map(Self.cell).joined(separator: ",") + "\n"
    let parts = (0...(rowCount + rowsOfPart - 1) / rowsOfPart).lazy.map { part in
      part == 0
        ? Array(names.utf8) : bytes(ofRows: (part - 1) * rowsOfPart..<min(rowCount, part * rowsOfPart))
    }
    try AtomicFile.replace(path, with: parts)
  }

  private func requireFinite() throws(NotFinite) {
    for row in 0..<rowCount {
      for some in columns {
        guard let (column, number) = some.firstNotFinite(row) else { continue }
        throw NotFinite(
          place: "row \(row + 1) of the table", quantity: some.names[column], value: number,
          hint: "nothing is written; is a value of the data or the model too large for its precision?")
      }
    }
  }

  /// The lines of some rows.
  private func bytes(ofRows rows: Range<Int>) -> [UInt8] {
    var lines = ""
    for row in rows {
      for (index, some) in columns.enumerated() {
        if index > 0 { lines += "," }
        some.write(row, &lines)
      }
      lines += "\n"
    }
    return Array(lines.utf8)
  }
}
