import CKernels

// The bound of some data of a batch, and back: the equations in their order, one call each.

extension VariationalAutoencoder {
  /// Computes the objective of each of some data on the tape, whose observations and noise are there.
  ///
  /// A datum's numbers depend on no other, so that a batch may be cut anywhere.
  ///
  /// Defined by `VAECore.Autoencoder.evidenceLowerBound(of:noise:)`.
  ///
  /// - Source: eqs. (7), (8), (16), (19) and (20).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func formValues(of objective: Objective, data: Range<Int>, tape: Tape<Scalar>) {
    let draws = data.lowerBound * objective.drawsOfDatum..<data.upperBound * objective.drawsOfDatum
    let observations = tape.observations[data]
    encoder.stack.value(of: observations, rows: data, tape: tape.encoder)
    let posterior = Posteriors(tape, data: data, draws: draws)
    posterior.reparameterize()
    decoder.stack.value(of: tape.latents[draws], rows: draws, tape: tape.decoder)
    decoder.likelihood.logDensities(
      of: observations, given: tape.decoder.output[draws], into: tape.logDensities[data].start)
    if objective.divergence == .analytic {
      posterior.formDivergences(into: tape.divergences[data].start)
    } else {
      posterior.formLogRatios(into: tape.logRatios[data].start)
    }
    objective.formValues(
      logDensities: tape.logDensities[data], logRatios: tape.logRatios[data], divergences: tape.divergences[data],
      weights: tape.weights[data], values: tape.values[data])
  }

  /// Pulls `scale` times the objective of some data back through every layer, onto the tape.
  ///
  ///     ∂L/∂μᵢ = Σᵥ gᵢᵥ − μᵢ/n,   ∂L/∂ log σᵢ² = ½ σᵢ ⊙ Σᵥ gᵢᵥ ⊙ εᵢᵥ − (σᵢ² − 1)/(2n)
  ///
  /// where gᵢᵥ is the gradient of the mean log-likelihood with respect to zᵢᵥ. A sampled divergence enters g instead of
  /// the last terms.
  ///
  /// Defined by `VAECore.Autoencoder.lowerBoundWithGradient(of:noise:)`.
  ///
  /// - Parameter scale: 1/n, where n may count more data than these.
  /// - Precondition: The tape holds the values of the same data.
  /// - Source: eq. (20), differentiated.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func pullback(of objective: Objective, data: Range<Int>, scale: Double, tape: Tape<Scalar>) {
    let draws = data.lowerBound * objective.drawsOfDatum..<data.upperBound * objective.drawsOfDatum
    let (output, outputGradient) = (tape.decoder.output[draws], tape.decoder.outputGradient[draws])
    decoder.likelihood.formGradient(
      of: tape.observations[data], given: output, weights: tape.weights[data].start, scale: scale, into: outputGradient)
    decoder.outputActivation.multiplyByDerivative(outputGradient, output: output)
    decoder.stack.pullback(rows: draws, tape: tape.decoder, inputGradient: tape.latentGradient[draws])
    let posterior = Posteriors(tape, data: data, draws: draws)
    let weight = scale * objective.divergenceWeight
    if objective.divergence != .analytic {
      posterior.addSampledDivergenceGradient(
        weights: tape.weights[data].start, scale: weight, sticksTheLanding: objective.divergence == .stickingTheLanding)
    }
    posterior.pullback(
      analytic: objective.divergence == .analytic ? weight : 0, direct: objective.divergence == .sampled ? weight : 0)
    encoder.stack.pullback(rows: data, tape: tape.encoder)
  }

  /// The gradient with respect to log s², where it is learned, after the values of every datum.
  func gradientOfLogVariance(scale: Double, tape: Tape<Scalar>) -> Double {
    guard decoder.learnsVariance else { return 0 }
    let draws = tape.logDensities.all.count * tape.logDensities.all.columns
    return decoder.likelihood.gradientOfLogVariance(
      logDensities: Rows(start: tape.logDensities.all.start, count: draws, columns: 1),
      dimension: decoder.observationDimension,
      weights: Rows(start: tape.weights.all.start, count: draws, columns: 1), scale: scale)
  }
}
