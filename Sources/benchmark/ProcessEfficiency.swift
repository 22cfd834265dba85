import Dispatch
import Foundation
import Plotting
import VAECore
import VAEEngine

/// The efficiency of several processes: measured for two, and modelled for more.
///
/// On one machine two processes share its processors, so the measure is not the clock. It is the work of one process over
/// the work of both, in processor time; messages are copied, and nobody waits for a network.
struct ProcessEfficiency {
  /// One shape of a model and its minibatch.
  private struct Shape {
    let pixels: Int
    let hidden: [Int]
    let latent, batch, steps: Int

    var name: String { ([pixels] + hidden + [latent]).map { "\($0)" }.joined(separator: "–") }
  }

  private static let shapes = [
    Shape(pixels: 784, hidden: [500], latent: 20, batch: 800, steps: 20),
    Shape(pixels: 64, hidden: [64], latent: 2, batch: 800, steps: 400),
  ]
  private static let counts = [4, 16, 64, 256]
  private static let rounds = 5

  /// Measures, prints the tables and, if asked, draws the figure.
  func report(figures: String?) throws {
    print(
      "efficiency: measured for 2 processes by processor time, modelled for machines on two networks: "
        + Network.all.map { "\($0.name) with \(short($0.latency * 1e6)) µs a message" }.joined(separator: ", "))
    var panels: [Panel] = []
    for shape in Self.shapes {
      let model = try training(shape)
      let kinds: [(String, (Int, Network) -> Double)] = [
        ("400 images each", { model.efficiencyOfGrowing($0, imagesOfEach: 400, $1) }),
        ("4,000 images each", { model.efficiencyOfGrowing($0, imagesOfEach: 4000, $1) }),
        ("\(shape.batch) images in total", { model.efficiency($0, images: shape.batch, $1) }),
      ]
      panels.append(panel("train \(shape.name)", kinds))
    }
    let evaluation = try evaluation()
    panels.append(
      panel("log p(x), 784–500–20", [("10,000 images in total", { evaluation.efficiency($0, rows: 10_000, $1) })]))
    guard let figures else { return }
    let figure = Figure(
      slug: "benchmark-processes", title: "Evaluation scales; training needs large minibatches",
      caption: "Modelled from the measured work of one process and the measured sizes of messages; "
        + "1 is N times the speed of one machine. Dashed: 0.8.",
      panels: panels, size: Size(width: 1280, height: 460))
    print(try Gnuplot.draw(figure, into: figures).svgPath)
  }

  /// Prints the modelled efficiencies and draws them over N.
  private func panel(_ title: String, _ kinds: [(name: String, efficiency: (Int, Network) -> Double)]) -> Panel {
    var layers: [Plotting.Layer] = []
    for network in Network.all {
      for (name, efficiency) in kinds {
        let values = Self.counts.map { "\($0): \(short(efficiency($0, network)))" }.joined(separator: ", ")
        print("  \(name), \(network.name): \(values)")
        let points = (0...8).map { Point(Double(1 << $0), efficiency(1 << $0, network)) }
        layers.append(.line(points, label: "\(name), \(network.name)"))
      }
    }
    return Panel(
      title: title, xAxis: Axis("processes, one on each machine", scale: .logarithmic),
      yAxis: Axis("efficiency", range: 0...1.05), layers: layers + [.horizontalLine(0.8)])
  }

  /// Measures the steps of a training: of one process with two numbers of images, and of two processes.
  private func training(_ shape: Shape) throws -> StepModel {
    var (whole, half, both): ([Double], [Double], [Double]) = ([], [], [])
    var messages: [Double] = []
    for _ in 0..<Self.rounds {
      whole.append(try steps(of: shape, images: shape.batch, processes: 1).seconds)
      half.append(try steps(of: shape, images: shape.batch / 2, processes: 1).seconds)
      let shared = try steps(of: shape, images: shape.batch, processes: 2)
      both.append(shared.seconds)
      messages = shared.messages
    }
    let (all, some) = (median(whole), median(half))
    let perImage = (all - some) / Double(shape.batch - shape.batch / 2)
    let model = StepModel(
      perStep: max(0, all - perImage * Double(shape.batch)), perImage: perImage, messages: messages)
    let bytes = Int(messages.reduce(0, +))
    print("train \(shape.name), \(shape.batch) images: two processes measured \(short(all / median(both)))")
    print(
      "  a step: \(short(model.perStep * 1e3)) ms and \(short(perImage * 1e6)) µs an image; "
        + "\(bytes) bytes up the tree in \(messages.count) messages")
    return model
  }

