/// Numbers in memory that begins at a multiple of 64 bytes, as vectors like it. They are 0 at first.
final class AlignedNumbers<Scalar: NetworkScalar>: @unchecked Sendable {
  /// The first number.
  let start: UnsafeMutablePointer<Scalar>
  /// How many there are.
  let count: Int

  init(count: Int) {
    self.count = count
    let bytes = Swift.max(1, count) * MemoryLayout<Scalar>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    start = memory.bindMemory(to: Scalar.self, capacity: Swift.max(1, count))
  }

  /// Copies numbers.
  convenience init(copying other: AlignedNumbers) {
    self.init(count: other.count)
    start.update(from: other.start, count: count)
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }
}

/// Some rows of a batch, or some columns of them, in memory that another value owns.
struct Rows<Scalar> {
  /// The first element of the first row.
  let start: UnsafeMutablePointer<Scalar>
  /// How many rows there are.
  let count: Int
  /// How many elements a row has.
  let columns: Int
  /// How many elements lie between the beginnings of two rows.
  let stride: Int

  init(start: UnsafeMutablePointer<Scalar>, count: Int, columns: Int, stride: Int? = nil) {
    self.start = start
    self.count = count
    self.columns = columns
    self.stride = stride ?? columns
  }

  /// The first element of a row.
  subscript(row: Int) -> UnsafeMutablePointer<Scalar> { start + row * stride }

  /// Some of the rows.
  func rows(_ range: Range<Int>) -> Rows {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "rows that there are")
    return Rows(start: start + range.lowerBound * stride, count: range.count, columns: columns, stride: stride)
  }

  /// Some of the columns.
  func columns(_ range: Range<Int>) -> Rows {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns that there are")
    return Rows(start: start + range.lowerBound, count: count, columns: range.count, stride: stride)
  }
}

/// A batch that is written again and again: its memory grows, never shrinks.
final class ReusedBatch<Scalar: NetworkScalar> {
  private var numbers = AlignedNumbers<Scalar>(count: 0)
  private var rowCount = 0
  private var columnCount = 0

  /// Takes on a shape, for results that overwrite every element; old elements keep no meaning.
  func reshape(rows: Int, columns: Int) {
    if rows * columns > numbers.count { numbers = AlignedNumbers(count: rows * columns) }
    (rowCount, columnCount) = (rows, columns)
  }

  /// Every row.
  var all: Rows<Scalar> { Rows(start: numbers.start, count: rowCount, columns: columnCount) }

  /// Some of the rows.
  subscript(range: Range<Int>) -> Rows<Scalar> { all.rows(range) }
}

extension Batch where Scalar: NetworkScalar {
  /// Lends the rows to be read, without a copy.
  func withRows<Result>(_ body: (Rows<Scalar>) -> Result) -> Result {
    elements.withUnsafeBufferPointer { elements in
      body(Rows(start: UnsafeMutablePointer(mutating: addressOfNothing(elements)), count: rows, columns: columns))
    }
  }

  /// Creates a batch from rows that another value owns.
  init(_ rows: Rows<Scalar>) {
    var elements: [Scalar] = []
    elements.reserveCapacity(rows.count * rows.columns)
    for row in 0..<rows.count {
      elements.append(contentsOf: UnsafeBufferPointer(start: rows[row], count: rows.columns))
    }
    self.init(rows: rows.count, columns: rows.columns, elements: elements)
  }

  /// Creates a batch whose rows are written by `body`.
  init(rows: Int, columns: Int, writtenBy body: (Rows<Scalar>) -> Void) {
    self.init(rows: rows, columns: columns, elements: Scalar.zeros(rows * columns))
    elements.withUnsafeMutableBufferPointer { elements in
      guard let start = elements.baseAddress else { return }
      body(Rows(start: start, count: rows, columns: columns))
    }
  }
}

/// The first element's address; for an empty array one that is not read.
private func addressOfNothing<Scalar>(_ elements: UnsafeBufferPointer<Scalar>) -> UnsafePointer<Scalar> {
  elements.baseAddress ?? UnsafePointer(bitPattern: 64).unsafelyUnwrapped
}
