import Checkpoints
import DataReading
import Datasets
import Files
import Notebook
import VAECore
import VAEEngine

/// What is done with a model of either precision.
protocol ModelWork {
  /// The result: a report, or a work that several processes may share.
  associatedtype Outcome
  /// Does the work.
  func perform<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>, path: String) throws -> Outcome
}

extension ModelWork {
  /// Loads a model in its own precision, and does the work.
  func perform(onModel path: String) throws -> Outcome {
    let tensors = try SafeTensors.load(path)
    _ = try Architecture.load(tensors, path: path)
    switch try Precision.load(tensors, path: path) {
    case .single: return try perform(checked: ModelFile<Float>(tensors, path: path), path: path)
    case .double: return try perform(checked: ModelFile<Double>(tensors, path: path), path: path)
    }
  }

  /// Does the work once the model's record of training is known to be sound: nothing is written before.
  private func perform<Scalar: NetworkScalar & TensorElement>(
    checked file: ModelFile<Scalar>, path: String
  ) throws -> Outcome {
    _ = try file.trainingRecord(path: path)
    return try perform(file, path: path)
  }
}

extension ModelFile {
  /// Reads data as the model's own were read and prepares them likewise, and refuses those that do not fit the model:
  /// another number of columns, or values that the model has no likelihood for.
  ///
  /// - Parameters:
  ///   - source: "digits", a file's path, or "-".
  ///   - reading: The typed options; one that contradicts the model is refused.
  ///   - path: The model's path, for errors.
  ///   - binarization: The treatment of the observations before use.
  ///   - own: True if they must be those that the model was trained on.
  func load(
    _ source: String, _ reading: ReadingArguments, path: String, binarization: Binarization, own: Bool = false
  ) throws -> DataSet<Scalar> {
    let known = try trainingRecord(path: path)?.data
    try reading.requireStandardization(of: known, path: path)
    try reading.requireImage(of: known, path: path)
    let opened = try reading.open(source, like: known, share: known?.standardization == nil ? 1 : 0.6)
    try reading.requireHeader(in: opened.kind)
    let data: DataSet<Scalar>
    if let standardization = known?.standardization {
      let raw: DataSet<Double> = try opened.read(as: Double.self)
      try require(columns: raw.observations.columns, source, path)
      data = try reading.standardized(raw, by: standardization, source: source)
    } else {
      data = try opened.read(as: Scalar.self)
      try require(columns: data.observations.columns, source, path)
    }
    try model.require(data.observations, of: source, asProbabilities: binarization == .dynamic)
    if own, let known, !known.isOf(data) { throw Self.otherContent(than: known) }
    say(data.notes, data.description, known, source, path: path)
    return data
  }

  /// Refuses data that are not those of the training and must be.
  func requireOwn(_ known: DataDescription?, _ found: DataDescription, own: Bool) throws(InvalidInput) {
    guard own, let known, known.isOfSameData(as: found) != true else { return }
    throw Self.otherContent(than: known)
  }

  private static func otherContent(than known: DataDescription) -> InvalidInput {
    InvalidInput(
      "--data", expected: "the data of the training, \(known.name.onOneLine)", found: "a file with other content")
  }

  /// Says aloud what was recognised of some data, and what is odd about them beside those of the training.
  func say(_ notes: [String], _ found: DataDescription, _ known: DataDescription?, _ source: String, path: String) {
    if let known, known.kind == nil { complain(DescriptionText.unknown(path)) }
    for note in notes { complain(note.escaped) }
    if let warning = found.warning(against: known) { complain("\(source.onOneLine): \(warning)") }
  }

  /// Reads data as the model sees them, binarised where it was trained on binarised data.
  ///
  /// - Parameter seed: The seed of the draws of a model that was trained with fresh ones.
  func loadBinarized(
    _ arguments: DataArguments, path: String, seed: UInt64
  ) throws -> (data: DataSet<Scalar>, observations: Batch<Scalar>) {
    let binarization = try trainingRecord(path: path)?.plan.binarization ?? .none
    let data = try load(arguments.data, arguments.reading, path: path, binarization: binarization)
    return (data, data.observations.binarized(binarization, seed: seed))
  }

  /// Returns true if the model's observations are drawn at random before use, as they were in its training.
  func drawsObservations(path: String) throws -> Bool {
    try trainingRecord(path: path)?.plan.binarization == .dynamic
  }

  func require(columns: Int, _ source: String, _ path: String) throws(FileError) {
    let dimension = model.encoder.observationDimension
    guard columns == dimension else {
      throw .malformed(
        path: source, place: .file, expected: "\(dimension) values in a row, as the model in \(path) has",
        found: "\(columns)")
    }
  }
}

extension ReadingArguments {
  /// Refuses a shape of images other than a model's, which is the one that it draws.
  func requireImage(of known: DataDescription?, path: String) throws(InvalidInput) {
    guard let image, known?.image != [image.value.rows, image.value.columns] else { return }
    let own = known?.image.map { $0.map { "\($0)" }.joined(separator: ",") }
    throw InvalidInput(
      "--image",
      expected: own.map { "\($0), as the training in \(path) began (leave the option out)" }
        ?? "none: the data of \(path) are not known to be images", found: "'\(image.text)'")
  }

  /// Refuses labels where nothing is done with them.
  func requireNoLabels() throws(InvalidInput) {
    guard let labels else { return }
    throw InvalidInput(
      "--labels", expected: "none: only encode, and evaluate with --out, use labels", found: "'\(labels)'")
  }

  /// Refuses a typed standardisation other than a model's.
  func requireStandardization(of known: DataDescription?, path: String) throws(InvalidInput) {
    guard let standardize else { return }
    let own: StandardizationName = known?.standardization == nil ? .none : .columns
    guard standardize.value != own else { return }
    throw InvalidInput(
      "--standardize", expected: "\(own.rawValue), as the training in \(path) began (leave the option out)",
      found: "'\(standardize.text)'")
  }
}

extension VariationalAutoencoder {
  /// Refuses data that the model has no likelihood for, by the name of their file.
  ///
  /// - Parameters:
  ///   - first: The number of the first row among all.
  ///   - asProbabilities: Whether the data are to be binarised at random, as values of [0, 1].
  func require(
    _ observations: Batch<Scalar>, from first: Int = 0, of source: String, asProbabilities: Bool
  ) throws(FileError) {
    do { try requireObservations(observations, asProbabilities: asProbabilities, from: first) } catch {
      throw .malformed(path: source, place: .part(error.input), expected: error.expected, found: error.found)
    }
  }
}

extension DataSet {
  /// The number whose square overflows in this precision, if there is one, and what may help.
  var hintOfOverflow: String? {
    guard let index = observations.elements.firstIndex(where: { !($0 * $0).isFinite }) else { return nil }
    let name = columnNames[index % observations.columns].onOneLine
    return "the square of \(observations.elements[index]) in column \(name) overflowed, and with it the reconstruction "
      + "term; --standardize columns brings all columns to one scale"
  }
}

extension DataDescription {
  /// The warning about these data for a model that knows others, or nil: numbers far outside the others' range.
  func warning(against known: DataDescription?) -> String? {
    guard let own = range, let others = known?.range, let name = known?.name else { return nil }
    let width = others[1] - others[0]
    guard own[0] < others[0] - width || own[1] > others[1] + width else { return nil }
    return "warning: values from \(own[0]) to \(own[1]), where the model was trained on \(others[0]) to \(others[1]) "
      + "(\(name.onOneLine)): is --scale right?"
  }
}
