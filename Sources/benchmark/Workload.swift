import CKernels
import Platform
import VAECore
import VAEEngine

/// One computation that is timed, and what it is counted in.
struct Workload {
  /// What the peers call it.
  let key: String
  /// What it is, in words.
  let name: String
  /// How many samples one run takes.
  let samples: Int
  /// How many multiply-adds the layers' products need for one sample; 0 where there are none.
  var multiplyAdds = 0
  let body: () throws -> Void

  /// Runs once and returns what it took.
  func run() throws -> Duration {
    let start = Duration.now
    try body()
    return Duration.now - start
  }

  /// Seconds on the wall, and those that processors worked: on a busy machine the second are the fairer ones.
  struct Duration {
    var wall: Double
    var processor: Double

    static var now: Duration {
      Duration(wall: seconds(CLOCK_MONOTONIC), processor: seconds(CLOCK_PROCESS_CPUTIME_ID))
    }

    static func - (end: Duration, start: Duration) -> Duration {
      Duration(wall: end.wall - start.wall, processor: end.processor - start.processor)
    }

    private static func seconds(_ clock: clockid_t) -> Double {
      var time = timespec()
      clock_gettime(clock, &time)
      return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
  }
}

/// A value that is made when it is first needed: a run that is not timed needs it, and one of other workloads never does.
private final class OnFirstUse<Value> {
  private let make: () throws -> Value
  private var made: Value?

  init(_ make: @escaping () throws -> Value) { self.make = make }

  var value: Value {
    get throws {
      if let made { return made }
      let value = try make()
      made = value
      return value
    }
  }
}

/// The workloads, in the order in which they run.
extension Workload {
  static func all(_ threads: Threads) throws -> [Workload] {
    [
      try sampledDivergence(threads), try decoderMarginal(threads, samples: 1_000_000),
      try importanceSampling(.bernoulli, key: "importance-bernoulli", threads),
      try importanceSampling(.gaussian(variance: 0.1), key: "importance-gaussian", threads),
      try training(pixels: 784, hidden: [500], latent: 20, batch: 100, steps: 200, threads),
      try training(pixels: 64, hidden: [64], latent: 2, batch: 100, steps: 10_000, threads),
      try training(pixels: 64, hidden: [128], latent: 8, batch: 32, steps: 10_000, threads),
      try training(pixels: 4, hidden: [32, 16], latent: 2, batch: 10_000, steps: 200, threads),
      try burda2015(threads),
    ]
  }

  /// KL(q ‖ p) by a million samples in sixteen dimensions, in double precision.
  static func sampledDivergence(_ threads: Threads) throws -> Workload {
    let q = try DiagonalGaussian(
      mean: [Double](repeating: 0.5, count: 16), standardDeviation: [Double](repeating: 0.7, count: 16))
    let noise = RandomStream(seed: 42, purpose: "sampled divergence")
    let sampling = MonteCarlo(samples: 1_000_000, noise: noise)
    return Workload(key: "divergence", name: "sampled divergence, d = 16, double", samples: sampling.samples) {
      _ = q.sampledDivergenceFromStandard(sampling, threads: threads)
    }
  }

  /// log p(x) by samples of the prior through a 2–64–64 tanh decoder, in single precision.
  static func decoderMarginal(_ threads: Threads, samples: Int) throws -> Workload {
    let decoder = try DecoderNetwork<Float>(
      latentDimension: 2, hidden: [64], observationDimension: 64, activation: .tanh,
      likelihood: .gaussian(variance: 0.5), random: RandomStream(seed: 42, purpose: "weights"))
    let observation = (0..<64).map { Float($0) / 64 }
    let noise = RandomStream(seed: 42, purpose: "prior")
    let sampling = MonteCarlo(samples: samples, noise: noise)
    return Workload(
      key: "eq1", name: "eq. (1), 2-64-64 tanh decoder", samples: samples,
      multiplyAdds: 2 * 64 + 64 * 64
    ) {
      _ = try decoder.logMarginalLikelihood(of: observation, sampling, threads: threads)
    }
  }

