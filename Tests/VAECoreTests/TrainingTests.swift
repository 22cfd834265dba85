import Testing
import VAECore
import Verification

@Suite("Equations (18) and (20): a step and an epoch of training")
struct TrainingTests {
  private let model = AutoencoderFixture().model
  private let images = [
    [0.5, -1.25, 0.75], [1.5, 0.25, -0.5], [-0.3, 0.8, 0.1], [0.9, -0.6, -1.1], [0.2, 0.4, 1.3],
  ]

  private func noises(_ seed: UInt64, images: Int, draws: Int) -> [[[Double]]] {
    let stream = RandomStream(seed: seed, purpose: "noises")
    return (0..<images).map { image in
      (0..<draws).map { draw in
        let first = 2 * (image * draws + draw)
        return stream.normals(first..<first + 2)
      }
    }
  }

  @Test("One step is Adam along the mean over images of the mean over draws of the gradients")
  func step() {
    let noises = noises(1, images: 2, draws: 3)
    var training = Training(of: model, batchSize: 2, draws: 3, learningRate: 0.01, seed: 1)
    var (expected, adam) = (model, Adam<Autoencoder>(learningRate: 0.01))
    for _ in 0..<2 {
      let before = training.model
      let bound = training.step(Array(images[..<2]), noises: noises)
      var (mean, reconstruction, divergence) = (before.zero, 0.0, 0.0)
      for (x, noises) in zip(images, noises) {
        for e in noises {
          let (bound, gradient) = before.lowerBoundWithGradient(of: x, noise: e)
          mean = mean.combined(with: gradient) { $0 + $1 / 6 }
          reconstruction += bound.reconstruction / 6
          divergence += bound.divergence / 6
        }
      }
      adam.step(&expected, along: mean)
      expectEqual([bound.reconstruction, bound.divergence], [reconstruction, divergence], roundings: 50, scale: 20)
      // A gradient's rounding matters where it is small: Adam divides by its size.
      expectEqual(training.model.numbers, expected.numbers, roundings: 10_000, scale: 1)
    }
    #expect(training.model != model)
  }

  @Test("An epoch's mean is the mean over its images of its steps' own bounds, also with an incomplete last mini-batch")
  func epoch() {
    // Five equal images: their order cannot matter, and the draws are the stream's, one place after another.
    let data = [[Double]](repeating: images[0], count: 5)
    var training = Training(of: model, batchSize: 2, draws: 3, learningRate: 0.02, seed: 7)
    var byHand = training
    let stream = RandomStream(seed: 7, purpose: "noise of the latents")
    for epoch in 0..<2 {
      let (bound, before) = (training.epoch(over: data), byHand.model)
      var (reconstruction, divergence) = (0.0, 0.0)
      for places in [0..<2, 2..<4, 4..<5] {
        let noises = places.map { place in
          (0..<3).map { draw in
            let first = 2 * ((epoch * 5 + place) * 3 + draw)
            return stream.normals(first..<first + 2)
          }
        }
        let ofStep = byHand.step(places.map { data[$0] }, noises: noises)
        reconstruction += ofStep.reconstruction * Double(places.count) / 5
        divergence += ofStep.divergence * Double(places.count) / 5
      }
      expectEqual([bound.reconstruction, bound.divergence], [reconstruction, divergence], roundings: 20, scale: 20)
      #expect(training.model == byHand.model && training.model != before)
    }
  }

  @Test("A training of one seed is reproducible, and one of another seed differs")
  func seeds() {
    func trained(_ seed: UInt64) -> Autoencoder {
      var training = Training(of: model, batchSize: 2, seed: seed)
      training.epoch(over: images)
      return training.model
    }
    #expect(trained(3) == trained(3) && trained(3) != trained(4))
    let training = Training(of: model, seed: 1)
    #expect(training.batchSize == 20 && training.draws == 1 && training.model == model)
    let rates = [training, Training(of: model, learningRate: 0.003, seed: 1)].map { start in
      var training = start
      training.epoch(over: images)
      return training.model
    }
    #expect(rates[0] == rates[1])
  }

  @Test("A mini-batch without images, an image without draws and images without noise are programming errors")
  func nothing() async {
    await #expect(processExitsWith: .failure) {
      var training = Training(of: AutoencoderFixture().model, seed: 1)
      training.step([[0.5, -1.25, 0.75]], noises: [])
    }
    await #expect(processExitsWith: .failure) { _ = Training(of: AutoencoderFixture().model, batchSize: 0, seed: 1) }
    await #expect(processExitsWith: .failure) { _ = Training(of: AutoencoderFixture().model, draws: 0, seed: 1) }
  }
}

@Suite("Equation (18): the random order of the images, and their random draws")
struct TrainingRandomnessTests {
  private static let images = [[1.0, 0, 0], [0, 1, 0], [0, 0, 1]]

