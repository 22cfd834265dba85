// The approximate posteriors of a batch, a row each: what DiagonalGaussian is for one datum, in the network's precision.

extension Batch where Scalar: NetworkScalar {
  /// Becomes σ = exp(½ log σ²).
  mutating func formDeviations(ofLogVariance logVariance: Batch) {
    reshape(rows: logVariance.rows, columns: logVariance.columns)
    elements.withUnsafeMutableBufferPointer { deviation in
      logVariance.elements.withUnsafeBufferPointer { halve($0, into: deviation) }
      Scalar.exponentiate(deviation)
    }
  }

  /// Becomes the samples zᵢᵥ = μᵢ + σᵢ ⊙ εᵢᵥ, row i·V + v.
  ///
  /// - Source: eq. (19).
  mutating func formSamples(mean: Batch, standardDeviation: Batch, noise: Batch) {
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
func divergenceFromStandard<Scalar: NetworkScalar>(mean: Batch<Scalar>, logVariance: Batch<Scalar>) -> Double {
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
  samples: Batch<Scalar>, noise: Batch<Scalar>, logVariance: Batch<Scalar>,
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
