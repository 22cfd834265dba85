/// The distribution p(x | z), given the network's output f(z).
public enum Likelihood: Sendable, Equatable {
  /// x | z ~ N(f(z), s² I) with a fixed s².
  case gaussian(variance: Double)
  /// The same, with log s² as a trainable parameter.
  case gaussianWithLearnedVariance(logVariance: Double)
  /// xⱼ | z ~ Bernoulli(1/(1 + exp(−f(z)ⱼ))), for xⱼ in {0, 1}: the output is a logit.
  case bernoulli
  /// xⱼ | z ~ Poisson(exp(f(z)ⱼ)), for counts xⱼ in {0, 1, 2, …}: the output is the logarithm of the rate.
  case poisson

  /// s², or nil where there is none.
  public var variance: Double? {
    switch self {
    case .gaussian(let variance): variance
    case .gaussianWithLearnedVariance(let logVariance): exp(logVariance)
    case .bernoulli, .poisson: nil
    }
  }

  /// Returns the likelihood with its log s² combined with another's if it is learned; otherwise returns it unchanged.
  func combined(with other: Likelihood, _ function: (Double, Double) -> Double) -> Likelihood {
    guard case .gaussianWithLearnedVariance(let own) = self, case .gaussianWithLearnedVariance(let others) = other
    else { return self }
    return .gaussianWithLearnedVariance(logVariance: function(own, others))
  }
}

/// The network f that maps a latent vector to the distribution of its observation, p(x | z).
///
///     let bound = decoder.logDensity(of: x, given: z) - q.divergenceFromStandard()
/// - Source: eq. (8).
public struct Decoder: Parameters, Equatable {
  /// f: all layers from z to the output.
  public var network: Network
  /// The distribution of an observation, given the output.
  public var likelihood: Likelihood
  /// Creates a decoder of a given network.
  public init(network: Network, likelihood: Likelihood) { (self.network, self.likelihood) = (network, likelihood) }

  /// Creates a decoder with random parameters.
  public init(
    latentDimension: Int, hidden widths: [Int], observedDimension: Int, activation: Activation = .tanh,
    likelihood: Likelihood, random: RandomStream
  ) {
    let hidden = Network(inputs: latentDimension, widths: widths, activation: activation, random: random.substream(0))
    let width = widths.last ?? latentDimension
    let output = Layer(inputs: width, outputs: observedDimension, random: random.substream(1))
    self.init(network: Network(hidden.layers + [output]), likelihood: likelihood)
  }

  /// Returns log p(x | z), in nats, summed over dimensions.
  /// - Source: eqs. (8) and (19); eq. (20) prints only −‖f − x‖², without the factor 1/(2s²).
  public func logDensity(of x: [Double], given z: [Double]) -> Double {
    logDensityWithGradient(of: x, output: network.value(of: z)).value
  }

  /// Returns log p(x | z) and its pullback, to the gradients with respect to z and to the decoder's parameters.
  public func logDensityWithPullback(
    of x: [Double], given z: [Double]
  ) -> (value: Double, pullback: (Double) -> (latent: [Double], decoder: Decoder)) {
    let (output, networkPullback) = network.valueWithPullback(of: z)
    let (value, outputGradient, varianceGradient) = logDensityWithGradient(of: x, output: output)
    func pullback(_ gradient: Double) -> (latent: [Double], decoder: Decoder) {
      let (latent, network) = networkPullback(outputGradient.map { gradient * $0 })
      let ofVariance = likelihood.combined(with: likelihood) { _, _ in gradient * varianceGradient }
      return (latent, Decoder(network: network, likelihood: ofVariance))
    }
    return (value, pullback)
  }

  /// Returns log p(x | f) with its gradients with respect to f and to log s².
  ///
  ///     Gaussian:   −‖x − f‖²/(2s²) − (D/2) log 2πs²      ∂/∂f = (x − f)/s²     ∂/∂ log s² = ‖x − f‖²/(2s²) − D/2
  ///     Bernoulli:  Σⱼ [ xⱼ fⱼ − log (1 + exp fⱼ) ]        ∂/∂f = x − 1/(1 + exp(−f))
  ///     Poisson:    Σⱼ [ xⱼ fⱼ − exp fⱼ − log xⱼ! ]         ∂/∂f = x − exp f
  private func logDensityWithGradient(
    of x: [Double], output f: [Double]
  ) -> (value: Double, output: [Double], logVariance: Double) {
    precondition(x.count == f.count, "one value per observed dimension")
    if likelihood == .poisson {
      let terms = zip(x, f).map { $0 * $1 - exp($1) - logFactorial($0) }
      return (terms.reduce(0, +), zip(x, f).map { $0 - exp($1) }, 0)
    }
    guard let variance = likelihood.variance else {
      // For f > 0 we use the equal (x − 1) f − log (1 + exp(−f)), which cannot overflow or cancel.
      let terms = zip(x, f).map { ($1 > 0 ? $0 - 1 : $0) * $1 - log1p(exp(-abs($1))) }
      return (terms.reduce(0, +), zip(x, f).map { $0 - Activation.sigmoid.value(at: $1) }, 0)
    }
    let residual = zip(x, f).map { $0 - $1 }
    let (dimension, halfSquares) = (Double(x.count), 0.5 * dot(residual, residual) / variance)
    let value = -halfSquares - dimension * (halfLogTwoPi + 0.5 * log(variance))
    return (value, residual.map { $0 / variance }, halfSquares - 0.5 * dimension)
  }

  /// Returns E[x | z]: the Gaussian's mean f(z), the Bernoulli probabilities, or the Poisson rates.
  public func expectedObservation(given z: [Double]) -> [Double] {
    let output = network.value(of: z)
    if likelihood == .poisson { return output.map { exp($0) } }
    return likelihood == .bernoulli ? output.map(Activation.sigmoid.value) : output
  }

  public func combined(with other: Decoder, _ function: (Double, Double) -> Double) -> Decoder {
    Decoder(
      network: network.combined(with: other.network, function),
      likelihood: likelihood.combined(with: other.likelihood, function))
  }
}
