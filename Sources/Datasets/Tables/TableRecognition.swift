import Files

/// The format of a table and the names of its columns, recognised from its first lines.
struct TableRecognition {
  /// The format of the table.
  private(set) var format = TableFormat()
  /// The columns' names, if the first line gives them.
  private(set) var names: [String]?
  /// The number of columns.
  private(set) var columnCount = 0
  /// The bytes of an average line.
  private(set) var lineLength = 1
  /// True if the names are the columns' numbers.
  private(set) var isNumbered = false

  /// The most bytes that are looked at to find the first lines' ends.
  private static let byteLimit = 1 << 25

  /// Recognises what the options do not say.
  ///
  /// - Parameter known: The table that the data are to be read like, if there is one.
  /// - Throws: `FileError` if the first line has no end, or may be names or numbers.
  init(_ stream: ByteStream, _ options: DataOptions, known: TableDescription?) throws(FileError) {
    let path = stream.name
    let (bytes, isWhole) = try Self.firstLines(of: stream)
    let samples = TableFormat.Delimiter.allCases.map { delimiter in
      (delimiter, TableSample(bytes, isWhole: isWhole, delimiter: delimiter, name: path))
    }
    let (delimiter, sample) = Self.choose(among: samples, options.delimiter, known)
    guard let first = sample.lines.first else {
      throw sample.failure
        ?? .malformed(
          path: path, place: .file, expected: "at least one line of numbers",
          found: bytes.isEmpty ? "an empty file" : "a line of more than \(Self.byteLimit) bytes")
    }
    columnCount = first.count
    lineLength = max(1, bytes.count / max(1, bytes.count { $0 == 0x0a }))
    format.delimiter = delimiter
    let isKnown = known.map { $0.format.delimiter == delimiter && $0.columnCount == first.count } ?? false
    format.decimalMark = options.decimalMark ?? (isKnown ? known?.format.decimalMark : nil) ?? sample.decimalMark
    let line = FirstLine(sample.lines, format.decimalMark)
    if let hasHeader = options.hasHeader {
      format.hasHeader = hasHeader
    } else {
      format.hasHeader = try line.isHeader(known: known, path: path)
    }
    isNumbered = format.hasHeader && line.countsColumns
    if format.hasHeader { names = try Self.names(of: first, path: path) }
  }

  /// The bytes of the first lines, three or more where there are so many.
  private static func firstLines(of stream: ByteStream) throws(FileError) -> (bytes: [UInt8], isWhole: Bool) {
    var wanted = 1 << 16
    while true {
      let bytes = try stream.peek(wanted)
      if bytes.count < wanted { return (bytes, true) }
      if wanted >= byteLimit || bytes.count(where: { $0 == 0x0a }) > 2 { return (bytes, false) }
      wanted *= 4
    }
  }

  /// The delimiter that was asked for, or fits the known table, or makes the most numbers in lines of equal length.
  private static func choose(
    among samples: [(TableFormat.Delimiter, TableSample)], _ wanted: TableFormat.Delimiter?, _ known: TableDescription?
  ) -> (TableFormat.Delimiter, TableSample) {
    if let wanted, let sample = samples.first(where: { $0.0 == wanted }) { return sample }
    if let known, let sample = samples.first(where: { $0.0 == known.format.delimiter }),
      sample.1.columns == known.columnCount
    {
      return sample
    }
    // Without the delimiter there is one column, in which a comma could as well be a decimal one.
    let candidates = samples.filter { ($0.1.columns ?? 1) > 1 }
    // Where two are as good, it is not the comma, which may be a decimal one.
    let best = candidates.reversed().max { first, second in score(first.1) < score(second.1) }
    return best ?? samples[0]
  }

  private static func score(_ sample: TableSample) -> (Double, Int) {
    (sample.share(of: sample.decimalMark), sample.columns ?? 0)
  }

  private static func names(of cells: [[UInt8]], path: String) throws(FileError) -> [String] {
    var names: [String] = []
    for (index, cell) in cells.enumerated() {
      guard let name = String(validating: cell, as: UTF8.self), !cell.contains(where: { $0 < 0x20 && $0 != 0x09 })
      else {
        throw .malformed(
          path: path, place: .cell(line: 1, column: index + 1), expected: "a header in UTF-8", found: "other bytes")
      }
      names.append(name)
    }
    return names
  }
}

/// The first line of a table before it is known whether it gives names or numbers.
private struct FirstLine {
  private let first: [CellKind]
  private let names: [String]
  /// True if a cell looks like a name, and not like a number that cannot be read.
  private let isNameLike: Bool
  private let others: [[CellKind]]
  /// True if its numbers are 0 … D − 1 or 1 … D, as some programs name the columns of an array.
  let countsColumns: Bool

  init(_ lines: [[[UInt8]]], _ mark: TableFormat.DecimalMark) {
    let cells = lines.first ?? []
    first = cells.map { CellKind($0, mark) }
    names = cells.map { String(decoding: $0, as: UTF8.self) }
    isNameLike = names.contains { name in
      let start = name.unicodeScalars.first
      let isNumberLike = start.map { "+-.0123456789".unicodeScalars.contains($0) } ?? true
      return !isNumberLike && !["inf", "infinity"].contains(name.lowercased())
    }
    others = lines.dropFirst().map { $0.map { CellKind($0, mark) } }
    let numbers = zip(first, cells).filter { $0.0.number != nil }.map { String(decoding: $0.1, as: UTF8.self) }
    let start = numbers.first.flatMap(Int.init) ?? -1
    countsColumns =
      numbers.count > 1 && !others.isEmpty && (start == 0 || start == 1)
      && numbers == (start..<start + numbers.count).map { "\($0)" }
  }

  /// Returns true if it gives names.
  ///
  /// - Throws: `FileError.malformed` if it may be either.
  func isHeader(known: TableDescription?, path: String) throws(FileError) -> Bool {
    if let known, known.names.allSatisfy(Set(names).contains) { return true }
    let numbers = first.count { $0.number != nil }
    let texts = first.indices.filter { first[$0] == .text }
    if countsColumns, known == nil {
      // Few columns and whole numbers below: this may as well be a row of data.
      guard numbers > 4 || !others.allSatisfy({ $0.allSatisfy(Self.isWhole) }) else {
        throw Self.unclear(path, "numbers that count the columns, which may be either")
      }
      return true
    }
    guard !texts.isEmpty, isNameLike, !others.isEmpty else { return false }
    let isNumberBelow = { (column: Int) in others.contains { column < $0.count && $0[column].number != nil } }
    guard numbers > 0 else { return first.indices.contains(where: isNumberBelow) }
    guard texts.contains(where: isNumberBelow), known == nil else { return false }
    throw Self.unclear(path, "both names and numbers")
  }

  private static func isWhole(_ kind: CellKind) -> Bool { kind.number.map { $0 == $0.rounded() } ?? true }

  private static func unclear(_ path: String, _ found: String) -> FileError {
    .malformed(
      path: path, place: .line(1), expected: "names of the columns or a row of data",
      found: "\(found); say --header or --no-header")
  }
}
