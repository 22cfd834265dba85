import Files
import Notebook
import VAECore
import VAEEngine

/// A number of a result that is not finite: the command fails, and says which one, where, and what may help.
struct NotFinite: Error, CustomStringConvertible {
  /// Where: a row of some data, a row of a table, or a command's result.
  var place: String
  /// The quantity that is not finite.
  var quantity: String
  /// The number that it is.
  var value: Double
  /// A remedy.
  var hint: String

  var description: String {
    // The sign of a NaN depends on the processor.
    "\(place): expected a finite \(quantity), found \(value.isNaN ? "nan" : "\(value)"); \(hint)"
  }
}

extension Report {
  /// The door through which every number goes that is reported.
  ///
  /// - Throws: `NotFinite` for the first number that is not finite.
  func requireFinite() throws(NotFinite) {
    for (key, value) in members {
      guard let (path, number) = value.firstNotFinite(named: key) else { continue }
      throw NotFinite(
        place: "the result", quantity: path, value: number,
        hint: "a value of the data or of the model is too large for its precision")
    }
  }
}

extension JSON {
  /// The first number in it that is not finite, with the names and places that lead to it; JSON has only null for it.
  fileprivate func firstNotFinite(named name: String) -> (path: String, number: Double)? {
    switch self {
    case .number(let value): value.isFinite ? nil : (name, value)
    case .array(let values):
      values.enumerated().lazy.compactMap { $1.firstNotFinite(named: "\(name)[\($0)]") }.first
    case .object(let members):
      members.lazy.compactMap { $0.value.firstNotFinite(named: "\(name).\($0.key)") }.first
    case .null, .boolean, .integer, .unsigned, .string: nil
    }
  }
}

extension VariationalAutoencoder {
  /// Refuses estimates that are not finite by the first row that makes them so.
  ///
  /// - Parameters:
  ///   - estimates: The estimates.
  ///   - quantity: The quantity that they estimate.
  ///   - data: The rows.
  ///   - name: The name of a row, by its place from 0 on.
  ///   - ofRow: The quantity of one row.
  func requireFinite(
    _ estimates: [MonteCarloEstimate], _ quantity: String, of data: Batch<Scalar>, named name: (Int) -> String,
    ofRow: (Batch<Scalar>) throws -> Double
  ) throws {
    let numbers = estimates.map(\.mean) + estimates.compactMap(\.standardError)
    guard let wrong = numbers.first(where: { !$0.isFinite }) else { return }
    // Without a row that is not finite by itself, the squares of the largest have overflowed.
    var worst = (row: 0, value: 0.0)
    for row in 0..<data.rows {
      let value = try ofRow(data.rows(row..<row + 1))
      if abs(value) > abs(worst.value) || value.isNaN { worst = (row, value) }
      if !value.isFinite { break }
    }
    throw NotFinite(
      place: name(worst.row), quantity: quantity, value: worst.value.isFinite ? wrong : worst.value,
      hint: hint(about: data[row: worst.row]))
  }

  /// A hint for a row with a number that is not finite.
  func hint(about row: ArraySlice<Scalar>) -> String {
    let largest = row.reduce(0) { Swift.max($0, abs(Double($1))) }
    let remedy =
      decoder.likelihood == .poisson
      ? "leave it out, or train with --activation tanh: a rate is the exponential of an output, and soon overflows"
      : "leave it out, or scale the data (--standardize columns, --scale)"
    return "the row's largest value is \(NumberText.significant(largest, digits: 3)); \(remedy)"
  }

  /// Refuses an evaluation that is not finite by the first row that makes it so.
  func requireFinite(
    _ evaluation: Evaluation, of data: Batch<Scalar>, objective: Objective = .evidenceLowerBound,
    binarization: Binarization, seed: UInt64, named name: (Int) -> String
  ) throws {
    let estimates = [evaluation.objective, evaluation.reconstruction, evaluation.divergence]
    try requireFinite(estimates, "bound", of: data, named: name) { row in
      let value = try evaluate(row, objective: objective, binarization: binarization, seed: seed, threads: Threads(1))
      return [value.objective, value.reconstruction, value.divergence].map(\.mean).first { !$0.isFinite }
        ?? value.objective.mean
    }
  }
}

/// The row with the number of largest magnitude among rows that come one by one, in case a mean over them is not finite.
struct ExtremeRow<Scalar: NetworkScalar> {
  private let quantity: String
  private let model: VariationalAutoencoder<Scalar>
  private var value = 0.0
  private var place = "the data"
  private var row: ArraySlice<Scalar> = []

  /// Begins with no rows.
  init(_ quantity: String, of model: VariationalAutoencoder<Scalar>) { (self.quantity, self.model) = (quantity, model) }

  /// Sees the number of a row.
  ///
  /// - Throws: `NotFinite` if it is not finite.
  mutating func see(_ number: Double, of row: ArraySlice<Scalar>, _ place: String) throws(NotFinite) {
    guard number.isFinite else {
      throw NotFinite(place: place, quantity: quantity, value: number, hint: model.hint(about: row))
    }
    guard abs(number) > abs(value) else { return }
    (value, self.place, self.row) = (number, place, row)
  }

  /// Refuses means that are not finite: the square of the row's number has overflowed.
  func require(_ estimates: [MonteCarloEstimate]) throws(NotFinite) {
    let numbers = estimates.map(\.mean) + estimates.compactMap(\.standardError)
    guard let wrong = numbers.first(where: { !$0.isFinite }) else { return }
    throw NotFinite(place: place, quantity: quantity, value: wrong, hint: model.hint(about: row))
  }
}
