import VAECore

/// The name and the shape of one array of parameters, as PyTorch names and shapes it.
public struct ParameterShape: Sendable, Equatable {
  /// The path to the parameter, such as "encoder.hidden.0.weight".
  public let name: String
  /// The sizes of its axes, outermost first.
  public let shape: [Int]

  /// Creates the description of a parameter.
  public init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
  }

  /// The same parameter, seen from outside a part of that name.
  func within(_ part: String) -> ParameterShape { ParameterShape(name: "\(part).\(name)", shape: shape) }
}

/// A value with parameters to learn, listed in one fixed order.
///
/// The gradient of a scalar with respect to such a value is another value of its type.
public protocol Parameterized<Scalar>: Sendable {
  /// What the parameters are made of.
  associatedtype Scalar: NetworkScalar

  /// The names and shapes of the parameters, in their order.
  var parameterShapes: [ParameterShape] { get }
  /// Appends all parameters, each array row by row, in the order of the shapes.
  func appendParameters(to list: inout [Scalar])
  /// Takes on parameters in that order.
  ///
  /// - Precondition: There are `parameterCount` of them.
  mutating func takeParameters(from list: UnsafeBufferPointer<Scalar>)
}

extension Parameterized {
  /// All parameters, end to end.
  public var parameters: [Scalar] {
    var list: [Scalar] = []
    list.reserveCapacity(parameterCount)
    appendParameters(to: &list)
    return list
  }

  /// How many parameters there are.
  public var parameterCount: Int { parameterShapes.reduce(0) { $0 + $1.shape.reduce(1, *) } }

  /// Takes on parameters given end to end.
  ///
  /// - Throws: `InvalidInput` if they are fewer or more than the parameters there are.
  public mutating func setParameters(_ parameters: [Scalar]) throws(InvalidInput) {
    try InvalidInput.requireCount("parameters", parameters.count, matches: parameterCount, of: "the network's own")
    parameters.withUnsafeBufferPointer { takeParameters(from: $0) }
  }
}

/// A list of parameters from which one value after the other takes its own.
struct ParameterReader<Scalar: NetworkScalar> {
  private var rest: UnsafeBufferPointer<Scalar>

  init(_ list: UnsafeBufferPointer<Scalar>) { rest = list }

  /// The next parameters.
  mutating func next(_ count: Int) -> UnsafeBufferPointer<Scalar> {
    defer { rest = UnsafeBufferPointer(rebasing: rest[count...]) }
    return UnsafeBufferPointer(rebasing: rest[..<count])
  }
}
