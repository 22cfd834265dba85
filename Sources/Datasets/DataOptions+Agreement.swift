import Files

extension DataOptions {
  /// The divisor of a model's data, if these are of their kind; otherwise the one that is asked for.
  ///
  /// - Parameters:
  ///   - kind: The kind of these data.
  ///   - path: Their name, for the error.
  /// - Throws: `FileError` if the options ask for a scale that is not the model's.
  func scale(for kind: DataDescription.Kind, path: String) throws(FileError) -> Double? {
    guard let like, like.kind == kind, let known = like.scale else { return scale }
    try require("--scale", scale, equals: known, path)
    return known
  }

  /// The treatment of missing values: that of a model's data, or of the options.
  func missing(path: String) throws(FileError) -> MissingValues {
    guard let known = like?.table?.missing else { return missing ?? .refuse }
    if let missing { try require("--missing", missing.rawValue, equals: known.rawValue, path) }
    return known
  }

  /// Refuses a typed format other than that with which the same table was read before.
  func requireFormat(of known: TableDescription, path: String) throws(FileError) {
    try require("--delimiter", delimiter?.rawValue, equals: known.format.delimiter.rawValue, path)
    try require("--decimal", decimalMark?.rawValue, equals: known.format.decimalMark.rawValue, path)
    let text = { (hasHeader: Bool) in hasHeader ? "--header" : "--no-header" }
    if let hasHeader, hasHeader != known.format.hasHeader {
      throw Self.contradiction(text(known.format.hasHeader), text(hasHeader), path)
    }
  }

  private func require<Value: Equatable>(
    _ option: String, _ typed: Value?, equals known: Value, _ path: String
  ) throws(FileError) {
    guard let typed, typed != known else { return }
    throw Self.contradiction("\(option) \(known)", "\(option) \(typed)", path)
  }

  private static func contradiction(_ known: String, _ typed: String, _ path: String) -> FileError {
    .malformed(
      path: path, place: .file, expected: "\(known), as the model's own data were read (leave the option out)",
      found: typed)
  }
}