  /// The processor time of a step in all processes together, and the sizes of the messages up the tree in a step.
  private func steps(
    of shape: Shape, images: Int, processes: Int
  ) throws -> (seconds: Double, messages: [Double]) {
    let mailboxes = ThreadOfGroup.Mailboxes()
    let results = Results()
    let isDone = DispatchSemaphore(value: 0)
    let model = try Workload.model(
      pixels: shape.pixels, hidden: shape.hidden, latent: shape.latent, likelihood: .gaussian(variance: 0.5))
    let data = Workload.randomData(rows: images, pixels: shape.pixels)
    let plan = try TrainingPlan(batchSize: images, epochs: 1_000_000, seed: 42, shards: 2)
    for rank in 0..<processes {
      Thread {
        let group = ThreadOfGroup(rank: rank, count: processes, mailboxes: mailboxes)
        do {
          let trainer = try Trainer(
            model: model, data: data, plan: plan, threads: Threads(1), group: processes > 1 ? group : nil)
          try trainer.trainStep()
          let (before, start) = (group.sizesOfMessages.count, secondsOfThread())
          for _ in 0..<shape.steps { try trainer.trainStep() }
          let seconds = (secondsOfThread() - start) / Double(shape.steps)
          let sizes = group.sizesOfMessages.dropFirst(before).prefix(
            (group.sizesOfMessages.count - before) / shape.steps)
          results.add(seconds: seconds, messages: rank == processes - 1 ? sizes.map(Double.init) : [])
        } catch { results.fail(error) }
        isDone.signal()
      }.start()
    }
    for _ in 0..<processes { isDone.wait() }
    return try results.get()
  }

  /// Measures an evaluation by importance samples: of all rows, and of both halves.
  private func evaluation() throws -> EvaluationModel {
    let (rows, samples) = (64, 500)
    let model = try Workload.model(pixels: 784, hidden: [500], latent: 20, likelihood: .bernoulli)
    let data = Workload.randomData(rows: rows, pixels: 784)
    let time = { (range: Range<Int>) in
      let part = Batch(
        rows: range.count, columns: 784,
        elements: Array(data.elements[range.lowerBound * 784..<range.upperBound * 784]))
      let start = secondsOfThread()
      _ = try model.evaluate(part, from: range.lowerBound, seed: 42, threads: Threads(1))
      _ = try model.importanceSampledLikelihood(
        of: part, from: range.lowerBound, amongAll: rows, samples: samples,
        noise: RandomStream(seed: 42, purpose: "importance samples"), threads: Threads(1), findsShapes: true)
      return secondsOfThread() - start
    }
    _ = try time(0..<rows)
    var (whole, both): ([Double], [Double]) = ([], [])
    for _ in 0..<Self.rounds {
      whole.append(try time(0..<rows))
      both.append(try time(0..<rows / 2) + time(rows / 2..<rows))
    }
    // Its number, label, three values, three sums of the weights, a shape, and μ: eight bytes each.
    let bytes = Double(8 * (9 + 20))
    let perRow = median(whole) / Double(rows)
    print(
      "log p(x), 784–500–20, \(samples) samples: two processes measured \(short(median(whole) / median(both)))")
    print("  a row: \(short(perRow * 1e3)) ms, \(Int(bytes)) bytes of results")
    return EvaluationModel(perRow: perRow, bytesOfRow: bytes)
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

/// The times and messages of the threads of a group.
private final class Results: @unchecked Sendable {
  private let lock = NSLock()
  private var seconds = 0.0
  private var messages: [Double] = []
  private var failure: (any Error)?

  func add(seconds: Double, messages: [Double]) {
    lock.withLock {
      self.seconds += seconds
      self.messages += messages
    }
  }

  func fail(_ error: any Error) { lock.withLock { failure = error } }

  func get() throws -> (seconds: Double, messages: [Double]) {
    if let failure { throw failure }
    return (seconds, messages)
  }
}
