import ChapterData
import Notebook
import Plotting
import VAECore

extension Chapter8 {
  /// The eigenvalues of the digits and of the held model's data, each with its s².
  func spectra(_ digits: LinearData, _ variance: Double, _ held: HeldVariance) -> Figure {
    let panel = { (title: String, data: LinearData, variance: Double, label: String) in
      let points = data.spectrum.eigenvalues.prefix(20).filter { $0 > 0 }.enumerated().map { Point(Double($0 + 1), $1) }
      return Panel(
        title: title, xAxis: Axis("index j", range: 0...20.9),
        yAxis: data.examples.areDigits
          ? Axis("eigenvalue λ", scale: .logarithmic, range: 0.01...3) : Axis("eigenvalue λ", scale: .logarithmic),
        layers: [
          .line(points, style: .faint, color: .blue), .scatter(points, label: "eigenvalues", color: .blue),
          .horizontalLine(variance, label: label, color: .vermilion),
        ], key: .topRight)
    }
    return Figure(
      slug: "ch08-spectrum", title: "An eigenvalue above s² is worth a coordinate",
      caption:
        "The first twenty eigenvalues of the \(digits.examples.nouns)' covariance. Left, the best s² for d coordinates lies among the "
        + "eigenvalues that they discard. Right, s² is held: as many coordinates survive as points lie above the line.",
      panels: [
        panel("\(digits.name), section 8.3", digits, variance, "best s²"),
        panel("section 8.5", held.data, held.variance, "s², held"),
      ])
  }

  /// The gap to the optimum over the epochs.
  func gapOverTraining(_ curve: [GapAfterEpoch], _ examples: Examples) -> Figure {
    let points = { (value: (GapAfterEpoch) -> Double) in curve.map { Point(Double($0.epoch), max(1e-6, value($0))) } }
    return Figure(
      slug: "ch08-gap",
      title: examples.areDigits ? "The gap to the best possible bound closes" : "The gap to the best possible bound",
      caption:
        "What is missing to the best possible bound after each epoch"
        + (examples.areDigits
          ? ". Both parts, the decoder's and the encoder's, fall with the learning rate and end well below the dashed line."
          : ", and its two parts, the decoder's and the encoder's."),
      xAxis: Axis("epoch"), yAxis: Axis("nats per \(examples.noun)", scale: .logarithmic),
      layers: [
        .line(points { $0.gap }, label: "gap to the optimum", color: .blue),
        .line(points { $0.ofDecoder }, label: "the decoder's part: log p(x) too low", color: .vermilion),
        .line(points { $0.gap - $0.ofDecoder }, label: "the encoder's part: q not the posterior", color: .green),
        .horizontalLine(0.05, label: "0.05 nats", color: .black),
      ], size: Size(width: 720, height: 540))
  }

  /// The learned columns for zeros and sevens above the principal components.
  func learnedColumns(_ columns: [[Double]], _ pair: LinearData) -> Figure {
    let components = (0..<2).map { j in pair.spectrum.eigenvectors[row: j] }
    // The sign of a column is free: show it as its component has it.
    let learned = zip(columns, components).map { column, component in
      let length = dot(column, column).squareRoot() * (dot(column, component) < 0 ? -1 : 1)
      return column.map { $0 / length }
    }
    let images = zip(learned, components).flatMap { [$0, $1] }
    let largest = images.joined().map(abs).max() ?? 1
    let names = ["learned column 1", "component 1", "learned column 2", "component 2"]
    let pictures = pair.examples.pictures(
      images.map { $0.map { 0.5 + 0.5 * $0 / largest } }, columns: 4, captions: names)
    return Figure(
      slug: "ch08-columns", title: "Learned columns beside principal components",
      caption:
        "\(pair.examples.areDigits ? "Zeros and sevens" : pair.name). Left, what training found, without being told; right, "
        + "the eigenvectors of the covariance."
        + (pictures == nil ? "" : " Middle grey is 0, black is positive, white is negative."),
      panels: pictures.map { [$0] } ?? zip(images, names).map { pair.examples.picture($0, title: $1) },
      size: Size(width: 900, height: 290))
  }

  /// The divergence of each coordinate, trained and at the optimum.
  func divergencesOfCoordinates(_ trained: [Double], _ shares: [Double]) -> Figure {
    Figure(
      slug: "ch08-collapse", title: "What each coordinate carries when s² is held",
      caption:
        "The mean divergence of each coordinate, largest first: trained, and by formula. Beyond the last eigenvalue "
        + "above s², nothing is left.",
      xAxis: Axis(
        "coordinate", range: 0.5...Double(trained.count) + 0.5,
        ticks: trained.indices.map { Tick(Double($0 + 1), "\($0 + 1)") }),
      yAxis: Axis("divergence (nats)"),
      layers: [
        .line(
          shares.enumerated().map { Point(Double($0 + 1), $1) }, label: "½ log(λⱼ/s²), or 0",
          color: .blue),
        .scatter(trained.enumerated().map { Point(Double($0 + 1), $1) }, label: "trained", color: .vermilion),
      ], key: .topRight)
  }
}
