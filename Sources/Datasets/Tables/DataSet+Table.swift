import Files
import VAEEngine

extension DataSet {
  /// Reads a table.
  ///
  /// - Parameters:
  ///   - name: The name of the data.
  ///   - blocks: Takes the observations block by block; nil keeps them.
  /// - Returns: The data, and the labels of all rows. Where blocks are taken, the data have no rows.
  static func table(
    _ stream: ByteStream, name: String, _ options: DataOptions, blocks: TableReader.Blocks? = nil
  ) throws(FileError) -> (data: DataSet, labels: [Int]?) {
    let known = options.like?.table
    do {
      return try read(stream, name: name, options, like: known, blocks)
    } catch {
      // The same file read by another format than before is likelier misread than damaged.
      if let known, options.like?.name == name { try options.requireFormat(of: known, path: stream.name) }
      throw error
    }
  }

  private static func read(
    _ stream: ByteStream, name: String, _ options: DataOptions, like known: TableDescription?,
    _ blocks: TableReader.Blocks?
  ) throws(FileError) -> (data: DataSet, labels: [Int]?) {
    let path = stream.name
    let scale = try options.scale(for: .table, path: path) ?? 1
    let missing = try options.missing(path: path)
    let recognition = try TableRecognition(stream, options, known: known)
    let columns = try TableColumns(recognition, options, known: known, path: path)
    var reader = TableReader(
      recognition, columns, missing: missing, divisor: scale, budget: MemoryBudget(limit: options.byteLimit),
      path: path, isSingle: Scalar.self == Float.self, blocks: blocks)
    try reader.read(stream)
    var labels: (labels: [Int], names: [String]?)?
    if let label = columns.label { labels = try reader.classes.labels(path: path, column: label) }

    let rows = reader.rowCount
    var description = DataDescription(name: name, rows: rows)
    (description.kind, description.hash, description.scale) = (.table, stream.contentHash, scale)
    description.table = TableDescription(
      format: recognition.format, columnCount: recognition.columnCount, columns: columns.observed.map { $0 + 1 },
      names: columns.observedNames, labelColumn: columns.label.map { $0 + 1 },
      labelName: columns.label.flatMap { columns.names?[$0] }, classes: labels?.names, missing: missing,
      rowsLeftOut: reader.rowsLeftOut)
    if let known, description.hash == options.like?.hash { try options.requireFormat(of: known, path: path) }
    let kept = blocks == nil ? rows : 0
    var data = try make(
      path, Batch(rows: kept, columns: columns.observed.count, elements: reader.takeElements(as: Scalar.self)),
      image: options.image, labels: blocks == nil ? labels?.labels : nil, description)
    data.classes = labels?.names
    data.notes = notes(of: description, recognition, columns, path)
    return (data, labels?.labels)
  }

  /// The recognised format, to be reported: nothing for the plainest table.
  private static func notes(
    of description: DataDescription, _ recognition: TableRecognition, _ columns: TableColumns, _ path: String
  ) -> [String] {
    guard let table = description.table else { return [] }
    var words = table.format.differences
    if recognition.isNumbered { words[words.count - 1] += " of the columns' numbers" }
    if columns.names != nil { words.append("columns \(shortened(table.names))") }
    if let label = columns.label { words.append("labels in column \(columns.name(label))") }
    var notes = words.isEmpty ? [] : ["\(path.onOneLine): read with \(words.joined(separator: ", "))"]
    if let unnamed = columns.observed.first(where: { columns.names?[$0] == "" }) {
      notes.append(
        "\(path.onOneLine): column \(unnamed + 1) has no name; if it only counts the rows, leave it out with --drop "
          + "\(unnamed + 1)")
    }
    if table.rowsLeftOut > 0 {
      notes.append(
        "\(path.onOneLine): \(table.rowsLeftOut) of \(table.rowsLeftOut + description.rows) rows have a missing value "
          + "and are left out")
    }
    return notes
  }

  private static func shortened(_ names: [String]) -> String {
    let shown = names.count <= 8 ? names : Array(names.prefix(3)) + ["…"] + names.suffix(1)
    return shown.map(\.asName).joined(separator: ", ") + (names.count <= 8 ? "" : " (\(names.count))")
  }
}

extension String {
  /// A column's name as it can stand in a list: in quotes where it is empty or has a comma.
  package var asName: String { isEmpty || contains(",") ? "\"\(onOneLine)\"" : onOneLine }
}
