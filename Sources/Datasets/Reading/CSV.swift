import Files
import Foundation

/// A table of decimal numbers with commas between, read as it streams by: one line is held at a time.
///
/// What is ambiguous is refused, not guessed: quotes around numbers, empty cells, semicolons, decimal commas, nan.
struct CSV {
  /// The most bytes of a cell and the most cells of a line, so that a line without an end takes no memory.
  static let cellLimit = 1024
  static let columnLimit = 1 << 20

  /// The names of the columns, if the first line gives them.
  private(set) var names: [String]?
  /// The numbers of the line read last.
  private(set) var row: [Double] = []
  /// The line that is being read, counted from 1.
  private(set) var line = 1
  /// The number of lines of numbers so far.
  private(set) var rowCount = 0

  private let name: String
  private let hasHeader: Bool
  private var cell: [UInt8] = []
  private var columns: (count: Int, line: Int)?
  private var endedWithReturn = false

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - name: The file's name, for errors.
  ///   - hasHeader: Whether the first line gives the columns' names.
  init(name: String, hasHeader: Bool) {
    self.name = name
    self.hasHeader = hasHeader
    cell.reserveCapacity(Self.cellLimit)
  }

  /// Reads all lines of a stream.
  ///
  /// - Parameter take: Is called after each line of numbers, which is in `row`.
  /// - Throws: `FileError` with the line and the column at fault.
  mutating func read(_ stream: ByteStream, _ take: (CSV) throws(FileError) -> Void) throws(FileError) {
    // The mark that some programs put before UTF-8.
    var isFirst = true
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try stream.read(into: &chunk)
      guard count > 0 else { break }
      let start = isFirst && chunk[..<count].starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
      isFirst = false
      for index in start..<max(start, count) {
        let byte = chunk[index]
        guard !endedWithReturn || byte == 0x0a else {
          throw fault("a line feed after a carriage return", "another character")
        }
        switch byte {
        case 0x2c where line > 1 || !hasHeader: try endCell()
        case 0x0d: endedWithReturn = true
        case 0x0a: try endLine(take)
        default:
          guard cell.count < (isHeader ? Self.columnLimit : Self.cellLimit) else {
            throw fault(isHeader ? "a header" : "a number", "more than \(cell.count) bytes without a comma or an end")
          }
          cell.append(byte)
        }
      }
    }
    // The last line may do without an end.
    if !cell.isEmpty || !row.isEmpty || endedWithReturn { try endLine(take) }
    guard rowCount > 0 else {
      throw .malformed(
        path: name, place: .file, expected: "at least one line of numbers",
        found: names == nil ? "an empty file" : "nothing but a header")
    }
  }

  private var isHeader: Bool { hasHeader && line == 1 }

  private mutating func endLine(_ take: (CSV) throws(FileError) -> Void) throws(FileError) {
    endedWithReturn = false
    if isHeader {
      try endHeader()
    } else {
      try endCell()
      if let columns, columns.count != row.count {
        throw .malformed(
          path: name, place: .line(line), expected: "\(columns.count) cells, as line \(columns.line) has",
          found: "\(row.count)")
      }
      if columns == nil { columns = (row.count, line) }
      rowCount += 1
      try take(self)
      row.removeAll(keepingCapacity: true)
    }
    line += 1
  }

  private mutating func endCell() throws(FileError) {
    guard row.count < columns?.count ?? Self.columnLimit else {
      let limit = columns.map { "\($0.count) cells, as line \($0.line) has" } ?? "at most \(Self.columnLimit) cells"
      throw .malformed(path: name, place: .line(line), expected: limit, found: "more")
    }
    let number = cell.withUnsafeBufferPointer { text in
      let spaces = text.prefix { $0 == 0x20 || $0 == 0x09 }.count
      let trailing = text[spaces...].reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
      return decimal(UnsafeBufferPointer(rebasing: text[spaces..<text.count - trailing]))
    }
    guard let number, number.isFinite else { throw notANumber() }
    row.append(number)
    cell.removeAll(keepingCapacity: true)
  }

  /// The error for a cell, with the likeliest way out.
  private func notANumber() -> FileError {
    let text = String(decoding: cell, as: UTF8.self)
    let isName = rowCount == 0 && !hasHeader && text.contains { $0.isLetter || $0 == "\"" }
    let remedy =
      text.contains(";")
      ? ", with commas between the cells and a point before the decimals"
      : isName ? " (if the first line names the columns, say that there is a header)" : ""
    return fault("a finite decimal number\(remedy)", cell.isEmpty ? "an empty cell" : "\"\(text.onOneLine)\"")
  }

  private mutating func endHeader() throws(FileError) {
    guard let text = String(validating: cell, as: UTF8.self), !text.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 })
    else { throw fault("a header in UTF-8", "other bytes") }
    let names = Self.cells(ofHeader: text)
    guard names.count <= Self.columnLimit else { throw fault("at most \(Self.columnLimit) cells", "\(names.count)") }
    columns = (names.count, 1)
    self.names = names
    cell.removeAll(keepingCapacity: true)
  }

  /// The cells of a header: names, in double quotes or without, with commas between.
  private static func cells(ofHeader text: String) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in text.unicodeScalars {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].unicodeScalars.append(character)
      }
    }
    return cells.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private func fault(_ expected: String, _ found: String) -> FileError {
    .malformed(path: name, place: .cell(line: line, column: row.count + 1), expected: expected, found: found)
  }
}
