import VAECore

/// d = 2, D = 3, full non-symmetric matrices, biases that are not 0, s² = 0.3: no factor can hide.
struct AutoencoderFixture: Sendable, CustomStringConvertible {
  let activation: Activation
  let likelihood: Likelihood
  let hidden: [Int]
  let model: Autoencoder

  var description: String { "\(activation), \(likelihood), \(hidden)" }
  /// One observation, and three draws of the noise.
  var observation: [Double] {
    switch likelihood {
    case .bernoulli: [0, 1, 0.25]
    case .poisson: [0, 3, 7]
    default: [0.5, -1.25, 0.75]
    }
  }
  let noises = [[0.8, -1.3], [-0.4, 0.6], [1.7, 0.2]]

  init(_ activation: Activation = .tanh, _ likelihood: Likelihood = .gaussian(variance: 0.3), hidden: [Int] = [4, 3]) {
    (self.activation, self.likelihood, self.hidden) = (activation, likelihood, hidden)
    let random = RandomStream(seed: 11, purpose: "fixture")
    let model = Autoencoder(
      encoder: Encoder(
        observedDimension: 3, hidden: hidden, latentDimension: 2, activation: activation, random: random.substream(0)),
      decoder: Decoder(
        latentDimension: 2, hidden: hidden, observedDimension: 3, activation: activation, likelihood: likelihood,
        random: random.substream(1)))
    self.model = model.moved(0.3, along: model.direction(12))
  }

  static let all =
    Activation.allCases.map { AutoencoderFixture($0) } + [
      AutoencoderFixture(.tanh, .gaussianWithLearnedVariance(logVariance: -0.7)),
      AutoencoderFixture(.softplus, .bernoulli, hidden: [5]), AutoencoderFixture(.tanh, .bernoulli, hidden: []),
      AutoencoderFixture(.tanh, .poisson, hidden: [4]),
    ]
}
