// Value, then pullback, without allocation once the tape has its shape.

extension VariationalAutoencoder {
  /// Returns the bound of a batch of observations for given noise.
  ///
  /// - Parameters:
  ///   - observations: x, of shape (n, D).
  ///   - noise: ε, of shape (n · V, d).
  /// - Throws: `InvalidInput` if the shapes do not fit the model or each other, or there is nothing to average.
  /// - Source: eqs. (7) and (19).
  public func evidenceLowerBound(
    observations: Batch<Scalar>, noise: Batch<Scalar>
  ) throws(InvalidInput) -> EvidenceLowerBound {
    try value(of: boundOfDraws(observations, noise), observations: observations, noise: noise).bound
  }

  /// Returns the bound of a batch and its gradient with respect to every parameter.
  ///
  /// - Parameters:
  ///   - observations: x, of shape (n, D).
  ///   - noise: ε, of shape (n · V, d).
  /// - Throws: `InvalidInput` if the shapes do not fit the model or each other, or there is nothing to average.
  /// - Source: eq. (20), differentiated.
  public func gradientOfEvidenceLowerBound(
    observations: Batch<Scalar>, noise: Batch<Scalar>
  ) throws(InvalidInput) -> (bound: EvidenceLowerBound, gradient: VariationalAutoencoder) {
    let (value, gradient) = try gradient(
      of: boundOfDraws(observations, noise), observations: observations, noise: noise)
    return (value.bound, gradient)
  }

  /// Returns an objective of a batch of observations for given noise.
  ///
  /// - Parameters:
  ///   - objective: What is averaged, with its V and K.
  ///   - observations: x, of shape (n, D).
  ///   - noise: ε, of shape (n · V · K, d): row i·V·K + v·K + k is draw k of bound v of datum i.
  /// - Throws: `InvalidInput` if the shapes do not fit the model, the objective or each other.
  public func value(
    of objective: Objective, observations: Batch<Scalar>, noise: Batch<Scalar>
  ) throws(InvalidInput) -> ObjectiveValue {
    try requireShapes(of: objective, observations: observations, noise: noise)
    var tape = Tape()
    return sum(of: objective, observations: observations, noise: noise, tape: &tape).divided(by: observations.rows)
  }

  /// Returns an objective of each datum of a batch, whose mean `value` gives.
  ///
  /// - Parameters:
  ///   - objective: What is averaged over the draws of a datum.
  ///   - observations: x, of shape (n, D).
  ///   - noise: ε, of shape (n · V · K, d), its rows as in `value`.
  /// - Throws: `InvalidInput` if the shapes do not fit the model, the objective or each other.
  public func values(
    of objective: Objective, observations: Batch<Scalar>, noise: Batch<Scalar>
  ) throws(InvalidInput) -> [ObjectiveValue] {
    try requireShapes(of: objective, observations: observations, noise: noise)
    var tape = Tape()
    _ = sum(of: objective, observations: observations, noise: noise, tape: &tape)
    return (0..<observations.rows).map { valueOfDatum($0, of: objective, tape: tape) }
  }

  /// Returns an objective of a batch and its gradient with respect to every parameter.
  ///
  /// - Parameters:
  ///   - objective: What is averaged, with its V and K.
  ///   - observations: x, of shape (n, D).
  ///   - noise: ε, of shape (n · V · K, d), its rows as in `value`.
  /// - Throws: `InvalidInput` if the shapes do not fit the model, the objective or each other.
  /// - Source: eq. (20), differentiated.
  public func gradient(
    of objective: Objective, observations: Batch<Scalar>, noise: Batch<Scalar>
  ) throws(InvalidInput) -> (value: ObjectiveValue, gradient: VariationalAutoencoder) {
    try requireShapes(of: objective, observations: observations, noise: noise)
    var tape = Tape()
    let sum = sum(of: objective, observations: observations, noise: noise, tape: &tape)
    pullback(
      of: objective, observations: observations, noise: noise, scale: 1 / Double(observations.rows), tape: &tape)
    let parts = ParameterGradient(of: self)
    for block in parts.blocks { parts.form(block, from: tape.layer(block.layer, observations: observations)) }
    parts.logVariance = Scalar(tape.logVarianceGradient)
    var gradient = zeros
    try gradient.setParameters(Array(parts.elements))
    return (sum.divided(by: observations.rows), gradient)
  }

  /// The bound with as many draws of each datum as there is noise for.
  private func boundOfDraws(_ observations: Batch<Scalar>, _ noise: Batch<Scalar>) throws(InvalidInput) -> Objective {
    try Objective(samples: Swift.max(1, noise.rows / Swift.max(1, observations.rows)))
  }

  private func requireShapes(
    of objective: Objective, observations: Batch<Scalar>, noise: Batch<Scalar>
  ) throws(InvalidInput) {
    try InvalidInput.requireCount(
      "columns of the observations", observations.columns, matches: encoder.observationDimension,
      of: "the encoder's inputs")
    try InvalidInput.requireCount(
      "columns of the noise", noise.columns, matches: encoder.latentDimension, of: "the latent dimensions")
    guard observations.rows > 0 else {
      throw InvalidInput("observations", expected: "at least one row", found: "none")
    }
    guard noise.rows == observations.rows * objective.drawsOfDatum else {
      throw InvalidInput(
        "rows of the noise", expected: "a positive multiple of the \(observations.rows) observations, as the draws ask",
        found: "\(noise.rows)")
    }
  }

