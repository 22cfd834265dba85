/// The part of a minibatch that one thread takes through the model: its own observations, draws and gradient.
///
/// A minibatch is split by its shape alone, never by the number of threads, so that every sum has one order.
final class Shard<Scalar: NetworkScalar> {
  /// The gradient of this part, of the model's shape.
  var gradient: VariationalAutoencoder<Scalar>
  /// The objective's sum over this part.
  private(set) var sum = ObjectiveValue.zero
  /// Whether the gradient is finite.
  private(set) var isFinite = true
  private var observations: Matrix<Scalar>
  private var noise = Matrix<Scalar>.empty
  private var tape = VariationalAutoencoder<Scalar>.Tape()

  init(of model: VariationalAutoencoder<Scalar>) {
    gradient = model.zeros
    observations = .empty
  }

  /// Computes the objective and its gradient over some rows of a minibatch.
  ///
  /// - Parameters:
  ///   - rows: Which of the minibatch's data, from a multiple of `rowsOfWholeBlocks`.
  ///   - minibatch: The data.
  func climb(_ model: VariationalAutoencoder<Scalar>, rows: Range<Int>, of minibatch: Minibatch<Scalar>) {
    let objective = minibatch.plan.objective
    observations.reshape(rows: rows.count, columns: minibatch.data.columns)
    noise.reshape(rows: rows.count * objective.drawsOfDatum, columns: model.encoder.latentDimension)
    observations.elements.withUnsafeMutableBufferPointer { minibatch.gather(rows, into: $0) }
    noise.elements.withUnsafeMutableBufferPointer { minibatch.draw(rows, into: $0) }
    sum = model.sum(of: objective, observations: observations, noise: noise, tape: &tape)
    model.pullback(
      of: objective, observations: observations, noise: noise, scale: 1 / Double(minibatch.count), tape: &tape,
      into: &gradient)
    isFinite = true
    gradient.readParameters { if !Scalar.areFinite($0) { isFinite = false } }
  }
}
