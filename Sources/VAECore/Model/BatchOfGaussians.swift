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

/// Pulls the gradient with respect to the samples, and the divergence's own gradient, back to μ and log σ².
///
///     ∂μᵢ = Σᵥ gᵢᵥ − μᵢ/n,   ∂ log σᵢ² = ½ σᵢ ⊙ Σᵥ gᵢᵥ ⊙ εᵢᵥ − (σᵢ² − 1)/(2n)
///
/// - Source: eqs. (16) and (19), differentiated.
func pullbackOfReparameterization<Scalar: NetworkScalar>(
  _ gradient: Matrix<Scalar>, noise: Matrix<Scalar>, mean: Matrix<Scalar>, standardDeviation: Matrix<Scalar>,
  meanGradient: inout Matrix<Scalar>, logVarianceGradient: inout Matrix<Scalar>
) {
  meanGradient.reshape(rows: mean.rows, columns: mean.columns)
  logVarianceGradient.reshape(rows: mean.rows, columns: mean.columns)
  let dimension = mean.columns
  meanGradient.elements.withUnsafeMutableBufferPointer { meanGradient in
    logVarianceGradient.elements.withUnsafeMutableBufferPointer { logVarianceGradient in
      gradient.elements.withUnsafeBufferPointer { gradient in
        noise.elements.withUnsafeBufferPointer { noise in
          sumOverDraws(
            gradient, noise, dimension: dimension, data: mean.rows, into: meanGradient, logVarianceGradient)
        }
      }
      mean.elements.withUnsafeBufferPointer { mean in
        standardDeviation.elements.withUnsafeBufferPointer { deviation in
          addDivergenceGradient(
            mean, deviation, weight: 1 / Scalar(Swift.max(1, mean.count / Swift.max(1, dimension))),
            to: meanGradient, logVarianceGradient)
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

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func sumOfDivergences<Scalar: NetworkScalar>(
  mean: UnsafeBufferPointer<Scalar>, logVariance: UnsafeBufferPointer<Scalar>
) -> Double {
  var sum = 0.0
  for index in mean.indices {
    let mean = Double(mean[index])
    sum += 0.5 * mean * mean + halfExcess(ofLogRatio: Double(logVariance[index]))
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
  _ mean: UnsafeBufferPointer<Scalar>, _ deviation: UnsafeBufferPointer<Scalar>, weight: Scalar,
  to meanGradient: UnsafeMutableBufferPointer<Scalar>, _ logVarianceGradient: UnsafeMutableBufferPointer<Scalar>
) {
  for index in mean.indices {
    let deviation = deviation[index]
    meanGradient[index] -= weight * mean[index]
    logVarianceGradient[index] =
      (deviation * logVarianceGradient[index] - weight * (deviation - 1) * (deviation + 1)) / 2
  }
}
