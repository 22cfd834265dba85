import Files

extension SafeTensors {
  /// The name of the string that holds the checksum of everything else in the file.
  static let checksumName = "checksum"

  /// SHA-256 of the strings, and of the tensors' names, types, shapes and elements, in whatever order the file has them.
  var checksum: String {
    let strings = metadata.filter { $0.key != Self.checksumName }
    let sorted = Self.sorted(tensors)
    var hash = SHA256()
    Array(Header.text(metadata: strings, tensors: sorted).utf8).withUnsafeBytes { hash.update($0) }
    for tensor in sorted { tensor.bytes.withUnsafeBytes { hash.update($0) } }
    return hash.hexadecimal
  }

  /// True if the content has a checksum, as the files of this project do; it was right when the file was read.
  public var hasChecksum: Bool { metadata[Self.checksumName] != nil }

  /// The same content with its checksum, by which a reader notices damage.
  public var withChecksum: SafeTensors {
    SafeTensors(metadata: metadata.merging([Self.checksumName: checksum]) { $1 }, uniqueTensors: tensors)
  }

  /// Refuses a content that is no longer the one that was saved. Files of other programs have no checksum.
  func requireChecksum(path: String) throws(FileError) {
    guard let saved = metadata[Self.checksumName], saved != checksum else { return }
    throw .malformed(
      path: path, place: .part("metadata \"\(Self.checksumName)\""),
      expected: "the SHA-256 of the content, \(checksum.prefix(12))…",
      found: "\(String(saved.prefix(12)).onOneLine)…: the file is damaged; "
        + "or, if you changed it, save it without the checksum")
  }
}
