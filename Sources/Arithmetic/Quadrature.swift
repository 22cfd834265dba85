/// Integrals over the real line and the plane by the trapezoid rule.
///
/// For a smooth integrand that dies out like a Gaussian, halving the step doubles the number of right digits.
///
///     Quadrature.expectation { $0 * $0 }.value          // E ε² = 1
///
/// - Source: Trefethen and Weideman (2014), "The exponentially convergent trapezoidal rule".
public enum Quadrature {
  /// An integral, and how far it may be from the truth.
  public struct Result: Sendable, Equatable {
    /// The integral.
    public let value: Double
    /// The change on halving the step, plus a bound on what the range cuts off: its width times the integrand there.
    public let error: Double
    /// A bound on the rounding of the sum, when each value of the integrand carries at most eight roundings.
    public let rounding: Double

    /// Creates a result.
    public init(value: Double, error: Double, rounding: Double = 0) {
      (self.value, self.error, self.rounding) = (value, error, rounding)
    }
  }

  /// Returns ∫ f(t) dt over a range at whose ends the function has died out; by default exp(−½t²) is 10⁻³² there.
  ///
  /// - Precondition: The intervals are even and at least 2; the range is finite and not empty.
  public static func integral(
    over range: ClosedRange<Double> = -12...12, intervals: Int = 480, _ function: (Double) -> Double
  ) -> Result {
    let (grid, step, width) = points(of: range, intervals)
    let values = grid.map(function)
    let (all, even, magnitude) = sums(of: values)
    return Result(
      value: step * all, error: abs(step * all - 2 * step * even) + width * (abs(values[0]) + abs(values[intervals])),
      rounding: Double(intervals + 9) * 0x1p-53 * step * magnitude)
  }

  /// Returns ∫∫ f(s, t) ds dt over a square at whose border the function has died out.
  ///
  /// - Precondition: The intervals are even and at least 2; the range is finite and not empty.
  public static func planeIntegral(
    over range: ClosedRange<Double> = -12...12, intervals: Int = 240, _ function: (Double, Double) -> Double
  ) -> Result {
    let (grid, step, width) = points(of: range, intervals)
    var (all, even, magnitude, border) = (0.0, 0.0, 0.0, 0.0)
    for (row, s) in grid.enumerated() {
      let values = grid.map { function(s, $0) }
      let ofRow = sums(of: values)
      let isEnd = row == 0 || row == intervals
      all += ofRow.all
      magnitude += ofRow.magnitude
      even += row % 2 == 0 ? ofRow.even : 0
      border += isEnd ? ofRow.magnitude : abs(values[0]) + abs(values[intervals])
    }
    let area = step * step
    return Result(
      value: area * all, error: abs(area * all - 4 * area * even) + width * step * border,
      rounding: 2 * Double(intervals + 9) * 0x1p-53 * area * magnitude)
  }

  /// Returns E f(z) for z ~ N(μ, σ²), with f growing more slowly than the density falls.
  public static func expectation(
    mean: Double = 0, standardDeviation: Double = 1, over range: ClosedRange<Double> = -12...12, intervals: Int = 480,
    _ function: (Double) -> Double
  ) -> Result {
    integral(over: range, intervals: intervals) { noise in
      function(mean + standardDeviation * noise) * exp(-0.5 * noise * noise - halfLogTwoPi)
    }
  }

  /// The points of a rule, its step, and the width of its range.
  private static func points(
    of range: ClosedRange<Double>, _ intervals: Int
  ) -> (grid: [Double], step: Double, width: Double) {
    precondition(intervals >= 2 && intervals % 2 == 0, "halving the step needs an even number of intervals")
    let width = range.upperBound - range.lowerBound
    precondition(width > 0 && width.isFinite, "a range is finite and not empty")
    let step = width / Double(intervals)
    return ((0...intervals).map { range.lowerBound + step * Double($0) }, step, width)
  }

  /// The sums of values, of every second value, and of magnitudes.
  private static func sums(of values: [Double]) -> (all: Double, even: Double, magnitude: Double) {
    var (even, odd, magnitude) = (0.0, 0.0, 0.0)
    for (index, value) in values.enumerated() {
      if index % 2 == 0 { even += value } else { odd += value }
      magnitude += abs(value)
    }
    return (even + odd, even, magnitude)
  }
}
