import Checkpoints
import Datasets
import Files
import VAECore
import VAEEngine

/// The data of a training: what is learned from, what is held out, and a record of both.
struct TrainingData<Scalar: NetworkScalar> {
  let training: DataSet<Scalar>
  /// What is kept to judge by, if anything is.
  let heldOut: DataSet<Scalar>?
  let record: TrainingRecord.Data

  /// Splits data.
  ///
  /// - Parameters:
  ///   - data: All observations.
  ///   - share: The share to hold out; of few data it may be none.
  ///   - seed: The seed of the choice.
  init(_ data: consuming DataSet<Scalar>, holdingOut share: Double, seed: UInt64) throws(InvalidInput) {
    let count = TrainingRecord.Data.count(ofShare: share, of: data.observations.rows)
    var record = TrainingRecord.Data(
      name: data.name, rows: data.observations.rows, heldOut: count, splitSeed: seed,
      fingerprint: fingerprint(of: data.observations))
    record.image = data.imageShape.map { [$0.rows, $0.columns] }
    self.record = record
    guard count < data.observations.rows else {
      throw InvalidInput(
        "--held-out", expected: "a share that leaves some of the \(data.observations.rows) data to train on",
        found: "\(share)")
    }
    guard count > 0 else {
      (training, heldOut) = (data, nil)
      return
    }
    let parts = try (consume data).split(heldOut: count, seed: seed)
    (training, heldOut) = (parts.training, parts.heldOut)
  }
}

extension TrainingRecord.Data {
  /// How many of some rows a share of them is.
  static func count(ofShare share: Double, of rows: Int) -> Int { Int((Double(rows) * share).rounded()) }

  /// Whether these are the observations that a model was trained on and judged by.
  func isOf<Scalar: NetworkScalar>(_ observations: Batch<Scalar>) -> Bool {
    rows == observations.rows && fingerprint == vae.fingerprint(of: observations)
  }
}

/// A number that other observations almost surely do not have: FNV-1a over their bits.
func fingerprint<Scalar: NetworkScalar>(of observations: Batch<Scalar>) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  let mix = { (word: UInt64) in hash = (hash ^ word) &* 0x100_0000_01b3 }
  mix(UInt64(observations.columns))
  for element in observations.elements { mix(Double(element).bitPattern) }
  return hash
}
