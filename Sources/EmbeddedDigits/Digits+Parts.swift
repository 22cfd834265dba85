import VAECore

extension Digits {
  /// Four fifths of the digits, to train on.
  public var training: Digits { part { $0 % 5 != 0 } }
  /// Every fifth digit, to judge a model by: no model trains on it.
  public var heldOut: Digits { part { $0 % 5 == 0 } }

  private func part(_ isIncluded: (Int) -> Bool) -> Digits {
    let indices = images.indices.filter(isIncluded)
    return Digits(images: indices.map { images[$0] }, labels: indices.map { labels[$0] })
  }

  /// The variance of all pixels about their common mean: a fair start for a learned s².
  public var pixelVariance: Double { MonteCarloEstimate(Array(images.joined())).variance ?? .nan }

  /// Returns an autoencoder of the digits with random parameters and one hidden layer in each network.
  public static func autoencoder(
    latentDimension: Int, hidden width: Int, likelihood: Likelihood, random: RandomStream
  ) -> Autoencoder {
    Autoencoder(
      encoder: Encoder(
        observedDimension: side * side, hidden: [width], latentDimension: latentDimension, random: random.substream(0)),
      decoder: Decoder(
        latentDimension: latentDimension, hidden: [width], observedDimension: side * side, likelihood: likelihood,
        random: random.substream(1)))
  }
}
