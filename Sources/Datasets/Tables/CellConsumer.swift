import Files

/// A taker of a table's cells.
protocol CellConsumer {
  /// Takes a cell, without its quotes and the white space around it.
  mutating func take(_ cell: UnsafeBufferPointer<UInt8>, at place: CellPlace) throws(FileError)
  /// Takes the end of a line, and says whether to go on.
  mutating func endLine(_ line: Int) throws(FileError) -> Bool
}

/// The place of a cell: its line, counted from 1, and its column, counted from 0.
struct CellPlace {
  let line: Int
  let column: Int

  /// The error at this place.
  func fault(_ path: String, expected: String, found: String) -> FileError {
    .malformed(path: path, place: .cell(line: line, column: column + 1), expected: expected, found: found)
  }
}
