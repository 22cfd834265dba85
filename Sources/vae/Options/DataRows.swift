import Checkpoints
import DataReading
import Datasets
import Files
import Notebook
import VAECore
import VAEEngine

/// The rows of some data, or of a part of them, as a model sees them. Of a file, one block is in memory at a time.
struct DataRows<Scalar: NetworkScalar & TensorElement> {
  /// Everything about the data but their numbers.
  let outline: DataOutline
  /// The name of the data, as it was typed.
  let source: String
  /// The number of rows of the part.
  private(set) var count: Int
  /// The choice of the part's rows, if it does not have all of them.
  private var choice: (chosen: HeldOutChoice, takesChosen: Bool)?
  /// Reads all rows, block by block.
  private let read: (_ take: BlockTaker<Scalar>) throws -> Void
  /// The most rows of a block that is put together of some rows of others.
  private let rowsOfBlock: Int

  /// Returns true if these are the data of a training.
  let isOf: (_ known: DataDescription) -> Bool

  /// The rows of data in memory.
  init(_ data: DataSet<Scalar>, source: String) {
    (outline, self.source, count) = (DataOutline(of: data), source, data.observations.rows)
    rowsOfBlock = max(1, data.observations.rows)
    read = { take in try take(data.observations, 0) }
    isOf = { known in known.isOf(data) }
  }

  /// The rows of data that are read anew each time.
  init(
    _ outline: DataOutline, source: String, rowsOfBlock: Int,
    read: @escaping (_ take: BlockTaker<Scalar>) throws -> Void
  ) {
    (self.outline, self.source, count) = (outline, source, outline.description.rows)
    (self.read, self.rowsOfBlock) = (read, rowsOfBlock)
    isOf = { known in known.isOfSameData(as: outline.description) ?? false }
  }

  /// Some of the rows: those that a training held out, or the others.
  func part(of known: DataDescription, heldOut: Bool) -> DataRows {
    var part = self
    part.count = heldOut ? known.heldOut : known.rows - known.heldOut
    let choice = HeldOutChoice(of: known.heldOut, among: known.rows, seed: known.splitSeed)
    part.choice = (choice, heldOut)
    return part
  }

  /// The name in messages of a row of all the data, counted from 0.
  func name(ofPlace place: Int) -> String { "\(source), row \(place + 1)" }

  /// Calls a closure with the rows of a range, block by block, in order.
  ///
  /// - Parameters:
  ///   - range: Some rows of the part.
  ///   - take: Is given a block, the number of its first row in the part, and the places of its rows among all the data.
  func forEachBlock(
    in range: Range<Int>, _ take: (_ block: Batch<Scalar>, _ first: Int, _ places: [Int]) throws -> Void
  ) throws {
    guard !range.isEmpty else { return }
    var choice = choice
    var (row, elements, places) = (0, [Scalar](), [Int]())
    func passOn(columns: Int) throws {
      guard !places.isEmpty else { return }
      let block = Batch(rows: places.count, columns: columns, elements: elements)
      elements = []
      try take(block, row - places.count, places)
      places = []
    }
    try read { block, first in
      if choice == nil, range.contains(first), first + block.rows <= range.upperBound {
        try passOn(columns: block.columns)
        try take(block, first, Array(first..<first + block.rows))
        row += block.rows
        return
      }
      for index in 0..<block.rows {
        if let isChosen = choice?.chosen.next(), isChosen != choice?.takesChosen { continue }
        row += 1
        guard range.contains(row - 1) else { continue }
        elements += block[row: index]
        places.append(first + index)
        if places.count == rowsOfBlock || row == range.upperBound { try passOn(columns: block.columns) }
      }
    }
  }
}

extension ModelFile {
  /// The rows of some data, read and refused as `load` does. A file is read once, to know all about it, and then anew for
  /// its numbers: its size does not matter.
  func rows(
    _ source: String, _ reading: ReadingArguments, path: String, binarization: Binarization, own: Bool = false
  ) throws -> DataRows<Scalar> {
    let known = try trainingRecord(path: path)?.data
    // What comes once, and what a model of an earlier version knows by its numbers only, is kept.
    guard source != "digits", source != "-", known == nil || known?.hash != nil else {
      let data = try load(source, reading, path: path, binarization: binarization, own: own)
      return DataRows(data, source: source)
    }
    try reading.requireStandardization(of: known, path: path)
    try reading.requireImage(of: known, path: path)
    let dimension = model.encoder.observationDimension
    let rowsOfBlock = max(1, min(8192, (1 << 25) / (dimension * MemoryLayout<Scalar>.stride)))
    let read = { (take: BlockTaker<Scalar>) throws -> DataOutline in
      let opened = try reading.open(source, like: known, inBlocks: true)
      try reading.requireHeader(in: opened.kind)
      guard let standardization = known?.standardization else {
        return try opened.readBlocks(as: Scalar.self, of: rowsOfBlock) { block, first in
          try require(columns: block.columns, source, path)
          try take(block, first)
        }
      }
      return try opened.readBlocks(as: Double.self, of: rowsOfBlock) { block, first in
        try require(columns: block.columns, source, path)
        try take(reading.standardized(block, from: first, by: standardization, source: source), first)
      }
    }
    var progress = CountProgress(of: nil, what: "rows read")
    let outline = try read { block, first in
      try model.require(block, from: first, of: source, asProbabilities: binarization == .dynamic)
      progress.show(first + block.rows)
    }
    progress.end()
    try requireOwn(known, outline.description, own: own)
    say(outline.notes, outline.description, known, source, path: path)
    return DataRows(outline, source: source, rowsOfBlock: rowsOfBlock) { take in
      let again = try read(take)
      guard again.description.hash == outline.description.hash else {
        throw FileError.malformed(
          path: source, place: .file, expected: "the content that it had when the command began",
          found: "a file that has changed since")
      }
    }
  }
}
