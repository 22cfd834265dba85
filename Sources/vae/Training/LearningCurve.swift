import Plotting

/// The learning curve of a training as a figure.
enum LearningCurve {
  /// The bound, on one panel, as a terminal shows it.
  static func boundAlone(_ history: [TrainingRecord.Epoch]) -> Figure {
    var figure = figure(history: history)
    figure.panels.removeLast()
    return figure
  }

  /// The bound beside its two terms.
  ///
  /// - Parameter history: The epochs, from the first.
  static func figure(history: [TrainingRecord.Epoch]) -> Figure {
    // A held-out bound that is not finite has no place on an axis.
    let series = { (value: (TrainingRecord.Epoch) -> Double?) in
      history.enumerated().compactMap { index, epoch in
        value(epoch).flatMap { $0.isFinite ? Point(Double(index + 1), $0) : nil }
      }
    }
    var bound: [Layer] = [.line(series { $0.bound }, label: "training", color: .blue)]
    let heldOut = series { $0.heldOutBound }
    if history.contains(where: { abs($0.objective - $0.bound) > 1e-9 * abs($0.bound) }) {
      bound.append(.line(series { $0.objective }, label: "objective, training", color: .green))
    }
    if !heldOut.isEmpty { bound.append(.line(heldOut, label: "held out", color: .orange)) }
    return Figure(
      slug: "learning-curve", title: "Learning curve",
      caption: "The bound, and its two terms, after each epoch: means over the data, in nats.",
      panels: [
        Panel(
          title: "evidence lower bound", xAxis: Axis("epoch"), yAxis: Axis("nats per datum"), layers: bound),
        Panel(
          title: "its two terms", xAxis: Axis("epoch"), yAxis: Axis("nats per datum"),
          layers: [
            .line(series { $0.reconstruction }, label: "reconstruction", color: .green),
            .line(series { -$0.divergence }, label: "−divergence", color: .pink),
          ]),
      ])
  }
}
