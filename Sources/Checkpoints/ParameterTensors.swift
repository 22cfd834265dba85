import Files
import VAECore
import VAEEngine

extension SafeTensors {
  /// The content of a file with the parameters of a network, or with a gradient, under PyTorch's names.
  ///
  /// - Throws: `InvalidInput` never for a network of this project, whose names are all different.
  public init<Network: Parameterized>(
    parametersOf network: Network, metadata: [String: String] = [:]
  ) throws(InvalidInput) where Network.Scalar: TensorElement {
    try self.init(
      metadata: metadata, tensors: Tensor.list(network.parameters, shapes: network.parameterShapes, prefix: ""))
  }

  /// Returns the tensors of some names and shapes, end to end.
  ///
  /// Elements of double precision are rounded where single precision is asked for; others, those of half precision among
  /// them, are taken exactly.
  ///
  /// - Parameters:
  ///   - _: The type of the elements that are returned.
  ///   - shapes: The names, without the prefix, and the shapes that are expected.
  ///   - prefix: What every name begins with, such as "optimizer.firstMoment.".
  ///   - path: The file's path, for the error.
  /// - Throws: `FileError.malformed` if a tensor is missing, has another shape or type, or has an element that is not
  ///   a finite number.
  public func elements<Scalar: NetworkScalar & TensorElement>(
    as _: Scalar.Type, shapes: [ParameterShape], prefix: String = "", path: String
  ) throws(FileError) -> [Scalar] {
    var result: [Scalar] = []
    for expected in shapes {
      let name = prefix + expected.name
      let place = FileError.Place.part("tensor \"\(name)\"")
      guard let tensor = self[name] else {
        throw .malformed(path: path, place: place, expected: "a tensor of shape \(expected.shape)", found: "none")
      }
      guard tensor.shape == expected.shape else {
        throw .malformed(
          path: path, place: place, expected: "the shape \(expected.shape)", found: "\(tensor.shape)")
      }
      let elements: [Scalar]
      if let same = tensor.elements(as: Scalar.self) {
        elements = same
      } else if let single = tensor.singleElements {
        elements = converted(single)
      } else if let double = tensor.elements(as: Double.self) {
        elements = converted(double)
      } else {
        throw .malformed(
          path: path, place: place, expected: "the type F16, BF16, F32 or F64", found: tensor.type.rawValue)
      }
      if let index = firstNotFinite(elements) {
        throw .malformed(
          path: path, place: .part("tensor \"\(name)\", element \(index)"), expected: "a finite number",
          found: "\(elements[index])")
      }
      result += elements
    }
    return result
  }
}

extension Tensor {
  /// Cuts parameters, end to end, into tensors of given names and shapes.
  ///
  /// - Parameters:
  ///   - parameters: The parameters, end to end.
  ///   - shapes: The tensors' names, without the prefix, and their shapes.
  ///   - prefix: What every name is to begin with, such as "optimizer.firstMoment.".
  /// - Throws: `InvalidInput` if there are not as many parameters as the shapes have elements.
  public static func list<Scalar: TensorElement>(
    _ parameters: [Scalar], shapes: [ParameterShape], prefix: String
  ) throws(InvalidInput) -> [Tensor] {
    var next = 0
    var tensors: [Tensor] = []
    for shape in shapes {
      let end = min(parameters.count, next + (count(of: shape.shape) ?? 0))
      tensors.append(
        try Tensor(name: prefix + shape.name, shape: shape.shape, elements: Array(parameters[next..<end])))
      next = end
    }
    guard next == parameters.count else {
      throw InvalidInput("parameters", expected: "\(next), as many as the shapes have", found: "\(parameters.count)")
    }
    return tensors
  }
}

@specialized(where Source == Float, Target == Double)
@specialized(where Source == Double, Target == Float)
private func converted<Source: BinaryFloatingPoint, Target: BinaryFloatingPoint>(_ elements: [Source]) -> [Target] {
  elements.map { Target($0) }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func firstNotFinite<Scalar: BinaryFloatingPoint>(_ elements: [Scalar]) -> Int? {
  for index in elements.indices where !elements[index].isFinite { return index }
  return nil
}