  /// log p(x) of 100 images by 1000 samples of the encoder's q each, 784-500-20, in single precision.
  static func importanceSampling(_ likelihood: Likelihood, key: String, _ threads: Threads) throws -> Workload {
    let model = try model(pixels: 784, hidden: [500], latent: 20, likelihood: likelihood)
    let images = Batch(rows: 100, columns: 784, elements: (0..<78400).map { Float($0 % 97) / 96 })
    let noise = RandomStream(seed: 42, purpose: "importance samples")
    let kind = likelihood == .bernoulli ? "Bernoulli" : "Gaussian"
    return Workload(
      key: key, name: "importance-sampled log p(x), \(kind) 784-500-20", samples: 100_000,
      multiplyAdds: 20 * 500 + 500 * 784
    ) {
      _ = try model.importanceSampledLikelihood(of: images, samples: 1000, noise: noise, threads: threads)
    }
  }

  /// Steps of Adam up eq. (20) as printed, with s² = ½, in single precision, on 20,000 random data.
  static func training(
    pixels: Int, hidden: [Int], latent: Int, batch: Int, steps: Int, rows: Int = 20_000, _ threads: Threads
  ) throws -> Workload {
    let trainer = OnFirstUse {
      try Trainer(
        model: model(pixels: pixels, hidden: hidden, latent: latent, likelihood: .gaussian(variance: 0.5)),
        data: randomData(rows: rows, pixels: pixels), plan: TrainingPlan(batchSize: batch, epochs: 1_000_000, seed: 42),
        threads: threads)
    }
    let shape = ([pixels] + hidden + [latent]).map { "\($0)" }.joined(separator: "-")
    return Workload(
      key: "train-\(shape)", name: "train \(shape), batch \(batch)", samples: batch * steps,
      multiplyAdds: multiplyAddsOfTraining(pixels: pixels, hidden: hidden, latent: latent)
    ) {
      let trainer = try trainer.value
      for _ in 0..<steps { try trainer.trainStep() }
    }
  }

  /// Steps of the published set-up: two hidden layers of 200 each way, 50 latents, batches of 20 images binarised afresh.
  ///
  /// - Source: Burda, Grosse and Salakhutdinov (2015), section 5.
  static func burda2015(_ threads: Threads) throws -> Workload {
    let (steps, batch) = (500, 20)
    let trainer = OnFirstUse {
      try Trainer(
        model: model(pixels: 784, hidden: [200, 200], latent: 50, likelihood: .bernoulli),
        data: randomData(rows: 20_000, pixels: 784),
        plan: TrainingPlan(
          batchSize: batch, epochs: 1_000_000, seed: 42, binarization: .dynamic), threads: threads)
    }
    return Workload(
      key: "train-784-200-200-50", name: "train 784-200-200-50, batch 20, Bernoulli", samples: batch * steps,
      multiplyAdds: multiplyAddsOfTraining(pixels: 784, hidden: [200, 200], latent: 50)
    ) {
      let trainer = try trainer.value
      for _ in 0..<steps { try trainer.trainStep() }
    }
  }

  /// Of each layer the products forward, of its weight's gradient and, but for the first one, of its input's gradient.
  private static func multiplyAddsOfTraining(pixels: Int, hidden: [Int], latent: Int) -> Int {
    let encoder = zip([pixels] + hidden, hidden).map { $0 * $1 }
    let decoder = zip([latent] + hidden.reversed(), hidden.reversed() + [pixels]).map { $0 * $1 }
    let heads = 2 * latent * (hidden.last ?? pixels)
    return 3 * (encoder.reduce(0, +) + heads + decoder.reduce(0, +)) - encoder[0]
  }

  static func randomData(rows: Int, pixels: Int) -> Batch<Float> {
    let random = RandomStream(seed: 42, purpose: "data")
    return Batch(
      rows: rows, columns: pixels, elements: (0..<rows * pixels).map { Float(random.uniform(at: $0)) })
  }

  static func model(
    pixels: Int, hidden: [Int], latent: Int, likelihood: Likelihood
  ) throws -> VariationalAutoencoder<Float> {
    let random = RandomStream(seed: 42, purpose: "weights")
    return try VariationalAutoencoder(
      encoder: EncoderNetwork(
        observationDimension: pixels, hidden: hidden, latentDimension: latent, activation: .tanh,
        random: random.substream(0)),
      decoder: DecoderNetwork(
        latentDimension: latent, hidden: hidden.reversed(), observationDimension: pixels, activation: .tanh,
        likelihood: likelihood, random: random.substream(1)))
  }
}
