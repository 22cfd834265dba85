import VAECore
import VAEEngine

#if _endian(big)
  #error("Tensors are written as they lie in memory, and their format is little-endian.")
#endif

/// A number that tensors are made of.
public protocol TensorElement: BitwiseCopyable, Sendable {
  /// The type that the file names.
  static var tensorType: Tensor.ElementType { get }
}

extension Float: TensorElement { public static var tensorType: Tensor.ElementType { .float32 } }
extension Double: TensorElement { public static var tensorType: Tensor.ElementType { .float64 } }
extension Int64: TensorElement { public static var tensorType: Tensor.ElementType { .int64 } }
extension UInt8: TensorElement { public static var tensorType: Tensor.ElementType { .unsignedInt8 } }

/// A named array of numbers with a shape, row by row.
public struct Tensor: Sendable, Equatable {
  /// The types of elements that this project writes and reads, by their names in the file.
  public enum ElementType: String, Sendable, CaseIterable {
    // In the order of the format's reference implementation, which writes the last of them first.
    case unsignedInt8 = "U8"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case float32 = "F32"
    case float64 = "F64"
    case int64 = "I64"

    /// The place among the types.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The size of an element, in bytes.
    public var size: Int {
      switch self {
      case .float32: 4
      case .float64, .int64: 8
      case .float16, .bfloat16: 2
      case .unsignedInt8: 1
      }
    }
  }

  /// The tensor's name, such as "encoder.hidden.0.weight".
  public let name: String
  /// The sizes of its axes, outermost first; none for a single number.
  public let shape: [Int]
  /// The type of its elements.
  public let type: ElementType
  /// The elements as they lie in memory, little-endian.
  public let bytes: [UInt8]

  /// Creates a tensor from its elements, row by row.
  ///
  /// - Throws: `InvalidInput` if the shape is not one of so many elements.
  public init<Element: TensorElement>(name: String, shape: [Int], elements: [Element]) throws(InvalidInput) {
    guard shape.allSatisfy({ $0 >= 0 }), Self.count(of: shape) == elements.count else {
      throw InvalidInput(
        "tensor \(name)", expected: "as many elements as the shape \(shape) has", found: "\(elements.count)")
    }
    self.init(name: name, shape: shape, type: Element.tensorType, bytes: elements.withUnsafeBytes(Array.init))
  }

  init(name: String, shape: [Int], type: ElementType, bytes: [UInt8]) {
    self.name = name
    self.shape = shape
    self.type = type
    self.bytes = bytes
  }

  /// Returns the elements, or nil if they are of another type.
  public func elements<Element: TensorElement>(as _: Element.Type) -> [Element]? {
    guard type == Element.tensorType else { return nil }
    let count = bytes.count / MemoryLayout<Element>.size
    return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      initialized = count
    }
  }

  /// Returns the elements of a tensor of floating-point numbers that single precision holds exactly, or nil of others.
  public var singleElements: [Float]? {
    switch type {
    case .float32: return elements(as: Float.self)
    case .float16: return halves.map(Self.widened)
    case .bfloat16: return halves.map { Float(bitPattern: UInt32($0) << 16) }
    case .unsignedInt8, .float64, .int64: return nil
    }
  }

  private var halves: [UInt16] {
    stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
  }

  /// The number of IEEE 754's half precision: a sign, 5 bits of an exponent, 10 of a fraction.
  ///
  /// Written out because Swift's `Float16` does not exist on every platform.
  static func widened(_ half: UInt16) -> Float {
    let (exponent, fraction) = (Int(half >> 10) & 31, half & 0x3ff)
    let magnitude: Float =
      switch exponent {
      case 0: Float(fraction) * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: Float(sign: .plus, exponent: exponent - 25, significand: Float(0x400 | fraction))
      }
    return half >> 15 == 0 ? magnitude : -magnitude
  }

  /// The number of elements of a shape, or nil where it exceeds an integer.
  static func count(of shape: [Int]) -> Int? {
    var product = 1
    for size in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }
}
