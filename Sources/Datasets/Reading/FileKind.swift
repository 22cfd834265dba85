/// The kind of a file, by its first bytes.
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
      self = .other("data gzipped three times; gunzip them once")
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
