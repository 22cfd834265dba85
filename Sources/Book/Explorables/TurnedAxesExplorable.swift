import VAECore

extension Explorable {
  /// Chapter 6: the posterior of the linear model with its latent axes turned, and two diagonal Gaussians for it.
  static func turnedAxes() throws -> Explorable {
    let sliders = [
      Slider("angle", "turn of the axes, in degrees", values: (0...48).map { 1.875 * Double($0) }, start: 22.5),
      Slider("column", "length of the second column", values: (6...16).map { Double($0) / 8 }, start: 1),
    ]
    let quantities = try quantities(
      sliders,
      [
        Name("approximationGap", "gap of the best diagonal q", mark: "best q", color: 1),
        Name("marginalGap", "gap with the posterior’s σ", mark: "posterior’s σ", color: 2),
        Name("correlation", "the posterior’s correlation", mark: "posterior", color: 3),
        Name("bestAcross", "σ₁ of the best q", mark: "best q", color: 1),
        Name("bestUp", "σ₂ of the best q", color: 1),
        Name("marginalAcross", nil, mark: "posterior’s σ", color: 2), Name("marginalUp", nil, color: 2),
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
        No turn changes p(x), but a diagonal q cannot turn with the posterior. Make the second column as long as the first,
        2, and the gap is gone at every angle.
        """,
      sliders: sliders, quantities: quantities,
      panels: [
        .ellipses(
          [
            Ellipse(across: "posteriorAcross", up: "posteriorUp", angle: "posteriorAngle"),
            Ellipse(across: "marginalAcross", up: "marginalUp"), Ellipse(across: "bestAcross", up: "bestUp"),
          ], title: "one deviation around the mean: z₁ →, z₂ ↑", reach: 0.72),
        .slice(
          along: 0, ["approximationGap", "marginalGap"], title: "gap over the turn, in nats", range: 0...0.4),
      ])
  }
}
