import Files

/// Memory that is taken within a limit: counted before it is asked for.
struct MemoryBudget {
  /// The bytes that may be taken.
  let limit: Int

  /// Makes room for further elements of an array that grows, half as many again at a time.
  ///
  /// While an array grows, its old memory and its new one exist at once, and both are counted.
  ///
  /// - Parameters:
  ///   - count: The elements that are to be added.
  ///   - others: The bytes that are taken already, beside this array's.
  /// - Returns: Whether there is room; the array is as it was if there is none.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int32)
  func makeRoom<Element>(for count: Int, in elements: inout [Element], others: Int) -> Bool {
    let needed = elements.count + count
    let size = MemoryLayout<Element>.stride
    let room = (limit - others) / size
    guard needed <= room else { return false }
    guard needed > elements.capacity else { return true }
    guard needed <= room - elements.capacity else { return false }
    elements.reserveCapacity(min(room - elements.capacity, max(needed, elements.capacity + elements.capacity / 2)))
    return true
  }
}
