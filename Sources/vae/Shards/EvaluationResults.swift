import Checkpoints
import Files
import VAECore
import VAEEngine

/// The results of `evaluate` for some rows.
struct EvaluationResults: ShardResults {
  /// The facts that the report states beside the numbers.
  struct Facts: Codable, Equatable {
    /// The model's path and shape.
    var model, shape: String
    /// The data's name, the part of them, and how they were binarised.
    var data, part, binarization: String
    /// V, the draws of a row in the bound.
    var samples: Int
    /// The number of importance samples, if log p(x) was estimated.
    var importanceSamples: Int?
    var latentDimensions: Int
    /// Σⱼ log sⱼ: what a log density has more in the model's numbers than in the data's units.
    var logVolume: Double
    /// True if the rows have labels.
    var hasLabels: Bool
    /// The names of their classes, if they have some.
    var classes: [String]?
  }

  /// The results for one row.
  struct Row {
    /// Its number among all the data, from 1, and its label, if it has one.
    var number: Int
    var label: Int?
    /// The bound and its terms.
    var value: ObjectiveValue
    /// μ, of shape (d).
    var posteriorMean: ArraySlice<Double>
    /// log p(x), if it was estimated, and the Pareto shape of its importance weights, if they have a tail.
    var likelihood: LogMeanEstimate?
    var paretoShape: Double?
  }

  static let command = "evaluate"
  let facts: Facts
  /// True if the single rows are kept, and not only what they add up to.
  let keepsRows: Bool
  /// The number of rows.
  private(set) var count = 0
  private var sum: EvaluationSum
  /// The mean of log p(x), where it was estimated.
  private(set) var likelihood = LikelihoodSum()
  /// The numbers of the rows among all the data, from 1.
  private(set) var rows: [Int] = []
  /// Their labels, if they have some.
  private(set) var labels: RowLabels?
  /// The bound and its terms of each row.
  private(set) var values: [ObjectiveValue] = []
  /// The posterior mean μ of each row, end to end.
  private(set) var posteriorMeans: [Double] = []
  /// log p(x) of each row.
  private(set) var likelihoods: [LogMeanEstimate] = []
  /// The Pareto shape of each row's importance weights, where they have a tail.
  private(set) var paretoShapes: [Double?] = []

  /// Begins with no rows.
  ///
  /// - Throws: `InvalidInput` for a number of draws that no evaluation has.
  init(_ facts: Facts, keepsRows: Bool = true) throws(InvalidInput) {
    (self.facts, self.keepsRows) = (facts, keepsRows)
    sum = EvaluationSum(of: try Objective(samples: facts.samples), latentDimension: facts.latentDimensions)
    if facts.hasLabels { labels = RowLabels(names: facts.classes) }
  }

  /// The evaluation of all rows, in the model's numbers.
  var evaluation: Evaluation { sum.evaluation }

  /// Adds the next row.
  mutating func add(_ row: Row) {
    count += 1
    sum.add(row.value, posteriorMean: row.posteriorMean)
    if let estimate = row.likelihood { likelihood.add(estimate) }
    guard keepsRows else { return }
    rows.append(row.number)
    if let label = row.label { labels?.numbers.append(label) }
    values.append(row.value)
    posteriorMeans += row.posteriorMean
    guard let estimate = row.likelihood else { return }
    likelihoods.append(estimate)
    paretoShapes.append(row.paretoShape)
  }

  mutating func append(_ next: EvaluationResults) {
    for index in next.values.indices { add(next.row(index)) }
  }

  private func row(_ index: Int) -> Row {
    let d = facts.latentDimensions
    let isLikely = !likelihoods.isEmpty
    return Row(
      number: rows[index], label: labels?.numbers[index], value: values[index],
      posteriorMean: posteriorMeans[index * d..<(index + 1) * d], likelihood: isLikely ? likelihoods[index] : nil,
      paretoShape: isLikely ? paretoShapes[index] : nil)
  }
}

extension EvaluationResults {
  var tensors: [Tensor] {
    get throws {
      var tensors = [
        try Tensor(name: "rows", shape: [rows.count], elements: rows.map(Int64.init)),
        try Tensor(
          name: "labels", shape: [labels?.numbers.count ?? 0], elements: (labels?.numbers ?? []).map(Int64.init)),
        try Tensor(
          name: "posteriorMeans", shape: [values.count, facts.latentDimensions], elements: posteriorMeans),
        try Tensor(
          name: "values", shape: [values.count, 3],
          elements: values.flatMap { [$0.objective, $0.bound.reconstruction, $0.bound.divergence] }),
      ]
      guard facts.importanceSamples != nil else { return tensors }
      tensors += [
        try Tensor(
          name: "likelihoods", shape: [likelihoods.count, 3],
          elements: likelihoods.flatMap { [$0.largest, $0.sum, $0.sumOfSquares] }),
        // A shape is finite: what is not a number stands for none.
        try Tensor(name: "paretoShapes", shape: [paretoShapes.count], elements: paretoShapes.map { $0 ?? .nan }),
      ]
      return tensors
    }
  }

  init(_ part: Part, path: String) throws(FileError) {
    let facts = try part.facts(as: Facts.self, path: path)
    let d = facts.latentDimensions
    try part.require((1...1 << 20).contains(d), path: path)
    do { try self.init(facts) } catch {
      throw .malformed(path: path, place: .part("facts"), expected: error.expected, found: error.found)
    }
    rows = try part.integers("rows", path: path)
    let n = rows.count
    labels?.numbers = try part.integers("labels", path: path)
    posteriorMeans = try part.elements("posteriorMeans", as: Double.self, path: path)
    values = try part.triples("values", path: path).map {
      ObjectiveValue(objective: $0.0, bound: EvidenceLowerBound(reconstruction: $0.1, divergence: $0.2))
    }
    if let samples = facts.importanceSamples {
      likelihoods = try part.triples("likelihoods", path: path).map {
        LogMeanEstimate(count: samples, largest: $0.0, sum: $0.1, sumOfSquares: $0.2)
      }
      paretoShapes = try part.elements("paretoShapes", as: Double.self, path: path).map { $0.isNaN ? nil : $0 }
    }
    try part.require(values.count == n && posteriorMeans.count == n * d, path: path)
    try part.require(labels.map { $0.areSound(count: n) } ?? true, path: path)
    let likely = facts.importanceSamples == nil ? 0 : n
    try part.require(likelihoods.count == likely && paretoShapes.count == likely, path: path)
    addUp()
  }

  /// Adds up the rows that are there.
  private mutating func addUp() {
    count = values.count
    for index in values.indices {
      sum.add(values[index], posteriorMean: row(index).posteriorMean)
    }
    for estimate in likelihoods { likelihood.add(estimate) }
  }
}
