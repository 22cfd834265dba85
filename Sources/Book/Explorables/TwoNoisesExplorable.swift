import Notebook

extension Explorable {
  /// Chapter 5: the variance of a mini-batch's gradient over the images and the draws in it, from the chapter's own run.
  static func twoNoises(of chapter: BookChapter) throws -> Explorable {
    // The run's mini-batches are 16 of 40 images, with two draws of each.
    let (n, m, draws) = (40.0, 16.0, 2.0)
    let betweenImages = try chapter.value("minibatchVariance") * m * (n - 1) / (n - m)
    let betweenDraws = try chapter.value("samplingVariance") * m * draws
    let sliders = [
      Slider("images", "images m of a mini-batch", values: (1...40).map(Double.init), start: m),
      Slider("draws", "draws V of each image", values: (1...16).map(Double.init), start: draws),
    ]
    let quantities = quantities(
      sliders,
      [
        Name("gradientVariance", "variance of the slope", mark: "both", color: 3),
        Name("minibatchVariance", "the images’ part", mark: "images", color: 1),
        Name("samplingVariance", "the draws’ part", mark: "draws", color: 2),
        Name("cost", "variance × work m(1 + V)"),
      ]
    ) { m, draws in
      let (ofImages, ofDraws) = (betweenImages / m * (n - m) / (n - 1), betweenDraws / (m * draws))
      return [ofImages + ofDraws, ofImages, ofDraws, (ofImages + ofDraws) * m * (1 + draws)]
    }
    return Explorable(
      slug: "explore-two-noises", chapter: 5, section: "5.3", title: "More images, or more draws?",
      invitation: """
        Raise V: the draws’ part falls and the images’ part stays. Raise m: both fall, and with all 40 images only the
        draws are left. If a draw costs as much as an encoder pass, which V is the best buy?
        """,
      sliders: sliders, quantities: quantities,
      panels: [
        .slice(
          along: 0, ["gradientVariance", "minibatchVariance", "samplingVariance"],
          title: "variance over m, at this V", range: 0.1...300, isLogarithmic: true),
        .slice(
          along: 1, ["gradientVariance", "minibatchVariance", "samplingVariance"],
          title: "variance over V, at this m", range: 0.1...300, isLogarithmic: true),
      ])
  }
}

extension BookChapter {
  /// A number that the chapter's run showed.
  func value(_ name: String) throws -> Double {
    for case .value(let shown) in run.records.map(\.content) where shown.name == name {
      if let value = shown.values.first { return value }
    }
    throw BookProblem(
      file: source.file, expected: "a shown value '\(name)' for the chapter's instrument", found: "none")
  }
}
