import Files
import VAEEngine

/// Everything about some data but their observations, which are read block by block.
public struct DataOutline: Sendable {
  /// The description of the data and of the way in which they were read.
  public let description: DataDescription
  /// The number of columns, D.
  public let columns: Int
  /// A whole number for each observation, if they have labels.
  public let labels: [Int]?
  /// The names of the labels' classes, if the labels are their places among these.
  public let classes: [String]?
  /// The parts of the file's format that were recognised and not asked for, one line for each, to be reported.
  public let notes: [String]

  /// Puts an outline together.
  init(_ description: DataDescription, columns: Int, labels: [Int]?, classes: [String]?, notes: [String]) {
    (self.description, self.columns, self.labels) = (description, columns, labels)
    (self.classes, self.notes) = (classes, notes)
  }

  /// The outline of data that are in memory.
  public init<Scalar: NetworkScalar>(of data: DataSet<Scalar>) {
    self.init(
      data.description, columns: data.observations.columns, labels: data.labels, classes: data.classes,
      notes: data.notes)
  }
}

/// Takes a block of rows.
///
/// - Parameters:
///   - block: The observations of the block, of shape (rows, D).
///   - first: The number of its first row among all, from 0.
public typealias BlockTaker<Scalar> = (_ block: Batch<Scalar>, _ first: Int) throws -> Void

extension DataSource {
  /// Reads a file block by block, once. Memory does not grow with the number of observations, but for their labels.
  ///
  /// `take` is given each block of so many rows; the last may have fewer. An error that it throws ends the reading.
  ///
  /// - Throws: As `read`, and what `take` throws.
  /// - Precondition: The data are a file or standard input.
  public func readBlocks<Scalar: NetworkScalar>(
    as _: Scalar.Type, of rows: Int, _ take: BlockTaker<Scalar>
  ) throws -> DataOutline {
    try withoutActuallyEscaping(take) { take in try readBlocks(of: rows, take) }
  }

  private func readBlocks<Scalar: NetworkScalar>(
    of rows: Int, _ take: @escaping BlockTaker<Scalar>
  ) throws -> DataOutline {
    guard let stream else { preconditionFailure("the embedded digits are in memory") }
    var extent: [Double] = [.infinity, -.infinity]
    var failure: (any Error)?
    // An error ends the reading and is thrown after it: those who read throw no errors but their own.
    let pass = { (block: Batch<Scalar>, first: Int) in
      let found = range(of: block.elements)
      extent = [min(extent[0], found[0]), max(extent[1], found[1])]
      do { try take(block, first) } catch { failure = failure ?? error }
      return failure == nil
    }
    var (data, labels): (DataSet<Scalar>, [Int]?)
    do {
      if kind == .idx {
        data = try .images(stream, path: path, name: name, options, blocks: IDX.Blocks(rows: rows, take: pass))
        labels = try options.labelsPath.map { labelsPath in
          let source = try ByteStream(path: labelsPath, limit: options.byteLimit)
          return try IDX.labels(of: source, count: (data.description.rows, path))
        }
      } else {
        let blocks = TableReader.Blocks(rows: rows) { reader, first in
          let elements = reader.takeElements(as: Scalar.self)
          let columns = reader.columns.observed.count
          return pass(Batch(rows: elements.count / columns, columns: columns, elements: elements), first)
        }
        (data, labels) = try DataSet<Scalar>.table(stream, name: name, options, blocks: blocks)
      }
    } catch { throw failure ?? error }
    if let failure { throw failure }
    if data.description.range == nil { data.description.range = extent }
    return DataOutline(
      data.description, columns: data.observations.columns, labels: labels, classes: data.classes, notes: data.notes)
  }
}
