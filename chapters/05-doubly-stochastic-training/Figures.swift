import ChapterData
import Notebook
import Plotting
import VAECore

extension Chapter5 {
  /// Figure 1 of the notes: the way of one image through the model, and what comes back.
  func onePathThroughTheModel(_ model: Autoencoder, _ x: [Double], _ e: [Double], _ examples: Examples) -> Figure {
    let q = model.encoder.approximatePosterior(of: x)
    let z = q.reparameterized(noise: e)
    let f = model.decoder.network.value(of: z)
    let towardLatent = model.decoder.logDensityWithPullback(of: x, given: z).pullback(1).latent
    let circle = (0...60).map { 2 * Double.pi * Double($0) / 60 }
    let contour = { (deviations: Double) in
      circle.map {
        Point(
          q.mean[0] + deviations * q.standardDeviation[0] * cos($0),
          q.mean[1] + deviations * q.standardDeviation[1] * sin($0))
      }
    }
    // The arrow is as long as one deviation of q.
    let length = hypot(q.standardDeviation[0], q.standardDeviation[1]) / hypot(towardLatent[0], towardLatent[1])
    let tip = Point(z[0] + length * towardLatent[0], z[1] + length * towardLatent[1])
    return Figure(
      slug: "ch05-figure-1", title: "Figure 1: one image there and back",
      caption:
        "From left to right, the way there: the \(examples.noun) x, its q(z|x) as lines at one and two deviations with a draw "
        + "z, and the decoder's mean f(z). On the right, the way back begins: where f is "
        + (examples.shape == nil ? "too low or too high. The " : "too light or too dark. The ")
        + "line at z points where log p(x|z) rises most steeply.",
      panels: [
        examples.picture(examples.inked(x), title: "\(examples.noun) x"),
        Panel(
          title: "q(z|x) and a draw z", xAxis: Axis("z₁"), yAxis: Axis("z₂"),
          layers: [
            .line(contour(1), color: .blue), .line(contour(2), style: .faint, color: .blue),
            .line([Point(z[0], z[1]), tip], color: .vermilion), .scatter([Point(z[0], z[1])], color: .vermilion),
          ], key: .none),
        examples.picture(examples.inked(f), title: "mean f(z)"),
        examples.picture(zip(examples.inked(x), examples.unclamped(f)).map { abs($0 - $1) }, title: "size of x − f(z)"),
      ], size: Size(width: 1080, height: 330))
  }

  /// The variance of a mini-batch's gradient over the number of draws.
  func noiseOverDraws(ofImages: Double, ofDraws: Double) -> Figure {
    let draws = (0...40).map { pow(10, 2 * Double($0) / 40) }
    return Figure(
      slug: "ch05-two-noises", title: "More draws help until the images' own noise is left",
      caption:
        "The variance of the gradient for one image per step, over the number V of draws; below the dashed line no "
        + "number of draws can go.",
      xAxis: Axis("draws per image V", scale: .logarithmic),
      yAxis: Axis("variance of the slope", range: 0...1.1 * (ofImages + ofDraws)),
      layers: [
        .line(draws.map { Point($0, ofImages + ofDraws / $0) }, label: "A + B/V", color: .blue),
        .horizontalLine(ofImages, label: "A: the images alone", color: .black),
      ], key: .topRight)
  }

  /// The bound over the epochs.
  func learningCurves(_ trained: Trained, linear: Double, _ examples: Examples) -> Figure {
    let points = { (bounds: [EvidenceLowerBound], part: (EvidenceLowerBound) -> Double) in
      bounds.enumerated().map { Point(Double($0 + 1), part($1)) }
    }
    return Figure(
      slug: "ch05-learning-curves",
      title: examples.areDigits ? "The bound rises above the best linear model" : "The bound during the training",
      caption:
        "Left: the bound per \(examples.noun) on training and held-out \(examples.nouns), and the exact log p(x) of "
        + "probabilistic PCA. Right: its two terms on held-out \(examples.nouns); the divergence grows as the latent code "
        + "carries more.",
      panels: [
        Panel(
          title: "bound", xAxis: Axis("epoch"), yAxis: Axis("nats per \(examples.noun)"),
          layers: [
            .line(points(trained.training, \.value), label: "training \(examples.nouns)", color: .blue),
            .line(points(trained.heldOut, \.value), label: "held-out \(examples.nouns)", color: .vermilion),
            .horizontalLine(linear, label: "best linear model", color: .black),
          ], key: .bottomRight),
        Panel(
          title: "terms, held out", xAxis: Axis("epoch"), yAxis: Axis("nats per \(examples.noun)"),
          layers: [
            .line(points(trained.heldOut, \.reconstruction), label: "reconstruction", color: .green),
            .line(points(trained.heldOut, \.divergence), label: "divergence", color: .pink),
          ], key: .bottomRight),
      ])
  }

