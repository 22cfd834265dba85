import EmbeddedDigits
import Files
import Foundation
import VAEEngine

/// Data that are known by their first bytes, and not read yet: the embedded digits, a file, or standard input.
public struct DataSource {
  /// The kind of the data.
  public let kind: DataDescription.Kind

  let path: String
  let name: String
  private(set) var options: DataOptions
  let stream: ByteStream?

  /// Looks at data.
  ///
  /// - Parameters:
  ///   - source: "digits", "-" for standard input, or a file's path (`./digits` for a file of that name).
  ///   - options: The way to read them.
  /// - Throws: `FileError` if they cannot be opened, are of no kind that is read, or not of a kind that the options
  ///   speak of.
  public init(_ source: String, options: DataOptions = .standard) throws(FileError) {
    (path, self.options) = (source, options)
    if let labelsPath = options.labelsPath, options.labelColumn.isGiven {
      throw .malformed(
        path: labelsPath, place: .file, expected: "no file of labels where a column of the table has them",
        found: "both")
    }
    guard source != "digits" else {
      (kind, name, stream) = (.digits, source, nil)
      try Self.refuseOptionsOfTables(options, path: source, found: "the embedded digits")
      return
    }
    let stream = try ByteStream(path: source, limit: options.inflatedLimit ?? options.byteLimit)
    name = source == StandardInput.path ? stream.name : URL(filePath: source).lastPathComponent
    self.stream = stream
    switch FileKind(start: try stream.peek(9), name: name) {
    case .idx:
      kind = .idx
      try Self.refuseOptionsOfTables(options, path: stream.name, found: "IDX")
    case .csv: kind = .table
    case .other(let kind):
      throw .malformed(
        path: stream.name, place: .byte(0), expected: "IDX or CSV, plain or gzipped", found: kind)
    }
  }

  /// Refuses options that would be ignored: whoever gives them believes that the data are a table.
  private static func refuseOptionsOfTables(
    _ options: DataOptions, path: String, found: String
  ) throws(FileError) {
    guard let option = options.optionOfTables else { return }
    throw .malformed(path: path, place: .file, expected: "a table (CSV), as \(option) is asked for", found: found)
  }

  /// Returns the names of the columns if the data are a table whose first line gives them. The rows stay unread.
  ///
  /// - Throws: `FileError` if the first line has no end, or may be names or numbers.
  public func columnNames() throws(FileError) -> [String]? {
    guard let stream, kind == .table else { return nil }
    return try TableRecognition(stream, options, known: options.like?.table).names
  }

  /// Chooses the columns of a table that are observed.
  ///
  /// - Parameter columns: Their names or numbers.
  public mutating func observe(_ columns: [String]) { options.columns = columns }

  /// Reads the data, once.
  ///
  /// In memory they take the observations in their precision and the labels, within the options' limit, and
  /// little besides.
  ///
  /// - Throws: `FileError` with the file and the byte, or the line and the column, at fault.
  public func read<Scalar: NetworkScalar>(as _: Scalar.Type) throws(FileError) -> DataSet<Scalar> {
    var data: DataSet<Scalar>
    if let stream {
      data =
        kind == .idx
        ? try .images(stream, path: path, name: name, options) : try .table(stream, name: name, options).data
    } else {
      data = try .embedded(options)
    }
    if data.description.range == nil { data.description.range = range(of: data.observations.elements) }
    guard let labelsPath = options.labelsPath else { return data }
    return try data.labelled(by: labelsPath, source: path, options)
  }
}

extension DataSet {
  /// Loads the embedded digits, a file or standard input: IDX or a table, plain or gzipped, known by its content.
  ///
  /// - Parameters:
  ///   - source: "digits", "-" for standard input, or a file's path (`./digits` for a file of that name).
  ///   - options: The limit, the place of the labels, the divisor, and all that is not to be recognised.
  /// - Throws: `FileError` with the file and the byte, or the line and the column, at fault.
  public static func load(_ source: String, options: DataOptions = .standard) throws(FileError) -> DataSet {
    try DataSource(source, options: options).read(as: Scalar.self)
  }

  fileprivate static func embedded(_ options: DataOptions) throws(FileError) -> DataSet {
    let digits: Digits
    do { digits = try Digits.load() } catch {
      throw .malformed(path: error.input, place: .file, expected: error.expected, found: error.found)
    }
    let scale = try options.scale(for: .digits, path: "digits") ?? 16
    let divisor = scale / 16
    let shape = ImageShape(rows: Digits.side, columns: Digits.side)
    let observations = Batch(
      rows: digits.images.count, columns: Digits.side * Digits.side,
      elements: digits.images.joined().map { Scalar($0 / divisor) })
    var description = DataDescription(name: "digits", rows: observations.rows)
    (description.kind, description.scale, description.range) = (.digits, scale, [0, 16 / scale])
    var hash = SHA256()
    for image in digits.images { image.map { UInt8($0 * 16) }.withUnsafeBytes { hash.update($0) } }
    description.hash = hash.hexadecimal
    return try make("digits", observations, image: shape, labels: digits.labels, description)
  }

  /// Reads observations of IDX.
  ///
  /// - Parameter blocks: Takes the observations block by block, and then the data have no rows; nil keeps them.
  static func images(
    _ stream: ByteStream, path: String, name: String, _ options: DataOptions, blocks: IDX.Blocks<Scalar>? = nil
  ) throws(FileError) -> DataSet {
    let scale = try options.scale(for: .idx, path: stream.name)
    let content: IDX.Content<Scalar>
    if let blocks {
      content = try IDX.pass(stream, scale: scale, to: blocks)
    } else {
      content = try IDX.observations(of: stream, scale: scale, limit: options.byteLimit)
    }
    var description = DataDescription(name: name, rows: content.rows)
    (description.kind, description.hash, description.scale) = (.idx, stream.contentHash, content.scale)
    if content.isBytes { description.range = [0, 255 / content.scale] }
    return try make(path, content.observations, image: options.image ?? content.imageShape, labels: nil, description)
  }

  /// The data with labels of a file of their own.
  fileprivate func labelled(
    by labelsPath: String, source: String, _ options: DataOptions
  ) throws(FileError) -> DataSet {
    let taken = observations.elements.count * MemoryLayout<Scalar>.stride
    guard observations.rows <= (options.byteLimit - taken) / MemoryLayout<Int>.stride else {
      throw .malformed(
        path: labelsPath, place: .file, expected: "labels within the limit of \(options.byteLimit) bytes", found: "more"
      )
    }
    let labels = try IDX.labels(
      of: ByteStream(path: labelsPath, limit: options.byteLimit), count: (observations.rows, source))
    return try Self.make(source, observations, image: imageShape, labels: labels, description)
  }

  /// Puts the parts of data together, and the shape of images into the description.
  static func make(
    _ path: String, _ observations: Batch<Scalar>, image: ImageShape?, labels: [Int]?, _ description: DataDescription
  ) throws(FileError) -> DataSet {
    var data: DataSet
    do {
      data = try DataSet(name: description.name, observations: observations, imageShape: image, labels: labels)
    } catch {
      throw .malformed(path: path, place: .part(error.input), expected: error.expected, found: error.found)
    }
    let shape = data.description.image
    data.description = description
    data.description.image = shape
    return data
  }
}
