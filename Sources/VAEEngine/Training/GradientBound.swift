/// How large a layer's gradient can be, known before it is formed: n · max |g| · max(1, |x|).
///
/// Each element of ∂W and ∂b is a sum of n products of an output's gradient and an input, or 1. Where the bound's square
/// is finite with room for every rounding, the optimizer may use the gradient as it comes; no check can fail.
final class GradientBound<Scalar: NetworkScalar> {
  /// The largest |x| and |g| of each layer that each worker has met; not a number if one was none.
  private let largest: UnsafeMutablePointer<Double>
  private let workers: Int
  /// From one worker's to the next one's, in another cache line.
  private let stride: Int

  init(layers: Int, workers: Int) {
    self.workers = workers
    stride = 2 * layers + 16
    largest = .allocate(capacity: stride * workers)
    largest.initialize(repeating: 0, count: stride * workers)
  }

  deinit { largest.deallocate() }

  /// Forgets what a worker has met.
  func reset(worker: Int) { (largest + stride * worker).update(repeating: 0, count: stride) }

  /// Takes in a layer's inputs.
  ///
  /// - Parameter bound: The largest |x| that there can be, where it is known.
  func meet(inputs: Rows<Scalar>, bound: Double?, layer: Int, worker: Int) {
    take(bound ?? Self.absoluteMaximum(inputs), at: stride * worker + 2 * layer)
  }

  /// Takes in the gradient with respect to a layer's sums.
  func meet(gradient: Rows<Scalar>, layer: Int, worker: Int) {
    take(Self.absoluteMaximum(gradient), at: stride * worker + 2 * layer + 1)
  }

  /// Whether the square of no element of a layer's gradient can overflow.
  ///
  /// - Parameter rows: n.
  func provesFiniteSquares(ofLayer layer: Int, rows: Int) -> Bool {
    var (x, g) = (1.0, 0.0)
    for worker in 0..<workers {
      let met = largest + stride * worker + 2 * layer
      guard met[0].isFinite, met[1].isFinite else { return false }
      (x, g) = (Swift.max(x, met[0]), Swift.max(g, met[1]))
    }
    // Below half of the root, n roundings of half a unit each cannot reach it as long as n is far below 1/ε.
    let root = Double(Scalar.greatestFiniteMagnitude).squareRoot()
    return Double(rows) * Double(Scalar.ulpOfOne) < 0.25 && Double(rows) * x * g < root / 2
  }

  private func take(_ value: Double, at index: Int) {
    // A comparison with what is not a number fails, and lets it in.
    if !(value <= largest[index]) { largest[index] = value }
  }

  private static func absoluteMaximum(_ rows: Rows<Scalar>) -> Double {
    precondition(rows.stride == rows.columns, "rows without gaps")
    return Scalar.kernels.pointee.absolute_maximum(rows.count * rows.columns, rows.start)
  }
}
