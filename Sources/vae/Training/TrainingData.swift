import Checkpoints
import DataReading
import Datasets
import Files
import VAECore
import VAEEngine

/// The data of a training, as the model sees them: what is learned from, what is held out, and a description of both.
struct TrainingData<Scalar: NetworkScalar> {
  let training: DataSet<Scalar>
  /// What is kept to judge by, if anything is.
  let heldOut: DataSet<Scalar>?
  let description: DataDescription
  /// True if all numbers, before any standardisation, are whole, from 0 on, and not all of them small: they may be counts.
  let mayBeCounts: Bool

  /// Takes data apart, and standardises the columns where they are to be.
  ///
  /// Means and deviations are those of the data to train on: what is held out stays unseen.
  ///
  /// - Parameters:
  ///   - source: "digits", a file's path, or "-".
  ///   - reading: The way to read them.
  ///   - known: The data of a training that goes on.
  ///   - choice: The treatment of the columns.
  ///   - split: The number of such data to hold out, and the seed of the choice.
  ///   - check: Refuses all observations that do not suit.
  init(
    reading source: String, with reading: ReadingArguments, like known: DataDescription?,
    standardization choice: StandardizationChoice, split: (DataDescription) throws -> (heldOut: Int, seed: UInt64),
    check: (DataSet<Scalar>) throws -> Void
  ) throws {
    let opened = try reading.open(source, like: known, share: choice == .none ? 1 : 0.6)
    try reading.requireHeader(in: opened.kind)
    guard choice.isMade(for: opened.kind) else {
      let all = try opened.read(as: Scalar.self)
      try check(all)
      self = try Self(all, all.description, split(all.description))
      return
    }
    let raw = try opened.read(as: Double.self)
    mayBeCounts = Self.mayBeCounts(raw)
    let (count, seed) = try split(raw.description)
    try Self.requireSome(heldOut: count, of: raw.observations.rows)
    let parts = count == 0 ? (training: raw, heldOut: raw) : try raw.split(heldOut: count, seed: seed)
    var description = raw.description
    (description.heldOut, description.splitSeed) = (count, seed)
    var standardization = Standardization(of: parts.training.observations)
    if case .known(let transform) = choice { standardization = transform }
    description.standardization = standardization
    training = try reading.standardized(parts.training, by: standardization, source: source)
    heldOut = count == 0 ? nil : try reading.standardized(parts.heldOut, by: standardization, source: source)
    self.description = description
    try check(training)
    if let heldOut { try check(heldOut) }
  }

  private init(
    _ data: consuming DataSet<Scalar>, _ whole: DataDescription, _ split: (heldOut: Int, seed: UInt64)
  ) throws {
    mayBeCounts = Self.mayBeCounts(data)
    var description = whole
    (description.heldOut, description.splitSeed) = split
    self.description = description
    try Self.requireSome(heldOut: split.heldOut, of: data.observations.rows)
    guard split.heldOut > 0 else {
      (training, heldOut) = (data, nil)
      return
    }
    let parts = try (consume data).split(heldOut: split.heldOut, seed: split.seed)
    (training, heldOut) = (parts.training, parts.heldOut)
  }

  private static func mayBeCounts<Number: NetworkScalar>(_ data: DataSet<Number>) -> Bool {
    let numbers = data.observations.elements
    return numbers.allSatisfy(\.isCount) && numbers.contains { $0 >= 10 }
  }

  private static func requireSome(heldOut: Int, of rows: Int) throws(InvalidInput) {
    guard heldOut >= rows else { return }
    throw InvalidInput(
      "--held-out", expected: "a share that leaves some of the \(rows) data to train on", found: "\(heldOut) of them")
  }
}

/// The treatment of the columns of a training's data.
enum StandardizationChoice: Equatable {
  /// Nothing.
  case none
  /// The measured means and deviations, of data of each kind.
  case measured
  /// The measured means and deviations, if the data are a table.
  case measuredForTables
  /// The means and deviations that were measured before.
  case known(Standardization)

  /// Returns true if data of a kind are standardised.
  func isMade(for kind: DataDescription.Kind) -> Bool {
    switch self {
    case .none: false
    case .measured, .known: true
    case .measuredForTables: kind == .table
    }
  }
}

extension DataDescription {
  /// How many of some rows a share of them is.
  static func count(ofShare share: Double, of rows: Int) -> Int { Int((Double(rows) * share).rounded()) }

  /// Whether these are the observations that a model was trained on and judged by.
  ///
  /// Models of earlier versions knew a fingerprint of the numbers only.
  func isOf<Scalar: NetworkScalar>(_ data: DataSet<Scalar>) -> Bool {
    if let isSame = isOfSameData(as: data.description) { return isSame }
    return rows == data.observations.rows && fingerprint == vae.fingerprint(of: data.observations)
  }
}

extension DataDescription {
  /// The rows of the whole data, from 0 on, that were held out, or those that were not.
  func places(heldOut isHeldOut: Bool) -> [Int] {
    var choice = HeldOutChoice(of: heldOut, among: rows, seed: splitSeed)
    return (0..<rows).filter { _ in choice.next() == isHeldOut }
  }
}

extension Trainer where Scalar: TensorElement {
  /// The least size of the file of a training: its parameters and their moments.
  ///
  /// - Parameter keepsBest: True if it may also hold the best epoch's parameters.
  func bytesOfState(keepsBest: Bool) -> Double {
    let moments = if case .adam = plan.optimizer { 2 } else { 0 }
    return Double((1 + moments + (keepsBest ? 1 : 0)) * model.parameterCount * MemoryLayout<Scalar>.size)
  }
}

/// A number by which models of earlier versions know their observations: FNV-1a over their bits.
func fingerprint<Scalar: NetworkScalar>(of observations: Batch<Scalar>) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  let mix = { (word: UInt64) in hash = (hash ^ word) &* 0x100_0000_01b3 }
  mix(UInt64(observations.columns))
  for element in observations.elements { mix(Double(element).bitPattern) }
  return hash
}
