/// Parting a sequence so that no part is too large, in as few parts as that takes, each about as large as the others.
enum EvenParts {
  /// The parts, in order; an element that is too large by itself is a part of its own.
  ///
  /// - Parameters:
  ///   - elements: What is to be parted.
  ///   - capacity: How much a part holds.
  ///   - cost: What an element takes.
  static func of<Element>(
    _ elements: [Element], capacity: Double, cost: (Element) -> Double
  ) -> [[Element]] {
    let fewest = filled(elements, capacity, cost)
    guard fewest.count > 1 else { return fewest }
    // The smallest capacity that needs no more parts makes them even.
    var (low, high) = (0.0, capacity)
    for _ in 0..<20 {
      let middle = (low + high) / 2
      if filled(elements, middle, cost).count > fewest.count { low = middle } else { high = middle }
    }
    return filled(elements, high, cost)
  }

  private static func filled<Element>(
    _ elements: [Element], _ capacity: Double, _ cost: (Element) -> Double
  ) -> [[Element]] {
    var parts: [[Element]] = []
    var filled = 0.0
    for element in elements {
      let own = cost(element)
      if parts.isEmpty || filled + own > capacity {
        parts.append([])
        filled = 0
      }
      parts[parts.count - 1].append(element)
      filled += own
    }
    return parts
  }
}
