import ChapterData
import Notebook
import Plotting
import VAECore

extension Chapter7 {
  /// The errors of both estimates over the latent dimension.
  func estimatesOverDimension(_ dimensions: [Int], _ studies: [LinearStudy], _ data: Examples) -> Figure {
    let points = { (shift: Double, value: (LinearStudy) -> Double, error: (LinearStudy) -> Double) in
      zip(dimensions, studies).map { UncertainPoint(Double($0) + shift, value($1) - $1.exact, error: error($1)) }
    }
    return Figure(
      slug: "ch07-two-proposals",
      title: data.areDigits ? "The prior loses sight of the image; q does not" : "Draws of the prior, and of q",
      caption:
        "The estimate of log p(x) less the exact value, per \(data.noun), with the standard error that the draws report. "
        + (data.areDigits
          ? "The prior's points fall, and their bars, which never exceed 1 nat, do not follow."
          : "A bar never exceeds 1 nat."),
      xAxis: Axis("latent dimensions d", range: 0...22), yAxis: Axis("estimate less log p(x) (nats)"),
      layers: [
        .horizontalLine(0, label: "exact"),
        .errorBars(points(-0.2, \.prior, \.priorError), label: "draws of the prior", color: .vermilion),
        .errorBars(points(0.2, \.importance, \.importanceError), label: "draws of q", color: .blue),
      ], key: .bottomLeft)
  }

  /// The two ladders on the toy, the one from below in closed form beside its draws.
  func bracket(_ fromAbove: [Double], _ fromBelow: [Double], exact: Double) -> Figure {
    let points = { (values: [Double]) in zip(Self.rungs, values).map { Point(Double($0), $1) } }
    return Figure(
      slug: "ch07-bracket", title: "log p(x) between two ladders",
      caption:
        "The bounds from K draws on the toy. Those from below close in quickly; those from above, whose weights have "
        + "the heavier tail, slowly.",
      xAxis: Axis("draws K", scale: .logarithmic), yAxis: Axis("nats"),
      layers: [
        .horizontalLine(exact, label: "log p(x)"),
        .line(points(fromAbove), label: "from above: draws of the posterior", color: .vermilion),
        .scatter(points(fromAbove), color: .vermilion),
        .line(points(fromBelow), label: "from below: draws of q", color: .blue),
        .scatter(points(fromBelow), color: .blue),
      ], key: .topRight)
  }

  /// The exact mean excess over the threshold, and its limit.
  func hillOverThreshold(_ tail: LogWeightTail, exact: Double) -> Figure {
    let places = (0...60).map { pow(10, -0.3 + 2.3 * Double($0) / 60) }
    return Figure(
      slug: "ch07-pareto", title: "The tail's shape shows itself only far out",
      caption:
        "What Hill's estimator gives for endlessly many draws, over the threshold in deviations. It comes down to the "
        + "Pareto shape, but fewer than one draw in a million lies beyond five deviations.",
      xAxis: Axis("threshold (deviations)", scale: .logarithmic), yAxis: Axis("mean excess of log w"),
      layers: [
        .line(places.map { Point($0, tail.meanExcess(beyond: $0)) }, label: "mean excess", color: .blue),
        .horizontalLine(exact, label: "Pareto shape k"),
        .verticalLine(5, label: "five deviations", color: .grey),
      ], key: .topRight)
  }

  /// The held-out digits with the highest and the lowest scores.
  func likelyAndUnlikely(_ digits: [[Double]], _ scores: [Double], _ data: Examples) -> Figure {
    let order = digits.indices.sorted { scores[$0] > scores[$1] }
    let few = min(8, order.count / 2)
    let shown = Array(order.prefix(few)) + Array(order.suffix(few))
    let pictures = data.pictures(
      shown.map { data.inked(digits[$0]) }, columns: few, captions: shown.map { "\(Int(scores[$0].rounded()))" })
    return Figure(
      slug: "ch07-likely", title: "What the model finds likely, and what not",
      caption:
        "Above, the \(few == 8 ? "eight" : "\(few)") held-out \(data.kind) with the highest log p(x); below, the "
        + "\(few == 8 ? "eight" : "\(few)") with the lowest. The number "
        + "under each is its score in nats.",
      panels: pictures.map { [$0] } ?? [], size: Size(width: 900, height: 320))
  }

  /// The densest image of a linear model, images that it draws, and held-out digits, with log p(x) of each.
  func densestAndDrawn(_ model: LinearGaussian, _ drawn: [[Double]], _ data: DigitsAndComponents) -> Figure {
    let shown = [model.bias] + drawn + data.heldOut.prefix(8)
    let scores = shown.map { model.logMarginalLikelihood(of: $0) }
    let pictures = data.training.pictures(
      shown.map(data.training.inked), columns: 8, captions: scores.map { "\(Int($0.rounded()))" })
    return Figure(
      slug: "ch07-densest", title: "The densest image is one that the model never draws",
      caption:
        "Above, on the left, the image with the highest density under probabilistic PCA, and seven images that the model "
        + "draws; below, eight held-out \(data.training.kind). The number under each is its log p(x) in nats.",
      panels: pictures.map { [$0] } ?? [], size: Size(width: 900, height: 320))
  }

  /// The loss from five samples of each digit, with the standard errors that they report.
  func fiveLessMany(_ many: [LogMeanEstimate], _ few: [LogMeanEstimate], _ data: Examples) -> Figure {
    let order = many.indices.sorted { many[$0].logMean < many[$1].logMean }
    let points = order.enumerated().map {
      UncertainPoint(Double($0 + 1), few[$1].logMean - many[$1].logMean, error: few[$1].standardError ?? 0)
    }
    return Figure(
      slug: "ch07-five-samples", title: "Five samples: mostly too low",
      caption:
        "The score of \(many.count == 40 ? "forty" : "\(many.count)") held-out \(data.kind) from five samples less the score from 200, with the standard errors that the "
        + "five report. Points hang below the line more than they rise above it: that is the bias.",
      xAxis: Axis("\(data.kind) in order of score"), yAxis: Axis("five samples less 200 (nats)"),
      layers: [.horizontalLine(0, label: "200 samples"), .errorBars(points, label: "five samples", color: .vermilion)],
      key: .bottomRight)
  }
}
