import Checkpoints
import Files
import VAEEngine

/// The results of `encode` for some rows: μ and log σ² of each approximate posterior.
struct EncodingResults<Scalar: NetworkScalar & TensorElement>: ShardResults, Equatable {
  /// The facts that the report states beside the numbers.
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
  private(set) var labels: RowLabels?
  /// μ and log σ² of the rows, end to end.
  private var meanElements, logVarianceElements: [Scalar]

  /// Begins with no rows.
  init(_ facts: Facts) {
    self.facts = facts
    (meanElements, logVarianceElements) = ([], [])
    if facts.hasLabels { labels = RowLabels(names: facts.classes) }
  }

  /// μ, of shape (rows, d).
  var means: Batch<Scalar> { matrix(meanElements) }
  /// log σ², of shape (rows, d).
  var logVariances: Batch<Scalar> { matrix(logVarianceElements) }

  private func matrix(_ elements: [Scalar]) -> Batch<Scalar> {
    Batch(rows: elements.count / facts.latentDimensions, columns: facts.latentDimensions, elements: elements)
  }

  /// Adds the next rows.
  mutating func add(_ means: Batch<Scalar>, _ logVariances: Batch<Scalar>, labels: [Int]) {
    self.labels?.numbers += labels
    meanElements += means.elements
    logVarianceElements += logVariances.elements
  }

  mutating func append(_ next: EncodingResults) {
    add(next.means, next.logVariances, labels: next.labels?.numbers ?? [])
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
    self.init(try part.facts(as: Facts.self, path: path))
    meanElements = try part.elements("means", as: Scalar.self, path: path)
    logVarianceElements = try part.elements("logVariances", as: Scalar.self, path: path)
    labels?.numbers = try part.integers("labels", path: path)
    let (count, d) = (meanElements.count, facts.latentDimensions)
    try part.require(d > 0, path: path)
    try part.require(count % d == 0 && logVarianceElements.count == count, path: path)
    try part.require(labels.map { $0.areSound(count: count / d) } ?? true, path: path)
  }
}
