/// The network that maps an observation to its approximate posterior q(z | x) = N(μ(x), diag σ²(x)).
///
///     let q = encoder.approximatePosterior(of: x)
///     let z = q.reparameterized(noise: e)
/// - Source: eq. (8).
public struct Encoder: Parameters, Equatable {
  /// The layers that the two output layers share.
  public var hidden: Network
  /// The output layer for μ.
  public var mean: Layer
  /// The output layer for log σ².
  public var logVariance: Layer

  /// Creates an encoder of given layers.
  public init(hidden: Network, mean: Layer, logVariance: Layer) {
    (self.hidden, self.mean, self.logVariance) = (hidden, mean, logVariance)
  }

  /// Creates an encoder with random parameters.
  public init(
    observedDimension: Int, hidden widths: [Int], latentDimension: Int, activation: Activation = .tanh,
    random: RandomStream
  ) {
    let width = widths.last ?? observedDimension
    self.init(
      hidden: Network(inputs: observedDimension, widths: widths, activation: activation, random: random.substream(0)),
      mean: Layer(inputs: width, outputs: latentDimension, random: random.substream(1)),
      logVariance: Layer(inputs: width, outputs: latentDimension, random: random.substream(2)))
  }

  /// Returns q(z | x).
  public func approximatePosterior(of x: [Double]) -> DiagonalGaussian {
    let h = hidden.value(of: x)
    return DiagonalGaussian(ofEncoder: mean.value(of: h), logVariance: logVariance.value(of: h))
  }

  /// Returns q(z | x) and its pullback, from the gradient with respect to q to that with respect to the encoder.
  public func approximatePosteriorWithPullback(
    of x: [Double]
  ) -> (q: DiagonalGaussian, pullback: (GaussianGradient) -> Encoder) {
    let (h, hiddenPullback) = hidden.valueWithPullback(of: x)
    let (means, meanPullback) = mean.valueWithPullback(of: h)
    let (logVariances, logVariancePullback) = logVariance.valueWithPullback(of: h)
    let q = DiagonalGaussian(ofEncoder: means, logVariance: logVariances)
    func pullback(_ gradient: GaussianGradient) -> Encoder {
      let (fromMean, meanGradient) = meanPullback(gradient.mean)
      let (fromLogVariance, logVarianceGradient) = logVariancePullback(gradient.logVariance(of: q))
      let (_, hiddenGradient) = hiddenPullback(zip(fromMean, fromLogVariance).map { $0 + $1 })
      return Encoder(hidden: hiddenGradient, mean: meanGradient, logVariance: logVarianceGradient)
    }
    return (q, pullback)
  }

  public func combined(with other: Encoder, _ function: (Double, Double) -> Double) -> Encoder {
    Encoder(
      hidden: hidden.combined(with: other.hidden, function), mean: mean.combined(with: other.mean, function),
      logVariance: logVariance.combined(with: other.logVariance, function))
  }
}
