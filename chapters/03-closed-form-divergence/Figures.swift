import Notebook
import Plotting
import VAECore

extension Chapter3 {
  /// Contours of the divergence of one coordinate.
  func divergenceOverTheParameters() throws -> Figure {
    let means = (0...48).map { -3 + Double($0) / 8 }
    let deviations = (0...48).map { 0.1 + Double($0) / 48 * 2.9 }
    let values = try deviations.flatMap { deviation in
      try means.map { try DiagonalGaussian(mean: [$0], standardDeviation: [deviation]).divergenceFromStandard() }
    }
    return Figure(
      slug: "ch03-divergence-contours", title: "What leaving the prior costs",
      caption: "KL(q ‖ p) of one coordinate over its mean and deviation: 0 only at (0, 1), and steep towards σ = 0.",
      xAxis: Axis("mean μ"), yAxis: Axis("standard deviation σ"),
      layers: [
        .heatMap(
          x: means, y: deviations, values: values, valueLabel: "KL(q ‖ p) (nats)", contours: [0.05, 0.25, 0.5, 1, 2, 4])
      ])
  }

  /// Eight independent runs, closing on the formula as samples are added.
  func closingOnTheFormula(_ q: DiagonalGaussian, _ notebook: ChapterNotebook) -> Figure {
    let counts = (2...16).map { 1 << $0 }
    let divergence = q.divergenceFromStandard()
    let band = counts.map { 2 * q.logRatioToStandard.standardError(samples: $0) }
    let runs = (0..<8).map { run in
      counts.map { count in
        let sampling = MonteCarlo(samples: count, noise: notebook.noise("fan").substream(run))
        return Point(Double(count), q.sampledDivergenceFromStandard(sampling).mean)
      }
    }
    return Figure(
      slug: "ch03-sampled-divergence", title: "The sampled divergence closes on the formula",
      caption: "Eight runs, each adding samples to its own; the band is two exact standard errors to either side.",
      xAxis: Axis("samples m", scale: .logarithmic), yAxis: Axis("sampled divergence (nats)"),
      layers: [
        .band(
          x: counts.map(Double.init), lower: band.map { divergence - $0 }, upper: band.map { divergence + $0 },
          label: "± 2 standard errors", color: .sky)
      ] + runs.map { .line($0, style: .faint, color: .blue) } + [
        .horizontalLine(divergence, label: "equation (16)", color: .black)
      ])
  }

  /// The integrands of both directions, for a narrow q and for a wide one.
  func bothDirections() throws -> Figure {
    let (prior, places) = (DiagonalGaussian.standard(dimension: 1), (0...200).map { -5 + Double($0) / 20 })
    let panels = try [("narrow: q = N(0, 0.4²)", 0.4), ("wide: q = N(0, 2²)", 2)].map { title, deviation in
      let q = try DiagonalGaussian(mean: [0], standardDeviation: [deviation])
      let curve = { (f: (Double, Double) -> Double) in
        places.map { z in
          let (logQ, logP) = (q.logDensity(at: [z]), prior.logDensity(at: [z]))
          return Point(z, f(logQ, logP))
        }
      }
      return Panel(
        title: title, xAxis: Axis("latent z"), yAxis: Axis("density, or nats per unit of z"),
        layers: [
          .line(curve { _, logP in exp(logP) }, label: "p", style: .faint, color: .black),
          .line(curve { logQ, _ in exp(logQ) }, label: "q", style: .faint, color: .blue),
          .line(curve { logQ, logP in exp(logQ) * (logQ - logP) }, label: "q log(q/p)", color: .blue),
          .line(curve { logQ, logP in exp(logP) * (logP - logQ) }, label: "p log(p/q)", color: .vermilion),
        ])
    }
    return Figure(
      slug: "ch03-both-directions", title: "What each direction adds up",
      caption:
        "Thin: the prior p and q. Thick: what is integrated for KL(q ‖ p), and what for KL(p ‖ q). The second is large "
        + "where p has mass and a narrow q has nearly none, the first where a wide q has mass and p nearly none.",
      panels: panels)
  }
}
