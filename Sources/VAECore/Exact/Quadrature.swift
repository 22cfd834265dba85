import Glibc

/// Integrals over the real line and the plane by the trapezoid rule.
///
/// For a smooth integrand that dies out like a Gaussian the plain trapezoid rule is no crude rule: its error falls as
/// exp(−2π a/h) for an integrand analytic in a strip of half-width a, so that halving the step doubles the number of
/// right digits until rounding is all that is left.
///
/// - Source: Trefethen and Weideman (2014), "The exponentially convergent trapezoidal rule".
public enum Quadrature {
  /// An integral, and how far it moved when the step was halved for the last time.
  public struct Result: Sendable, Equatable {
    /// The integral.
    public let value: Double
    /// The change on halving the step, a generous bound on what is left of the error besides rounding.
    public let error: Double

    /// Creates a result.
    public init(value: Double, error: Double) { (self.value, self.error) = (value, error) }
  }

  /// Returns ∫ f(t) dt over a range at whose ends the function has died out.
  ///
  /// - Parameters:
  ///   - range: By default [−12, 12]: the standard normal density is 10⁻³² at its ends.
  ///   - intervals: How many steps the finer of two rules takes; even.
  public static func integral(
    over range: ClosedRange<Double> = -12...12, intervals: Int = 480, _ function: (Double) -> Double
  ) -> Result {
    let step = (range.upperBound - range.lowerBound) / Double(intervals)
    var (even, odd) = (0.0, 0.0)
    for index in 0...intervals {
      let value = function(range.lowerBound + step * Double(index))
      if index % 2 == 0 { even += value } else { odd += value }
    }
    let fine = step * (even + odd)
    return Result(value: fine, error: abs(fine - 2 * step * even))
  }

  /// Returns ∫∫ f(s, t) ds dt over a square at whose border the function has died out.
  ///
  /// - Parameters:
  ///   - range: Both coordinates' range.
  ///   - intervals: How many steps the finer of two rules takes in each direction; even.
  public static func planeIntegral(
    over range: ClosedRange<Double> = -12...12, intervals: Int = 240, _ function: (Double, Double) -> Double
  ) -> Result {
    let step = (range.upperBound - range.lowerBound) / Double(intervals)
    var (all, even) = (0.0, 0.0)
    for row in 0...intervals {
      for column in 0...intervals {
        let value = function(range.lowerBound + step * Double(row), range.lowerBound + step * Double(column))
        all += value
        if row % 2 == 0 && column % 2 == 0 { even += value }
      }
    }
    let fine = step * step * all
    return Result(value: fine, error: abs(fine - 4 * step * step * even))
  }

  /// Returns log ∫ exp g(t) dt, for integrands that overflow or underflow; the error is that of the logarithm.
  public static func logIntegral(
    over range: ClosedRange<Double> = -12...12, intervals: Int = 480, _ logFunction: (Double) -> Double
  ) -> Result {
    let step = (range.upperBound - range.lowerBound) / Double(intervals)
    let values = (0...intervals).map { logFunction(range.lowerBound + step * Double($0)) }
    let fine = logSumExp(values) + log(step)
    let coarse = logSumExp(stride(from: 0, through: intervals, by: 2).map { values[$0] }) + log(2 * step)
    return Result(value: fine, error: abs(fine - coarse))
  }

  /// Returns E f(z) for z ~ N(μ, σ²).
  public static func expectation(
    mean: Double = 0, standardDeviation: Double = 1, intervals: Int = 480, _ function: (Double) -> Double
  ) -> Result {
    integral(intervals: intervals) { noise in
      function(mean + standardDeviation * noise) * exp(-0.5 * noise * noise - halfLogTwoPi)
    }
  }
}
