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

/// A value with parameters to learn, visited in one fixed order.
///
/// The gradient of a scalar with respect to such a value is another value of its type.
public protocol Parameterized<Scalar>: Sendable {
  /// What the parameters are made of.
  associatedtype Scalar: NetworkScalar

  /// The names and shapes of the parameters, in the order of the visits.
  var parameterShapes: [ParameterShape] { get }
  /// Reads the arrays of parameters, one after the other, row by row.
  func readParameters(_ read: (UnsafeBufferPointer<Scalar>) -> Void)
  /// Changes the arrays of parameters, one after the other, without copying them.
  mutating func updateParameters(_ update: (UnsafeMutableBufferPointer<Scalar>) -> Void)
}

extension Parameterized {
  /// All parameters, end to end.
  public var parameters: [Scalar] {
    var result: [Scalar] = []
    readParameters { result.append(contentsOf: $0) }
    return result
  }

  /// How many parameters there are.
  public var parameterCount: Int {
    var count = 0
    readParameters { count += $0.count }
    return count
  }

  /// Takes on parameters given end to end.
  ///
  /// - Throws: `InvalidInput` if they are fewer or more than the parameters there are.
  public mutating func setParameters(_ parameters: [Scalar]) throws(InvalidInput) {
    try InvalidInput.requireCount("parameters", parameters.count, matches: parameterCount, of: "the network's own")
    var next = 0
    updateParameters { target in
      for index in target.indices { target[index] = parameters[next + index] }
      next += target.count
    }
  }
}
