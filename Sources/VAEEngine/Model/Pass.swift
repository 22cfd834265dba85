import VAECore

/// A minibatch on its way through a model and back: the equations in their order, one call each.
///
/// Everything is addresses on a tape, so that threads, each with other data, have nothing to wait for. A datum's numbers
/// depend on no other, so that the batch may be cut anywhere.
struct Pass<Scalar: NetworkScalar> {
  let objective: Objective
  let likelihood: Likelihood
  let encoder, decoder: StackView<Scalar>
  /// x, ε, z and the gradient with respect to z, and σ, as `Tape` tells.
  let observations, noise, latents, latentGradient, standardDeviation: Rows<Scalar>
  let logDensities, logRatios, weights, divergences, values: Rows<Double>

  /// The draws of some data.
  func draws(of data: Range<Int>) -> Range<Int> {
    data.lowerBound * objective.drawsOfDatum..<data.upperBound * objective.drawsOfDatum
  }

  /// Computes the objective of each of some data, whose observations and noise are on the tape.
  ///
  /// Defined by `VAECore.Autoencoder.evidenceLowerBound(of:noises:)`.
  ///
  /// - Source: eqs. (7), (8), (16), (19) and (20).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func formValues(of data: Range<Int>, team: Team? = nil) {
    let (draws, observations) = (draws(of: data), observations.rows(data))
    encoder.formValue(of: observations, rows: data, team: team.map { ($0, self.observations) })
    let posterior = Posteriors(self, data: data)
    posterior.reparameterize()
    decoder.formValue(of: latents.rows(draws), rows: draws, team: team.map { ($0, latents) })
    likelihood.logDensities(
      of: observations, given: decoder.last.value.rows(draws), into: logDensities.rows(data).start)
    if objective.divergence == .analytic {
      posterior.formDivergences(into: divergences.rows(data).start)
    } else {
      posterior.formLogRatios(into: logRatios.rows(data).start)
    }
    objective.formValues(
      logDensities: logDensities.rows(data), logRatios: logRatios.rows(data), divergences: divergences.rows(data),
      weights: weights.rows(data), values: values.rows(data))
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
  func pullback(of data: Range<Int>, scale: Double, team: Team? = nil) {
    let draws = draws(of: data)
    let (output, outputGradient) = (decoder.last.value.rows(draws), decoder.last.gradient.rows(draws))
    let weights = weights.rows(data).start
    likelihood.formGradient(
      of: observations.rows(data), given: output, weights: weights, scale: scale, into: outputGradient)
    decoder.last.activation.multiplyByDerivative(outputGradient, output: output)
    decoder.pullback(rows: draws, inputGradient: latentGradient.rows(draws), team: team)
    let posterior = Posteriors(self, data: data)
    let weight = scale * objective.divergenceWeight
    if objective.divergence != .analytic {
      posterior.addSampledDivergenceGradient(
        weights: weights, scale: weight, sticksTheLanding: objective.divergence == .stickingTheLanding)
    }
    posterior.pullback(
      analytic: objective.divergence == .analytic ? weight : 0, direct: objective.divergence == .sampled ? weight : 0)
    encoder.pullback(rows: data, team: team)
  }

  /// The gradient with respect to log s² of a Gaussian likelihood, after the values of some data.
  func gradientOfLogVariance(of data: Range<Int>, scale: Double) -> Double {
    let draws = data.count * logDensities.columns
    return likelihood.gradientOfLogVariance(
      logDensities: Rows(start: logDensities.rows(data).start, count: draws, columns: 1),
      dimension: observations.columns, weights: Rows(start: weights.rows(data).start, count: draws, columns: 1),
      scale: scale)
  }
}
