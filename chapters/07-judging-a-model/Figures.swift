import Notebook
import Plotting
import VAECore

extension Chapter7 {
  /// The errors of both estimates over the latent dimension.
  func estimatesOverDimension(_ dimensions: [Int], _ studies: [LinearStudy]) -> Figure {
    let points = { (value: (LinearStudy) -> Double, error: (LinearStudy) -> Double) in
      zip(dimensions, studies).map { UncertainPoint(Double($0), value($1) - $1.exact, error: error($1)) }
    }
    return Figure(
      slug: "ch07-two-proposals", title: "The prior loses sight of the image; q does not",
      caption:
        "The estimate of log p(x) less the exact value, per image, with the standard error that the draws report. The "
        + "prior's points fall, and their bars, which never exceed 1 nat, do not follow.",
      xAxis: Axis("latent dimensions d", range: 0...22), yAxis: Axis("estimate less log p(x) (nats)"),
      layers: [
        .horizontalLine(0, label: "exact"),
        .errorBars(points(\.prior, \.priorError), label: "draws of the prior", color: .vermilion),
        .errorBars(points(\.importance, \.importanceError), label: "draws of q", color: .blue),
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
        + "Pareto shape, but one draw in a million lies beyond five deviations.",
      xAxis: Axis("threshold (deviations)", scale: .logarithmic), yAxis: Axis("mean excess of log w"),
      layers: [
        .line(places.map { Point($0, tail.meanExcess(beyond: $0)) }, label: "mean excess", color: .blue),
        .horizontalLine(exact, label: "Pareto shape k"),
        .verticalLine(5, label: "five deviations", color: .grey),
      ], key: .topRight)
  }

  /// The held-out digits with the highest and the lowest scores.
  func likelyAndUnlikely(_ digits: [[Double]], _ scores: [Double]) -> Figure {
    let order = digits.indices.sorted { scores[$0] > scores[$1] }
    let shown = Array(order.prefix(8)) + Array(order.suffix(8))
    return Figure(
      slug: "ch07-likely", title: "What the model finds likely, and what not",
      caption:
        "Above, the eight held-out digits with the highest log p(x); below, the eight with the lowest. The number "
        + "under each is its score in nats.",
      panels: [
        Panel(
          xAxis: .unlabelled, yAxis: .unlabelled,
          layers: [
            .imageGrid(
              images: shown.map { digits[$0] }, width: 8, height: 8, columns: 8,
              captions: shown.map { "\(Int(scores[$0].rounded()))" })
          ])
      ], size: Size(width: 900, height: 320))
  }

  /// Each digit's score from many samples and from five, in the order of the former.
  func scoresWithErrors(_ many: [LogMeanEstimate], _ few: [LogMeanEstimate]) -> Figure {
    let order = many.indices.sorted { many[$0].logMean < many[$1].logMean }
    let points = { (estimates: [LogMeanEstimate]) in
      order.enumerated().map {
        UncertainPoint(Double($0 + 1), estimates[$1].logMean, error: estimates[$1].standardError ?? 0)
      }
    }
    return Figure(
      slug: "ch07-five-samples", title: "Five samples disturb the order",
      caption:
        "The scores of forty held-out digits, in the order that many samples give them, with their standard errors. "
        + "Where points from five samples go down from left to right, they have the order wrong.",
      xAxis: Axis("digits in order of score"), yAxis: Axis("log p(x) (nats)"),
      layers: [
        .errorBars(points(few), label: "five samples", color: .vermilion),
        .errorBars(points(many), label: "K samples", color: .blue),
      ], key: .bottomRight)
  }
}
