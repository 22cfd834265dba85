import Arithmetic
import Plotting
import VAECore

extension Chapter2 {
  /// Bars of the bound with the divergence on top: they all end at log p(x).
  func stackedBars() throws -> Figure {
    let (toy, posterior) = (try self.toy, try self.toy.posterior(of: x))
    let members = [
      ("the prior", DiagonalGaussian.standard(dimension: 1)), ("the given q", try approximatePosterior),
      ("shifted", try posterior.moved(by: 2, scaledBy: 1)), ("too wide", try posterior.moved(by: 0, scaledBy: 3)),
      ("too narrow", try posterior.moved(by: 0, scaledBy: 1 / 3.0)), ("the posterior", posterior),
    ]
    return Figure(
      slug: "ch02-bound-plus-divergence", title: "Every q splits the same log p(x)",
      caption:
        "The divergence fills what the bound misses. Three q's are the posterior, shifted by two of its deviations, "
        + "three times too wide, or three times too narrow.",
      xAxis: Axis("approximate posterior q"), yAxis: Axis("nats"),
      layers: [
        .bars(
          categories: members.map(\.0),
          segments: [
            BarSegment("bound L(Θ, q)", members.map { toy.evidenceLowerBound($0.1, for: [x]).value }),
            BarSegment("KL(q ‖ p(z | x, Θ))", members.map { toy.divergenceToPosterior(from: $0.1, given: [x]) }),
          ]), .horizontalLine(toy.logMarginalLikelihood(of: x), label: "log p(x | Θ)", color: .black),
      ])
  }

  /// The bound over q's two parameters, in the posterior's neighbourhood.
  func boundSurface() throws -> Figure {
    let (toy, posterior) = (try self.toy, try self.toy.posterior(of: x))
    let (mean, deviation) = (posterior.mean[0], posterior.standardDeviation[0])
    let means = (0...20).map { mean + (-2.5 + Double($0) / 4) * deviation }
    let deviations = (0...20).map { (0.3 + Double($0) / 20 * 2.4) * deviation }
    let values = try deviations.flatMap { deviation in
      try means.map { mean in
        let q = try DiagonalGaussian(mean: [mean], standardDeviation: [deviation])
        return toy.evidenceLowerBound(q, for: [x]).value
      }
    }
    return Figure(
      slug: "ch02-bound-surface", title: "The bound lies under log p(x) and touches it once",
      caption: "L(Θ, q) over the mean and the deviation of q; the plane is log p(x), touched only at the posterior.",
      xAxis: Axis("mean μ of q"), yAxis: Axis("deviation σ of q"),
      layers: [
        .surface(
          x: means, y: deviations, values: values, valueAxis: Axis("nats"), label: "bound L(Θ, q)",
          plane: toy.logMarginalLikelihood(of: x), planeLabel: "log p(x | Θ)", mark: Point(mean, deviation),
          markLabel: "q = posterior")
      ], size: Size(width: 720, height: 520))
  }

  /// log p over the slope w, a bound that touches it once, and the bounds of two turns from the same start.
  func boundsInTurn(
    from start: Double, turns: ArraySlice<Double>, observation x: Double, observationVariance s2: Double
  ) throws -> Figure {
    let slopes = (0...120).map { 0.4 + Double($0) / 50 }
    let toy = { (w: Double) in try LinearGaussian(slope: w, observationVariance: s2) }
    let f = try slopes.map { Point($0, try toy($0).logMarginalLikelihood(of: x)) }
    let bound = { (from: Double) in
      let q = try toy(from).posterior(of: x)
      return try slopes.map { Point($0, try toy($0).evidenceLowerBound(q, for: [x]).value) }
    }
    let starts = [start] + turns.prefix(1)
    let touches = try ([start] + turns).map { Point($0, try toy($0).logMarginalLikelihood(of: x)) }
    return Figure(
      slug: "ch02-climbing-in-turns", title: "One touching point is not enough; a new one in each turn is",
      caption: "log p(1.5 | w) of the toy, the function g that touches it only at w = 2, and the bounds at the "
        + "posteriors of w = 2 and of the w that is best for the first of them. The points are where the turns touch.",
      xAxis: Axis("slope w"), yAxis: Axis("nats", range: -2.8 ... -1.7),
      layers: [
        .line(f, label: "f = log p(x | w)", color: .black),
        .line(f.map { Point($0.x, $0.y - ($0.x - start).squared) }.filter { $0.y > -2.8 }, label: "g", color: .grey),
        .line(try bound(starts[0]).filter { $0.y > -2.8 }, label: "bound, first turn", color: .blue),
        .line(try bound(starts[1]).filter { $0.y > -2.8 }, label: "bound, second turn", color: .vermilion),
        .scatter(touches, color: .black),
      ], key: .bottomRight)
  }

  /// The two modes of the bent toy's posterior, and the Gaussian that fits best.
  func oneModeOfTwo(of bent: IntegrableModel, best: DiagonalGaussian) -> Figure {
    let positions = (0...300).map { -2.4 + 4.8 * Double($0) / 300 }
    return Figure(
      slug: "ch02-one-mode-of-two", title: "The best Gaussian takes one mode of two",
      caption:
        "Spreading over both modes would put mass where the posterior has none; one mode costs about log 2 nats.",
      xAxis: Axis("latent z"), yAxis: Axis("density"),
      layers: [
        .line(
          positions.map { Point($0, exp(bent.logJoint([$0]) - bent.logEvidence)) }, label: "posterior p(z | x = 2)"),
        .line(
          positions.map { Point($0, exp(best.logDensity(at: [$0]))) }, label: "best Gaussian q"),
      ])
  }
}
