import Glibc

/// How an observation is distributed around the decoder's output f(z).
public enum Likelihood: Sendable, Equatable {
  /// x | z ~ N(f(z), s² I) with the observation variance s².
  ///
  /// - Source: eq. (8), with the variance s² and not a deviation in its place.
  case gaussian(variance: Double)
  /// xⱼ | z ~ Bernoulli(σ(f(z)ⱼ)): the output is a logit.
  case bernoulli

  /// Refuses a variance that is not a finite number above 0.
  func requireValid() throws(InvalidInput) {
    if case .gaussian(let variance) = self { try InvalidInput.requirePositive("observation variance", [variance]) }
  }

  /// Computes log p(x | z) of each row, in nats, summed over dimensions.
  ///
  ///     Gaussian:   −‖f − x‖²/(2s²) − (D/2) log 2πs²        Bernoulli:   Σⱼ [xⱼ fⱼ − softplus(fⱼ)]
  ///
  /// - Parameters:
  ///   - outputs: f, of shape (n · V, D); row i·V + v belongs to datum i.
  ///   - observations: x, of shape (n, D).
  ///   - result: One value a row of the outputs.
  /// - Source: eq. (20), with the factor 1/(2s²) that it drops.
  func logDensities<Scalar: NetworkScalar>(
    outputs: Batch<Scalar>, observations: Batch<Scalar>, into result: UnsafeMutableBufferPointer<Double>
  ) {
    let samples = outputs.rows / Swift.max(1, observations.rows)
    precondition(outputs.rows == samples * observations.rows && result.count == outputs.rows, "V rows for each datum")
    precondition(outputs.columns == observations.columns, "outputs have the observations' dimension")
    outputs.elements.withUnsafeBufferPointer { outputs in
      observations.elements.withUnsafeBufferPointer { observations in
        switch self {
        case .gaussian(let variance):
          squaredDistances(outputs, observations, samples: samples, result)
          // (D/2) log 2πs², from the logarithms of its factors: the product may overflow.
          let dimension = outputs.count / Swift.max(1, result.count)
          let constant = Double(dimension) * (halfLogTwoPi + 0.5 * log(variance))
          for row in result.indices { result[row] = -0.5 * result[row] / variance - constant }
        case .bernoulli: bernoulliLogDensities(outputs, observations, samples: samples, result)
        }
      }
    }
  }

  /// Computes log p(x | z) of one tile of samples, one a column, for one observation.
  ///
  /// - Parameters:
  ///   - columns: f, of shape (D, tile).
  ///   - observation: x, of shape (D).
  ///   - result: One value a sample.
  func logDensities<Scalar: NetworkScalar>(
    columns outputs: UnsafeBufferPointer<Scalar>, observation: [Scalar], into result: UnsafeMutableBufferPointer<Double>
  ) {
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: tileOfSamples) { sums in
      observation.withUnsafeBufferPointer { observation in
        guard let f = outputs.baseAddress, let sum = sums.baseAddress, let x = observation.baseAddress else { return }
        switch self {
        case .gaussian(let variance):
          Scalar.squaredDistances(x, f, count: observation.count, into: sum)
          let constant = Double(observation.count) * (halfLogTwoPi + 0.5 * log(variance))
          scaleAndShift(sums, scale: -0.5 / variance, shift: -constant, into: result)
        case .bernoulli:
          Scalar.bernoulliLogDensities(x, f, count: observation.count, into: sum)
          scaleAndShift(sums, scale: 1, shift: 0, into: result)
        }
      }
    }
  }

  /// Computes the gradient of Σ `scale` · `weights` · log p(x | z) with respect to the outputs, row by row.
  ///
  ///     Gaussian:   (x − f)/s²        Bernoulli:   x − σ(f)
  ///
  /// - Parameters:
  ///   - weights: One a row of the outputs.
  ///   - result: Takes on the outputs' shape (n · V, D).
  func formGradient<Scalar: NetworkScalar>(
    outputs: Batch<Scalar>, observations: Batch<Scalar>, weights: UnsafeBufferPointer<Double>, scale: Double,
    into result: inout Batch<Scalar>
  ) {
    precondition(weights.count == outputs.rows, "one weight a row")
    result.reshape(rows: outputs.rows, columns: outputs.columns)
    let samples = outputs.rows / Swift.max(1, observations.rows)
    result.elements.withUnsafeMutableBufferPointer { result in
      outputs.elements.withUnsafeBufferPointer { outputs in
        observations.elements.withUnsafeBufferPointer { observations in
          formScaledDifferences(
            result, outputs, observations, samples: samples, weights: weights, factor: scale / dispersion)
        }
      }
    }
  }

  /// Computes `factor` · `weights` · (x − mean) row by row; a Bernoulli's mean is σ(f).
  private func formScaledDifferences<Scalar: NetworkScalar>(
    _ result: UnsafeMutableBufferPointer<Scalar>, _ outputs: UnsafeBufferPointer<Scalar>,
    _ observations: UnsafeBufferPointer<Scalar>, samples: Int, weights: UnsafeBufferPointer<Double>, factor: Double
  ) {
    let dimension = outputs.count / Swift.max(1, weights.count)
    guard let x = observations.baseAddress, let f = outputs.baseAddress, let g = result.baseAddress else { return }
    for row in weights.indices {
      let (start, datum) = (row * dimension, row / samples * dimension)
      var mean = f + start
      if self == .bernoulli {
        (g + start).update(from: mean, count: dimension)
        Activation.sigmoid.apply(to: UnsafeMutableBufferPointer(start: g + start, count: dimension))
        mean = UnsafePointer(g + start)
      }
      Scalar.scaleDifference(
        x + datum, mean, factor: Scalar(weights[row] * factor), count: dimension, into: g + start)
    }
  }

  /// Returns the gradient of Σ `scale` · `weights` · log p(x | z) with respect to log s².
  ///
  ///     ∂ log p/∂ log s² = ‖x − f‖²/(2s²) − D/2 = −log p − (D/2) (log 2πs² + 1)
  ///
  /// It vanishes where s² is the weighted mean of the squared errors. The second form reads what is known already.
  ///
  /// - Parameter logDensities: log p(x | z), one a row.
  func gradientOfLogVariance(
    logDensities: UnsafeBufferPointer<Double>, dimension: Int, weights: UnsafeBufferPointer<Double>, scale: Double
  ) -> Double {
    guard case .gaussian(let variance) = self else { return 0 }
    let constant = Double(dimension) * (halfLogTwoPi + 0.5 * log(variance) + 0.5)
    var sum = 0.0
    for row in logDensities.indices { sum -= weights[row] * (logDensities[row] + constant) }
    return scale * sum
  }

  /// What divides the difference x − mean in the gradient: s² of a Gaussian, 1 of a Bernoulli logit.
  private var dispersion: Double {
    switch self {
    case .gaussian(let variance): variance
    case .bernoulli: 1
    }
  }
}

