import VAECore

// The bound and its gradient for given noise.

extension VariationalAutoencoder {
  /// Returns the bound of a batch of observations for given noise.
  ///
  /// Defined by `VAECore.Autoencoder.evidenceLowerBound(of:noises:)`.
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
  /// Defined by `VAECore.Autoencoder.lowerBoundWithGradient(of:noise:)`.
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
  /// Defined by `VAECore.Autoencoder.evidenceLowerBound(of:noises:)`, for the objective that is the bound.
  ///
  /// - Parameters:
  ///   - objective: What is averaged, with its V and K.
  ///   - observations: x, of shape (n, D).
  ///   - noise: ε, of shape (n · V · K, d): row i·V·K + v·K + k is draw k of bound v of datum i.
  /// - Throws: `InvalidInput` if the shapes do not fit the model, the objective or each other.
  public func value(
    of objective: Objective, observations: Batch<Scalar>, noise: Batch<Scalar>
  ) throws(InvalidInput) -> ObjectiveValue {
    try tape(of: objective, observations, noise, learns: false).sum.divided(by: observations.rows)
  }

  /// Returns an objective of each datum of a batch, whose mean `value` gives.
  ///
  /// Defined by `VAECore.Autoencoder.evidenceLowerBound(of:noises:)`, for the objective that is the bound.
  ///
  /// - Parameters:
  ///   - objective: What is averaged over the draws of a datum.
  ///   - observations: x, of shape (n, D).
  ///   - noise: ε, of shape (n · V · K, d), its rows as in `value`.
  /// - Throws: `InvalidInput` if the shapes do not fit the model, the objective or each other.
  public func values(
    of objective: Objective, observations: Batch<Scalar>, noise: Batch<Scalar>
  ) throws(InvalidInput) -> [ObjectiveValue] {
    let tape = try tape(of: objective, observations, noise, learns: false)
    return (0..<observations.rows).map { tape.value(of: $0) }
  }

  /// Returns an objective of a batch and its gradient with respect to every parameter.
  ///
  /// Defined by `VAECore.Autoencoder.lowerBoundWithGradient(of:noise:)`, for the objective that is the bound.
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
    let tape = try tape(of: objective, observations, noise, learns: true)
    let (pass, scale) = (tape.pass(of: objective, through: self), 1 / Double(observations.rows))
    pass.pullback(of: 0..<observations.rows, scale: scale)
    var gradient = zeros
    for index in layerIndices {
      gradient.withLayer(index) { $0.formGradient($0.whole, tape.gradient(index), input: tape.input(index)) }
    }
    if decoder.learnsVariance {
      gradient.decoder.logVariance = [Scalar(pass.gradientOfLogVariance(of: 0..<observations.rows, scale: scale))]
    }
    return (tape.sum.divided(by: observations.rows), gradient)
  }

  /// The tape after the values of a whole batch.
  private func tape(
    of objective: Objective, _ observations: Batch<Scalar>, _ noise: Batch<Scalar>, learns: Bool
  ) throws(InvalidInput) -> Tape<Scalar> {
    try requireShapes(of: objective, observations: observations, noise: noise)
    let tape = Tape(for: self, learns: learns)
    tape.reshape(data: observations.rows, of: self, objective)
    observations.withRows { tape.observations.all.start.update(from: $0.start, count: $0.count * $0.columns) }
    noise.withRows { tape.noise.all.start.update(from: $0.start, count: $0.count * $0.columns) }
    tape.pass(of: objective, through: self).formValues(of: 0..<observations.rows)
    return tape
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
}
