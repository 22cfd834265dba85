import Arithmetic
import Notebook
import Plotting
import VAECore

extension Chapter4 {
  /// Variances of one draw in units of σ², exact and measured.
  func varianceAgainstDistance(_ notebook: ChapterNotebook) -> Figure {
    let curve = (0...60).map { pow(10, -1 + 2.5 * Double($0) / 60) }
    let marks = (0...6).map { pow(10, -1 + 2.5 * Double($0) / 6) }
    let noise = notebook.noise("measured variances").normals(0..<20_000)
    let colors: [Color] = [.blue, .vermilion, .green]
    let panel = { (title: String, labels: [String], estimators: (Double) -> [Estimator]) in
      Panel(
        title: title, xAxis: Axis("distance |μ − k| / σ (deviations)", scale: .logarithmic),
        yAxis: Axis("variance of one draw (σ²)", scale: .logarithmic, range: 1...1e7),
        layers: labels.indices.flatMap { index in
          [
            Layer.line(
              curve.map { Point($0, estimators($0)[index].variance) }, label: labels[index], color: colors[index]),
            Layer.scatter(
              marks.map { distance in
                Point(distance, MonteCarloEstimate(noise.map(estimators(distance)[index].draw)).variance ?? .nan)
              }, color: colors[index]),
          ]
        }, key: .topLeft)
    }
    let labels = ["reparameterized", "score function", "score, best baseline"]
    return Figure(
      slug: "ch04-estimator-variance", title: "What one draw costs, against the distance of the target",
      caption: "Lines are exact, points measured from 20,000 draws: the score function's variance grows as the fourth "
        + "power of the distance, with a baseline as the second; the path's does not grow at all for ∂/∂μ.",
      panels: [
        panel("∂/∂μ", labels) { distance in
          let all = self.ofMean(distance: distance, deviation: 1, notebook)
          return [all[0], all[1], all[3]]
        },
        panel("∂/∂σ", labels) { self.ofDeviation(distance: $0, deviation: 1) },
      ])
  }

  /// What single draws say about ∂/∂μ.
  func singleSampleGradients(_ estimators: [Estimator], _ notebook: ChapterNotebook) -> Figure {
    let noise = notebook.noise("histograms").normals(0..<20_000)
    let (center, reach) = (estimators[1].expectation, 2 * estimators[1].variance.squareRoot())
    let bins = 80
    let width = 2 * reach / Double(bins)
    let edges = (0...bins).map { center - reach + width * Double($0) }
    let heights = { (estimator: Estimator) in
      var counts = [Double](repeating: 0, count: bins)
      for bin in noise.map({ Int(((estimator.draw($0) - edges[0]) / width).rounded(.down)) })
      where counts.indices.contains(bin) {
        counts[bin] += 100 / Double(noise.count)
      }
      return counts
    }
    return Figure(
      slug: "ch04-single-draws", title: "One draw's opinion of ∂/∂μ",
      caption:
        "20,000 draws of each estimator: same mean, but the score function's draws scatter widely, with a long tail.",
      xAxis: Axis("one draw of the gradient (units of f per unit of μ)"), yAxis: Axis("share of the draws (% per bin)"),
      layers: [
        .histogram(edges: edges, heights: heights(estimators[0]), label: "reparameterized", color: .blue),
        .histogram(edges: edges, heights: heights(estimators[1]), label: "score function", color: .vermilion),
        .verticalLine(center, label: "exact gradient", color: .black),
      ], key: .topRight)
  }

  /// The variances of both estimators of ∂/∂μ of E cos ωz.
  func varianceAgainstFrequency() -> Figure {
    let frequencies = (0...80).map { pow(10, -1 + 2 * Double($0) / 80) }
    let curve = { (index: Int) in frequencies.map { Point($0, self.ofCosine($0)[index].variance) } }
    return Figure(
      slug: "ch04-where-the-path-loses", title: "Which estimator wins depends on how fast f turns",
      caption:
        "The variance of one draw of ∂/∂μ for f = cos ωz, z ~ N(1, 1): above ω = 2 the path's is about ω²/2, "
        + "as the slope of f grows, and the score function's about ½.",
      xAxis: Axis("frequency ω (radians per unit of z)", scale: .logarithmic),
      yAxis: Axis("variance of one draw", scale: .logarithmic),
      layers: [
        .line(curve(0), label: "reparameterized", color: .blue),
        .line(curve(1), label: "score function", color: .vermilion),
      ], key: .topLeft)
  }

  /// A nudge of μ, as the pathwise estimator sees it and as the score function does.
  func slidingAndReweighting(_ notebook: ChapterNotebook) -> Figure {
    let (mean, sigma, nudge) = (mean.value, deviation.value, 0.4 * deviation.value)
    let noise = notebook.noise("a few samples").normals(0..<12)
    let samples = noise.map { mean + sigma * $0 }
    let f = { (z: Double) in (z - target.value).squared }
    let places = (0...100).map { mean + sigma * (-3 + 0.06 * Double($0)) }
    let weight = { (z: Double) in
      exp(-0.5 * ((z - mean - nudge) / sigma).squared + 0.5 * ((z - mean) / sigma).squared)
    }
    return Figure(
      slug: "ch04-two-ways", title: "The same nudge of μ, seen in two ways",
      caption: "Left, the path: each of twelve samples slides along f by the nudge. Right, the score function: the "
        + "samples stay, and each is weighted by the ratio of the new density to the old one.",
      panels: [
        Panel(
          title: "path: the samples slide", xAxis: Axis("z"), yAxis: Axis("f(z) = (z − k)²"),
          layers: [
            .line(places.map { Point($0, f($0)) }, label: "f", color: .black),
            .scatter(samples.map { Point($0, f($0)) }, label: "samples", color: .blue),
            .scatter(samples.map { Point($0 + nudge, f($0 + nudge)) }, label: "after the nudge", color: .vermilion),
          ]),
        Panel(
          title: "score function: they are reweighted", xAxis: Axis("z"), yAxis: Axis("weight of a sample"),
          layers: [
            .line(places.map { Point($0, weight($0)) }, label: "ratio of densities", color: .black),
            .scatter(samples.map { Point($0, 1) }, label: "samples", color: .blue),
            .scatter(samples.map { Point($0, weight($0)) }, label: "after the nudge", color: .vermilion),
          ]),
      ])
  }

  /// The variances of ∂/∂μ₁ of a sum of parabolas over the number of dimensions.
  func varianceAgainstDimension(_ score: (_ dimension: Double) -> Double) -> Figure {
    let dimensions = (0...60).map { pow(10, Double($0) / 30) }
    return Figure(
      slug: "ch04-dimension", title: "In many dimensions the score function drowns in the others' noise",
      caption: "The variance of one draw of ∂/∂μ₁ for f = Σ (zⱼ − k)² over d dimensions, at δ = 4 and σ = 1: each "
        + "dimension adds to the score function's variance, and nothing to the path's.",
      xAxis: Axis("dimensions d", scale: .logarithmic), yAxis: Axis("variance of one draw", scale: .logarithmic),
      layers: [
        .line(dimensions.map { Point($0, 4) }, label: "reparameterized", color: .blue),
        .line(dimensions.map { Point($0, score($0)) }, label: "score function, mean baseline", color: .vermilion),
      ], key: .topLeft)
  }
}
