import VAECore

extension Explorable {
  /// Chapter 7: the bounds of the toy's log p(x) from both sides, over the mean and the deviation of q.
  static func bracket() throws -> Explorable {
    let toy = try LinearGaussian(slope: 2, observationVariance: 0.5)
    let posterior = toy.posterior(of: 1.5)
    let logEvidence = toy.logMarginalLikelihood(of: 1.5)
    // Among the means are the chapter's 0.3 and the posterior's 2/3, among the variances its 0.2 and the posterior's 1/9.
    let thirtieths = [0, 2, 4, 6, 8, 9, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 31, 34, 37, 40]
    let fortyFifths = [1.5, 2, 2.75, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 25, 30, 36, 45]
    let sliders = [
      Slider("mean", "mean μ of q", values: thirtieths.map { Double($0) / 30 }, start: 0.3),
      Slider("deviation", "deviation σ of q", values: fortyFifths.map { ($0 / 45).squareRoot() }, start: 0.4472),
    ]
    let quantities = try quantities(
      sliders,
      [
        Name("upperBound", "upper bound log p(x) + KL(p ‖ q)", mark: "upper bound", color: 2),
        Name("averageFromAbove", "15 draws of q, 1 of the posterior", mark: "15 + 1 draws", color: 5),
        Name("logEvidence", "log p(x)", mark: "log p(x)", color: 3),
        Name("averageFromBelow", "16 draws of q", mark: "16 draws", color: 6),
        Name("lowerBound", "lower bound of q", mark: "lower bound", color: 1),
        Name("effectiveShare", "share that counts, 1/(1 + R)"),
        Name("shapeBelow", "Pareto shape of w"),
        Name("shapeAbove", "Pareto shape of 1/w"),
      ]
    ) { mean, deviation in
      let q = try DiagonalGaussian(mean: [mean], standardDeviation: [deviation])
      let ratio = deviation * deviation / posterior.standardDeviation[0] / posterior.standardDeviation[0]
      let averages = WeightAverages(of: posterior, drawnFrom: q).logAverages(of: 16)
      return [
        logEvidence + posterior.divergence(to: q), logEvidence + averages.above,
        logEvidence, logEvidence + averages.below,
        toy.evidenceLowerBound(q, for: [1.5]).value, effectiveShare(of: posterior, drawnFrom: q), max(0, 1 - ratio),
        max(0, 1 - 1 / ratio),
      ]
    }
    return Explorable(
      slug: "explore-bracket", chapter: 7, section: "7.4", title: "Close the bracket",
      invitation: """
        The toy’s log p(x) lies between two bounds, and 16 draws bring both closer. Make q too narrow: the tail of w grows
        heavy, and from shape ½ on R is infinite. Too wide, and 1/w grows heavy.
        """,
      sliders: sliders, quantities: quantities,
      panels: [
        .slice(
          along: 1, ["upperBound", "averageFromAbove", "logEvidence", "averageFromBelow", "lowerBound"],
          title: "the bracket over σ, at this μ, in nats", range: -4.2 ... -0.6),
        .gaussians(
          [
            Fixed(label: "prior", mean: 0, deviation: 1, color: 4),
            Fixed(label: "posterior", mean: 2.0 / 3, deviation: 1.0 / 3, color: 3),
          ], moving: "q", title: "densities over z", range: -1.5...2.5),
      ])
  }
}

/// 1/E ρ² of the weights ρ = p(z | x)/q(z) in one dimension: 0 if the variance is infinite.
private func effectiveShare(of posterior: DiagonalGaussian, drawnFrom q: DiagonalGaussian) -> Double {
  let (narrow, wide) = (posterior.standardDeviation[0], q.standardDeviation[0])
  let (spread, shift) = (2 * wide * wide - narrow * narrow, posterior.mean[0] - q.mean[0])
  guard spread > 0 else { return 0 }
  return narrow * spread.squareRoot() / (wide * wide) * exp(-shift * shift / spread)
}

/// Averages of importance weights ρ = p(z | x)/q(z) in one latent dimension, by quadrature.
struct WeightAverages {
  /// The weights at the points of a grid, with the probability of each point under q and under the posterior.
  private let points: [(weight: Double, underProposal: Double, underPosterior: Double)]

  init(of posterior: DiagonalGaussian, drawnFrom q: DiagonalGaussian) {
    let widths = [posterior, q].map { 9 * $0.standardDeviation[0] }
    let (low, high) = (
      min(posterior.mean[0] - widths[0], q.mean[0] - widths[1]),
      max(posterior.mean[0] + widths[0], q.mean[0] + widths[1])
    )
    let step = min(posterior.standardDeviation[0], q.standardDeviation[0]) / 8
    points = stride(from: low, through: high, by: step).compactMap { z in
      let (ofPosterior, ofProposal) = (posterior.logDensity(at: [z]), q.logDensity(at: [z]))
      let probabilities = (step * exp(ofProposal), step * exp(ofPosterior))
      guard max(probabilities.0, probabilities.1) > 1e-13 else { return nil }
      return (exp(ofPosterior - ofProposal), probabilities.0, probabilities.1)
    }
  }

  /// Returns the expected logarithm of the average S of K weights: of draws of q, and with one draw of the posterior.
  ///
  ///     E log S = ∫ (e^(−t) − E e^(−tS)) dt/t over t > 0
  ///
  /// The expectation of a product is a product of expectations, since the draws are independent.
  func logAverages(of count: Int) -> (below: Double, above: Double) {
    let step = 0.5
    // From where the heaviest tail leaves 10⁻¹³ to where nothing is left.
    return stride(from: -84.0, through: 22, by: step).reduce((0, 0)) { sums, y in
      let t = exp(y)
      var (underProposal, underPosterior) = (0.0, 0.0)
      for point in points {
        let factor = exp(-t / Double(count) * point.weight)
        underProposal += point.underProposal * factor
        underPosterior += point.underPosterior * factor
      }
      let others = pow(underProposal, Double(count - 1))
      return (
        sums.0 + step * (exp(-t) - others * underProposal), sums.1 + step * (exp(-t) - others * underPosterior)
      )
    }
  }
}
