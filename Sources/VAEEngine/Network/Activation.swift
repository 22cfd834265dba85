import Arithmetic
import CKernels
import VAECore

extension Activation {
  /// What the kernels call it.
  var kernel: lb_activation {
    switch self {
    case .tanh: LB_TANH
    case .relu: LB_RELU
    case .softplus: LB_SOFTPLUS
    case .sigmoid: LB_SIGMOID
    case .identity: LB_IDENTITY
    }
  }

  /// The largest |y|, where there is one.
  var bound: Double? { self == .tanh || self == .sigmoid ? 1 : nil }

  /// Returns the function of each element.
  ///
  /// Defined by `VAECore.Activation.value(at:)`.
  public func value<Scalar: NetworkScalar>(of input: Batch<Scalar>) -> Batch<Scalar> {
    var result = input
    result.elements.withUnsafeMutableBufferPointer { elements in
      guard let start = elements.baseAddress else { return }
      apply(to: start, count: elements.count)
    }
    return result
  }

  /// Replaces each element by its value.
  func apply<Scalar: NetworkScalar>(to elements: UnsafeMutablePointer<Scalar>, count: Int) {
    let map = Scalar.kernels.pointee.map
    switch self {
    case .tanh: map?(LB_MAP_TANH, count, elements, elements)
    case .softplus: map?(LB_MAP_SOFTPLUS, count, elements, elements)
    case .sigmoid: map?(LB_MAP_SIGMOID, count, elements, elements)
    case .relu: rectify(elements, count: count)
    case .identity: break
    }
  }

  /// Multiplies gradients with respect to outputs by ∂y/∂x, which makes them gradients with respect to inputs.
  func multiplyByDerivative<Scalar: NetworkScalar>(_ gradient: Rows<Scalar>, output: Rows<Scalar>) {
    guard self != .identity else { return }
    for row in 0..<gradient.count {
      multiply(gradient[row], byDerivativeOf: self, at: output[row], count: gradient.columns)
    }
  }

  /// Returns what a gradient with respect to the output becomes with respect to the input: g ∂y/∂x.
  ///
  /// Defined by `VAECore.Activation.derivative(atValue:)`.
  ///
  /// - Parameters:
  ///   - gradient: g, of the output's shape.
  ///   - output: y, the function's value.
  /// - Throws: `InvalidInput` if the shapes differ.
  public func pullback<Scalar: NetworkScalar>(
    of gradient: Batch<Scalar>, output: Batch<Scalar>
  ) throws(InvalidInput) -> Batch<Scalar> {
    try InvalidInput.requireCount("gradient's rows", gradient.rows, matches: output.rows, of: "the output's rows")
    try InvalidInput.requireCount(
      "gradient's columns", gradient.columns, matches: output.columns, of: "the output's columns")
    return Batch(rows: gradient.rows, columns: gradient.columns) { result in
      gradient.withRows { result.start.update(from: $0.start, count: gradient.elements.count) }
      output.withRows { multiplyByDerivative(result, output: $0) }
    }
  }
}

// NaN fails the comparison and stays, which a maximum would lose.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func rectify<Scalar: NetworkScalar>(_ x: UnsafeMutablePointer<Scalar>, count: Int) {
  for index in 0..<count { x[index] = x[index] < 0 ? 0 : x[index] }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func multiply<Scalar: NetworkScalar>(
  _ g: UnsafeMutablePointer<Scalar>, byDerivativeOf activation: Activation, at y: UnsafePointer<Scalar>, count: Int
) {
  switch activation {
  case .tanh: for index in 0..<count { g[index] *= (1 - y[index]) * (1 + y[index]) }
  case .relu: for index in 0..<count where y[index] == 0 { g[index] = 0 }
  case .softplus: for index in 0..<count { g[index] *= Scalar(-expm1(-Double(y[index]))) }
  case .sigmoid: for index in 0..<count { g[index] *= y[index] * (1 - y[index]) }
  case .identity: break
  }
}
