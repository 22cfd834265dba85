import Checkpoints
import Files
import VAECore
import VAEEngine

/// What `evaluate` found of some rows.
struct EvaluationResults: ShardResults, Equatable {
  /// What the report says beside the numbers.
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

  static let command = "evaluate"
  let facts: Facts
  /// The numbers of the rows among all the data, from 1.
  var rows: [Int] = []
  /// Their labels, if they have some.
  var labels: RowLabels?
  /// The bound and its terms of each row.
  var values: [ObjectiveValue] = []
  /// The posterior mean μ of each row, end to end.
  var posteriorMeans: [Double] = []
  /// log p(x) of each row.
  var likelihoods: [LogMeanEstimate] = []
  /// The Pareto shape of each row's importance weights, where they have a tail.
  var paretoShapes: [Double?] = []

  /// Begins with no rows.
  init(_ facts: Facts) {
    self.facts = facts
    if facts.hasLabels { labels = RowLabels(numbers: [], names: facts.classes) }
  }

  mutating func append(_ next: EvaluationResults) {
    rows += next.rows
    labels?.numbers += next.labels?.numbers ?? []
    values += next.values
    posteriorMeans += next.posteriorMeans
    likelihoods += next.likelihoods
    paretoShapes += next.paretoShapes
  }

  /// The evaluation of all rows, in the model's numbers.
  ///
  /// - Throws: `InvalidInput` for a number of draws that no evaluation has.
  func evaluation() throws(InvalidInput) -> Evaluation {
    Evaluation(
      of: try Objective(samples: facts.samples), values, posteriorMeans: posteriorMeans,
      latentDimension: facts.latentDimensions)
  }

  /// The estimates of log p(x) of all rows, if there are any.
  var likelihood: ImportanceSampledLikelihood? {
    facts.importanceSamples.map { _ in ImportanceSampledLikelihood(data: likelihoods, paretoShapes: paretoShapes) }
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
    self.init(try part.facts(as: Facts.self, path: path))
    let d = facts.latentDimensions
    rows = try part.integers("rows", path: path)
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
    let n = rows.count
    try part.require(d > 0 && values.count == n && posteriorMeans.count == n * d, path: path)
    try part.require(labels.map { $0.areSound(count: n) } ?? true, path: path)
    let likely = facts.importanceSamples == nil ? 0 : n
    try part.require(likelihoods.count == likely && paretoShapes.count == likely, path: path)
  }
}
