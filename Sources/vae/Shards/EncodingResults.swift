import Checkpoints
import Files
import VAEEngine

/// What `encode` found of some rows: μ and log σ² of each approximate posterior.
struct EncodingResults<Scalar: NetworkScalar & TensorElement>: ShardResults, Equatable {
  /// What the report says beside the numbers.
  struct Facts: Codable, Equatable {
    /// The model's path.
    var model: String
    var latentDimensions: Int
    /// True if the rows have labels.
    var hasLabels: Bool
    /// The names of their classes, if they have some.
    var classes: [String]?
  }

  static var command: String { "encode" }
  let facts: Facts
  /// The rows' labels, if they have some.
  var labels: RowLabels?
  /// μ and log σ², of shape (rows, d).
  private(set) var means, logVariances: Batch<Scalar>

  /// The results of some rows.
  init(_ facts: Facts, labels: RowLabels?, means: Batch<Scalar>, logVariances: Batch<Scalar>) {
    (self.facts, self.labels, self.means, self.logVariances) = (facts, labels, means, logVariances)
  }

  mutating func append(_ next: EncodingResults) {
    labels?.numbers += next.labels?.numbers ?? []
    means.append(next.means)
    logVariances.append(next.logVariances)
  }

  var tensors: [Tensor] {
    get throws {
      let labels = labels?.numbers ?? []
      return [
        try Tensor(name: "labels", shape: [labels.count], elements: labels.map(Int64.init)),
        try Tensor(name: "means", shape: [means.rows, means.columns], elements: means.elements),
        try Tensor(name: "logVariances", shape: [means.rows, means.columns], elements: logVariances.elements),
      ]
    }
  }

  init(_ part: Part, path: String) throws(FileError) {
    let facts = try part.facts(as: Facts.self, path: path)
    let means = try part.elements("means", as: Scalar.self, path: path)
    let logVariances = try part.elements("logVariances", as: Scalar.self, path: path)
    let d = facts.latentDimensions
    try part.require(d > 0 && means.count % max(1, d) == 0 && means.count == logVariances.count, path: path)
    let rows = means.count / d
    let labels =
      facts.hasLabels ? RowLabels(numbers: try part.integers("labels", path: path), names: facts.classes) : nil
    try part.require(labels.map { $0.areSound(count: rows) } ?? true, path: path)
    self.init(
      facts, labels: labels, means: Batch(rows: rows, columns: d, elements: means),
      logVariances: Batch(rows: rows, columns: d, elements: logVariances))
  }
}

extension Batch {
  /// Adds the rows of another matrix with as many columns.
  fileprivate mutating func append(_ other: Batch) {
    self = Batch(rows: rows + other.rows, columns: columns, elements: elements + other.elements)
  }
}
