/// Samples on their way through a decoder, a tile at a time, one sample a column.
///
/// With samples side by side a layer is a sum of columns scaled by single weights, so that small layers need neither
/// OpenBLAS's packing nor a transposed copy of their weights, and every value of a tile stays in the first-level cache.
struct DecoderTiles<Scalar: NetworkScalar> {
  /// How many tiles are drawn and averaged together, to spread the cost of a call.
  static var tilesInGroup: Int { 8 }

  private let decoder: DecoderNetwork<Scalar>
  private let likelihood: Likelihood
  private let observation: [Scalar]
  /// The last layer and the Gaussian likelihood in one, where the decoder allows it.
  private let distance: TriangularDistance<Scalar>?
  /// Where the latent vectors are drawn from; nil draws from the prior.
  private let proposal: Proposal<Scalar>?
  /// Draws, of shape (samples, d), and the log-weights of the samples.
  private var draws: [Scalar]
  private var logWeights: [Double]
  /// log p(z) − log q(z) of a tile.
  private var logRatios: [Double]
  /// A layer's inputs and outputs, of shape (width, tile).
  private var inputs: [Scalar]
  private var outputs: [Scalar]

  init(
    decoder: DecoderNetwork<Scalar>, observation: [Scalar], distance: TriangularDistance<Scalar>?,
    proposal: Proposal<Scalar>? = nil
  ) {
    self.decoder = decoder
    likelihood = decoder.likelihood
    self.observation = observation
    self.distance = distance
    self.proposal = proposal
    let samples = Self.tilesInGroup * tileOfSamples
    let widths = decoder.hidden.layers.map(\.outputs) + [decoder.latentDimension, decoder.observationDimension]
    draws = Scalar.zeros(samples * decoder.latentDimension)
    logWeights = Double.zeros(samples)
    logRatios = Double.zeros(tileOfSamples)
    inputs = Scalar.zeros((widths.max() ?? 0) * tileOfSamples)
    outputs = inputs
  }

  /// The average over one range of samples.
  mutating func average(over range: Range<Int>, noise: RandomStream) -> LogMeanEstimate {
    var partial = LogMeanEstimate()
    for first in stride(from: range.lowerBound, to: range.upperBound, by: logWeights.count) {
      let count = Swift.min(logWeights.count, range.upperBound - first)
      draws.withUnsafeMutableBufferPointer {
        Scalar.fillNormals($0, of: noise, from: first * decoder.latentDimension)
      }
      for start in stride(from: 0, to: count, by: tileOfSamples) { weigh(tileAt: start) }
      logWeights.withUnsafeMutableBufferPointer { partial.add(UnsafeMutableBufferPointer(rebasing: $0[..<count])) }
    }
    return partial
  }

  /// Computes the log-weights of one tile.
  private mutating func weigh(tileAt start: Int) {
    let dimension = decoder.latentDimension
    draws.withUnsafeBufferPointer { draws in
      inputs.withUnsafeMutableBufferPointer { inputs in
        transposeTile(
          UnsafeBufferPointer(rebasing: draws[(start * dimension)..<((start + tileOfSamples) * dimension)]),
          into: inputs, dimension: dimension)
        if let proposal {
          logRatios.withUnsafeMutableBufferPointer { proposal.reparameterize(columns: inputs, logRatios: $0) }
        }
      }
    }
    for layer in decoder.hidden.layers { apply(layer, decoder.hidden.activation) }
    if distance == nil { apply(decoder.output, decoder.outputActivation) }
    inputs.withUnsafeBufferPointer { inputs in
      logWeights.withUnsafeMutableBufferPointer { logWeights in
        let result = UnsafeMutableBufferPointer(rebasing: logWeights[start..<start + tileOfSamples])
        if let distance {
          distance.logDensities(columns: inputs, into: result)
        } else {
          likelihood.logDensities(columns: inputs, observation: observation, into: result)
        }
        if proposal != nil { for sample in result.indices { result[sample] += logRatios[sample] } }
      }
    }
  }

  /// Sends the inputs through a layer; its outputs are the next inputs.
  private mutating func apply(_ layer: DenseLayer<Scalar>, _ activation: Activation) {
    layer.value(ofColumns: inputs, into: &outputs)
    outputs.withUnsafeMutableBufferPointer {
      activation.apply(to: UnsafeMutableBufferPointer(rebasing: $0[..<(layer.outputs * tileOfSamples)]))
    }
    swap(&inputs, &outputs)
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func transposeTile<Scalar: NetworkScalar>(
  _ rows: UnsafeBufferPointer<Scalar>, into columns: UnsafeMutableBufferPointer<Scalar>, dimension: Int
) {
  for j in 0..<dimension {
    for sample in 0..<tileOfSamples { columns[j * tileOfSamples + sample] = rows[sample * dimension + j] }
  }
}
