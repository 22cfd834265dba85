import VAECore
import VAEEngine

/// The shape of observations that are images.
public struct ImageShape: Sendable, Equatable {
  /// The number of rows of pixels.
  public let rows: Int
  /// The number of pixels in a row.
  public let columns: Int

  /// Creates a shape.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }
}

/// Observations to learn from or to judge a model by.
public struct DataSet<Scalar: NetworkScalar>: Sendable {
  /// What the observations are called: "digits", or the file's name.
  public var name: String { description.name }
  /// The description of the data and of the way in which they were read.
  public var description: DataDescription
  /// The observations, of shape (n, D), each a row.
  public private(set) var observations: Batch<Scalar>
  /// The shape of an observation, if it is an image: rows · columns = D.
  public let imageShape: ImageShape?
  /// A whole number for each observation, such as the digit that it shows, if they are known.
  public let labels: [Int]?
  /// The names of the labels' classes, if the labels are their places among these.
  public internal(set) var classes: [String]?
  /// The parts of the file's format that were recognised and not asked for, one line for each, to be reported.
  public internal(set) var notes: [String] = []

  /// Creates a data set.
  ///
  /// - Throws: `InvalidInput` if labels or image shape do not fit the observations.
  public init(
    name: String, observations: Batch<Scalar>, imageShape: ImageShape? = nil, labels: [Int]? = nil
  ) throws(InvalidInput) {
    if let labels, labels.count != observations.rows {
      throw InvalidInput("labels", expected: "\(observations.rows), one for each row", found: "\(labels.count)")
    }
    if let imageShape, imageShape.rows * imageShape.columns != observations.columns {
      throw InvalidInput(
        "image shape", expected: "\(observations.columns) pixels, as many as the observations have columns",
        found: "\(imageShape.rows) × \(imageShape.columns)")
    }
    description = DataDescription(name: name, rows: observations.rows)
    description.image = imageShape.map { [$0.rows, $0.columns] }
    self.observations = observations
    self.imageShape = imageShape
    self.labels = labels
  }

  /// The names of the observed columns: those of a table, or x1, x2 and so on.
  public var columnNames: [String] { description.columnNames(count: observations.columns) }

  /// A label as it is written: its class's name, or the number.
  public func text(ofLabel label: Int) -> String { classes.map { $0[label] } ?? "\(label)" }

  /// The data with other numbers, row by row the same observations.
  ///
  /// - Precondition: The shape is the same.
  public func replacingObservations<Other: NetworkScalar>(by observations: Batch<Other>) throws(InvalidInput)
    -> DataSet<Other>
  {
    var other = try DataSet<Other>(name: name, observations: observations, imageShape: imageShape, labels: labels)
    (other.description, other.classes, other.notes) = (description, classes, notes)
    return other
  }

  /// Splits the observations at random into some to train on and some to judge by; either part keeps their order.
  ///
  /// The training data stay in their memory, so that a large data set is not held twice: `(consume data).split(…)`.
  ///
  /// - Parameters:
  ///   - heldOut: The number of observations to judge by.
  ///   - seed: The seed of the choice.
  /// - Throws: `InvalidInput` if there are not so many observations, and one more to train on.
  public consuming func split(heldOut: Int, seed: UInt64) throws(InvalidInput) -> (training: DataSet, heldOut: DataSet)
  {
    let (rows, columns) = (observations.rows, observations.columns)
    guard heldOut >= 0, heldOut < rows else {
      throw InvalidInput("held-out observations", expected: "from 0 to \(rows - 1)", found: "\(heldOut)")
    }
    var choice = HeldOutChoice(of: heldOut, among: rows, seed: seed)
    let chosen = (0..<rows).filter { _ in choice.next() }

    // The observations leave this value, so that their memory has one owner and is not copied.
    var data = self
    var training = data.observations.elements
    data.observations = Batch(rows: 0, columns: 0, elements: [])
    let judged = takeRows(chosen, columns: columns, from: &training)
    var trainingLabels = data.labels ?? []
    let judgedLabels = data.labels == nil ? [] : takeRows(chosen, columns: 1, from: &trainingLabels)
    return (
      try data.part(Batch(rows: rows - heldOut, columns: columns, elements: training), trainingLabels),
      try data.part(Batch(rows: heldOut, columns: columns, elements: judged), judgedLabels)
    )
  }

  /// A part of the data; its description is the whole's.
  private func part(_ rows: Batch<Scalar>, _ labelsOfRows: [Int]) throws(InvalidInput) -> DataSet {
    var part = try DataSet(
      name: name, observations: rows, imageShape: imageShape, labels: labels == nil ? nil : labelsOfRows)
    (part.description, part.classes, part.notes) = (description, classes, notes)
    return part
  }
}

/// Takes some rows, given in ascending order, out of an array of rows, and closes the gaps.
///
/// - Returns: The rows taken.
private func takeRows<Element: BitwiseCopyable>(
  _ chosen: [Int], columns: Int, from elements: inout [Element]
) -> [Element] {
  var taken: [Element] = []
  taken.reserveCapacity(chosen.count * columns)
  for row in chosen { taken += elements[row * columns..<(row + 1) * columns] }
  guard let first = chosen.first else { return taken }
  elements.withUnsafeMutableBufferPointer { elements in
    guard let start = elements.baseAddress else { return }
    var end = first * columns
    for (index, row) in chosen.enumerated() {
      let next = index + 1 < chosen.count ? chosen[index + 1] : elements.count / max(columns, 1)
      let count = (next - row - 1) * columns
      (start + end).update(from: start + (row + 1) * columns, count: count)
      end += count
    }
  }
  elements.removeLast(taken.count)
  return taken
}
