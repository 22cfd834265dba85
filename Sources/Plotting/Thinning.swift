/// Series with more points than a drawing can show.
///
/// The first, the last, and the lowest and highest points always stay; order is kept.
enum Thinning {
  /// The most points of one series in a script.
  static let limit = 5000

  /// Positions to keep of a line through `count` points: the lowest and the highest of each of equal stretches, so that its
  /// outline stays.
  static func outline(count: Int, y: (Int) -> Double) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    let stretches = limit / 2 - 1
    var kept = [0]
    for stretch in 0..<stretches {
      let positions = stretch * count / stretches..<(stretch + 1) * count / stretches
      let lowest = positions.reduce(positions.lowerBound) { y($1) < y($0) ? $1 : $0 }
      let highest = positions.reduce(positions.lowerBound) { y($1) > y($0) ? $1 : $0 }
      kept += [min(lowest, highest), max(lowest, highest)]
    }
    kept.append(count - 1)
    return ordered(kept)
  }

  /// Positions to keep of `count` separate points: evenly spaced ones, and the extremes of each of `coordinates`.
  static func even(count: Int, coordinates: [(Int) -> Double]) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    let steps = limit - 2 * coordinates.count - 1
    var kept = (0...steps).map { $0 * (count - 1) / steps }
    for coordinate in coordinates {
      kept.append((0..<count).reduce(0) { coordinate($1) < coordinate($0) ? $1 : $0 })
      kept.append((0..<count).reduce(0) { coordinate($1) > coordinate($0) ? $1 : $0 })
    }
    return ordered(kept)
  }

  /// Rising positions, each once.
  private static func ordered(_ positions: [Int]) -> [Int] {
    positions.sorted().reduce(into: []) { kept, position in
      if kept.last != position { kept.append(position) }
    }
  }
}
