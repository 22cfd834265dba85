import CKernels

extension Double {
  /// One step of Adam in every element.
  public static func stepOfAdam(
    _ constants: lb_adam, count: Int, along gradient: UnsafePointer<Double>, _ first: UnsafeMutablePointer<Double>,
    _ second: UnsafeMutablePointer<Double>, _ parameters: UnsafeMutablePointer<Double>
  ) {
    var constants = constants
    trainingLoops.pointee.adam_double(&constants, count, gradient, first, second, parameters)
  }

  /// θ ← θ + rate · g.
  public static func ascend(
    along gradient: UnsafePointer<Double>, rate: Double, count: Int, _ parameters: UnsafeMutablePointer<Double>
  ) {
    trainingLoops.pointee.ascend_double(count, rate, gradient, parameters)
  }

  /// g ← g · (1 − y²), for y = tanh.
  public static func scaleByTangentSlope(
    _ gradient: UnsafeMutableBufferPointer<Double>, output: UnsafeBufferPointer<Double>
  ) {
    guard let g = gradient.baseAddress, let y = output.baseAddress else { return }
    trainingLoops.pointee.scale_by_tangent_slope_double(gradient.count, y, g)
  }

  /// sumsⱼ = Σᵢ xᵢⱼ over rows that begin `stride` elements apart, added to what is there if asked.
  public static func sumRows(
    of matrix: UnsafePointer<Double>, rows: Int, stride: Int, adding: Bool,
    into sums: UnsafeMutableBufferPointer<Double>
  ) {
    guard let start = sums.baseAddress else { return }
    trainingLoops.pointee.sum_rows_double(rows, sums.count, stride, matrix, adding, start)
  }

  /// result = factor · (x − y).
  public static func scaleDifference(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, factor: Double, count: Int,
    into result: UnsafeMutablePointer<Double>
  ) {
    trainingLoops.pointee.scale_difference_double(count, factor, x, y, result)
  }

  /// ‖x − y‖².
  public static func squaredDistance(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int) -> Double {
    trainingLoops.pointee.squared_distance_double(count, x, y)
  }

  /// Whether every element's square is finite.
  public static func haveFiniteSquares(_ elements: UnsafeBufferPointer<Double>) -> Bool {
    guard let start = elements.baseAddress else { return true }
    return trainingLoops.pointee.finite_double(elements.count, start)
  }

  /// A 1 with each element's probability, else a 0, from the blocks of a stream at `first`, `first` + 1, …
  public static func drawBernoulli(
    _ probabilities: UnsafePointer<Double>, count: Int, of stream: RandomStream, fromBlock first: UInt64,
    into result: UnsafeMutablePointer<Double>
  ) {
    trainingLoops.pointee.bernoulli_double(stream.seed, stream.number, first, count, probabilities, result)
  }
}