  /// What the pullback needs to remember of the value, and room for the gradients between the parts.
  struct Tape: Sendable {
    fileprivate var encoder = EncoderNetwork<Scalar>.Tape()
    fileprivate var decoder = DecoderNetwork<Scalar>.Tape()
    fileprivate var standardDeviation = Batch<Scalar>.empty
    fileprivate var latents = Batch<Scalar>.empty
    fileprivate var latentGradient = Batch<Scalar>.empty
    // One value a draw: log p(x | z), log q(z | x) − log p(z), the weight in the gradient.
    fileprivate var logDensities = Batch<Double>.empty
    fileprivate var logRatios = Batch<Double>.empty
    fileprivate var weights = Batch<Double>.empty

    /// μ of each datum, of shape (n, d).
    var posteriorMeans: Batch<Scalar> { encoder.mean }
    /// The gradient with respect to the decoder's log s², after the pullback.
    var logVarianceGradient: Double { decoder.logVarianceGradient }

    /// What a layer met on the way, after the pullback, in the order in which their parameters are visited.
    func layer(_ index: Int, observations: Batch<Scalar>) -> LayerTape<Scalar> {
      let own = encoder.layerCount
      return index < own
        ? encoder.layer(index, observations: observations) : decoder.layer(index - own, latents: latents)
    }
  }

  /// Returns the objective of one datum of those on the tape.
  func valueOfDatum(_ datum: Int, of objective: Objective, tape: Tape) -> ObjectiveValue {
    let draws = datum * objective.drawsOfDatum..<(datum + 1) * objective.drawsOfDatum
    let dimensions = datum * encoder.latentDimension..<(datum + 1) * encoder.latentDimension
    let divergence = tape.encoder.mean.elements[dimensions].withUnsafeBufferPointer { mean in
      tape.encoder.logVariance.elements[dimensions].withUnsafeBufferPointer { logVariance in
        sumOfDivergences(mean: mean, logVariance: logVariance)
      }
    }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: draws.count) { weights in
      tape.logDensities.elements[draws].withUnsafeBufferPointer { logDensities in
        tape.logRatios.elements[draws].withUnsafeBufferPointer { logRatios in
          objective.sum(
            logDensities: logDensities, logRatios: logRatios, divergence: divergence, data: 1, weights: weights)
        }
      }
    }
  }

  /// Computes the objective's sum over the data and leaves what its pullback needs on the tape.
  ///
  /// - Precondition: The shapes fit, as `value` checks.
  func sum(
    of objective: Objective, observations: Batch<Scalar>, noise: Batch<Scalar>, tape: inout Tape
  ) -> ObjectiveValue {
    encoder.value(of: observations, tape: &tape.encoder)
    tape.standardDeviation.formDeviations(ofLogVariance: tape.encoder.logVariance)
    tape.latents.formSamples(mean: tape.encoder.mean, standardDeviation: tape.standardDeviation, noise: noise)
    decoder.value(of: tape.latents, tape: &tape.decoder)

    tape.logDensities.reshape(rows: noise.rows, columns: 1)
    tape.logRatios.reshape(rows: noise.rows, columns: 1)
    tape.weights.reshape(rows: noise.rows, columns: 1)
    tape.logDensities.elements.withUnsafeMutableBufferPointer {
      decoder.logDensities(of: observations, tape: tape.decoder, into: $0)
    }
    var divergence = 0.0
    if objective.divergence == .analytic {
      divergence = divergenceFromStandard(mean: tape.encoder.mean, logVariance: tape.encoder.logVariance)
    } else {
      tape.logRatios.elements.withUnsafeMutableBufferPointer {
        formLogRatios(samples: tape.latents, noise: noise, logVariance: tape.encoder.logVariance, into: $0)
      }
    }
    return tape.weights.elements.withUnsafeMutableBufferPointer { weights in
      tape.logDensities.elements.withUnsafeBufferPointer { logDensities in
        tape.logRatios.elements.withUnsafeBufferPointer { logRatios in
          objective.sum(
            logDensities: logDensities, logRatios: logRatios, divergence: divergence, data: observations.rows,
            weights: weights)
        }
      }
    }
  }

  /// Pulls the objective back through every layer, onto the tape.
  ///
  ///     ∂L/∂μᵢ = Σᵥ gᵢᵥ − μᵢ/n,   ∂L/∂ log σᵢ² = ½ σᵢ ⊙ Σᵥ gᵢᵥ ⊙ εᵢᵥ − (σᵢ² − 1)/(2n)
  ///
  /// where gᵢᵥ is the gradient of the mean log-likelihood with respect to zᵢᵥ. A sampled divergence enters g instead of
  /// the last terms.
  ///
  /// - Parameters:
  ///   - scale: 1/n, where n may count more data than this part of a minibatch has.
  /// - Precondition: The tape holds the sum for the same observations and noise.
  func pullback(
    of objective: Objective, observations: Batch<Scalar>, noise: Batch<Scalar>, scale: Double, tape: inout Tape
  ) {
    tape.weights.elements.withUnsafeBufferPointer { weights in
      tape.logDensities.elements.withUnsafeBufferPointer { logDensities in
        decoder.pullbackOfLogDensity(
          of: observations, logDensities: logDensities, weights: weights, scale: scale, tape: &tape.decoder,
          latentGradient: &tape.latentGradient)
      }
      guard objective.divergence != .analytic else { return }
      addSampledDivergenceGradient(
        to: &tape.latentGradient, samples: tape.latents, noise: noise,
        standardDeviation: objective.divergence == .stickingTheLanding ? tape.standardDeviation : nil,
        weights: weights, scale: scale * objective.divergenceWeight)
    }
    pullbackOfReparameterization(
      tape.latentGradient, noise: noise, mean: tape.encoder.mean, standardDeviation: tape.standardDeviation,
      divergence: objective.divergence, divergenceScale: scale * objective.divergenceWeight,
      meanGradient: &tape.encoder.meanGradient, logVarianceGradient: &tape.encoder.logVarianceGradient)
    encoder.pullback(tape: &tape.encoder)
  }
}
