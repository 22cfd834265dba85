/// A quadratic function of standard normal noise, whose mean and variance are known exactly.
///
///     f(ε) = c + bᵀε + εᵀAε,   ε ~ N(0, I_d),   A symmetric
///     E f = c + tr A,   Var f = ‖b‖² + 2 ‖A‖²,   fourth cumulant κ₄ = 48 (‖A²‖² + ‖A b‖²)
///
/// ‖A‖² is the sum of the squared elements. A Gaussian log-density is quadratic in the noise, so we know the standard
/// error of most averages in this book without sampling.
public struct QuadraticOfNoise: Sendable, Equatable {
  /// c.
  public var constant: Double
  /// b, of shape (d).
  public var linear: [Double]
  /// A, of shape (d, d), symmetric.
  public var square: Matrix

  /// Creates the function; b and c are 0 by default.
  public init(constant: Double = 0, linear: [Double]? = nil, square: Matrix) {
    precondition(square.rows == square.columns && (linear?.count ?? square.rows) == square.rows, "shapes d and d × d")
    (self.constant, self.square) = (constant, square)
    self.linear = linear ?? [Double](repeating: 0, count: square.rows)
  }

  /// Creates the function c + b ε + a ε² of one standard normal ε.
  public init(constant: Double, linear: Double, square: Double) {
    self.init(constant: constant, linear: [linear], square: Matrix([[square]]))
  }

  /// Returns f(ε).
  public func value(at noise: [Double]) -> Double { constant + dot(linear, noise) + dot(square.times(noise), noise) }
  /// E f.
  public var mean: Double { (0..<linear.count).reduce(constant) { $0 + square[$1, $1] } }
  /// Var f.
  public var variance: Double { dot(linear, linear) + 2 * dot(square.elements, square.elements) }
  /// Returns the standard error of an average over m samples: √(Var f/m + (2¹⁴ · 2⁻⁵³ E f)²), rounding included.
  public func standardError(samples: Int) -> Double {
    hypot((variance / Double(samples)).squareRoot(), 0x1p-39 * abs(mean))
  }

  /// Returns the standard error of an average of (f − E f)² over m samples, √((κ₄ + 2 (Var f)²)/m).
  public func standardErrorOfVariance(samples: Int) -> Double {
    let (squared, product) = (square.times(square).elements, square.times(linear))
    let fourthCumulant = 48 * (dot(squared, squared) + dot(product, product))
    return ((fourthCumulant + 2 * variance * variance) / Double(samples)).squareRoot()
  }

  /// The sum of two functions of the same noise.
  public static func + (left: Self, right: Self) -> Self {
    Self(
      constant: left.constant + right.constant, linear: zip(left.linear, right.linear).map { $0 + $1 },
      square: left.square.combined(with: right.square) { $0 + $1 })
  }

  /// A multiple of a function.
  public static func * (factor: Double, function: Self) -> Self {
    Self(
      constant: factor * function.constant, linear: function.linear.map { factor * $0 },
      square: function.square.map { factor * $0 })
  }

  /// The difference of two functions of the same noise.
  public static func - (left: Self, right: Self) -> Self { left + -1 * right }
}
