import Platform
import Plotting
import VAEEngine

/// How time and memory grow: with samples, data and parameters.
struct Growth {
  let threads: Threads

  /// One quantity measured at several sizes.
  struct Curve {
    let title: String
    let size: String
    let value: String
    let points: [Point]
    /// Whether the value is expected to stay: it is then drawn from 0, so that a little looks like a little.
    var isFlat = false

    var axis: Axis {
      isFlat ? Axis(value, range: 0...2 * (points.map(\.y).max() ?? 1)) : Axis(value, scale: .logarithmic)
    }

    /// The exponent a of value ∝ sizeᵃ, by least squares through the logarithms.
    var exponent: Double {
      let x = points.map { log($0.x) }
      let y = points.map { log($0.y) }
      let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
      let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
      return covariance / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    }
  }

  /// Measures, prints a table and, if asked, draws the figure.
  func report(figures: String?) throws {
    // Memory first: a process's peak never falls, so that it must stay flat while the samples grow a thousandfold.
    let curves = [try memoryOfSamples(), try timeOfSamples(), try timeOfData(), try timeOfParameters()]
    for curve in curves {
      print("\(curve.title): \(curve.value) ∝ (\(curve.size)) to the \((curve.exponent * 100).rounded() / 100)")
      for point in curve.points { print("  \(short(point.x))  \(short(point.y))") }
    }
    guard let figures else { return }
    let panels = curves.map { curve in
      Panel(
        title: curve.title, xAxis: Axis(curve.size, scale: .logarithmic), yAxis: curve.axis,
        layers: [.line(curve.points), .scatter(curve.points)])
    }
    let figure = Figure(
      slug: "benchmark-growth", title: "Time grows linearly, memory not with samples",
      caption: "Equation (1) through a 2-64-64 decoder against samples; an epoch of a 64-64-2 model against its data; "
        + "a step of models with one hidden layer against their parameters.",
      panels: panels, size: Size(width: 1280, height: 400))
    print(try Gnuplot.draw(figure, into: figures).svgPath)
  }

  /// The least processor time of five runs: what others do on the machine only adds to it.
  private func best(of workload: Workload) throws -> Double {
    _ = try workload.run()
    return try (0..<5).map { _ in try workload.run().processor }.min() ?? .nan
  }

  private func memoryOfSamples() throws -> Curve {
    let points = try [10_000, 100_000, 1_000_000, 10_000_000].map { samples in
      _ = try Workload.decoderMarginal(threads, samples: samples).run()
      var usage = rusage()
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return Point(Double(samples), Double(usage.ru_maxrss) / 1024)
    }
    return Curve(title: "Memory of eq. (1)", size: "samples", value: "peak memory (MB)", points: points, isFlat: true)
  }

  private func timeOfSamples() throws -> Curve {
    let points = try (0..<6).map { step in
      let samples = 250_000 << step
      return Point(Double(samples), try best(of: .decoderMarginal(threads, samples: samples)) * 1e3)
    }
    return Curve(title: "Time of eq. (1)", size: "samples", value: "processor time (ms)", points: points)
  }

  private func timeOfData() throws -> Curve {
    let points = try (0..<6).map { step in
      let rows = 4000 << step
      let epoch = try Workload.training(
        pixels: 64, hidden: [64], latent: 2, batch: 100, steps: rows / 100, rows: rows, threads)
      return Point(Double(rows), try best(of: epoch) * 1e3)
    }
    return Curve(title: "Time of an epoch", size: "data", value: "processor time (ms)", points: points)
  }

  private func timeOfParameters() throws -> Curve {
    let points = try (0..<5).map { step in
      let hidden = 128 << step
      let (pixels, latent, steps) = (784, 20, 20)
      let training = try Workload.training(
        pixels: pixels, hidden: [hidden], latent: latent, batch: 100, steps: steps, rows: 1000, threads)
      // Two layers of pixels × hidden, three of hidden × latent, and the biases.
      let parameters = 2 * pixels * hidden + 3 * hidden * latent + 2 * hidden + 2 * latent + pixels
      return Point(Double(parameters), try best(of: training) / Double(steps) * 1e3)
    }
    return Curve(title: "Time of a training step", size: "parameters", value: "processor time (ms)", points: points)
  }
}
