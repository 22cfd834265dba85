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

  private let name: String
  private let delimiter: TableFormat.Delimiter
  private var state = State.start
  private var cell: [UInt8] = []
  private var isQuoted = false
  private var isFirst = true
  private var lineHasBytes = false
  /// The line and the column that are being read; a cell in quotes may go over several lines.
  private var line = 1
  private var column = 0
  /// The line in which a cell in quotes begins.
  private var lineOfQuote = 1
  /// The cells that every line must have, and the line that says so.
  private var expected: (count: Int, line: Int)?

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

  /// Begins with a table's first byte.
  ///
  /// - Parameter name: The file's name, for errors.
  init(name: String, delimiter: TableFormat.Delimiter) {
    self.name = name
    self.delimiter = delimiter
    cell.reserveCapacity(Self.cellLimit)
  }

  /// Reads all lines of a stream, and the stream to its end.
  @specialized(where Consumer == TableReader)
  mutating func read<Consumer: CellConsumer>(
    _ stream: ByteStream, into consumer: inout Consumer
  ) throws(FileError) {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      let count = try stream.read(into: chunk)
      guard count > 0 else { break }
      let bytes = UnsafeBufferPointer(chunk.bindMemory(to: UInt8.self))
      guard try take(UnsafeBufferPointer(rebasing: bytes[..<count]), into: &consumer) else { return }
    }
    try end(into: &consumer)
  }

  /// Takes further bytes.
  ///
  /// - Returns: Whether the consumer wants more.
  mutating func take(
    _ bytes: UnsafeBufferPointer<UInt8>, into consumer: inout some CellConsumer
  ) throws(FileError) -> Bool {
    // The mark that some programs put before UTF-8.
    var index = isFirst && bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    isFirst = false
    while index < bytes.count {
      if state == .start, cell.isEmpty, let end = endOfPlainCell(in: bytes, from: index) {
        // The whole cell lies here: it need not be gathered byte by byte.
        lineHasBytes = true
        try endCell(trimmed(bytes, index..<end), into: &consumer)
        if bytes[end] == 0x0a, try !endLine(into: &consumer) { return false }
        index = end + 1
      } else {
        guard try take(bytes[index], into: &consumer) else { return false }
        index += 1
      }
    }
    return true
  }

  /// The place of the delimiter or line end after a cell that begins at a place and has no quote, if it is near.
  private func endOfPlainCell(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    let mark = delimiter.byte
    for index in start..<min(bytes.count, start + Self.cellLimit) {
      switch bytes[index] {
      case mark, 0x0a: return index
      case 0x0d, 0x22: return nil
      default: continue
      }
    }
    return nil
  }

  private func trimmed(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    var (first, last) = (range.lowerBound, range.upperBound)
    while first < last, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
    while first < last, bytes[last - 1] == 0x20 || bytes[last - 1] == 0x09 { last -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[first..<last])
  }

  /// Takes one byte.
  private mutating func take(_ byte: UInt8, into consumer: inout some CellConsumer) throws(FileError) -> Bool {
    lineHasBytes = true
    switch state {
    case .quoted:
      if byte == 0x22 { state = .afterQuote } else { try append(byte) }
      if byte == 0x0a { line += 1 }
      return true
    case .afterQuote where byte == 0x22:
      state = .quoted
      try append(byte)
      return true
    case .afterReturn where byte != 0x0a:
      throw fault("a line feed after a carriage return", "another character")
    default: break
    }
    switch byte {
    case delimiter.byte: try endGatheredCell(into: &consumer)
    case 0x0d: state = .afterReturn
    case 0x0a:
      try endGatheredCell(into: &consumer)
      return try endLine(into: &consumer)
    case 0x22 where state == .start:
      cell.removeAll(keepingCapacity: true)
      (isQuoted, lineOfQuote, state) = (true, line, .quoted)
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
          : "more than \(cell.count) bytes without a \(delimiter.rawValue) or an end")
    }
    cell.append(byte)
  }

  /// Takes the last line, which may do without an end.
  mutating func end(into consumer: inout some CellConsumer) throws(FileError) {
    guard state != .quoted else { throw fault("a closing quote", "the end of the file") }
    guard lineHasBytes else { return }
    try endGatheredCell(into: &consumer)
    _ = try endLine(into: &consumer)
  }

  private mutating func endGatheredCell(into consumer: inout some CellConsumer) throws(FileError) {
    let gathered = cell
    let result: Result<Void, FileError> = gathered.withUnsafeBufferPointer { bytes in
      do throws(FileError) {
        try endCell(isQuoted ? bytes : trimmed(bytes, 0..<bytes.count), into: &consumer)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
    cell.removeAll(keepingCapacity: true)
    isQuoted = false
    state = .start
  }

  private mutating func endCell(
    _ bytes: UnsafeBufferPointer<UInt8>, into consumer: inout some CellConsumer
  ) throws(FileError) {
    guard column < expected?.count ?? Self.columnLimit else {
      let limit = expected.map { "\($0.count) cells, as line \($0.line) has" } ?? "at most \(Self.columnLimit) cells"
      throw .malformed(path: name, place: .line(line), expected: limit, found: "more")
    }
    try consumer.take(bytes, at: CellPlace(line: line, column: column))
    column += 1
  }

  private mutating func endLine(into consumer: inout some CellConsumer) throws(FileError) -> Bool {
    if let expected, expected.count != column {
      throw .malformed(
        path: name, place: .line(line), expected: "\(expected.count) cells, as line \(expected.line) has",
        found: "\(column)")
    }
    if expected == nil { expected = (column, line) }
    let goesOn = try consumer.endLine(line)
    (column, lineHasBytes) = (0, false)
    line += 1
    return goesOn
  }

  /// The error at the cell that is being read.
  private func fault(_ expected: String, _ found: String) -> FileError {
    CellPlace(line: state == .quoted ? lineOfQuote : line, column: column)
      .fault(name, expected: expected, found: found)
  }
}
