import VAECore

extension Explorable {
  /// Chapter 6: the posterior of the linear model with its latent axes turned, and two diagonal Gaussians for it.
  static func turnedAxes() throws -> Explorable {
    let sliders = [
      Slider("angle", "turn of the axes, in degrees", values: (0...48).map { 1.875 * Double($0) }, start: 22.5),
      Slider("column", "length of the second column (first: 2)", values: (4...16).map { Double($0) / 8 }, start: 1),
    ]
    let quantities = try quantities(
      sliders,
      [
        Name("approximationGap", "gap of the best diagonal q, σⱼ² = 1/Λⱼⱼ", mark: "best q", color: 1),
        Name("marginalGap", "gap of the q with the posterior’s variances", mark: "variances’ q", color: 2),
        Name("correlation", "correlation of z₁ and z₂ in the posterior", mark: "posterior", color: 3),
        Name("bestAcross", "σ₁ of the best q", mark: "best q", color: 1),
        Name("bestUp", "σ₂ of the best q", color: 1),
        Name("marginalAcross", nil, mark: "variances’ q", color: 2), Name("marginalUp", nil, color: 2),
        Name("posteriorAcross", nil, mark: "posterior", color: 3), Name("posteriorUp", nil, color: 3),
        Name("posteriorAngle", nil, color: 3),
      ]
    ) { degrees, column in
      let angle = degrees * .pi / 180
      let straight = try LinearGaussian(matrix: .diagonal([2, column]), bias: [0, 0], observationVariance: 0.5)
      let model = try straight.rotated(by: Matrix([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]]))
      let (x, precision) = ([1.5, -0.5], model.posteriorPrecision)
      let determinant = precision[0, 0] * precision[1, 1] - precision[0, 1] * precision[1, 0]
      let best = model.bestDiagonalPosterior(of: x)
      let marginal = try DiagonalGaussian(
        mean: best.mean,
        standardDeviation: [precision[1, 1], precision[0, 0]].map { ($0 / determinant).squareRoot() })
      // Turning the columns turns the posterior the other way.
      let axes = straight.bestDiagonalPosterior(of: x).standardDeviation
      return [
        model.gapOfDiagonalFamily, model.divergenceToPosterior(from: marginal, given: x),
        -precision[0, 1] / (precision[0, 0] * precision[1, 1]).squareRoot(),
      ] + best.standardDeviation + marginal.standardDeviation + axes + [-degrees]
    }
    return Explorable(
      slug: "explore-turned-axes", chapter: 6, section: "6.2", title: "Turn the axes",
      invitation: """
        The posterior of the linear model, as an ellipse at one deviation around its mean. No turn changes p(x). But a
        diagonal q has its axes along the latent axes, so a turn opens a gap. Make both columns equally long, and the gap is
        gone at every angle.
        """,
      sliders: sliders, quantities: quantities,
      panels: [
        .ellipses(
          [
            Ellipse(across: "posteriorAcross", up: "posteriorUp", angle: "posteriorAngle"),
            Ellipse(across: "marginalAcross", up: "marginalUp"), Ellipse(across: "bestAcross", up: "bestUp"),
          ], title: "one deviation around the mean: z₁ →, z₂ ↑", reach: 0.85),
        .slice(
          along: 0, ["approximationGap", "marginalGap"], title: "gap over the turn, in nats", range: 0...0.7),
      ])
  }
}
