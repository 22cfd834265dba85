import VAECore

/// What a pass of a minibatch through the model leaves: all that the pullback needs, and room for what it writes.
///
/// Rows of different data are written by different threads. Nothing is allocated once the tape has its shape.
final class Tape<Scalar: NetworkScalar> {
  /// The encoder's layers: the last one's output is [μ | log σ²], of shape (n, 2d).
  let encoder: StackTape<Scalar>
  /// The decoder's layers: the last one's output is f(z), of shape (n · V · K, D).
  let decoder: StackTape<Scalar>
  /// x, of shape (n, D).
  let observations = ReusedBatch<Scalar>()
  /// ε, z and the gradient with respect to z, of shape (n · V · K, d).
  let noise = ReusedBatch<Scalar>()
  let latents = ReusedBatch<Scalar>()
  let latentGradient = ReusedBatch<Scalar>()
  /// σ, of shape (n, d).
  let standardDeviation = ReusedBatch<Scalar>()
  /// log p(x | z), log q(z | x) − log p(z) and the weight in the gradient, of shape (n, V · K).
  let logDensities = ReusedBatch<Double>()
  let logRatios = ReusedBatch<Double>()
  let weights = ReusedBatch<Double>()
  /// The divergence in closed form, of shape (n, 1).
  let divergences = ReusedBatch<Double>()
  /// Objective, reconstruction and divergence, of shape (n, 3).
  let values = ReusedBatch<Double>()
  private let learns: Bool

  /// Makes a tape for a model.
  ///
  /// - Parameter learns: Whether there will be a pullback.
  init(for model: VariationalAutoencoder<Scalar>, learns: Bool) {
    self.learns = learns
    encoder = StackTape(of: model.encoder.stack, learns: learns, pullsBackToInput: false)
    decoder = StackTape(of: model.decoder.stack, learns: learns, pullsBackToInput: true)
    transpose(model)
  }

  /// Takes on the weights through which gradients will flow.
  func transpose(_ model: VariationalAutoencoder<Scalar>) {
    encoder.transpose(model.encoder.stack)
    decoder.transpose(model.decoder.stack)
  }

  /// Makes room for some data of a model.
  func reshape(data: Int, of model: VariationalAutoencoder<Scalar>, _ objective: Objective) {
    let (draws, d) = (objective.drawsOfDatum, model.encoder.latentDimension)
    encoder.reshape(rows: data, of: model.encoder.stack)
    decoder.reshape(rows: data * draws, of: model.decoder.stack)
    observations.reshape(rows: data, columns: model.encoder.observationDimension)
    noise.reshape(rows: data * draws, columns: d)
    latents.reshape(rows: data * draws, columns: d)
    if learns { latentGradient.reshape(rows: data * draws, columns: d) }
    standardDeviation.reshape(rows: data, columns: d)
    logDensities.reshape(rows: data, columns: draws)
    logRatios.reshape(rows: data, columns: draws)
    weights.reshape(rows: data, columns: draws)
    divergences.reshape(rows: data, columns: 1)
    values.reshape(rows: data, columns: 3)
  }

  /// The model and the objective on this tape, which has been shaped for them, as long as none of the three changes.
  func pass(of objective: Objective, through model: VariationalAutoencoder<Scalar>) -> Pass<Scalar> {
    Pass(
      objective: objective, likelihood: model.decoder.likelihood, encoder: encoder.view, decoder: decoder.view,
      observations: observations.all, noise: noise.all, latents: latents.all, latentGradient: latentGradient.all,
      standardDeviation: standardDeviation.all, logDensities: logDensities.all, logRatios: logRatios.all,
      weights: weights.all, divergences: divergences.all, values: values.all)
  }

  /// The objective and the bound's terms, summed over the data in one order.
  var sum: ObjectiveValue { ObjectiveValue(sum(of: 0..<values.all.count)) }

  /// Objective, reconstruction and divergence, summed over some data in one order.
  func sum(of data: Range<Int>) -> SIMD4<Double> { sumOfRows(values.all.rows(data)) }

  /// The objective and the bound's terms of one datum.
  func value(of datum: Int) -> ObjectiveValue {
    let value = values.all[datum]
    return ObjectiveValue(
      objective: value[0], bound: EvidenceLowerBound(reconstruction: value[1], divergence: value[2]))
  }
}

/// The sum of rows of three numbers, in one order: four chains, row r in chain r mod 4, then over the chains.
private func sumOfRows(_ rows: Rows<Double>) -> SIMD4<Double> {
  var (a, b, c, d) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
  func row(_ index: Int) -> SIMD4<Double> {
    guard index < rows.count else { return .zero }
    let value = rows[index]
    return SIMD4(value[0], value[1], value[2], 0)
  }
  for first in stride(from: 0, to: rows.count, by: 4) {
    a += row(first)
    b += row(first + 1)
    c += row(first + 2)
    d += row(first + 3)
  }
  return (a + c) + (b + d)
}
