import Notebook
import Plotting
import VAECore

extension ChapterNUMBER {
  /// The mean square over σ: the formula, a thousand draws at a time, and the mistake beside them.
  func overTheDeviation(_ notebook: ChapterNotebook) -> Figure {
    let (mean, samples) = (mean.value, 1000)
    let deviations = (0...40).map { Double($0) / 20 }
    let sampled = (1...8).map { index in
      let deviation = Double(index) / 4
      let average = notebook.sampling("figure, point \(index)", samples: samples).average { noise in
        (mean + deviation * noise).squared
      }
      return UncertainPoint(deviation, average.mean, error: 2 * standardError(deviation: deviation, samples: samples))
    }
    return Figure(
      slug: "chDIGITS-second-moment", title: "The mean square of a Gaussian",
      caption: "Draws scatter about μ² + σ²; the formula with σ in place of σ² is right only at σ = 0 and at σ = 1.",
      xAxis: Axis("standard deviation σ"), yAxis: Axis("mean square"),
      layers: [
        .line(deviations.map { Point($0, mean.squared + $0.squared) }, label: "μ² + σ²"),
        .line(deviations.map { Point($0, mean.squared + $0) }, label: "μ² + σ, a mistake"),
        .errorBars(sampled, label: "\(samples) draws each, ± 2 standard errors"),
      ])
  }
}
