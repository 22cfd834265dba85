import CKernels
import Glibc

extension Float: NetworkScalar {
  /// C ← op(A)·op(B), added to C if asked, row by row, with C of shape (rows, columns) and the sum over `inner`.
  public static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Float>, stride: Int, transposed aTransposed: Bool,
    _ b: UnsafePointer<Float>, transposed bTransposed: Bool, adding: Bool, into c: UnsafeMutablePointer<Float>
  ) {
    lb_multiply_float(
      aTransposed ? 1 : 0, bTransposed ? 1 : 0, Int32(rows), Int32(columns), Int32(inner), a, Int32(stride), b,
      Int32(bTransposed ? inner : columns), adding ? 1 : 0, c, Int32(columns))
  }

  /// An array of zeros.
  public static func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
  /// Gives an array a number of elements, new ones being 0, in its own storage where that is large enough.
  public static func resize(_ elements: inout [Float], to count: Int) {
    if count > elements.capacity {
      elements = zeros(count)
    } else if count < elements.count {
      elements.removeLast(elements.count - count)
    } else if count > elements.count {
      elements.append(contentsOf: repeatElement(0, count: count - elements.count))
    }
  }
  /// Replaces each element by its exponential.
  public static func exponentiate(_ elements: UnsafeMutableBufferPointer<Float>) {
    elements.baseAddress.map { kernels.pointee.exp_float($0, elements.count, $0) }
  }
  /// Replaces each element by its natural logarithm.
  public static func takeLogarithm(_ elements: UnsafeMutableBufferPointer<Float>) {
    elements.baseAddress.map { kernels.pointee.log_float($0, elements.count, $0) }
  }
  /// Replaces each element by its hyperbolic tangent.
  public static func takeTangent(_ elements: UnsafeMutableBufferPointer<Float>) {
    elements.baseAddress.map { kernels.pointee.tanh_float($0, elements.count, $0) }
  }
  /// Y = W·X + b for `tileOfSamples` samples, one a column: W (outputs, inputs), X (inputs, 64), Y (outputs, 64).
  public static func affine(
    _ weight: UnsafePointer<Float>, _ bias: UnsafePointer<Float>, outputs: Int, inputs: Int,
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>
  ) {
    kernels.pointee.affine_float(weight, bias, outputs, inputs, x, y)
  }
  /// ‖x − y‖² of `tileOfSamples` samples y, one a column.
  public static func squaredDistances(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int, into result: UnsafeMutablePointer<Float>
  ) {
    kernels.pointee.squared_distances_float(x, y, count, result)
  }
  /// Σᵢ xᵢ fᵢ − log (1 + exp fᵢ) of `tileOfSamples` samples' logits f, one a column.
  public static func bernoulliLogDensities(
    _ x: UnsafePointer<Float>, _ logits: UnsafePointer<Float>, count: Int, into result: UnsafeMutablePointer<Float>
  ) {
    kernels.pointee.bernoulli_log_densities_float(x, logits, count, result)
  }
  /// ‖W x + b‖² of `tileOfSamples` samples, one a column, for an upper triangular W (outputs, inputs).
  public static func triangularLengths(
    _ weight: UnsafePointer<Float>, _ bias: UnsafePointer<Float>, outputs: Int, inputs: Int,
    _ x: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>
  ) {
    kernels.pointee.triangular_lengths_float(weight, bias, outputs, inputs, x, result)
  }
  /// Fills a buffer with a stream's standard normal draws, `first` being a multiple of 4.
  public static func fillNormals(_ buffer: UnsafeMutableBufferPointer<Float>, of stream: RandomStream, from first: Int)
  {
    stream.fillNormals(buffer, from: first)
  }

  /// eˣ of one number.
  public static func exponential(_ x: Float) -> Float { exp(x) }
  /// eˣ − 1 of one number.
  public static func exponentialMinusOne(_ x: Float) -> Float { expm1(x) }
  /// log x of one number.
  public static func logarithm(_ x: Float) -> Float { log(x) }
  /// log (1 + x) of one number.
  public static func logarithmOfOnePlus(_ x: Float) -> Float { log1p(x) }
  /// log 2 − (the nearest number to log 2).
  public static var remainderOfLogTwo: Float { -1.904654300e-9 }
}
