import CNumerics

extension Float {
  /// One step of Adam in every element.
  public static func stepOfAdam(
    _ constants: lb_adam, count: Int, _ gradient: UnsafePointer<Float>, _ first: UnsafeMutablePointer<Float>,
    _ second: UnsafeMutablePointer<Float>, _ parameters: UnsafeMutablePointer<Float>
  ) {
    var constants = constants
    trainingLoops.pointee.adam_float(&constants, count, gradient, first, second, parameters)
  }

  /// y ← y + scale · x.
  public static func add(
    _ x: UnsafePointer<Float>, scale: Double, count: Int, to y: UnsafeMutablePointer<Float>
  ) {
    trainingLoops.pointee.add_float(count, scale, x, y)
  }

  /// Whether every element is finite.
  public static func areFinite(_ elements: UnsafeBufferPointer<Float>) -> Bool {
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
