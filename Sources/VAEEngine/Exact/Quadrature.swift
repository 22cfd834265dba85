import Glibc
import Verification

/// Integrals over the real line and the plane by the trapezoid rule.
///
/// For a smooth integrand that dies out like a Gaussian the plain trapezoid rule is no crude rule. By Poisson's summation
/// formula its error is the sum of the integrand's Fourier transform at the multiples of 2π/h, which for an integrand
/// analytic in a strip of half-width a falls as exp(−2π a/h): halving the step doubles the number of right digits until
/// rounding is all that is left. For a Gaussian itself it falls as exp(−2π²/h²), faster still.
///
/// - Source: Trefethen and Weideman (2014), "The exponentially convergent trapezoidal rule".
public enum Quadrature {
  /// An integral, and how far it may be from the truth.
  public struct Result: Sendable, Equatable {
    /// The integral.
    public let value: Double
    /// The change on halving the step, a generous bound on what is left of the error besides rounding; and a bound on
    /// what the range cuts off: the integrand's size at its ends, times its width.
    public let error: Double
    /// A bound on the rounding of the sum, when each value of the integrand carries at most eight roundings.
    public let rounding: Double

    /// Creates a result.
    public init(value: Double, error: Double, rounding: Double = 0) {
      (self.value, self.error, self.rounding) = (value, error, rounding)
    }

    /// How far the value may be from the truth, with its derivation.
    public var tolerance: Tolerance {
      Tolerance(
        error + rounding,
        because: "the trapezoid rule's change on halving its step, what its range cuts off, and the sum's rounding")
    }
  }

  /// Returns ∫ f(t) dt over a range at whose ends the function has died out.
  ///
  /// - Parameters:
  ///   - range: By default [−12, 12]: the standard normal density is 10⁻³² at its ends.
  ///   - intervals: How many steps the finer of two rules takes.
  ///   - function: The integrand f.
  /// - Precondition: The intervals are even and at least 2; the range is finite and not empty.
  public static func integral(
    over range: ClosedRange<Double> = -12...12, intervals: Int = 480, _ function: (Double) -> Double
  ) -> Result {
    let grid = Grid(range, intervals)
    var (even, odd, magnitude, ends) = (0.0, 0.0, 0.0, 0.0)
    for index in 0...intervals {
      let value = function(grid[index])
      if index % 2 == 0 { even += value } else { odd += value }
      magnitude += abs(value)
      if grid.ends(at: index) { ends += abs(value) }
    }
    let fine = grid.step * (even + odd)
    return Result(
      value: fine, error: abs(fine - 2 * grid.step * even) + grid.width * ends,
      rounding: grid.roundings(perTerm: 8) * grid.step * magnitude)
  }

  /// Returns ∫∫ f(s, t) ds dt over a square at whose border the function has died out.
  ///
  /// - Parameters:
  ///   - range: Both coordinates' range.
  ///   - intervals: How many steps the finer of two rules takes in each direction.
  ///   - function: The integrand f.
  /// - Precondition: The intervals are even and at least 2; the range is finite and not empty.
  public static func planeIntegral(
    over range: ClosedRange<Double> = -12...12, intervals: Int = 240, _ function: (Double, Double) -> Double
  ) -> Result {
    let grid = Grid(range, intervals)
    var (all, even, magnitude, border) = (0.0, 0.0, 0.0, 0.0)
    for row in 0...intervals {
      // Row by row, the rounding of the sum grows with the side of the square and not with its area.
      var (allOfRow, evenOfRow) = (0.0, 0.0)
      for column in 0...intervals {
        let value = function(grid[row], grid[column])
        allOfRow += value
        if row % 2 == 0 && column % 2 == 0 { evenOfRow += value }
        magnitude += abs(value)
        if grid.ends(at: row) || grid.ends(at: column) { border += abs(value) }
      }
      all += allOfRow
      even += evenOfRow
    }
    let area = grid.step * grid.step
    return Result(
      value: area * all, error: abs(area * all - 4 * area * even) + grid.width * grid.step * border,
      rounding: 2 * grid.roundings(perTerm: 8) * area * magnitude)
  }

