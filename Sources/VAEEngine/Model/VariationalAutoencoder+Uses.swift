import Arithmetic
import CKernels
import VAECore

// What a trained model is for: codes of data, and data of codes.

extension VariationalAutoencoder {
  /// Returns the approximate posterior of each observation.
  ///
  /// Defined by `VAECore.Encoder.approximatePosterior(of:)`.
  ///
  /// - Parameter data: x, of shape (n, D).
  /// - Returns: μ and log σ², each of shape (n, d).
  /// - Throws: `InvalidInput` if there are no data or they do not fit the model.
  /// - Source: eq. (8).
  public func approximatePosteriors(
    of data: Batch<Scalar>
  ) throws(InvalidInput) -> (mean: Batch<Scalar>, logVariance: Batch<Scalar>) {
    try requireObservations(data, asProbabilities: false)
    return encoder.posteriors(of: data)
  }

  /// Draws a latent vector of each observation's approximate posterior, z = μ + σ ⊙ ε.
  ///
  /// Defined by `VAECore.DiagonalGaussian.reparameterized(noise:)`.
  ///
  /// - Parameters:
  ///   - data: x, of shape (n, D).
  ///   - random: Vector i takes the draws from i · d.
  /// - Returns: z, of shape (n, d).
  /// - Throws: `InvalidInput` if there are no data or they do not fit the model.
  /// - Source: eq. (19).
  public func drawLatents(
    ofPosteriorsOf data: Batch<Scalar>, random: RandomStream
  ) throws(InvalidInput) -> Batch<Scalar> {
    let (mean, logVariance) = try approximatePosteriors(of: data)
    let noise = drawLatents(data.rows, random: random)
    let deviation = ReusedBatch<Scalar>()
    deviation.reshape(rows: data.rows, columns: mean.columns)
    return Batch(rows: data.rows, columns: mean.columns) { latents in
      mean.withRows { mean in
        logVariance.withRows { logVariance in
          noise.withRows { noise in
            Scalar.kernels.pointee.reparameterize(
              mean.count, 1, mean.columns, mean.start, logVariance.start, mean.stride, noise.start,
              deviation.all.start, latents.start)
          }
        }
      }
    }
  }

  /// Returns E[x | z] of each latent vector: the Gaussian's mean, the Bernoulli probabilities, or the Poisson rates.
  ///
  /// Defined by `VAECore.Decoder.expectedObservation(given:)`.
  ///
  /// - Parameter latents: z, of shape (n, d).
  /// - Returns: Of shape (n, D).
  /// - Throws: `InvalidInput` if the latent vectors have another dimension.
  /// - Source: eq. (8).
  public func expectedObservations(of latents: Batch<Scalar>) throws(InvalidInput) -> Batch<Scalar> {
    try InvalidInput.requireCount(
      "columns of the latent vectors", latents.columns, matches: decoder.latentDimension, of: "the decoder's inputs")
    let outputs = decoder.outputs(of: latents)
    switch decoder.likelihood {
    case .gaussian, .gaussianWithLearnedVariance: return outputs
    case .bernoulli: return Activation.sigmoid.value(of: outputs)
    case .poisson:
      return Batch(rows: outputs.rows, columns: outputs.columns) { rates in
        outputs.withRows { Scalar.kernels.pointee.map(LB_MAP_EXP, $0.count * $0.columns, $0.start, rates.start) }
      }
    }
  }

  /// Draws an observation of p(x | z) for each latent vector.
  ///
  /// Defined by `VAECore.Decoder.expectedObservation(given:)` and the likelihood around it.
  ///
  /// - Parameters:
  ///   - latents: z, of shape (n, d).
  ///   - random: Observation i takes the draws from i · D.
  /// - Returns: Of shape (n, D).
  /// - Throws: `InvalidInput` if the latent vectors have a different dimension, or a count's rate is above a billion.
  public func drawObservations(
    of latents: Batch<Scalar>, random: RandomStream
  ) throws(InvalidInput) -> Batch<Scalar> {
    var result = try expectedObservations(of: latents)
    if let variance = decoder.likelihood.variance {
      let standardDeviation = Scalar(variance.squareRoot())
      let noise = Batch<Scalar>(rows: result.rows, columns: result.columns) {
        random.fillNormals($0.start, count: $0.count * $0.columns, from: 0)
      }
      for index in noise.elements.indices { result.elements[index] += standardDeviation * noise.elements[index] }
    } else if decoder.likelihood == .poisson {
      // The time of a draw grows like the square root of its rate.
      if let index = result.elements.firstIndex(where: { $0.isFinite && Double($0) > largestRateOfDraw }) {
        throw InvalidInput(
          "rate of the count [\(index / result.columns), \(index % result.columns)]",
          expected: "at most a billion, to draw from it", found: "\(result.elements[index])")
      }
      for index in result.elements.indices {
        result.elements[index] = Scalar(drawPoisson(rate: Double(result.elements[index]), random.uniform(at: index)))
      }
    } else {
      for index in result.elements.indices {
        result.elements[index] = random.uniform(at: index) < Double(result.elements[index]) ? 1 : 0
      }
    }
    return result
  }

  /// Draws latent vectors of the prior, N(0, I).
  ///
  /// Defined by `VAECore.RandomStream.normals`.
  ///
  /// - Parameters:
  ///   - count: n.
  ///   - random: Vector i takes the draws from i · d.
  /// - Returns: Of shape (n, d).
  public func drawLatents(_ count: Int, random: RandomStream) -> Batch<Scalar> {
    Batch(rows: count, columns: decoder.latentDimension) {
      random.fillNormals($0.start, count: $0.count * $0.columns, from: 0)
    }
  }
}
