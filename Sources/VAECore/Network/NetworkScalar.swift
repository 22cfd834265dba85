import CNumerics
import Glibc

/// How many samples a layer's kernel computes side by side.
let tileOfSamples = Int(LB_TILE)

/// A floating-point type that networks compute in: `Float` to be fast, `Double` to check gradients.
///
/// Whole buffers cross this protocol, never single elements, so that one dynamic call is spread over thousands of them.
public protocol NetworkScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable {
  /// C ← α·op(A)·op(B) + β·C, row by row, with C of shape (rows, columns) and the sum over `inner`.
  static func multiply(
    rows: Int, columns: Int, inner: Int, scale: Self, _ a: UnsafePointer<Self>, transposed aTransposed: Bool,
    _ b: UnsafePointer<Self>, transposed bTransposed: Bool, keep: Self, into c: UnsafeMutablePointer<Self>)

  /// An array of zeros.
  static func zeros(_ count: Int) -> [Self]

  /// Replaces each element by its exponential.
  static func exponentiate(_ elements: UnsafeMutableBufferPointer<Self>)
  /// Replaces each element by its natural logarithm.
  static func takeLogarithm(_ elements: UnsafeMutableBufferPointer<Self>)
  /// Replaces each element by its hyperbolic tangent.
  static func takeTangent(_ elements: UnsafeMutableBufferPointer<Self>)

  /// Y = W·X + b for `tileOfSamples` samples, one a column: W (outputs, inputs), X (inputs, 64), Y (outputs, 64).
  static func affine(
    _ weight: UnsafePointer<Self>, _ bias: UnsafePointer<Self>, outputs: Int, inputs: Int, _ x: UnsafePointer<Self>,
    into y: UnsafeMutablePointer<Self>)
  /// ‖x − y‖² of `tileOfSamples` samples y, one a column.
  static func squaredDistances(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, count: Int, into result: UnsafeMutablePointer<Self>)

  /// Fills a buffer with a stream's standard normal draws, `first` being a multiple of 4.
  static func fillNormals(_ buffer: UnsafeMutableBufferPointer<Self>, of stream: RandomStream, from first: Int)

  /// eˣ of one number.
  static func exponential(_ x: Self) -> Self
  /// eˣ − 1 of one number.
  static func exponentialMinusOne(_ x: Self) -> Self
  /// log x of one number.
  static func logarithm(_ x: Self) -> Self
  /// log (1 + x) of one number.
  static func logarithmOfOnePlus(_ x: Self) -> Self
  /// log 2 − (the nearest number to log 2).
  static var remainderOfLogTwo: Self { get }
}

extension Double: NetworkScalar {
  public static func multiply(
    rows: Int, columns: Int, inner: Int, scale: Double, _ a: UnsafePointer<Double>, transposed aTransposed: Bool,
    _ b: UnsafePointer<Double>, transposed bTransposed: Bool, keep: Double, into c: UnsafeMutablePointer<Double>
  ) {
    lb_multiply_double(
      aTransposed ? 1 : 0, bTransposed ? 1 : 0, Int32(rows), Int32(columns), Int32(inner), scale,
      a, Int32(aTransposed ? rows : inner), b, Int32(bTransposed ? inner : columns), keep, c, Int32(columns))
  }

  public static func zeros(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
  public static func exponentiate(_ elements: UnsafeMutableBufferPointer<Double>) {
    elements.baseAddress.map { kernels.pointee.exp_double($0, elements.count, $0) }
  }
  public static func takeLogarithm(_ elements: UnsafeMutableBufferPointer<Double>) {
    elements.baseAddress.map { kernels.pointee.log_double($0, elements.count, $0) }
  }
  public static func takeTangent(_ elements: UnsafeMutableBufferPointer<Double>) {
    elements.baseAddress.map { kernels.pointee.tanh_double($0, elements.count, $0) }
  }
  public static func affine(
    _ weight: UnsafePointer<Double>, _ bias: UnsafePointer<Double>, outputs: Int, inputs: Int,
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>
  ) {
    kernels.pointee.affine_double(weight, bias, outputs, inputs, x, y)
  }
  public static func squaredDistances(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int, into result: UnsafeMutablePointer<Double>
  ) {
    kernels.pointee.squared_distances_double(x, y, count, result)
  }
  public static func fillNormals(_ buffer: UnsafeMutableBufferPointer<Double>, of stream: RandomStream, from first: Int)
  {
    stream.fillNormals(buffer, from: first)
  }

  public static func exponential(_ x: Double) -> Double { exp(x) }
  public static func exponentialMinusOne(_ x: Double) -> Double { expm1(x) }
  public static func logarithm(_ x: Double) -> Double { log(x) }
  public static func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }
  public static var remainderOfLogTwo: Double { 2.319046813846299558e-17 }
}

extension Float: NetworkScalar {
  public static func multiply(
    rows: Int, columns: Int, inner: Int, scale: Float, _ a: UnsafePointer<Float>, transposed aTransposed: Bool,
    _ b: UnsafePointer<Float>, transposed bTransposed: Bool, keep: Float, into c: UnsafeMutablePointer<Float>
  ) {
    lb_multiply_float(
      aTransposed ? 1 : 0, bTransposed ? 1 : 0, Int32(rows), Int32(columns), Int32(inner), scale,
      a, Int32(aTransposed ? rows : inner), b, Int32(bTransposed ? inner : columns), keep, c, Int32(columns))
  }

  public static func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
  public static func exponentiate(_ elements: UnsafeMutableBufferPointer<Float>) {
    elements.baseAddress.map { kernels.pointee.exp_float($0, elements.count, $0) }
  }
  public static func takeLogarithm(_ elements: UnsafeMutableBufferPointer<Float>) {
    elements.baseAddress.map { kernels.pointee.log_float($0, elements.count, $0) }
  }
  public static func takeTangent(_ elements: UnsafeMutableBufferPointer<Float>) {
    elements.baseAddress.map { kernels.pointee.tanh_float($0, elements.count, $0) }
  }
  public static func affine(
    _ weight: UnsafePointer<Float>, _ bias: UnsafePointer<Float>, outputs: Int, inputs: Int,
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>
  ) {
    kernels.pointee.affine_float(weight, bias, outputs, inputs, x, y)
  }
  public static func squaredDistances(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int, into result: UnsafeMutablePointer<Float>
  ) {
    kernels.pointee.squared_distances_float(x, y, count, result)
  }
  public static func fillNormals(_ buffer: UnsafeMutableBufferPointer<Float>, of stream: RandomStream, from first: Int)
  {
    stream.fillNormals(buffer, from: first)
  }

  public static func exponential(_ x: Float) -> Float { exp(x) }
  public static func exponentialMinusOne(_ x: Float) -> Float { expm1(x) }
  public static func logarithm(_ x: Float) -> Float { log(x) }
  public static func logarithmOfOnePlus(_ x: Float) -> Float { log1p(x) }
  public static var remainderOfLogTwo: Float { -1.904654300e-9 }
}
