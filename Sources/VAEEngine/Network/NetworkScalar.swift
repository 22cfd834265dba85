import CKernels
import Glibc

/// A floating-point type that networks compute in: `Float` to be fast, `Double` to check gradients.
///
/// Whole arrays cross this protocol, never single elements, so that one dynamic call is spread over thousands of them.
public protocol NetworkScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable {
  /// The loops of this processor's instruction set in this precision.
  static var kernels: UnsafePointer<lb_kernel_table> { get }

  /// An array of zeros.
  static func zeros(_ count: Int) -> [Self]
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

extension NetworkScalar {
  /// P, how many outputs a panel of weights holds side by side.
  static var panel: Int { kernels.pointee.panel }
}

extension Float: NetworkScalar {
  /// The loops of this processor's instruction set in single precision.
  nonisolated(unsafe) public static let kernels = kernelTable(elementSize: 4)
  /// An array of zeros.
  public static func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
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

extension Double: NetworkScalar {
  /// The loops of this processor's instruction set in double precision.
  nonisolated(unsafe) public static let kernels = kernelTable(elementSize: 8)
  /// An array of zeros.
  public static func zeros(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
  /// eˣ of one number.
  public static func exponential(_ x: Double) -> Double { exp(x) }
  /// eˣ − 1 of one number.
  public static func exponentialMinusOne(_ x: Double) -> Double { expm1(x) }
  /// log x of one number.
  public static func logarithm(_ x: Double) -> Double { log(x) }
  /// log (1 + x) of one number.
  public static func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }
  /// log 2 − (the nearest number to log 2).
  public static var remainderOfLogTwo: Double { 2.3190468138462996e-17 }
}

/// The table of this processor for elements of a size; there is one for each of 4 and 8 bytes.
private func kernelTable(elementSize: Int) -> UnsafePointer<lb_kernel_table> {
  guard let table = lb_kernel_table_for_this_processor(elementSize) else {
    preconditionFailure("there are kernels for elements of 4 and of 8 bytes")
  }
  return table
}