  /// A model that shows the noise of one image: the others' σ is exp(−40), and the first pixel's logit is z + 0.1.
  private func model(showing visible: Int?) -> Autoencoder {
    let logVariances = (0..<3).map { $0 == visible ? 0 : -80.0 }
    return Autoencoder(
      encoder: Encoder(
        hidden: Network([]), mean: Layer(matrix: Matrix([[0.5, -0.25, 0.75]]), bias: [0]),
        logVariance: Layer(matrix: Matrix([logVariances]), bias: [0])),
      decoder: Decoder(
        network: Network([Layer(matrix: Matrix([[1], [0], [0]]), bias: [0.1, 0.2, -0.3])]), likelihood: .bernoulli))
  }

  @Test("Every order of three images occurs, equally often, and each takes every image once")
  func orders() throws {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    var training = Training(of: model(showing: nil), batchSize: 1, learningRate: 1e-4, seed: 5)
    var counts = [Int](repeating: 0, count: 6)
    var repeats = 0
    var last = -1
    for _ in 0..<300 {
      let before = training
      training.epoch(over: Self.images)
      // The order is the one whose steps lead to the same model.
      let distances = orders.map { order in
        var trial = before
        for image in order { trial.step([Self.images[image]], noises: [[[0]]]) }
        return zip(trial.model.numbers, training.model.numbers).reduce(0) { max($0, abs($1.0 - $1.1)) }
      }
      let found = try #require(distances.firstIndex { $0 < 1e-13 }, "a permutation of the images")
      #expect(distances.filter { $0 < 1e-13 }.count == 1)
      counts[found] += 1
      if found == last { repeats += 1 }
      last = found
    }
    // Each count is binomial with mean 50 and standard deviation 6.5; so is the number of repeated orders.
    for count in counts + [repeats] { #expect(abs(Double(count) - 50) < 5 * 6.5, "\(counts), \(repeats)") }
  }

  @Test("Each image's noise over 200 epochs has mean 0, variance 1 and no memory", arguments: 0..<3)
  func noise(image: Int) throws {
    let model = model(showing: image)
    var training = Training(of: model, batchSize: 2, learningRate: 0, seed: 9)
    let others = (0..<3).filter { $0 != image }.map {
      model.evidenceLowerBound(of: Self.images[$0], noises: [[0]]).reconstruction
    }
    let draws = try (0..<200).map { _ in
      let reconstruction = 3 * training.epoch(over: Self.images).reconstruction - others.reduce(0, +)
      return try noise(of: image, reconstruction, in: model)
    }
    #expect(training.model == model, "a learning rate of 0 leaves the model")
    let estimate = MonteCarloEstimate(draws)
    #expect(abs(estimate.mean) < 5 / 200.0.squareRoot())
    // The sample variance has a standard deviation of √(2/199).
    #expect(abs(try #require(estimate.variance) - 1) < 5 * (2.0 / 199).squareRoot())
    #expect(Set(draws.map { ($0 * 1e6).rounded() }).count > 195, "an epoch's noise is its own")
    let products = MonteCarloEstimate(zip(draws, draws.dropFirst()).map { $0 * $1 })
    #expect(abs(products.mean) < 5 / 199.0.squareRoot())
  }

  /// Finds the noise of an image from its reconstruction, which decreases or increases with z on [−8.6, 8.6].
  private func noise(of image: Int, _ reconstruction: Double, in model: Autoencoder) throws -> Double {
    func excess(_ e: Double) -> Double {
      model.evidenceLowerBound(of: Self.images[image], noises: [[e]]).reconstruction - reconstruction
    }
    var (low, high) = (-8.6, 8.6)
    try #require(excess(low) * excess(high) < 0)
    for _ in 0..<50 {
      let middle = 0.5 * (low + high)
      if excess(middle) * excess(low) > 0 { low = middle } else { high = middle }
    }
    return low
  }
}

@Suite("Equation (20): training reaches the exact optimum of probabilistic PCA")
struct ConvergenceTests {
  /// Two antithetic draws integrate a linear model's bound exactly, so the ascent is free of noise.
  @Test("The bound of a linear autoencoder ends at the largest log-likelihood, −8.2431121361 with one latent dimension")
  func optimum() {
    let random = RandomStream(seed: 1, purpose: "convergence")
    var model = Autoencoder(
      encoder: Encoder(observedDimension: 5, hidden: [], latentDimension: 1, random: random.substream(0)),
      decoder: Decoder(
        latentDimension: 1, hidden: [], observedDimension: 5,
        likelihood: .gaussianWithLearnedVariance(logVariance: 0), random: random.substream(1)))
    let data = PrincipalComponentsTests.points
    let noises = [[[Double]]](repeating: [[1], [-1]], count: data.count)
    var bound = -Double.infinity
    for (steps, rate) in [(800, 0.05), (800, 0.005), (800, 0.0005)] {
      var training = Training(of: model, learningRate: rate, seed: 1)
      for _ in 0..<steps {
        bound = training.step(data, noises: noises).value
        #expect(bound <= -8.2431121361 + 1e-10, "no bound exceeds the largest log-likelihood, known to ten decimals")
      }
      model = training.model
    }
    // The bound is flat at its maximum: parameters within a step of 5 · 10⁻⁴ cost less than its square.
    #expect(bound > -8.2431121361 - 1e-6)
  }
}
