import VAECore

extension Explorable {
  /// Chapter 2: the bound of the toy over the mean and the deviation of q, and the gap that closes at the posterior.
  static func bound() throws -> Explorable {
    let toy = try LinearGaussian(slope: 2, observationVariance: 0.5)
    let observation = [1.5]
    // In twelfths, so that the posterior N(2/3, 1/9) is one of the positions.
    let sliders = [
      Slider("mean", "mean μ of q", values: (-12...28).map { Double($0) / 12 }, start: -0.5),
      Slider("deviation", "deviation σ of q", values: (1...18).map { Double($0) / 12 }, start: 0.75),
    ]
    let logEvidence = toy.logMarginalLikelihood(of: observation)
    let quantities = try quantities(
      sliders,
      [
        Name("reconstruction", "reconstruction E log p(x | z)", color: 6),
        Name("divergenceToPrior", "KL(q ‖ p(z))", color: 4),
        Name("bound", "bound L = reconstruction − KL(q ‖ p(z))", mark: "bound", color: 1),
        Name("gap", "gap KL(q ‖ p(z | x))", mark: "gap", color: 2),
        Name("logEvidence", "log p(x) = bound + gap", mark: "log p(x)", color: 3),
      ]
    ) { mean, deviation in
      let q = try DiagonalGaussian(mean: [mean], standardDeviation: [deviation])
      let bound = toy.evidenceLowerBound(q, for: observation)
      let gap = toy.divergenceToPosterior(from: q, given: observation)
      return [bound.reconstruction, bound.divergence, bound.value, gap, logEvidence]
    }
    return Explorable(
      slug: "explore-bound", chapter: 2, section: "2.3", title: "Close the gap",
      invitation: """
        The toy at x = 1.5. Move q until the gap is zero: there is one place, μ = 2/3 and σ = 1/3, the posterior. Nowhere
        is the gap negative, and bound and gap always add up to the same log p(x).
        """,
      sliders: sliders, quantities: quantities,
      panels: [
        .surface("gap", title: "the gap over μ and σ, in nats", range: 0...12),
        .gaussians(
          [
            Fixed(label: "prior", mean: 0, deviation: 1, color: 4),
            Fixed(label: "posterior", mean: 2.0 / 3, deviation: 1.0 / 3, color: 3),
          ], moving: "q", title: "densities over z", range: -2.5...3.5),
        .stack(
          "bound", "gap", total: "logEvidence", title: "bound and gap, up to log p(x), in nats", range: -14...0),
        .slice(
          along: 0, ["bound", "logEvidence"], title: "the bound over μ, at this σ", range: -14...0),
      ])
  }
}
