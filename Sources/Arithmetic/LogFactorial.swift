/// Returns log n! of a whole number n from 0 on.
///
///     log n! = (n + ½) log n − n + ½ log 2π + 1/(12n) − 1/(360n³) + 1/(1260n⁵) − 1/(1680n⁷) + 1/(1188n⁹) − …
///
/// The series is taken from n = 16 on, where the first term that is left out is below 10⁻¹⁶. Below, n! is exact.
/// - Source: Stirling's series; Abramowitz and Stegun (1964), formula 6.1.41.
public func logFactorial(_ n: Double) -> Double {
  precondition(n >= 0, "a count")
  if n < 16 { return log(stride(from: 2, through: n, by: 1).reduce(1, *)) }
  let r = 1 / (n * n)
  let series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r / 1188)))) / n
  return (n + 0.5) * log(n) - n + (halfLogTwoPi + series)
}
