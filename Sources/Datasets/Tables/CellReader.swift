import Files

/// Takes the bytes of a table apart into cells and lines, as they stream by: one cell is held at a time.
///
/// A cell may stand in double quotes, and then hold delimiters, line ends and, doubled, quotes.
///
/// - Source: RFC 4180, with the delimiters of `TableFormat` and line ends with or without a carriage return.
struct CellReader {
  /// The most bytes of a cell, plain and in quotes, and the most cells of a line, so that a line without an end takes no
  /// memory.
  static let cellLimit = 1024
  static let quotedLimit = 1 << 16
  static let columnLimit = 1 << 20

  /// The cell that has just ended, without its quotes and the white space around it.
  private(set) var cell: [UInt8] = []
  /// Whether the cell stood in quotes.
  private(set) var isQuoted = false
  /// The cells of this line so far.
  private(set) var column = 0
  /// The line that is being read, counted from 1; a cell in quotes may go over several.
  private(set) var line = 1
  /// The cells that every line must have, and the line that says so.
  private(set) var expected: (count: Int, line: Int)?

  private let name: String
  private let delimiter: UInt8
  private var state = State.start
  private var isFirst = true
  /// The line in which the cell in quotes begins.
  private var lineOfQuote = 1
  private var bytesOfLine = 0

  private enum State {
    /// Before a cell's first character.
    case start
    case plain
    case quoted
    /// After a quote inside quotes: the end of the cell, or half of a quote.
    case afterQuote
    /// After a carriage return.
    case afterReturn
  }

  /// What becomes of a table's parts.
  struct Consumer {
    /// Takes a cell.
    var cell: (_ reader: CellReader) throws(FileError) -> Void
    /// Takes the end of a line, and says whether to go on.
    var line: (_ reader: CellReader) throws(FileError) -> Bool
  }

  /// Begins with a table's first byte.
  ///
  /// - Parameter name: The file's name, for errors.
  init(name: String, delimiter: TableFormat.Delimiter) {
    self.name = name
    self.delimiter = delimiter.byte
    cell.reserveCapacity(Self.cellLimit)
  }

  /// Reads all lines of a stream, and the stream to its end.
  mutating func read(_ stream: ByteStream, _ consumer: Consumer) throws(FileError) {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try stream.read(into: &chunk)
      guard count > 0 else { break }
      guard try take(chunk[..<count], consumer) else { return }
    }
    try end(consumer)
  }

  /// Takes further bytes.
  ///
  /// - Returns: Whether the consumer wants more.
  mutating func take(_ bytes: ArraySlice<UInt8>, _ consumer: Consumer) throws(FileError) -> Bool {
    // The mark that some programs put before UTF-8.
    let start = isFirst && bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    isFirst = false
    for index in bytes.startIndex + start..<max(bytes.startIndex + start, bytes.endIndex) {
      guard try take(bytes[index], consumer) else { return false }
    }
    return true
  }

  /// Takes one byte.
  private mutating func take(_ byte: UInt8, _ consumer: Consumer) throws(FileError) -> Bool {
    bytesOfLine += 1
    switch state {
    case .quoted:
      if byte == 0x22 { state = .afterQuote } else { try append(byte) }
      if byte == 0x0a { line += 1 }
      return true
    case .afterQuote where byte == 0x22:
      try append(byte)
      state = .quoted
      return true
    case .afterReturn where byte != 0x0a:
      throw fault("a line feed after a carriage return", "another character")
    default: break
    }
    switch byte {
    case delimiter: try endCell(consumer)
    case 0x0d: state = .afterReturn
    case 0x0a: return try endLine(consumer)
    case 0x22 where state == .start:
      cell.removeAll(keepingCapacity: true)
      isQuoted = true
      state = .quoted
      lineOfQuote = line
    case 0x20 where state == .start || state == .afterQuote, 0x09 where state == .start || state == .afterQuote: break
    default:
      guard state != .afterQuote else {
        throw fault("a delimiter or the line's end after a cell in quotes", "another character")
      }
      state = .plain
      try append(byte)
    }
    return true
  }

  private mutating func append(_ byte: UInt8) throws(FileError) {
    guard cell.count < (state == .plain ? Self.cellLimit : Self.quotedLimit) else {
      throw fault(
        "a cell",
        state == .quoted
          ? "more than \(cell.count) bytes without a closing quote"
          : "more than \(cell.count) bytes without a \(TableFormat.Delimiter.name(of: delimiter)) or an end")
    }
    cell.append(byte)
  }

  /// Takes the last line, which may do without an end.
  mutating func end(_ consumer: Consumer) throws(FileError) {
    guard state != .quoted else { throw fault("a closing quote", "the end of the file") }
    if bytesOfLine > 0 { _ = try endLine(consumer) }
  }

  private mutating func endCell(_ consumer: Consumer) throws(FileError) {
    guard column < expected?.count ?? Self.columnLimit else {
      let limit = expected.map { "\($0.count) cells, as line \($0.line) has" } ?? "at most \(Self.columnLimit) cells"
      throw .malformed(path: name, place: .line(line), expected: limit, found: "more")
    }
    if !isQuoted { while let last = cell.last, last == 0x20 || last == 0x09 { cell.removeLast() } }
    try consumer.cell(self)
    column += 1
    cell.removeAll(keepingCapacity: true)
    isQuoted = false
    state = .start
  }

  private mutating func endLine(_ consumer: Consumer) throws(FileError) -> Bool {
    try endCell(consumer)
    if let expected, expected.count != column {
      throw .malformed(
        path: name, place: .line(line), expected: "\(expected.count) cells, as line \(expected.line) has",
        found: "\(column)")
    }
    if expected == nil { expected = (column, line) }
    let goesOn = try consumer.line(self)
    column = 0
    line += 1
    bytesOfLine = 0
    return goesOn
  }

  /// The error at the cell that is being read.
  func fault(_ expected: String, _ found: String) -> FileError {
    .malformed(
      path: name, place: .cell(line: state == .quoted ? lineOfQuote : line, column: column + 1), expected: expected,
      found: found)
  }

  /// The cell's text, for errors.
  var text: String { String(decoding: cell, as: UTF8.self) }
}

extension TableFormat.Delimiter {
  /// The name of a delimiter's character.
  fileprivate static func name(of byte: UInt8) -> String { allCases.first { $0.byte == byte }?.rawValue ?? "delimiter" }
}
