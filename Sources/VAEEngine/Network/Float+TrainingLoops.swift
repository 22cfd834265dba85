import CKernels

extension Float {
  /// One step of Adam in every element.
  public static func stepOfAdam(
    _ constants: lb_adam, count: Int, along gradient: UnsafePointer<Float>, _ first: UnsafeMutablePointer<Float>,
    _ second: UnsafeMutablePointer<Float>, _ parameters: UnsafeMutablePointer<Float>
  ) {
    var constants = constants
    trainingLoops.pointee.adam_float(&constants, count, gradient, first, second, parameters)
  }

  /// θ ← θ + rate · g.
  public static func ascend(
    along gradient: UnsafePointer<Float>, rate: Double, count: Int, _ parameters: UnsafeMutablePointer<Float>
  ) {
    trainingLoops.pointee.ascend_float(count, rate, gradient, parameters)
  }

  /// g ← g · (1 − y²), for y = tanh.
  public static func scaleByTangentSlope(
    _ gradient: UnsafeMutableBufferPointer<Float>, output: UnsafeBufferPointer<Float>
  ) {
    guard let g = gradient.baseAddress, let y = output.baseAddress else { return }
    trainingLoops.pointee.scale_by_tangent_slope_float(gradient.count, y, g)
  }

  /// sumsⱼ = Σᵢ xᵢⱼ over rows that begin `stride` elements apart, added to what is there if asked.
  public static func sumRows(
    of matrix: UnsafePointer<Float>, rows: Int, stride: Int, adding: Bool, into sums: UnsafeMutableBufferPointer<Float>
  ) {
    guard let start = sums.baseAddress else { return }
    trainingLoops.pointee.sum_rows_float(rows, sums.count, stride, matrix, adding, start)
  }

  /// result = factor · (x − y).
  public static func scaleDifference(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, factor: Float, count: Int,
    into result: UnsafeMutablePointer<Float>
  ) {
    trainingLoops.pointee.scale_difference_float(count, factor, x, y, result)
  }

  /// ‖x − y‖².
  public static func squaredDistance(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int) -> Float {
    trainingLoops.pointee.squared_distance_float(count, x, y)
  }

  /// Whether every element's square is finite.
  public static func haveFiniteSquares(_ elements: UnsafeBufferPointer<Float>) -> Bool {
    guard let start = elements.baseAddress else { return true }
    return trainingLoops.pointee.finite_float(elements.count, start)
  }

  /// A 1 with each element's probability, else a 0, from the blocks of a stream at `first`, `first` + 1, …
  public static func drawBernoulli(
    _ probabilities: UnsafePointer<Float>, count: Int, of stream: RandomStream, fromBlock first: UInt64,
    into result: UnsafeMutablePointer<Float>
  ) {
    trainingLoops.pointee.bernoulli_float(stream.seed, stream.number, first, count, probabilities, result)
  }
}
