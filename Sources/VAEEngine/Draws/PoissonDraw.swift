import Arithmetic

/// The largest rate of a count that is drawn.
let largestRateOfDraw = 1e9

/// Returns a draw of a Poisson variable from a uniform number: its distribution function, inverted.
///
/// The counts are taken in the order mode, mode + 1, mode − 1, mode + 2, …: of about √rate of them, with the probabilities
///
///     p(n + 1) = p(n) · rate/(n + 1),   p(n − 1) = p(n) · n/rate
///
/// - Parameters:
///   - rate: The mean, from 0 to a billion.
///   - uniform: A uniform number of [0, 1).
/// - Returns: The count; a rate that is not finite is returned as it is.
func drawPoisson(rate: Double, _ uniform: Double) -> Double {
  guard rate > 0, rate.isFinite else { return rate }
  let mode = rate.rounded(.down)
  let atMode = exp(mode * log(rate) - rate - logFactorial(mode))
  var (rest, up, down) = (uniform - atMode, atMode, atMode)
  var distance = 1.0
  while rest >= 0, up > 0 || down > 0 {
    up *= rate / (mode + distance)
    rest -= up
    if rest < 0 { return mode + distance }
    down *= mode >= distance ? (mode - distance + 1) / rate : 0
    rest -= down
    if rest < 0 { return mode - distance }
    distance += 1
  }
  return mode
}
