import CKernels

/// The approximate posteriors of some data on a tape, and the samples drawn from them, in the network's precision.
///
/// Defined by `VAECore.DiagonalGaussian`.
struct Posteriors<Scalar: NetworkScalar> {
  /// μ and log σ², of shape (n, d): two halves of the encoder's output.
  private let mean, logVariance: Rows<Scalar>
  /// The gradients with respect to both.
  private let meanGradient, logVarianceGradient: UnsafeMutablePointer<Scalar>
  /// σ, of shape (n, d).
  private let deviation: UnsafeMutablePointer<Scalar>
  /// ε, z and the gradient with respect to z, of shape (n · V · K, d).
  private let noise, latents, latentGradient: UnsafeMutablePointer<Scalar>
  /// V · K.
  private let draws: Int

  private var data: Int { mean.count }
  private var dimension: Int { mean.columns }

  init(_ pass: Pass<Scalar>, data: Range<Int>) {
    let (d, draws) = (pass.latents.columns, pass.draws(of: data))
    let heads = pass.encoder.last.value.rows(data)
    (mean, logVariance) = (heads.columns(0..<d), heads.columns(d..<2 * d))
    // Without a pullback there are no gradients, and nobody follows these addresses.
    meanGradient = pass.encoder.last.gradient.start + 2 * d * data.lowerBound
    logVarianceGradient = meanGradient + d
    deviation = pass.standardDeviation[data.lowerBound]
    (noise, latents) = (pass.noise[draws.lowerBound], pass.latents[draws.lowerBound])
    latentGradient = pass.latentGradient.start + d * draws.lowerBound
    self.draws = pass.objective.drawsOfDatum
  }

  /// Computes σ = exp ½ log σ² and the samples zᵢᵥ = μᵢ + σᵢ ⊙ εᵢᵥ, row i·V + v.
  ///
  /// Defined by `VAECore.DiagonalGaussian.reparameterized(noise:)`.
  ///
  /// - Source: eq. (19).
  func reparameterize() {
    Scalar.kernels.pointee.reparameterize(
      data, draws, dimension, mean.start, logVariance.start, mean.stride, noise, deviation, latents)
  }

  /// Computes KL(N(μᵢ, σᵢ²) ‖ N(0, I)) of each datum, in nats.
  ///
  /// Defined by `VAECore.DiagonalGaussian.divergenceFromStandard()`.
  ///
  /// - Source: eq. (16).
  func formDivergences(into result: UnsafeMutablePointer<Double>) {
    Scalar.kernels.pointee.divergences(data, dimension, mean.start, logVariance.start, mean.stride, result)
  }

  /// Computes log q(z | x) − log N(z | 0, I) at each sample z = μ + σ ⊙ ε, in nats.
  ///
  ///     Σⱼ [½ (zⱼ² − εⱼ²) − ½ log σⱼ²]
  ///
  /// The constants cancel, and nothing is divided by σ.
  ///
  /// - Source: eq. (9), the integrand.
  func formLogRatios(into result: UnsafeMutablePointer<Double>) {
    sumLogRatios(latents, noise, logVariance, draws: draws, into: result)
  }

  /// Pulls the gradient with respect to the samples, and the divergence's own gradient, back to μ and log σ².
  ///
  ///     closed form:   ∂μᵢ = Σᵥ gᵢᵥ − c μᵢ,   ∂ log σᵢ² = ½ σᵢ ⊙ Σᵥ gᵢᵥ ⊙ εᵢᵥ − ½ c (σᵢ² − 1)
  ///     sampled:       ∂μᵢ = Σᵥ gᵢᵥ,          ∂ log σᵢ² = ½ σᵢ ⊙ Σᵥ gᵢᵥ ⊙ εᵢᵥ + ½ c
  ///     sticking the landing:  the same without c
  ///
  /// - Parameters:
  ///   - analytic: c of the closed form, else 0.
  ///   - direct: c of the sampled divergence, else 0.
  /// - Source: eqs. (16) and (19), differentiated.
  func pullback(analytic: Double, direct: Double) {
    Scalar.kernels.pointee.reparameterize_gradient(
      data, draws, dimension, latentGradient, noise, mean.start, deviation, mean.stride, analytic, direct,
      meanGradient, logVarianceGradient)
  }

  /// Adds the sampled divergence's gradient with respect to the samples, which flows through z alone.
  ///
  ///     sampled:  g − c z        sticking the landing:  g − c (z − ε/σ)
  ///
  /// At fixed q, ∂/∂z [log q(z) − log p(z)] = −(z − μ)/σ² + z. Along z = μ + σε the first part cancels against the
  /// score, except for the direct −½ of each log σ², which `pullback` adds.
  ///
  /// - Parameter weights: c of each sample, but for the common `scale`.
  func addSampledDivergenceGradient(weights: UnsafePointer<Double>, scale: Double, sticksTheLanding: Bool) {
    subtractScaledRows(latents, weights, scale, rows: data * draws, dimension: dimension, from: latentGradient)
    guard sticksTheLanding else { return }
    addStandardizedRows(
      noise, deviation, weights, scale, rows: data * draws, draws: draws, dimension: dimension, to: latentGradient)
  }
}

/// result = Σⱼ [½ (zⱼ² − εⱼ²) − ½ log σⱼ²] of each sample.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func sumLogRatios<Scalar: NetworkScalar>(
  _ samples: UnsafePointer<Scalar>, _ noise: UnsafePointer<Scalar>, _ logVariance: Rows<Scalar>, draws: Int,
  into result: UnsafeMutablePointer<Double>
) {
  let dimension = logVariance.columns
  for row in 0..<logVariance.count * draws {
    let (z, epsilon) = (samples + row * dimension, noise + row * dimension)
    let logVariance = logVariance[row / draws]
    var sum = 0.0
    for j in 0..<dimension {
      let (z, epsilon) = (Double(z[j]), Double(epsilon[j]))
      sum += z * z - epsilon * epsilon - Double(logVariance[j])
    }
    result[row] = sum / 2
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func subtractScaledRows<Scalar: NetworkScalar>(
  _ samples: UnsafePointer<Scalar>, _ weights: UnsafePointer<Double>, _ scale: Double, rows: Int, dimension: Int,
  from result: UnsafeMutablePointer<Scalar>
) {
  for row in 0..<rows {
    let weight = Scalar(scale * weights[row])
    for index in row * dimension..<(row + 1) * dimension { result[index] -= weight * samples[index] }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func addStandardizedRows<Scalar: NetworkScalar>(
  _ noise: UnsafePointer<Scalar>, _ deviation: UnsafePointer<Scalar>, _ weights: UnsafePointer<Double>,
  _ scale: Double, rows: Int, draws: Int, dimension: Int, to result: UnsafeMutablePointer<Scalar>
) {
  for row in 0..<rows {
    let (sample, datum, weight) = (row * dimension, row / draws * dimension, Scalar(scale * weights[row]))
    for j in 0..<dimension { result[sample + j] += weight * noise[sample + j] / deviation[datum + j] }
  }
}
