import CKernels
import VAECore

/// Latent vectors on their way through a decoder to their weights in eq. (1), so many at a time that what they leave stays
/// in a core's cache.
final class DrawsThroughDecoder<Scalar: NetworkScalar> {
  private let decoder: DecoderNetwork<Scalar>
  private let likelihood: Likelihood
  private let observation: Batch<Scalar>
  private let proposal: Proposal<Scalar>?
  private let triangle: TriangularDistance<Scalar>?
  private let tape: StackTape<Scalar>
  private let noise = ReusedBatch<Scalar>()
  private let latents = ReusedBatch<Scalar>()
  private let logWeights = ReusedBatch<Double>()
  private let logRatios = ReusedBatch<Double>()
  /// How many go at a time: whole tiles of rows, and whole blocks of noise.
  private let atATime: Int

  /// Prepares a decoder for one observation.
  ///
  /// - Parameters:
  ///   - observation: x, of shape (1, D).
  ///   - proposal: Where the latent vectors are drawn from; nil draws from the prior.
  ///   - triangle: The last layer and the Gaussian likelihood in one, where it is worth it.
  init(
    decoder: DecoderNetwork<Scalar>, observation: Batch<Scalar>, proposal: Proposal<Scalar>? = nil,
    triangle: TriangularDistance<Scalar>? = nil
  ) {
    self.decoder = decoder
    likelihood = decoder.likelihood
    self.observation = observation
    self.proposal = proposal
    self.triangle = triangle
    tape = StackTape(of: decoder.stack, learns: false, pullsBackToInput: false)
    let bytes = decoder.stack.width * MemoryLayout<Scalar>.stride
    atATime = Swift.max(48, Swift.min(480, (1 << 17) / bytes / 12 * 12))
    tape.reshape(rows: atATime, of: decoder.stack)
    for batch in [noise, latents] { batch.reshape(rows: atATime, columns: decoder.latentDimension) }
    for batch in [logWeights, logRatios] { batch.reshape(rows: atATime, columns: 1) }
  }

  /// Averages the weights of a range of samples.
  ///
  /// - Parameters:
  ///   - range: The samples.
  ///   - stream: Sample i takes the draws from i · d.
  func average(over range: Range<Int>, noise stream: RandomStream) -> LogMeanEstimate {
    var none: LargestWeights?
    return average(over: range, noise: stream, keeping: &none)
  }

  /// Averages the weights of a range of samples, and keeps the largest where they are wanted.
  ///
  /// - Parameters:
  ///   - range: The samples.
  ///   - stream: Sample i takes the draws from i · d.
  ///   - largest: The largest log-weights so far.
  func average(
    over range: Range<Int>, noise stream: RandomStream, keeping largest: inout LargestWeights?
  ) -> LogMeanEstimate {
    var estimate = LogMeanEstimate()
    for first in stride(from: range.lowerBound, to: range.upperBound, by: atATime) {
      let count = Swift.min(atATime, range.upperBound - first)
      let draws = proposal == nil ? latents[0..<count] : noise[0..<count]
      stream.fillNormals(draws.start, count: count * draws.columns, from: first * draws.columns)
      weigh(count)
      let weights = UnsafeMutableBufferPointer(start: logWeights.all.start, count: count)
      largest?.add(weights)
      estimate.merge(LogMeanEstimate(overwriting: weights))
    }
    return estimate
  }

  /// Computes the log-weights of the draws that are there: log p(x | z), and with a proposal log p(z) − log q(z) more.
  private func weigh(_ count: Int) {
    let (rows, weights) = (0..<count, logWeights.all.start)
    if let proposal {
      proposal.reparameterize(noise[rows], into: latents[rows], logRatios: logRatios.all.start)
    }
    if let triangle {
      triangle.logDensities(of: tape.view.hiddenValue(of: latents[rows], rows: rows), into: weights)
    } else {
      tape.view.formValue(of: latents[rows], rows: rows)
      observation.withRows { likelihood.logDensities(of: $0, given: tape.output[rows], into: weights) }
    }
    guard proposal != nil else { return }
    for draw in rows { weights[draw] -= logRatios.all.start[draw] }
  }
}
