import EmbeddedDigits
import Files
import Foundation
import VAEEngine

extension DataSet {
  /// Loads the embedded digits, or a file: IDX or CSV, either of them plain or gzipped, known by its content.
  ///
  /// What it takes in memory is the observations in their precision, within the options' limit, and little besides.
  ///
  /// - Parameters:
  ///   - source: "digits", or a file's path (`./digits` for a file of that name).
  ///   - options: How much to read, where the labels are, and what a value is divided by.
  /// - Throws: `FileError` with the file and the byte, or the line and the column, at fault.
  public static func load(_ source: String, options: DataOptions = .standard) throws(FileError) -> DataSet {
    let data = source == "digits" ? try embedded(options) : try file(source, options)
    guard let labelsPath = options.labelsPath else { return data }
    guard options.labelColumn == .none else {
      throw .malformed(
        path: labelsPath, place: .file, expected: "no file of labels where a column of the table has them",
        found: "both")
    }
    let labels = try IDX.labels(
      of: ByteStream(path: labelsPath, limit: options.byteLimit), count: (data.observations.rows, source))
    return try make(source, data.name, data.observations, data.imageShape, labels)
  }

  private static func embedded(_ options: DataOptions) throws(FileError) -> DataSet {
    try refuseOptionsOfTables(options, path: "digits", found: "the embedded digits")
    let digits: Digits
    do { digits = try Digits.load() } catch {
      throw .malformed(path: error.input, place: .file, expected: error.expected, found: error.found)
    }
    let divisor = (options.scale ?? 16) / 16
    let observations = Batch(
      rows: digits.images.count, columns: Digits.side * Digits.side,
      elements: digits.images.joined().map { Scalar($0 / divisor) })
    return try make(
      "digits", "digits", observations, ImageShape(rows: Digits.side, columns: Digits.side), digits.labels)
  }

  private static func file(_ path: String, _ options: DataOptions) throws(FileError) -> DataSet {
    let stream = try ByteStream(path: path, limit: options.byteLimit)
    let start = try stream.peek(9)
    let name = URL(filePath: path).lastPathComponent
    switch FileKind(start: start, name: name) {
    case .idx:
      try refuseOptionsOfTables(options, path: stream.name, found: "IDX")
      let (observations, shape): (Batch<Scalar>, ImageShape?) = try IDX.observations(
        of: stream, scale: options.scale, limit: options.byteLimit)
      return try make(path, name, observations, shape, nil)
    case .csv:
      let (observations, labels): (Batch<Scalar>, [Int]?) = try CSV.observations(of: stream, options: options)
      return try make(path, name, observations, nil, labels)
    case .other(let kind):
      throw .malformed(
        path: stream.name, place: .byte(0), expected: "IDX or CSV, plain or gzipped", found: kind)
    }
  }

  /// Refuses options that would be ignored: whoever gives them believes that the data are a table.
  private static func refuseOptionsOfTables(
    _ options: DataOptions, path: String, found: String
  ) throws(FileError) {
    guard options.hasHeader || options.labelColumn != .none else { return }
    throw .malformed(
      path: path, place: .file, expected: "a table (CSV), as a header or a column of labels is asked for", found: found)
  }

  private static func make(
    _ path: String, _ name: String, _ observations: Batch<Scalar>, _ imageShape: ImageShape?, _ labels: [Int]?
  ) throws(FileError) -> DataSet {
    do { return try DataSet(name: name, observations: observations, imageShape: imageShape, labels: labels) } catch {
      throw .malformed(path: path, place: .part(error.input), expected: error.expected, found: error.found)
    }
  }
}

/// What a file holds, by its first bytes.
enum FileKind: Equatable {
  case idx
  case csv
  /// Something that is known and not read, in words.
  case other(String)

  /// Recognises a file.
  ///
  /// - Parameters:
  ///   - start: Its first nine bytes.
  ///   - name: Its name, by which an IDX file with a damaged start is known all the same.
  init(start: [UInt8], name: String) {
    if start.first == 0 || name.contains("-idx") || name.hasSuffix(".idx") || name.hasSuffix(".idx.gz") {
      self = .idx
    } else if start.starts(with: ByteStream.gzipMark) {
      self = .other("gzipped data inside gzipped data; gunzip it once")
    } else if let known = Self.signatures.first(where: { start.starts(with: $0.bytes) }) {
      self = .other(known.name)
    } else if start.count == 9, start[8] == UInt8(ascii: "{"), start[4...7].allSatisfy({ $0 == 0 }) {
      self = .other("safetensors, as a model has")
    } else {
      self = .csv
    }
  }

  private static let signatures: [(bytes: [UInt8], name: String)] = [
    ([0x93] + Array("NUMPY".utf8), "a NumPy array; save it as text with commas between"),
    (Array("PK".utf8) + [3, 4], "a zip archive"), ([0x89] + Array("PNG".utf8), "a PNG image"),
    ([0xff, 0xd8, 0xff], "a JPEG image"), ([0x89] + Array("HDF".utf8), "an HDF5 file"),
    (Array("PAR1".utf8), "a Parquet file"), ([0xff, 0xfe], "text in UTF-16; save it as UTF-8"),
    ([0xfe, 0xff], "text in UTF-16; save it as UTF-8"), (Array("BZh".utf8), "data packed by bzip2"),
    ([0xfd] + Array("7zXZ".utf8), "data packed by xz"), ([0x28, 0xb5, 0x2f, 0xfd], "data packed by zstd"),
  ]
}
