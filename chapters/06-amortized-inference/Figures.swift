import ChapterData
import Notebook
import Plotting
import VAECore

extension Chapter6 {
  /// The bound of own q's over the steps, relative to the encoder's.
  func climbing(_ climbs: [[Double]], _ encoded: [Double], _ data: Examples) -> Figure {
    let curves = zip(climbs, encoded).map { climb, encoded in
      climb.enumerated().map { Point(Double($0), max(-20, $1 - encoded)) }
    }
    let means = (climbs.first ?? []).indices.map { step in
      Point(Double(step), max(-20, average(climbs.map { $0[step] }) - average(encoded)))
    }
    return Figure(
      slug: "ch06-own-posteriors", title: "A q of its own needs many steps; the encoder needs none",
      caption:
        "The bound of new \(data.nouns), less the encoder's: each thin line is one \(data.noun) whose own q climbs from the "
        + "middle. "
        + "Where a line crosses 0, it has caught up with the encoder.",
      xAxis: Axis("steps of Adam"), yAxis: Axis("bound less the encoder's (nats)", range: -20...5),
      layers: curves.map { .line($0, style: .faint, color: .blue) }
        + [
          .line(means, label: "mean over \(data.nouns)", color: .vermilion),
          .horizontalLine(0, label: "the encoder", color: .black),
        ],
      key: .bottomRight)
  }

  /// The approximation gap over the angle, from 0 to a quarter turn.
  func gapOverTheAngle(_ gaps: [Double]) -> Figure {
    Figure(
      slug: "ch06-gap-over-the-angle", title: "The cost of a diagonal q depends on the axes",
      caption: "The approximation gap of W = diag(2, 1) with its latent axes turned: zero where the columns of W are "
        + "orthogonal, largest at an eighth of a turn. p(x) is the same at all angles.",
      xAxis: Axis("angle (degrees)"), yAxis: Axis("approximation gap (nats)"),
      layers: [.line(gaps.enumerated().map { Point(1.5 * Double($0), $1) }, color: .blue)])
  }

  /// Both gaps of each image.
  func bothGaps(_ rows: [(encoder: Double, best: Double, exact: Double)], _ data: Examples) -> Figure {
    let sorted = rows.sorted { $0.exact - $0.encoder < $1.exact - $1.encoder }
    let points = { (value: ((encoder: Double, best: Double, exact: Double)) -> Double) in
      sorted.enumerated().map { Point(Double($0 + 1), value($1)) }
    }
    return Figure(
      slug: "ch06-both-gaps", title: "What separates the bound from log p(x)",
      caption:
        "New \(data.kind), ordered by the whole gap: below the lower line is what a better encoder could gain, above it "
        + "what a richer family of q could.",
      xAxis: Axis(data.noun), yAxis: Axis("gap (nats)"),
      layers: [
        .line(points { $0.exact - $0.encoder }, label: "log p(x) less the encoder's bound", color: .vermilion),
        .line(points { $0.best - $0.encoder }, label: "best bound less the encoder's", color: .blue),
      ], key: .topLeft)
  }

  /// The rank of the true z among 19 draws of three encoders, by the likelihood.
  func ranks(_ notebook: ChapterNotebook) -> Figure {
    let (w, s, best) = (Self.slope, Self.noise.squareRoot(), posteriorOfToy)
    let noise = notebook.noise("ranks")
    let trials = 4000
    let histogram = { (draw: (Double, Double) -> Double) in
      var counts = [Double](repeating: 0, count: 20)
      for trial in 0..<trials {
        let e = noise.normals(trial * 21..<trial * 21 + 21)
        let x = w * e[0] + s * e[1]
        let rank = (2..<21).filter { (x - w * draw(x, e[$0])).squared > (x - w * e[0]).squared }.count
        counts[rank] += 100 / Double(trials)
      }
      return counts
    }
    let edges = (0...20).map { Double($0) - 0.5 }
    return Figure(
      slug: "ch06-ranks", title: "The rank of the true z by how well it explains x",
      caption:
        "4000 simulated pairs, the true z among 19 draws from q: flat for the posterior. A q that ignores x puts the "
        + "true z first far too often.",
      xAxis: Axis("draws that explain x worse than the true z"), yAxis: Axis("share of the pairs (%)"),
      layers: [
        .histogram(edges: edges, heights: histogram { _, e in e }, label: "q = prior", color: .vermilion),
        .histogram(
          edges: edges, heights: histogram { x, e in best.slope * x + best.deviation * e }, label: "q = posterior",
          color: .blue),
        .horizontalLine(5, label: "calibrated", color: .black),
      ], key: .topLeft)
  }
}
