/// The part of a minibatch that one thread takes through the model: its own observations, draws and tape.
///
/// A minibatch is split by its shape alone, never by the number of threads, so that every sum has one order.
final class Shard<Scalar: NetworkScalar> {
  /// The objective's sum over this part.
  private(set) var sum = ObjectiveValue.zero
  private var observations = Batch<Scalar>.empty
  private var noise = Batch<Scalar>.empty
  private var tape = VariationalAutoencoder<Scalar>.Tape()

  /// Computes the objective over some rows of a minibatch, and pulls it back through every layer.
  ///
  /// - Parameters:
  ///   - rows: Which of the minibatch's data, from a multiple of `rowsOfWholeBlocks`.
  ///   - minibatch: The data.
  func pass(through model: VariationalAutoencoder<Scalar>, rows: Range<Int>, of minibatch: Minibatch<Scalar>) {
    let objective = minibatch.plan.objective
    observations.reshape(rows: rows.count, columns: minibatch.data.columns)
    noise.reshape(rows: rows.count * objective.drawsOfDatum, columns: model.encoder.latentDimension)
    observations.elements.withUnsafeMutableBufferPointer { minibatch.gather(rows, into: $0) }
    noise.elements.withUnsafeMutableBufferPointer { minibatch.draw(rows, into: $0) }
    sum = model.sum(of: objective, observations: observations, noise: noise, tape: &tape)
    model.pullback(
      of: objective, observations: observations, noise: noise, scale: 1 / Double(minibatch.count), tape: &tape)
  }

  /// What a layer met on the way.
  func layer(_ index: Int) -> LayerTape<Scalar> { tape.layer(index, observations: observations) }

  /// The gradient with respect to the decoder's log s², where it is learned.
  var logVarianceGradient: Double { tape.logVarianceGradient }
}
