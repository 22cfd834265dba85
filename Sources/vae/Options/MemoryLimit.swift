import Files
import Notebook
import VAECore
import VAEEngine

/// Refuses work whose numbers alone would not fit this machine's memory, before any of it is taken.
///
/// The estimates are from below, and in floating point, so that no size is too large to be judged.
enum MemoryLimit {
  /// The memory that this process may take on this machine, in bytes.
  static let bytes = Double(Memory.available)

  /// Refuses a new model that is too large: it, its gradient and two moments for each parameter.
  ///
  /// - Parameter layers: The encoder's widths from the observation to the latent vector; the decoder has them in reverse.
  static func requireRoom<Scalar: NetworkScalar>(forLayers layers: [Int], precision: Scalar.Type) throws(InvalidInput) {
    let weights = zip(layers, layers.dropFirst()).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    try requireRoom(
      for: 4 * 2 * weights * Double(MemoryLayout<Scalar>.size), input: "--latent and --hidden", what: "a model")
  }

  /// Refuses steps that are too large: what each draw of each datum of a minibatch takes through the decoder, and the
  /// gradients of shards that wait to be added.
  static func requireRoom<Scalar>(
    forStepsOf model: VariationalAutoencoder<Scalar>, plan: TrainingPlan, rows: Int
  ) throws(InvalidInput) {
    let objective = plan.objective
    let draws = Double(min(plan.batchSize, rows)) * Double(objective.samples) * Double(objective.importanceSamples)
    try requireRoom(
      for: draws * bytesOfDraw(of: model), input: "--batch, --samples and --importance", what: "a step")
    guard plan.shards > 1 else { return }
    // The parameters, two moments, and a gradient on each level of the tree of shards.
    let copies = 4 + plan.shards.trailingZeroBitCount
    try requireRoom(
      for: Double(copies) * Double(model.parameterCount) * Double(MemoryLayout<Scalar>.size), input: "--shards",
      what: "a training")
  }

  /// Refuses an evaluation with too many draws of a datum: four data are evaluated at a time.
  static func requireRoom<Scalar>(
    forSamples samples: Entry<Count>, of model: VariationalAutoencoder<Scalar>
  ) throws(InvalidInput) {
    try requireRoom(for: 4 * Double(samples.value) * bytesOfDraw(of: model), input: "--samples", what: "draws")
  }

  /// Refuses a table of a latent vector and an observation a row that is too long: every number is kept, and its text.
  static func requireRoom<Scalar>(
    forRows rows: Entry<Count>, option: String, of model: VariationalAutoencoder<Scalar>
  ) throws(InvalidInput) {
    let columns = model.encoder.latentDimension + model.encoder.observationDimension
    // A number, and of its text a digit and a comma.
    let bytes = Double(MemoryLayout<Scalar>.size + 2)
    try requireRoom(for: Double(rows.value) * Double(columns) * bytes, input: option, what: "a table")
  }

  /// The value of every layer of the decoder, for one draw.
  private static func bytesOfDraw<Scalar>(of model: VariationalAutoencoder<Scalar>) -> Double {
    let widths = model.decoder.hidden.layers.reduce(0) { $0 + $1.outputs }
    let numbers = model.decoder.latentDimension + widths + model.decoder.observationDimension
    return Double(numbers * MemoryLayout<Scalar>.size)
  }

  private static func requireRoom(for needed: Double, input: String, what: String) throws(InvalidInput) {
    guard needed > bytes else { return }
    throw InvalidInput(
      input, expected: "\(what) within this machine's memory, \(gigabytes(bytes))",
      found: "one of at least \(gigabytes(needed))")
  }

  private static func gigabytes(_ bytes: Double) -> String {
    "\(NumberText.significant(bytes / 1e9, digits: 3)) GB"
  }
}
