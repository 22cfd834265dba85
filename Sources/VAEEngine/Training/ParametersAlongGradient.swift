/// One array of parameters, its gradient and its moments, for as long as threads move it.
struct ParametersAlongGradient<Scalar: NetworkScalar> {
  let parameters: UnsafeMutableBufferPointer<Scalar>
  let gradient: UnsafePointer<Scalar>
  let firstMoment: UnsafeMutablePointer<Scalar>?
  let secondMoment: UnsafeMutablePointer<Scalar>?

  /// Whether the array is so long that handing a part to another thread takes less time than moving it.
  var isWorthSharing: Bool { parameters.count >= 16384 }

  /// Moves one thread's part of the array. Each element is moved on its own, so that any split gives the same bits.
  func climb(_ optimizer: Optimizer, rate: Double, step: Int, worker: Int, of workers: Int) {
    let size = ((parameters.count + workers - 1) / workers + 63) / 64 * 64
    let start = Swift.min(worker * size, parameters.count)
    let count = Swift.min(size, parameters.count - start)
    guard count > 0, let parameter = parameters.baseAddress else { return }
    optimizer.climb(
      parameter + start, along: gradient + start, count: count, rate: rate, step: step,
      first: firstMoment.map { $0 + start }, second: secondMoment.map { $0 + start })
  }
}
