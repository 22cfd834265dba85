import VAECore

/// The largest of many log-weights: as many as the shape of their tail is estimated from, and one more, the threshold.
struct LargestWeights: Sendable {
  /// The number of log-weights that are kept.
  private let limit: Int
  private var logWeights: [Double] = []

  /// Prepares to keep the largest of so many log-weights.
  init(of count: Int) { limit = ParetoShape.tailLength(of: count) + 1 }

  /// Adds further log-weights.
  mutating func add(_ others: some Sequence<Double>) {
    logWeights += others
    if logWeights.count > 4 * limit { trim() }
  }

  /// Adds the largest log-weights of a different part.
  mutating func merge(_ other: LargestWeights) { add(other.logWeights) }

  /// The shape of the tail, or nil where there is none to be seen.
  mutating func shape() -> Double? {
    trim()
    return ParetoShape.estimate(descending: logWeights)
  }

  private mutating func trim() {
    logWeights.sort(by: >)
    logWeights.removeLast(Swift.max(0, logWeights.count - limit))
  }
}

/// The Pareto shape k of importance weights, a measure of how heavy their tail is.
///
/// If the share of the weights above t falls like t^(−1/k), only their moments of order below 1/k exist. Above k = 0.7 do
/// not trust an average of the weights, whatever its standard error says.
///
/// - Source: Vehtari, Simpson, Gelman, Yao and Gabry (2024), sections 2 and 3; Zhang and Stephens (2009) for the fit.
enum ParetoShape {
  /// The number of the largest weights that are taken for the tail, the smaller of a fifth of all and 3 √K.
  static func tailLength(of count: Int) -> Int {
    Int(Swift.min(0.2 * Double(count), 3 * Double(count).squareRoot()).rounded(.up))
  }

  /// Returns the shape that is fitted to the weights above a threshold, by the mean of its posterior.
  ///
  ///     k(θ) = mean log(1 − θ xᵢ),   ℓ(θ) = M (log(−θ/k(θ)) − k(θ) − 1),   θ̂ = Σ θⱼ exp ℓ(θⱼ) / Σ exp ℓ(θⱼ)
  ///
  /// Here xᵢ is the excess of a weight over the threshold. Ten further weights of shape ½ steady the result:
  /// k̂ = (M k(θ̂) + 5)/(M + 10).
  ///
  /// - Parameter logWeights: The largest log-weights in descending order; the last is the threshold.
  /// - Returns: k̂, or nil with fewer than five weights above the threshold, or if these are equal.
  static func estimate(descending logWeights: [Double]) -> Double? {
    guard logWeights.count > 5, let largest = logWeights.first, let threshold = logWeights.last, largest.isFinite else {
      return nil
    }
    let least = exp(threshold - largest)
    let excesses = logWeights.dropLast().reversed().map { exp($0 - largest) - least }
    let count = Double(excesses.count)
    let most = excesses[excesses.count - 1]
    // Excesses that differ by rounding only have no shape.
    guard most - excesses[0] > 1e-12 else { return nil }
    let quartile = Swift.max(excesses[Int(count / 4 + 0.5) - 1], 1e-300)
    let candidates = 30 + Int(count.squareRoot())
    let thetas = (1...candidates).map { place in
      1 / most + (1 - (Double(candidates) / (Double(place) - 0.5)).squareRoot()) / (3 * quartile)
    }
    let logLikelihoods = thetas.map { theta in
      let shape = meanLogarithm(theta, excesses)
      let value = count * (log(-theta / shape) - shape - 1)
      return value.isFinite ? value : -.infinity
    }
    let all = logSumExp(logLikelihoods)
    let theta = zip(thetas, logLikelihoods).reduce(0) { $0 + $1.0 * exp($1.1 - all) }
    let shape = (count * meanLogarithm(theta, excesses) + 5) / (count + 10)
    return shape.isFinite ? shape : nil
  }

  /// k(θ), the shape of largest likelihood for a given θ.
  private static func meanLogarithm(_ theta: Double, _ excesses: [Double]) -> Double {
    excesses.reduce(0) { $0 + log1p(-theta * $1) } / Double(excesses.count)
  }
}
