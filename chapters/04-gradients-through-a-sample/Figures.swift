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

  /// The variances of both estimators of ∂/∂μ of E cos ωx.
  func varianceAgainstFrequency() -> Figure {
    let frequencies = (0...80).map { pow(10, -1 + 2 * Double($0) / 80) }
    let curve = { (index: Int) in frequencies.map { Point($0, self.ofCosine($0)[index].variance) } }
    return Figure(
      slug: "ch04-where-the-path-loses", title: "Which estimator wins depends on how fast f turns",
      caption:
        "The variance of one draw of ∂/∂μ for f = cos ωx, x ~ N(1, 1): above ω = 2 the path's is about ω²/2, "
        + "as the slope of f grows, and the score function's about ½.",
      xAxis: Axis("frequency ω (radians per deviation)", scale: .logarithmic),
      yAxis: Axis("variance of one draw", scale: .logarithmic),
      layers: [
        .line(curve(0), label: "reparameterized", color: .blue),
        .line(curve(1), label: "score function", color: .vermilion),
      ], key: .topLeft)
  }
}
