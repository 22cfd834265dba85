// The approximate posteriors of a batch, a row each: what DiagonalGaussian is for one datum, in the network's precision.

extension Matrix where Scalar: NetworkScalar {
  /// Becomes σ = exp(½ log σ²).
  mutating func formDeviations(ofLogVariance logVariance: Matrix) {
    reshape(rows: logVariance.rows, columns: logVariance.columns)
    elements.withUnsafeMutableBufferPointer { deviation in
      logVariance.elements.withUnsafeBufferPointer { halve($0, into: deviation) }
      Scalar.exponentiate(deviation)
    }
  }

  /// Becomes the samples zᵢᵥ = μᵢ + σᵢ ⊙ εᵢᵥ, row i·V + v.
  ///
  /// - Source: eq. (19).
  mutating func formSamples(mean: Matrix, standardDeviation: Matrix, noise: Matrix) {
    reshape(rows: noise.rows, columns: noise.columns)
    elements.withUnsafeMutableBufferPointer { samples in
      mean.elements.withUnsafeBufferPointer { mean in
        standardDeviation.elements.withUnsafeBufferPointer { deviation in
          noise.elements.withUnsafeBufferPointer { noise in
            reparameterize(mean, deviation, noise, dimension: self.columns, into: samples)
          }
        }
      }
    }
  }
}

/// Returns Σᵢ KL(N(μᵢ, σᵢ²) ‖ N(0, I)) over the rows, in nats and in double precision.
///
/// - Source: eq. (16).
func divergenceFromStandard<Scalar: NetworkScalar>(mean: Matrix<Scalar>, logVariance: Matrix<Scalar>) -> Double {
  mean.elements.withUnsafeBufferPointer { mean in
    logVariance.elements.withUnsafeBufferPointer { sumOfDivergences(mean: mean, logVariance: $0) }
  }
}

/// Computes log q(z | x) − log N(z | 0, I) at each sample z = μ + σ ⊙ ε, in nats.
///
///     Σⱼ [½ (zⱼ² − εⱼ²) − ½ log σⱼ²]
///
/// The constants cancel, and nothing is divided by σ.
///
/// - Parameter result: One value a sample.
/// - Source: eq. (9), the integrand.
func formLogRatios<Scalar: NetworkScalar>(
  samples: Matrix<Scalar>, noise: Matrix<Scalar>, logVariance: Matrix<Scalar>,
  into result: UnsafeMutableBufferPointer<Double>
) {
  precondition(result.count == samples.rows, "one ratio a sample")
  samples.elements.withUnsafeBufferPointer { samples in
    noise.elements.withUnsafeBufferPointer { noise in
      logVariance.elements.withUnsafeBufferPointer { logVariance in
        sumLogRatios(samples, noise, logVariance, into: result)
      }
    }
  }
}

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
  to gradient: inout Matrix<Scalar>, samples: Matrix<Scalar>, noise: Matrix<Scalar>,
  standardDeviation: Matrix<Scalar>?, weights: UnsafeBufferPointer<Double>, scale: Double
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
  _ gradient: Matrix<Scalar>, noise: Matrix<Scalar>, mean: Matrix<Scalar>, standardDeviation: Matrix<Scalar>,
  divergence: Objective.Divergence, divergenceScale: Double,
  meanGradient: inout Matrix<Scalar>, logVarianceGradient: inout Matrix<Scalar>
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
private func halve<Scalar: NetworkScalar>(
  _ x: UnsafeBufferPointer<Scalar>, into result: UnsafeMutableBufferPointer<Scalar>
) {
  for index in result.indices { result[index] = x[index] / 2 }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func reparameterize<Scalar: NetworkScalar>(
  _ mean: UnsafeBufferPointer<Scalar>, _ deviation: UnsafeBufferPointer<Scalar>, _ noise: UnsafeBufferPointer<Scalar>,
  dimension: Int, into samples: UnsafeMutableBufferPointer<Scalar>
) {
  guard !mean.isEmpty else { return }
  let draws = noise.count / mean.count
  for row in 0..<samples.count / dimension {
    let (sample, datum) = (row * dimension, row / draws * dimension)
    for j in 0..<dimension {
      samples[sample + j] = mean[datum + j] + deviation[datum + j] * noise[sample + j]
    }
  }
}

/// Returns Σ KL(N(μ, σ²) ‖ N(0, 1)) over elements, in nats and in double precision.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func sumOfDivergences<Scalar: NetworkScalar>(
  mean: UnsafeBufferPointer<Scalar>, logVariance: UnsafeBufferPointer<Scalar>
) -> Double {
  var sum = 0.0
  withUnsafeTemporaryAllocation(of: Double.self, capacity: tileOfSamples) { buffer in
    for start in stride(from: 0, to: mean.count, by: tileOfSamples) {
      let excess = UnsafeMutableBufferPointer(rebasing: buffer[..<Swift.min(tileOfSamples, mean.count - start)])
      for index in excess.indices { excess[index] = Double(logVariance[start + index]) }
      takeHalfExcess(ofLogRatios: excess)
      for index in excess.indices {
        let mean = Double(mean[start + index])
        sum += 0.5 * mean * mean + excess[index]
      }
    }
  }
  return sum
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
private func sumLogRatios<Scalar: NetworkScalar>(
  _ samples: UnsafeBufferPointer<Scalar>, _ noise: UnsafeBufferPointer<Scalar>,
  _ logVariance: UnsafeBufferPointer<Scalar>, into result: UnsafeMutableBufferPointer<Double>
) {
  guard !result.isEmpty, !logVariance.isEmpty else { return }
  let (dimension, draws) = (samples.count / result.count, samples.count / logVariance.count)
  for row in result.indices {
    let (sample, datum) = (row * dimension, row / draws * dimension)
    var sum = 0.0
    for j in 0..<dimension {
      let (z, epsilon) = (Double(samples[sample + j]), Double(noise[sample + j]))
      sum += z * z - epsilon * epsilon - Double(logVariance[datum + j])
    }
    result[row] = sum / 2
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
