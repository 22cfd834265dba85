import CKernels

/// A floating-point type that networks compute in: `Float` to be fast, `Double` to check gradients.
///
/// Whole arrays cross this protocol, never single elements, so that one dynamic call is spread over thousands of them.
public protocol NetworkScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable {
  /// The loops of this processor's instruction set in this precision.
  static var kernels: UnsafePointer<lb_kernel_table> { get }
  /// An array of zeros.
  static func zeros(_ count: Int) -> [Self]
}

extension NetworkScalar {
  /// P, how many outputs a panel of weights holds side by side.
  static var panel: Int { kernels.pointee.panel }
  /// The number of panels that so many outputs fill.
  static func panels(of outputs: Int) -> Int { (outputs + panel - 1) / panel }
}

extension Float: NetworkScalar {
  /// The loops of this processor's instruction set in single precision.
  nonisolated(unsafe) public static let kernels = kernelTable(elementSize: 4)
  /// An array of zeros.
  public static func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
}

extension Double: NetworkScalar {
  /// The loops of this processor's instruction set in double precision.
  nonisolated(unsafe) public static let kernels = kernelTable(elementSize: 8)
  /// An array of zeros.
  public static func zeros(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
}

/// The instruction set whose kernels this process uses: "avx512", "avx2" or "plain".
public var instructionSet: String { String(cString: Double.kernels.pointee.name) }

/// The table of this processor for elements of a size; there is one for each of 4 and 8 bytes.
private func kernelTable(elementSize: Int) -> UnsafePointer<lb_kernel_table> {
  guard let table = lb_kernel_table_for_this_processor(elementSize) else {
    preconditionFailure("there are kernels for elements of 4 and of 8 bytes")
  }
  return table
}
