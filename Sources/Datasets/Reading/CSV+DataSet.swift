import Files
import VAEEngine

extension CSV {
  /// Reads observations, one a line, and labels if a column has them.
  ///
  /// - Parameter limit: The number of bytes that the observations may take.
  /// - Throws: `FileError` with the line and the column at fault.
  static func observations<Scalar: NetworkScalar>(
    of stream: ByteStream, options: DataOptions
  ) throws(FileError) -> (observations: Batch<Scalar>, labels: [Int]?) {
    let path = stream.name
    var table = CSV(name: path, hasHeader: options.hasHeader)
    var elements: [Scalar] = []
    var labels: [Int] = []
    var labelColumn: Int?
    let limit = options.byteLimit / MemoryLayout<Scalar>.size
    try table.read(stream) { (table) throws(FileError) in
      if table.rowCount == 1 {
        labelColumn = try table.index(of: options.labelColumn, path: path)
        guard table.row.count > (labelColumn == nil ? 0 : 1) else {
          throw .malformed(
            path: path, place: .line(table.line), expected: "a column beside the label's", found: "none")
        }
        // As many rows as the first one's length lets expect, within the limit; a row has two bytes or more a cell.
        let rows = (stream.count ?? 0) / max(2 * table.row.count, 1)
        elements.reserveCapacity(min(limit, rows * table.row.count))
      }
      guard elements.count + table.row.count <= limit else {
        throw .malformed(
          path: path, place: .line(table.line), expected: "at most \(limit) numbers, the limit", found: "more")
      }
      if let index = append(table.row, except: labelColumn, divisor: options.scale ?? 1, to: &elements) {
        throw .malformed(
          path: path, place: .cell(line: table.line, column: index + 1),
          expected: "a number that is finite in this precision, after the scale", found: "\(table.row[index])")
      }
      if let labelColumn {
        guard let label = Int(exactly: table.row[labelColumn]) else {
          throw .malformed(
            path: path, place: .cell(line: table.line, column: labelColumn + 1),
            expected: "a whole number as the label", found: "\(table.row[labelColumn])")
        }
        labels.append(label)
      }
    }
    let rows = table.rowCount
    return (
      Batch(rows: rows, columns: elements.count / rows, elements: elements), labelColumn == nil ? nil : labels
    )
  }

  /// The place of a label's column in the first row, counted from 0, or nil if there is none.
  private func index(of column: LabelColumn, path: String) throws(FileError) -> Int? {
    func fault(_ expected: String) -> FileError {
      .malformed(path: path, place: .line(1), expected: expected, found: "\(row.count) columns")
    }
    switch column {
    case .none: return nil
    case .last: return row.count - 1
    case .number(let number):
      guard (1...row.count).contains(number) else { throw fault("a column \(number) with labels") }
      return number - 1
    case .named(let name):
      guard let names else { throw fault("a header with a column \"\(name.onOneLine)\"") }
      guard names.filter({ $0 == name }).count == 1, let index = names.firstIndex(of: name) else {
        throw fault("one column \"\(name.onOneLine)\"")
      }
      return index
    }
  }
}

/// Appends the numbers of a row, each divided by the divisor, and returns the place of the first that overflows.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func append<Scalar: NetworkScalar>(
  _ row: [Double], except label: Int?, divisor: Double, to elements: inout [Scalar]
) -> Int? {
  for index in row.indices where index != label {
    let element = Scalar(row[index] / divisor)
    guard element.isFinite else { return index }
    elements.append(element)
  }
  return nil
}
