/// A value made of trainable parameters. Its gradient and the moments in `Adam` have the same type.
public protocol Parameters: Sendable {
  /// Returns the value in which each parameter is a function of that parameter in two values of the same shape.
  func combined(with other: Self, _ function: (Double, Double) -> Double) -> Self
}

extension Parameters {
  /// The value of this shape whose parameters are all 0.
  public var zero: Self { combined(with: self) { _, _ in 0 } }
  /// The sum of two values, parameter by parameter.
  public static func + (left: Self, right: Self) -> Self { left.combined(with: right) { $0 + $1 } }
  /// A multiple of a value, parameter by parameter.
  public static func * (factor: Double, value: Self) -> Self { value.combined(with: value) { own, _ in factor * own } }
}

/// A function applied to each output of a layer. We write its derivative in terms of its value.
public enum Activation: String, Sendable, CaseIterable {
  /// The functions to choose from; `value(at:)` defines them.
  case identity, tanh, relu, softplus, sigmoid

  /// Returns y: x, tanh x, max(x, 0), log (1 + eˣ) or 1/(1 + e⁻ˣ).
  public func value(at x: Double) -> Double {
    switch self {
    case .identity: x
    case .tanh: Arithmetic.tanh(x)
    case .relu: x < 0 ? 0 : x
    case .softplus: (x > 0 ? x : 0) + log1p(exp(-abs(x)))
    case .sigmoid: x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x))
    }
  }

  /// Returns dy/dx: 1; 1 − y²; 1 if y > 0, otherwise 0; 1 − e⁻ʸ; or y (1 − y).
  public func derivative(atValue y: Double) -> Double {
    switch self {
    case .identity: 1
    case .tanh: 1 - y * y
    case .relu: y > 0 ? 1 : 0
    case .softplus: -expm1(-y)
    case .sigmoid: y * (1 - y)
    }
  }
}

/// A layer of a network: y = a(W x + b), with the activation a applied to each number.
///
///     let layer = Layer(inputs: 64, outputs: 128, activation: .tanh, random: noise)
///     let (y, pullback) = layer.valueWithPullback(of: x)
///     let (inputGradient, layerGradient) = pullback(outputGradient)
///
/// A pullback takes the gradient of the output and returns those of the input and of the layer, which is a `Layer` too.
public struct Layer: Parameters, Equatable {
  /// W, of shape (outputs, inputs).
  public var matrix: Matrix
  /// b, of shape (outputs).
  public var bias: [Double]
  /// a.
  public let activation: Activation

  /// Creates a layer from its parameters.
  public init(matrix: Matrix, bias: [Double], activation: Activation = .identity) {
    precondition(bias.count == matrix.rows, "one bias per output")
    (self.matrix, self.bias, self.activation) = (matrix, bias, activation)
  }

  /// Creates a layer with random parameters: Wᵢⱼ ~ N(0, 2/(inputs + outputs)), b = 0 (Glorot and Bengio, 2010).
  public init(inputs: Int, outputs: Int, activation: Activation = .identity, random: RandomStream) {
    let deviation = (2 / Double(inputs + outputs)).squareRoot()
    let draws = random.normals(0..<inputs * outputs).map { deviation * $0 }
    self.init(
      matrix: Matrix(rows: outputs, columns: inputs, elements: draws),
      bias: [Double](repeating: 0, count: outputs), activation: activation)
  }

  /// Returns y = a(W x + b).
  public func value(of x: [Double]) -> [Double] { zip(matrix.times(x), bias).map { activation.value(at: $0 + $1) } }

  /// Returns y and its pullback: with h = g ⊙ a′, a gradient g becomes ∂/∂x = Wᵀh, ∂/∂W = h xᵀ and ∂/∂b = h.
  public func valueWithPullback(of x: [Double]) -> (value: [Double], pullback: ([Double]) -> ([Double], Layer)) {
    let y = value(of: x)
    func pullback(_ gradient: [Double]) -> ([Double], Layer) {
      let h = zip(gradient, y).map { $0 * activation.derivative(atValue: $1) }
      return (matrix.transposedTimes(h), Layer(matrix: .outer(h, x), bias: h, activation: activation))
    }
    return (y, pullback)
  }

  public func combined(with other: Layer, _ function: (Double, Double) -> Double) -> Layer {
    Layer(
      matrix: matrix.combined(with: other.matrix, function), bias: zip(bias, other.bias).map(function),
      activation: activation)
  }
}

/// A chain of layers, first to last; with no layers, the identity.
public struct Network: Parameters, Equatable {
  /// The layers.
  public var layers: [Layer]
  /// Creates a network from its layers.
  public init(_ layers: [Layer]) { self.layers = layers }

  /// Creates a network with random parameters; layer i draws from substream i.
  public init(inputs: Int, widths: [Int], activation: Activation, random: RandomStream) {
    layers = zip([inputs] + widths, widths).enumerated().map { index, size in
      Layer(inputs: size.0, outputs: size.1, activation: activation, random: random.substream(index))
    }
  }

  /// Returns the last layer's value.
  public func value(of x: [Double]) -> [Double] { layers.reduce(x) { $1.value(of: $0) } }

  /// Returns the value and its pullback, which goes through the layers in reverse order.
  public func valueWithPullback(of x: [Double]) -> (value: [Double], pullback: ([Double]) -> ([Double], Network)) {
    guard let first = layers.first else { return (x, { ($0, Network([])) }) }
    let (y, firstPullback) = first.valueWithPullback(of: x)
    let (value, restPullback) = Network(Array(layers.dropFirst())).valueWithPullback(of: y)
    func pullback(_ gradient: [Double]) -> ([Double], Network) {
      let (towardFirst, restGradient) = restPullback(gradient)
      let (towardInput, firstGradient) = firstPullback(towardFirst)
      return (towardInput, Network([firstGradient] + restGradient.layers))
    }
    return (value, pullback)
  }

  public func combined(with other: Network, _ function: (Double, Double) -> Double) -> Network {
    precondition(layers.count == other.layers.count, "networks of the same shape")
    return Network(zip(layers, other.layers).map { $0.combined(with: $1, function) })
  }
}
