import Notebook
import Plotting
import VAECore

extension Chapter1 {
  /// The toy as a picture: its prior, its decoder with some draws, and the density of x that comes of them.
  func theToyAsAPicture(_ notebook: ChapterNotebook) throws -> Figure {
    let (toy, x, s) = (try toy, observation.value, variance.value.squareRoot())
    let (w, spread) = (slope.value, hypot(slope.value, s))
    let noise = notebook.noise("picture").normals(0..<400)
    let pairs = (0..<200).map { Point(noise[2 * $0], w * noise[2 * $0] + s * noise[2 * $0 + 1]) }
    let (latents, prior) = ((0...60).map { -3 + Double($0) / 10 }, DiagonalGaussian.standard(dimension: 1))
    let places = (0...120).map { 3.5 * spread * (-1 + Double($0) / 60) }
    return Figure(
      slug: "ch01-the-toy", title: "The toy: z is drawn, the decoder makes x of it, and z is forgotten",
      caption: "Left: the prior. Middle: 200 draws of z with their x, the decoder's mean wz, and a band of two noise "
        + "deviations s to either side. Right: the density of x over the same vertical axis. The dashed line is the observation.",
      panels: [
        Panel(
          title: "prior p(z)", xAxis: Axis("latent z"), yAxis: Axis("density of z"),
          layers: [.line(latents.map { Point($0, exp(prior.logDensity(at: [$0]))) }, color: .blue)], key: .none),
        Panel(
          title: "decoder p(x | z)", xAxis: Axis("latent z"), yAxis: Axis("observation x"),
          layers: [
            .band(
              x: latents, lower: latents.map { w * $0 - 2 * s }, upper: latents.map { w * $0 + 2 * s }, color: .sky),
            .line(latents.map { Point($0, w * $0) }, color: .blue), .scatter(pairs, color: .vermilion),
            .horizontalLine(x, color: .black),
          ], key: .none),
        Panel(
          title: "marginal likelihood p(x)", xAxis: Axis("density of x (% per unit)"), yAxis: Axis("observation x"),
          layers: [
            .line(places.map { Point(100 * exp(toy.logMarginalLikelihood(of: $0)), $0) }, color: .blue),
            .horizontalLine(x, color: .black),
          ], key: .none),
      ], size: Size(width: 1080, height: 360))
  }

  /// Eight independent runs, closing on the exact density.
  func fan(_ notebook: ChapterNotebook) throws -> Figure {
    let (toy, x) = (try toy, observation.value)
    let density = exp(toy.logMarginalLikelihood(of: x))
    let counts = (4...16).map { 1 << $0 }
    let band = counts.map { 2 * (toy.relativeVarianceOfWeights(of: [x]) / Double($0)).squareRoot() }
    let runs = (0..<8).map { run in
      counts.map { count in
        let average = MonteCarlo(samples: count, noise: notebook.noise("fan").substream(run))
          .average { z in exp(toy.logDensity(of: x, given: z)) }
        return Point(Double(count), average.mean)
      }
    }
    return Figure(
      slug: "ch01-estimates-fan", title: "The average over the prior closes on p(x)",
      caption: "Eight runs, each adding samples to its own; the band is two exact standard errors to either side, and "
        + "narrows by half with every four times as many samples.",
      xAxis: Axis("samples m", scale: .logarithmic), yAxis: Axis("estimate of the density p(x)"),
      layers: [
        .band(
          x: counts.map(Double.init), lower: band.map { density * (1 - $0) }, upper: band.map { density * (1 + $0) },
          label: "± 2 standard errors", color: .sky)
      ] + runs.map { .line($0, style: .faint, color: .blue) } + [
        .horizontalLine(density, label: "N(x | 0, w² + s²)", color: .black)
      ])
  }

  /// The bias for averages of 8 to 1024 weights, beside −R/2m.
  func biasAgainstSamples(_ notebook: ChapterNotebook) throws -> Figure {
    let relativeVariance = try toy.relativeVarianceOfWeights(of: [observation.value])
    let counts = (3...10).map { 1 << $0 }
    let points = try counts.map { count in
      let measured = try biasOfTheLogarithm(of: count, replications: 512 + (1 << 17) / count, notebook)
      return UncertainPoint(Double(count), -measured.mean, error: 2 * (measured.standardError ?? 0))
    }
    return Figure(
      slug: "ch01-logarithm-bias", title: "The logarithm of an average is too low by R/2m",
      caption: "Measured over many replications, with two standard errors, against R/2m: the fewer the samples, the "
        + "more the next orders show.",
      xAxis: Axis("samples m in one average", scale: .logarithmic),
      yAxis: Axis("log p(x) − E log p̂ (nats)", scale: .logarithmic),
      layers: [
        .line(counts.map { Point(Double($0), relativeVariance / Double(2 * $0)) }, label: "R/2m", color: .vermilion),
        .errorBars(points, label: "measured, ± 2 standard errors", color: .blue),
      ])
  }

  /// Effective sample size, and the error with the standard error that was reported, against the latent dimension.
  func theCollapse(_ fits: [PriorAverages], _ components: PrincipalComponents) throws -> Figure {
    let m = Double(PriorAverages.samples)
    let models = try (1...20).map { try components.linearGaussian(latentDimension: $0) }
    let predictions = fits[0].images.map { image in
      models.map { Point(Double($0.latentDimension), m * exp(-$0.logMomentOfWeights(2, of: image))) }
        .filter { $0.y > 1e-5 }
    }
    let measured = fits.flatMap { fit in
      fit.estimates.map { Point(Double(fit.model.latentDimension), $0.effectiveSampleSize) }
    }
    let errors = fits.flatMap { fit in
      fit.estimates.enumerated().map { index, estimate in
        UncertainPoint(
          Double(fit.model.latentDimension) + 0.25 * (Double(index) - 4.5), estimate.logMean - fit.exact[index],
          error: 2 * (estimate.standardError ?? 0))
      }
    }
    return Figure(
      slug: "ch01-effective-sample-size", title: "Ten digits, 100,000 draws from the prior each",
      caption:
        "Left: the draws that count, as measured and as m/(1 + R) predicts; measured, they never fall below one. "
        + "Right: the error of log p(x), the ten side by side about each d, with the standard errors that they report; "
        + "at d = 20 no bar comes near 0.",
      panels: [
        Panel(
          title: "draws that count", xAxis: Axis("latent dimension d"),
          yAxis: Axis("effective sample size", scale: .logarithmic, range: 1e-5...1e5),
          layers: predictions.enumerated().map {
            .line($0.element, label: $0.offset == 0 ? "m/(1 + R), each image" : nil, style: .faint, color: .blue)
          } + [.scatter(measured, label: "measured", color: .vermilion)]),
        Panel(
          title: "what comes of it", xAxis: Axis("latent dimension d"), yAxis: Axis("log p̂(x) − log p(x) (nats)"),
          layers: [
            .horizontalLine(0, label: "exact", color: .black),
            .errorBars(errors, label: "estimate ± 2 standard errors", color: .vermilion),
          ]),
      ])
  }
}
