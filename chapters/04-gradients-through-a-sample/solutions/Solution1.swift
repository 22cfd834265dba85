/// A gradient from a few data.
enum Solution1 {
  /// Each datum is picked with probability m/n, so that the sum over the picked ones is m/n of the whole, on average.
  @Sendable static func minibatchGradient(
    of gradient: (Int) -> Double, at indices: [Int], outOf n: Int
  ) throws -> Double {
    Double(n) / Double(indices.count) * indices.reduce(0) { $0 + gradient($1) }
  }
}
