import EmbeddedDigits
import VAECore

extension Explorable {
  /// Chapter 8: which coordinates of the best linear model of zeros and sevens collapse, over the s² that is held.
  static func collapse() throws -> Explorable {
    let digits = try Digits.load()
    let spectrum = PrincipalComponents(
      of: zip(digits.images, digits.labels).filter { $0.1 == 0 || $0.1 == 7 }.map(\.0))
    let eigenvalues = spectrum.eigenvalues
    // The chapter holds s² between the second and the third eigenvalue.
    let held = (eigenvalues[1] * eigenvalues[2]).squareRoot()
    let sliders = [
      Slider(
        "variance", "variance s², held", values: (-40...20).map { held * pow(2, Double($0) / 8) }, start: held,
        isLogarithmic: true),
      Slider("latent", "latent coordinates d", values: (1...8).map(Double.init), start: 4),
    ]
    let quantities = try quantities(
      sliders,
      [
        Name("bound", "best bound with this s²", mark: "this s²", color: 5),
        Name("bestBound", "best bound with a learned s²", mark: "learned s²", color: 3),
        Name("learnedVariance", "that s²", color: 3),
        Name("carried", "nats that the code carries", color: 1),
        Name("collapsedCoordinates", "coordinates that collapse", color: 2),
      ]
    ) { variance, latent in
      let d = Int(latent)
      let kept = eigenvalues.prefix(d).filter { $0 > variance }
      let bound = eigenvalues.enumerated().reduce(0) { sum, direction in
        let c = direction.offset < kept.count ? direction.element : variance
        return sum - halfLogTwoPi - 0.5 * (log(c) + direction.element / c)
      }
      return [
        bound, try spectrum.averageLogLikelihood(latentDimension: d),
        try spectrum.observationVariance(latentDimension: d),
        kept.reduce(0) { $0 + 0.5 * log($1 / variance) }, Double(d - kept.count),
      ]
    }
    return Explorable(
      slug: "explore-collapse", chapter: 8, section: "8.5", title: "Which coordinates survive?",
      invitation: """
        Eigenvalues of the zeros’ and sevens’ covariance. A coordinate survives if its eigenvalue lies above s². Lower s²,
        and all d of them do; the bound is best at the mean of the eigenvalues that d leaves out.
        """,
      sliders: sliders, quantities: quantities,
      panels: [
        .spectrum(Array(eigenvalues.prefix(8)), title: "eigenvalues λ₁ … λ₈ and the line s²", range: 0.01...8),
        .slice(along: 0, ["bound", "bestBound"], title: "the bound over s², at this d, in nats", range: -60...50),
      ])
  }
}
