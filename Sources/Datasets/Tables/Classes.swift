import Files

/// The labels of a table, numbered as they are met.
struct Classes {
  /// The number of each row's class.
  private(set) var rows: [Int32] = []
  private var numbers: [[UInt8]: Int32] = [:]
  private var names: [[UInt8]] = []
  private var firstLines: [Int] = []

  /// The bytes that the names take, with what finds them again.
  private(set) var bytesOfNames = 0

  /// The bytes that all of it takes.
  var byteCount: Int { bytesOfNames + rows.capacity * (MemoryLayout<Int32>.stride + MemoryLayout<Int>.stride) }

  /// Makes room for one more row.
  mutating func makeRoom(_ budget: MemoryBudget, others: Int) -> Bool {
    // The numbers of the end stand beside those of the rows.
    budget.makeRoom(for: 1, in: &rows, others: others + bytesOfNames + (rows.count + 1) * MemoryLayout<Int>.stride)
  }

  /// Adds a row's label.
  mutating func add(_ cell: [UInt8], line: Int) {
    // Few classes are compared, many are looked up.
    let known = names.count <= 16 ? names.firstIndex(of: cell).map(Int32.init) : numbers[cell]
    if let known {
      rows.append(known)
      return
    }
    numbers[cell] = Int32(names.count)
    rows.append(Int32(names.count))
    names.append(cell)
    firstLines.append(line)
    bytesOfNames += 3 * cell.count + 128
  }

  /// The labels as whole numbers, or as the places of names among the sorted ones.
  ///
  /// - Throws: `FileError.malformed` if all labels are numbers and one of them has a fraction: then the column is no
  ///   label's.
  func labels(path: String, column: Int) throws(FileError) -> (labels: [Int], names: [String]?) {
    let values = names.map { $0.withUnsafeBufferPointer(decimal) }
    let wholes = values.map { $0.flatMap(Int.init(exactly:)) }
    if wholes.allSatisfy({ $0 != nil }) { return (rows.map { wholes[Int($0)] ?? 0 }, nil) }
    if values.allSatisfy({ $0 != nil }), let index = wholes.firstIndex(where: { $0 == nil }) {
      throw .malformed(
        path: path, place: .cell(line: firstLines[index], column: column + 1),
        expected: "a whole number or a name as the label", found: String(decoding: names[index], as: UTF8.self))
    }
    let order = names.indices.sorted { names[$0].lexicographicallyPrecedes(names[$1]) }
    var places = [Int](repeating: 0, count: names.count)
    for (place, index) in order.enumerated() { places[index] = place }
    return (rows.map { places[Int($0)] }, order.map { String(decoding: names[$0], as: UTF8.self) })
  }
}
