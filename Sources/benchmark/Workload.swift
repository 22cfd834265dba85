import VAECore

/// One computation whose samples are counted and timed.
struct Workload {
  /// What the peers' script calls it.
  let key: String
  /// What it is, in words.
  let name: String
  let samples: Int
  let body: () throws -> Void

  /// Runs twice, the first time to warm up, and returns millions of samples a second.
  func rate() -> Double {
    try? body()
    let time = ContinuousClock().measure { try? body() }.components
    return Double(samples) / (Double(time.seconds) + 1e-18 * Double(time.attoseconds)) / 1e6
  }

  /// KL(q ‖ p) by a million samples in sixteen dimensions, in double precision.
  static func sampledDivergence(_ threads: Threads) throws -> Workload {
    let q = try DiagonalGaussian(
      mean: [Double](repeating: 0.5, count: 16), standardDeviation: [Double](repeating: 0.7, count: 16))
    let noise = RandomStream(seed: 42, purpose: "sampled divergence")
    let sampling = MonteCarlo(samples: 1_000_000, noise: noise, threads: threads)
    return Workload(key: "divergence", name: "sampled divergence, d = 16, double", samples: sampling.samples) {
      _ = q.sampledDivergenceFromStandard(sampling)
    }
  }

  /// log p(x) by a million samples of the prior through a 2–64–64 tanh decoder, in single precision.
  static func decoderMarginal(_ threads: Threads) throws -> Workload {
    let decoder = try Decoder<Float>(
      latentDimension: 2, hidden: [64], observationDimension: 64, activation: .tanh,
      likelihood: .gaussian(variance: 0.5), random: RandomStream(seed: 42, purpose: "weights"))
    let observation = (0..<64).map { Float($0) / 64 }
    let noise = RandomStream(seed: 42, purpose: "prior")
    let sampling = MonteCarlo(samples: 1_000_000, noise: noise, threads: threads)
    return Workload(key: "marginal", name: "eq. (1), 2-64-64 tanh decoder, single", samples: sampling.samples) {
      _ = try decoder.logMarginal(of: observation, sampling: sampling)
    }
  }

  /// log p(x) of 100 images by 1000 samples of the encoder's q each, 784-500-20, in single precision.
  static func importanceSampling(_ likelihood: Likelihood, key: String, _ threads: Threads) throws -> Workload {
    let random = RandomStream(seed: 42, purpose: "weights")
    let model = try VariationalAutoencoder<Float>(
      encoder: Encoder(
        observationDimension: 784, hidden: [500], latentDimension: 20, activation: .tanh, random: random.substream(0)),
      decoder: Decoder(
        latentDimension: 20, hidden: [500], observationDimension: 784, activation: .tanh, likelihood: likelihood,
        random: random.substream(1)))
    let images = Matrix(rows: 100, columns: 784, elements: (0..<78400).map { Float($0 % 97) / 96 })
    let noise = RandomStream(seed: 42, purpose: "importance samples")
    return Workload(key: key, name: "importance-sampled log p(x), \(key), 784-500-20, single", samples: 100_000) {
      _ = try model.importanceSampledLikelihood(of: images, samples: 1000, noise: noise, threads: threads)
    }
  }
}