  /// Held-out images above their reconstructions.
  func reconstructions(_ model: Autoencoder, _ digits: DigitsAndLinearModel) -> Figure {
    let originals = digits.heldOut.oneOfEachKind(10)
    let decoded = originals.map {
      model.decoder.expectedObservation(given: model.encoder.approximatePosterior(of: $0).mean)
    }
    return Figure(
      slug: "ch05-reconstructions", title: "What gets through the latent code",
      caption: "Above, held-out \(digits.heldOut.kind); below, what the decoder makes of the mean of their q.",
      panels: panels(originals + decoded, columns: originals.count, digits), size: Size(width: 900, height: 260))
  }

  /// Images decoded from draws of the prior.
  func samples(_ model: Autoencoder, _ digits: DigitsAndLinearModel, _ notebook: ChapterNotebook) -> Figure {
    let (noise, d) = (notebook.noise("samples from the prior"), latent.value)
    let images = (0..<40).map { model.decoder.expectedObservation(given: noise.normals($0 * d..<($0 + 1) * d)) }
    return Figure(
      slug: "ch05-samples", title: "Samples: z from the prior, decoded",
      caption: "The mean of p(x|z) for 40 draws of z."
        + (digits.heldOut.areDigits ? " Most look like digits; those between two kinds of digit do not." : ""),
      panels: panels(images, columns: 10, digits), size: Size(width: 900, height: 420))
  }

  /// The posterior means of held-out digits, each drawn as its label.
  func whereDigitsLie(_ model: Autoencoder, _ digits: DigitsAndLinearModel) -> Figure {
    let examples = digits.heldOut.spread(400)
    let means = examples.images.map { model.encoder.approximatePosterior(of: $0).mean }
    let reach = examples.areDigits ? 3.5 : max(3.5, 1.05 * means.joined().map(abs).largest)
    let points = means.map { Point($0[0], $0[1]) }
    let layers = examples.labels.map { labels in
      zip(points, labels).filter { max(abs($0.0.x), abs($0.0.y)) < reach - 0.1 }.map { Layer.text("\($1)", at: $0) }
    }
    return Figure(
      slug: "ch05-atlas-digits", title: "The atlas: where the encoder puts the \(examples.kind)",
      caption:
        "The posterior means of the held-out \(examples.kind)"
        + (examples.areDigits ? ", each drawn as its numeral" : layers == nil ? "" : ", each drawn as its label")
        + ": like \(examples.kind) lie together, and nobody told the model which is which.",
      xAxis: Axis("z₁", range: -reach...reach), yAxis: Axis("z₂", range: -reach...reach),
      layers: layers ?? [.scatter(points, color: .blue)], size: Size(width: 640, height: 600))
  }

  /// The decoder's images on a grid of the plane.
  func decodedGrid(_ model: Autoencoder, _ digits: DigitsAndLinearModel) -> Figure {
    let places = (0..<12).map { -2.75 + 0.5 * Double($0) }
    let images = places.reversed().flatMap { y in
      places.map { x in model.decoder.expectedObservation(given: [x, y]) }
    }
    return Figure(
      slug: "ch05-atlas-decoded", title: "The same plane, decoded",
      caption: "The mean of p(x|z) for z on a grid from −2.75 to 2.75 in both coordinates, z₂ upward: one "
        + "\(digits.heldOut.areDigits ? "digit" : "image") turns into another without a break.",
      panels: panels(images, columns: 12, digits), size: Size(width: 640, height: 660))
  }

  /// A straight line in the latent space.
  func interpolation(_ model: Autoencoder, _ digits: DigitsAndLinearModel) -> Figure {
    let examples = digits.heldOut
    let shown = examples.areDigits ? [0, 7].map { examples.labelled($0).images[0] } : examples.oneOfEachKind(2)
    let ends = shown.map { model.encoder.approximatePosterior(of: $0).mean }
    let images = (0...9).map { step in
      let t = Double(step) / 9
      return model.decoder.expectedObservation(given: zip(ends[0], ends[1]).map { (1 - t) * $0 + t * $1 })
    }
    return Figure(
      slug: "ch05-interpolation",
      title: "From \(examples.areDigits ? "a 0 to a 7" : "one image to another") along a straight line",
      caption: "Ten points between the posterior means of two held-out \(examples.kind), decoded.",
      panels: panels(images, columns: 10, digits), size: Size(width: 900, height: 160))
  }

  private func panels(_ images: [[Double]], columns: Int, _ digits: DigitsAndLinearModel) -> [Panel] {
    digits.heldOut.pictures(images.map(digits.heldOut.inked), columns: columns).map { [$0] } ?? []
  }

  /// The one picture of a table: where its rows lie.
  func lookingAtATable(_ model: Autoencoder, _ digits: DigitsAndLinearModel, _ notebook: ChapterNotebook) {
    if latent.value == 2 { notebook.draw(whereDigitsLie(model, digits)) }
    notebook.remark("Reconstructions, samples, the decoded plane and an interpolation are pictures; a table has none.")
  }
}
