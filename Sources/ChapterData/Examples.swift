import EmbeddedDigits
import Notebook
import VAECore

/// The data that a chapter learns from: the embedded digits, or the images or rows of a file.
///
/// A file with more rows than the chapters can use gives some of them, spread evenly. A table's columns are standardised,
/// unless other is asked for.
public struct Examples: Sendable {
  /// "digits", or the file's name.
  public let name: String
  /// The images, or rows of a table, that are used; each has `dimension` numbers.
  public let images: [[Double]]
  /// A whole number for each, such as the digit that it shows, if they are known.
  public let labels: [Int]?
  /// The rows and columns of pixels, if the examples are images.
  public let shape: (rows: Int, columns: Int)?
  /// True for the embedded digits, of which the chapters' prose tells.
  public let areDigits: Bool
  /// The number of rows that the file has.
  let rowsInFile: Int
  /// The least and the largest number, which pictures show as white and as black.
  let range: ClosedRange<Double>
  /// Σⱼ log sⱼ, in nats, if the columns were divided by their deviations s; then a log density in the file's own units has so
  /// much less.
  let logVolume: Double?
  /// Reports on the recognised format of the file.
  let notes: [String]

  /// Takes the embedded digits.
  public init(_ digits: Digits) {
    (name, images, labels, areDigits, rowsInFile) = ("digits", digits.images, digits.labels, true, digits.images.count)
    (shape, range, logVolume, notes) = ((Digits.side, Digits.side), 0...1, nil, [])
  }

  init(
    name: String, images: [[Double]], labels: [Int]?, shape: (rows: Int, columns: Int)?, areDigits: Bool,
    rowsInFile: Int, range: ClosedRange<Double>, logVolume: Double? = nil, notes: [String] = []
  ) {
    (self.name, self.images, self.labels, self.shape) = (name, images, labels, shape)
    (self.areDigits, self.rowsInFile, self.range) = (areDigits, rowsInFile, range)
    (self.logVolume, self.notes) = (logVolume, notes)
  }

  /// The number of pixels of an image, or of columns of a table.
  public var dimension: Int { images.first?.count ?? 0 }

  // MARK: Parts

  /// Four fifths of the examples, to train on.
  public var training: Examples { part(Self.isToTrainOn) }
  /// Every fifth example, to judge a model by: no model trains on it.
  public var heldOut: Examples { part { !Self.isToTrainOn($0) } }

  private static func isToTrainOn(_ index: Int) -> Bool { index % 5 != 0 }

  /// The rows among some that `training` has.
  static func trainingPart(of rows: [[Double]]) -> [[Double]] { rows.indices.filter(isToTrainOn).map { rows[$0] } }

  /// At most so many of the examples, spread evenly; the first is among them.
  public func spread(_ count: Int) -> Examples {
    let chosen = Set((0..<min(count, images.count)).map { $0 * images.count / min(count, images.count) })
    return part(chosen.contains)
  }

  /// The examples whose label is one of some labels.
  public func labelled(_ chosen: Int...) -> Examples {
    part { index in labels.map { chosen.contains($0[index]) } ?? false }
  }

  private func part(_ isIncluded: (Int) -> Bool) -> Examples {
    let indices = images.indices.filter(isIncluded)
    return Examples(
      name: name, images: indices.map { images[$0] }, labels: labels.map { labels in indices.map { labels[$0] } },
      shape: shape, areDigits: areDigits, rowsInFile: rowsInFile, range: range, logVolume: logVolume, notes: notes)
  }

  // MARK: Models

  /// The variance of all numbers about their common mean: a fair start for a learned s².
  public var pixelVariance: Double { MonteCarloEstimate(Array(images.joined())).variance ?? .nan }

  /// Returns an autoencoder of the examples with random parameters and one hidden layer in each network.
  public func autoencoder(
    latentDimension: Int, hidden width: Int, likelihood: Likelihood, random: RandomStream
  ) -> Autoencoder {
    Autoencoder(
      encoder: Encoder(
        observedDimension: dimension, hidden: [width], latentDimension: latentDimension, random: random.substream(0)),
      decoder: Decoder(
        latentDimension: latentDimension, hidden: [width], observedDimension: dimension, likelihood: likelihood,
        random: random.substream(1)))
  }
}
