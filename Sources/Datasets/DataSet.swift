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
  public let name: String
  /// The observations, of shape (n, D), each a row.
  public private(set) var observations: Batch<Scalar>
  /// The shape of an observation, if it is an image: rows · columns = D.
  public let imageShape: ImageShape?
  /// A whole number for each observation, such as the digit that it shows, if they are known.
  public let labels: [Int]?

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
    self.name = name
    self.observations = observations
    self.imageShape = imageShape
    self.labels = labels
  }

  /// Splits the observations at random into some to train on and some to judge by; either part keeps their order.
  ///
  /// Going through the n observations, the one before which k are still to be chosen of r is chosen with probability
  /// k / r: every choice of so many is equally likely, and no permutation is stored. The training data stay in their
  /// memory, so that a large data set is not held twice: `(consume data).split(…)`.
  ///
  /// - Parameters:
  ///   - heldOut: The number of observations to judge by.
  ///   - seed: The seed of the choice.
  /// - Throws: `InvalidInput` if there are not so many observations, and one more to train on.
  /// - Source: Knuth, The art of computer programming, volume 2, section 3.4.2, algorithm S.
  public consuming func split(heldOut: Int, seed: UInt64) throws(InvalidInput) -> (training: DataSet, heldOut: DataSet)
  {
    let (rows, columns) = (observations.rows, observations.columns)
    guard heldOut >= 0, heldOut < rows else {
      throw InvalidInput("held-out observations", expected: "from 0 to \(rows - 1)", found: "\(heldOut)")
    }
    let random = RandomStream(seed: seed, purpose: "held-out split")
    var chosen: [Int] = []
    for row in 0..<rows where random.integer(below: rows - row, at: row) < heldOut - chosen.count { chosen.append(row) }

    // The observations leave this value, so that their memory has one owner and is not copied.
    var data = self
    var training = data.observations.elements
    data.observations = Batch(rows: 0, columns: 0, elements: [])
    let judged = takeRows(chosen, columns: columns, from: &training)
    var trainingLabels = data.labels ?? []
    let judgedLabels = data.labels == nil ? [] : takeRows(chosen, columns: 1, from: &trainingLabels)
    return (
      try DataSet(
        name: data.name, observations: Batch(rows: rows - heldOut, columns: columns, elements: training),
        imageShape: data.imageShape, labels: data.labels.map { _ in trainingLabels }),
      try DataSet(
        name: data.name, observations: Batch(rows: heldOut, columns: columns, elements: judged),
        imageShape: data.imageShape, labels: data.labels.map { _ in judgedLabels })
    )
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
