import VAECore

extension Explorable {
  /// Chapter 4: the variance of one draw of each estimator of ∂/∂μ and ∂/∂σ of E (x − k)², by quadrature.
  static func estimators() -> Explorable {
    let sliders = [
      Slider("distance", "distance δ = μ − k", values: (-20...20).map { Double($0) / 4 }, start: 4),
      Slider("deviation", "deviation σ", values: (1...24).map { Double($0) / 8 }, start: 1),
    ]
    let quantities = quantities(
      sliders,
      [
        Name("path", "∂/∂μ, through the sample", mark: "sample", color: 1),
        Name("score", "∂/∂μ, score function", mark: "score", color: 2),
        Name("meanBaseline", "∂/∂μ, score with the mean as baseline", mark: "mean baseline", color: 4),
        Name("bestBaseline", "∂/∂μ, score with the best baseline", mark: "best baseline", color: 3),
        Name("pathOfDeviation", "∂/∂σ, through the sample", mark: "∂/∂σ, sample", color: 5),
        Name("scoreOfDeviation", "∂/∂σ, score function", mark: "∂/∂σ, score", color: 6),
      ]
    ) { distance, deviation in
      let f = { (noise: Double) in (distance + deviation * noise) * (distance + deviation * noise) }
      let (mean, best) = (
        distance * distance + deviation * deviation, distance * distance + 3 * deviation * deviation
      )
      return [
        variance { 2 * (distance + deviation * $0) }, variance { f($0) * $0 / deviation },
        variance { (f($0) - mean) * $0 / deviation }, variance { (f($0) - best) * $0 / deviation },
        variance { 2 * (distance + deviation * $0) * $0 }, variance { f($0) * ($0 * $0 - 1) / deviation },
      ]
    }
    return Explorable(
      slug: "explore-estimators", chapter: 4, section: "4.6", title: "What one draw costs, elsewhere",
      invitation: """
        The variance of a single draw, for f(x) = (x − k)². All estimators have the same mean; move the target away and the score
        function pays for the value of f, while the path for ∂/∂μ feels its slope alone. The scale is logarithmic:
        each line up is ten times the draws.
        """,
      sliders: sliders, quantities: quantities,
      panels: [
        .slice(
          along: 0, ["path", "score", "meanBaseline", "bestBaseline"],
          title: "variance of ∂/∂μ over the distance, at this σ", range: 0.01...100_000, isLogarithmic: true),
        .slice(
          along: 1, ["path", "score", "meanBaseline", "bestBaseline"],
          title: "variance of ∂/∂μ over σ, at this distance", range: 0.01...100_000, isLogarithmic: true),
        .bars(
          ["path", "score", "meanBaseline", "bestBaseline", "pathOfDeviation", "scoreOfDeviation"],
          title: "variance of one draw", range: 0.01...1_000_000, isLogarithmic: true),
      ])
  }

  /// Chapter 4: f = cos ωx, where the path is the worse way once the wave is short.
  static func oscillation() -> Explorable {
    let sliders = [
      Slider("frequency", "frequency ω", values: (1...32).map { Double($0) / 4 }, start: 0.5),
      Slider("deviation", "deviation σ", values: (2...16).map { Double($0) / 8 }, start: 1),
    ]
    let quantities = quantities(
      sliders,
      [
        Name("path", "∂/∂μ, through the sample", mark: "sample", color: 1),
        Name("score", "∂/∂μ, score function", mark: "score", color: 2),
      ]
    ) { frequency, deviation in
      [
        variance { -frequency * sin(frequency * (1 + deviation * $0)) },
        variance { cos(frequency * (1 + deviation * $0)) * $0 / deviation },
      ]
    }
    return Explorable(
      slug: "explore-oscillation", chapter: 4, section: "4.8", title: "Find where the path loses",
      invitation: """
        f(x) = cos ωx, x ~ N(1, σ²). For long waves the path wins. Raise ω until one deviation of x covers a wave: the slope
        of f is then large and of either sign, and the score function, which looks at the values of f alone, needs fewer
        draws.
        """,
      sliders: sliders, quantities: quantities,
      panels: [
        .slice(
          along: 0, ["path", "score"], title: "variance over ω, at this σ", range: 0.001...100, isLogarithmic: true),
        .slice(
          along: 1, ["path", "score"], title: "variance over σ, at this ω", range: 0.001...100, isLogarithmic: true),
        .bars(["path", "score"], title: "variance of one draw", range: 0.001...100, isLogarithmic: true),
      ])
  }

  /// The variance of a function of one draw of the noise.
  private static func variance(_ draw: @escaping (Double) -> Double) -> Double {
    let mean = Quadrature.expectation(draw).value
    return Quadrature.expectation { (draw($0) - mean) * (draw($0) - mean) }.value
  }
}
