import CNumerics

extension Double {
  /// One step of Adam in every element.
  public static func stepOfAdam(
    _ constants: lb_adam, count: Int, _ gradient: UnsafePointer<Double>, _ first: UnsafeMutablePointer<Double>,
    _ second: UnsafeMutablePointer<Double>, _ parameters: UnsafeMutablePointer<Double>
  ) {
    var constants = constants
    trainingLoops.pointee.adam_double(&constants, count, gradient, first, second, parameters)
  }

  /// y ← y + scale · x.
  public static func add(
    _ x: UnsafePointer<Double>, scale: Double, count: Int, to y: UnsafeMutablePointer<Double>
  ) {
    trainingLoops.pointee.add_double(count, scale, x, y)
  }

  /// Whether every element is finite.
  public static func areFinite(_ elements: UnsafeBufferPointer<Double>) -> Bool {
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
