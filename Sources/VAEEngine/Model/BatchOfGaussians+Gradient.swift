// The pullbacks of what a batch of approximate posteriors gives: its samples and its divergence.

/// Adds the sampled divergence's gradient with respect to the samples, which flows through z alone.
///
///     sampled:  g − c z        sticking the landing:  g − c (z − ε/σ)
///
/// At fixed q, ∂/∂z [log q(z) − log p(z)] = −(z − μ)/σ² + z. Along z = μ + σε the first part cancels against the score,
/// except for the direct −½ of each log σ², which `pullbackOfReparameterization` adds.
///
/// - Parameters:
///   - gradient: g, of shape (n · V, d); changed.
///   - weights: c of each sample, but for the common `scale`.
func addSampledDivergenceGradient<Scalar: NetworkScalar>(
  to gradient: inout Batch<Scalar>, samples: Batch<Scalar>, noise: Batch<Scalar>,
  standardDeviation: Batch<Scalar>?, weights: UnsafeBufferPointer<Double>, scale: Double
) {
  let dimension = samples.columns
  gradient.elements.withUnsafeMutableBufferPointer { gradient in
    samples.elements.withUnsafeBufferPointer { samples in
      subtractScaledRows(samples, weights: weights, scale: scale, dimension: dimension, from: gradient)
    }
    guard let standardDeviation else { return }
    noise.elements.withUnsafeBufferPointer { noise in
      standardDeviation.elements.withUnsafeBufferPointer { deviation in
        addStandardizedRows(
          noise, deviation, weights: weights, scale: scale, dimension: dimension, data: standardDeviation.rows,
          to: gradient)
      }
    }
  }
}

/// Pulls the gradient with respect to the samples, and the divergence's own gradient, back to μ and log σ².
///
///     closed form:   ∂μᵢ = Σᵥ gᵢᵥ − c μᵢ,   ∂ log σᵢ² = ½ σᵢ ⊙ Σᵥ gᵢᵥ ⊙ εᵢᵥ − ½ c (σᵢ² − 1)
///     sampled:       ∂μᵢ = Σᵥ gᵢᵥ,          ∂ log σᵢ² = ½ σᵢ ⊙ Σᵥ gᵢᵥ ⊙ εᵢᵥ + ½ c
///     sticking the landing:  the same without c
///
/// - Parameter divergenceScale: c, the divergence's weight over the number of data.
/// - Source: eqs. (16) and (19), differentiated.
func pullbackOfReparameterization<Scalar: NetworkScalar>(
  _ gradient: Batch<Scalar>, noise: Batch<Scalar>, mean: Batch<Scalar>, standardDeviation: Batch<Scalar>,
  divergence: Objective.Divergence, divergenceScale: Double,
  meanGradient: inout Batch<Scalar>, logVarianceGradient: inout Batch<Scalar>
) {
  meanGradient.reshape(rows: mean.rows, columns: mean.columns)
  logVarianceGradient.reshape(rows: mean.rows, columns: mean.columns)
  meanGradient.elements.withUnsafeMutableBufferPointer { meanGradient in
    logVarianceGradient.elements.withUnsafeMutableBufferPointer { logVarianceGradient in
      gradient.elements.withUnsafeBufferPointer { gradient in
        noise.elements.withUnsafeBufferPointer { noise in
          sumOverDraws(
            gradient, noise, dimension: mean.columns, data: mean.rows, into: meanGradient, logVarianceGradient)
        }
      }
      mean.elements.withUnsafeBufferPointer { mean in
        standardDeviation.elements.withUnsafeBufferPointer { deviation in
          addDivergenceGradient(
            mean, deviation, analytic: divergence == .analytic ? Scalar(divergenceScale) : 0,
            direct: divergence == .sampled ? Scalar(divergenceScale) : 0, to: meanGradient, logVarianceGradient)
        }
      }
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func sumOverDraws<Scalar: NetworkScalar>(
  _ gradient: UnsafeBufferPointer<Scalar>, _ noise: UnsafeBufferPointer<Scalar>, dimension: Int, data: Int,
  into sums: UnsafeMutableBufferPointer<Scalar>, _ noiseSums: UnsafeMutableBufferPointer<Scalar>
) {
  guard !sums.isEmpty else { return }
  let draws = gradient.count / sums.count
  sums.update(repeating: 0)
  noiseSums.update(repeating: 0)
  for row in 0..<data * draws {
    let (sample, datum) = (row * dimension, row / draws * dimension)
    for j in 0..<dimension {
      sums[datum + j] += gradient[sample + j]
      noiseSums[datum + j] += gradient[sample + j] * noise[sample + j]
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func addDivergenceGradient<Scalar: NetworkScalar>(
  _ mean: UnsafeBufferPointer<Scalar>, _ deviation: UnsafeBufferPointer<Scalar>, analytic: Scalar, direct: Scalar,
  to meanGradient: UnsafeMutableBufferPointer<Scalar>, _ logVarianceGradient: UnsafeMutableBufferPointer<Scalar>
) {
  for index in mean.indices {
    let deviation = deviation[index]
    meanGradient[index] -= analytic * mean[index]
    logVarianceGradient[index] =
      (deviation * logVarianceGradient[index] - analytic * (deviation - 1) * (deviation + 1) + direct) / 2
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func subtractScaledRows<Scalar: NetworkScalar>(
  _ rows: UnsafeBufferPointer<Scalar>, weights: UnsafeBufferPointer<Double>, scale: Double, dimension: Int,
  from result: UnsafeMutableBufferPointer<Scalar>
) {
  for row in weights.indices {
    let weight = Scalar(scale * weights[row])
    for index in row * dimension..<(row + 1) * dimension { result[index] -= weight * rows[index] }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func addStandardizedRows<Scalar: NetworkScalar>(
  _ noise: UnsafeBufferPointer<Scalar>, _ deviation: UnsafeBufferPointer<Scalar>,
  weights: UnsafeBufferPointer<Double>, scale: Double, dimension: Int, data: Int,
  to result: UnsafeMutableBufferPointer<Scalar>
) {
  let draws = weights.count / Swift.max(1, data)
  for row in weights.indices {
    let (sample, datum, weight) = (row * dimension, row / draws * dimension, Scalar(scale * weights[row]))
    for j in 0..<dimension { result[sample + j] += weight * noise[sample + j] / deviation[datum + j] }
  }
}