  /// Returns log ∫ exp g(t) dt, for integrands that overflow or underflow; the error is that of the logarithm.
  ///
  /// - Parameters: As for `integral`.
  /// - Returns: The logarithm, −∞ for an integrand that is 0 everywhere.
  public static func logIntegral(
    over range: ClosedRange<Double> = -12...12, intervals: Int = 480, _ logFunction: (Double) -> Double
  ) -> Result {
    let grid = Grid(range, intervals)
    let values = (0...intervals).map { logFunction(grid[$0]) }
    return logarithmic(
      fine: logSumExp(values) + log(grid.step),
      coarse: logSumExp(stride(from: 0, through: intervals, by: 2).map { values[$0] }) + log(2 * grid.step),
      cutOff: logSumExp([values[0], values[intervals]]) + log(grid.width),
      largest: values.max() ?? 0, roundings: grid.roundings(perTerm: 0))
  }

  /// Returns log ∫∫ exp g(s, t) ds dt, for integrands that overflow or underflow; the error is that of the logarithm.
  ///
  /// - Parameters: As for `planeIntegral`.
  /// - Returns: The logarithm, −∞ for an integrand that is 0 everywhere.
  public static func logPlaneIntegral(
    over range: ClosedRange<Double> = -12...12, intervals: Int = 240, _ logFunction: (Double, Double) -> Double
  ) -> Result {
    let grid = Grid(range, intervals)
    var (rows, evenRows, border) = ([Double](), [Double](), [Double]())
    var largest = -Double.infinity
    for row in 0...intervals {
      let values = (0...intervals).map { logFunction(grid[row], grid[$0]) }
      rows.append(logSumExp(values))
      if row % 2 == 0 { evenRows.append(logSumExp(stride(from: 0, through: intervals, by: 2).map { values[$0] })) }
      border += grid.ends(at: row) ? values : [values[0], values[intervals]]
      largest = Swift.max(largest, values.max() ?? 0)
    }
    return logarithmic(
      fine: logSumExp(rows) + 2 * log(grid.step), coarse: logSumExp(evenRows) + 2 * log(2 * grid.step),
      cutOff: logSumExp(border) + log(grid.step * grid.width),
      largest: largest, roundings: 2 * grid.roundings(perTerm: 0))
  }

  /// Returns E f(z) for z ~ N(μ, σ²).
  ///
  /// - Parameters:
  ///   - mean: μ.
  ///   - standardDeviation: σ.
  ///   - range: How far the noise (z − μ)/σ goes.
  ///   - intervals: How many steps the finer of two rules takes.
  ///   - function: f, which must grow more slowly than the density falls.
  public static func expectation(
    mean: Double = 0, standardDeviation: Double = 1, over range: ClosedRange<Double> = -12...12, intervals: Int = 480,
    _ function: (Double) -> Double
  ) -> Result {
    integral(over: range, intervals: intervals) { noise in
      function(mean + standardDeviation * noise) * exp(-0.5 * noise * noise - halfLogTwoPi)
    }
  }

  /// Assembles the result of a logarithmic rule.
  ///
  /// - Parameters:
  ///   - largest: The largest logarithm: its absolute rounding is the integrand's relative rounding.
  ///   - roundings: What the sum adds, relative to the integral.
  private static func logarithmic(
    fine: Double, coarse: Double, cutOff: Double, largest: Double, roundings: Double
  ) -> Result {
    guard fine != -.infinity else { return Result(value: fine, error: 0) }
    return Result(
      value: fine, error: abs(fine - coarse) + exp(cutOff - fine),
      rounding: roundings + 8 * 0x1p-53 * (1 + abs(largest) + abs(fine)))
  }
}

/// The points of a trapezoid rule.
private struct Grid {
  let lower: Double
  let width: Double
  let step: Double
  let intervals: Int

  init(_ range: ClosedRange<Double>, _ intervals: Int) {
    precondition(intervals >= 2 && intervals % 2 == 0, "halving the step needs an even number of intervals")
    (lower, width, self.intervals) = (range.lowerBound, range.upperBound - range.lowerBound, intervals)
    precondition(width > 0 && width.isFinite, "a range is finite and not empty")
    step = width / Double(intervals)
  }

  subscript(index: Int) -> Double { lower + step * Double(index) }

  func ends(at index: Int) -> Bool { index == 0 || index == intervals }

  /// The relative rounding of a sum over the points, whose terms carry some roundings each.
  func roundings(perTerm: Int) -> Double { Double(intervals + 1 + perTerm) * 0x1p-53 }
}
