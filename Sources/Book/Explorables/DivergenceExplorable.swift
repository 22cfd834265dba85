import VAECore

extension Explorable {
  /// Chapter 3: the divergence (16) of one coordinate, and what the mean and the deviation each contribute.
  static func divergence() throws -> Explorable {
    let sliders = [
      Slider("mean", "mean μ of q", values: (-12...12).map { Double($0) / 4 }, start: 1.5),
      Slider("deviation", "deviation σ of q", values: (2...50).map { Double($0) / 20 }, start: 0.5),
    ]
    let prior = DiagonalGaussian.standard(dimension: 1)
    let quantities = try quantities(
      sliders,
      [
        Name("ofMean", "½ μ², for the mean", mark: "for the mean", color: 6),
        Name("ofDeviation", "½ (σ² − 1 − log σ²), for the deviation", mark: "for the deviation", color: 5),
        Name("divergence", "KL(q ‖ p), their sum: (16)", mark: "KL(q ‖ p)", color: 1),
        Name("reversed", "KL(p ‖ q), the other direction", mark: "KL(p ‖ q)", color: 2),
        Name("singleSampleDeviation", "deviation of one sampled log-ratio"),
      ]
    ) { mean, deviation in
      let q = try DiagonalGaussian(mean: [mean], standardDeviation: [deviation])
      let shifted = try DiagonalGaussian(mean: [mean], standardDeviation: [1])
      let scaled = try DiagonalGaussian(mean: [0], standardDeviation: [deviation])
      return [
        shifted.divergenceFromStandard(), scaled.divergenceFromStandard(), q.divergenceFromStandard(),
        prior.divergence(to: q), q.logRatioToStandard.variance.squareRoot(),
      ]
    }
    return Explorable(
      slug: "explore-divergence", chapter: 3, section: "3.4", title: "What each term charges",
      invitation: """
        One coordinate of (16). The mean pays the same in both directions of σ; a deviation below 1 pays by its logarithm,
        one above 1 by its square. Make q narrow, and the other direction, KL(p ‖ q), explodes while (16) hardly
        moves.
        """,
      sliders: sliders, quantities: quantities,
      panels: [
        .surface("divergence", title: "KL(q ‖ p) over μ and σ, in nats", range: 0...6),
        .gaussians(
          [Fixed(label: "prior p", mean: 0, deviation: 1, color: 4)], moving: "q", title: "densities over z",
          range: -4...4),
        .bars(["ofMean", "ofDeviation", "divergence", "reversed"], title: "nats", range: 0...8),
        .slice(
          along: 1, ["ofMean", "ofDeviation", "divergence", "reversed"], title: "each over σ, at this μ, in nats",
          range: 0...8),
      ])
  }
}