/// Returns log p(x) of one Bernoulli variable given its logit, in nats: x·l − softplus(l).
///
/// For l > 0 it is (x − 1)·l − softplus(−l), so that large terms do not cancel.
public func bernoulliLogDensity<Scalar: NetworkScalar>(of x: Scalar, logit: Scalar) -> Scalar {
  (logit > 0 ? (x - 1) * logit : x * logit) - softplus(-abs(logit))
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func squaredDistances<Scalar: NetworkScalar>(
  _ outputs: UnsafeBufferPointer<Scalar>, _ observations: UnsafeBufferPointer<Scalar>, samples: Int,
  _ result: UnsafeMutableBufferPointer<Double>
) {
  let dimension = outputs.count / Swift.max(1, result.count)
  guard let f = outputs.baseAddress, let x = observations.baseAddress else { return }
  for row in result.indices {
    result[row] = Double(
      Scalar.squaredDistance(f + row * dimension, x + row / samples * dimension, count: dimension))
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func bernoulliLogDensities<Scalar: NetworkScalar>(
  _ logits: UnsafeBufferPointer<Scalar>, _ observations: UnsafeBufferPointer<Scalar>, samples: Int,
  _ result: UnsafeMutableBufferPointer<Double>
) {
  let dimension = logits.count / Swift.max(1, result.count)
  result.update(repeating: 0)
  withUnsafeTemporaryAllocation(of: Scalar.self, capacity: tileOfSamples) { buffer in
    for row in result.indices {
      let (l, x) = (row * dimension, row / samples * dimension)
      for start in stride(from: 0, to: dimension, by: tileOfSamples) {
        let correction = UnsafeMutableBufferPointer(rebasing: buffer[..<Swift.min(tileOfSamples, dimension - start)])
        for j in correction.indices { correction[j] = -abs(logits[l + start + j]) }
        Activation.softplus.apply(to: correction)
        for j in correction.indices {
          let (logit, observed) = (logits[l + start + j], observations[x + start + j])
          let linear = logit > 0 ? (observed - 1) * logit : observed * logit
          result[row] += Double(linear - correction[j])
        }
      }
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func scaleAndShift<Scalar: NetworkScalar>(
  _ x: UnsafeMutableBufferPointer<Scalar>, scale: Double, shift: Double, into result: UnsafeMutableBufferPointer<Double>
) {
  for index in result.indices { result[index] = Double(x[index]) * scale + shift }
}
