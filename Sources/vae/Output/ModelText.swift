import Checkpoints
import Notebook
import VAEEngine

/// A model in words.
enum ModelText {
  /// The widths from the observation over the latents back to it, and p(x | z): "64-128-2-128-64 tanh, gaussian, s² = 0.1".
  static func shape<Scalar>(_ model: VariationalAutoencoder<Scalar>) -> String {
    let (encoder, decoder) = (model.encoder, model.decoder)
    let widths =
      [encoder.observationDimension] + encoder.hidden.layers.map(\.outputs) + [encoder.latentDimension]
      + decoder.hidden.layers.map(\.outputs) + [decoder.observationDimension]
    return widths.map { "\($0)" }.joined(separator: "-") + " \(encoder.hidden.activation.rawValue), "
      + likelihood(decoder)
  }

  private static func likelihood<Scalar>(_ decoder: DecoderNetwork<Scalar>) -> String {
    guard let variance = decoder.likelihood.variance else { return LikelihoodName(of: decoder).rawValue }
    let mean = decoder.outputActivation == .sigmoid ? " with a sigmoid mean" : ""
    let value = NumberText.significant(variance, digits: 6)
    return "gaussian\(mean), s² = \(value)" + (decoder.learnsVariance ? " (learned)" : "")
  }
}
