import Files
import Foundation

/// The columns of a table that are observed, and the one that has the labels.
struct TableColumns: Equatable {
  /// The observed columns, counted from 0, in the order of an observation's numbers.
  var observed: [Int]
  /// The column of the labels, counted from 0.
  var label: Int?
  /// The names of all columns, if the table has a header.
  let names: [String]?
  private let count: Int
  private let path: String
  private let knownNames: [String]?

  /// Chooses columns by the options.
  ///
  /// - Throws: `FileError.malformed` if a column is not there, or none is left.
  init(_ table: TableRecognition, _ options: DataOptions, known: TableDescription?, path: String) throws(FileError) {
    (names, count, self.path, observed) = (table.names, table.columnCount, path, [])
    knownNames = known?.names
    label = try index(of: options.labelColumn)
    let typed = try chosen(by: options)
    if let known {
      observed = try columns(of: known)
      if options.labelColumn == .unspecified { label = labelColumn(of: known) }
      try requireAgreement(typed, with: known)
    } else {
      observed = typed ?? Array(0..<count).filter { $0 != label }
    }
    guard !observed.isEmpty else {
      throw .malformed(
        path: path, place: .line(names == nil ? 1 : 2), expected: "a column beside the label's", found: "none")
    }
    if let label, observed.contains(label) {
      throw fault("a column of labels that is not observed", "column \(name(label)), which is")
    }
  }

  /// A column's name as messages have it: that of the header, or its number.
  func name(_ column: Int) -> String { names.map { "\"\($0[column].onOneLine)\"" } ?? "\(column + 1)" }

  /// The names of the observed columns: those of a known table, of the header, or x1, x2 and so on.
  var observedNames: [String] {
    if let knownNames { return knownNames }
    return observed.enumerated().map { index, column in names.map { $0[column] } ?? "x\(index + 1)" }
  }

  /// The columns that the options choose, or nil if they say nothing.
  private func chosen(by options: DataOptions) throws(FileError) -> [Int]? {
    guard options.columns != nil || !options.dropped.isEmpty else { return nil }
    var left: [Int] = []
    if let columns = options.columns {
      for column in listed(columns) {
        let index = try index(named: column, "--columns")
        guard !left.contains(index) else { throw fault("each of --columns once", "\(name(index)) twice") }
        left.append(index)
      }
    } else {
      left = Array(0..<count).filter { $0 != label }
    }
    for column in listed(options.dropped) {
      let index = try index(named: column, "--drop")
      left.removeAll { $0 == index }
    }
    return left
  }

  /// The single columns of texts that name one each, or several with commas between.
  private func listed(_ texts: [String]) -> [String] {
    texts.flatMap { text in
      names?.contains(text) == true
        ? [text] : text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// The columns of this table that a known table observes, by name or else by place.
  private func columns(of known: TableDescription) throws(FileError) -> [Int] {
    if let names {
      let places = known.names.map { name in names.indices.filter { names[$0] == name } }
      if places.allSatisfy({ $0.count == 1 }) { return places.map { $0[0] } }
      if known.format.hasHeader, let missing = places.firstIndex(where: { $0.count != 1 }) {
        throw fault(
          "one column \"\(known.names[missing].onOneLine)\", which the model observes", list(Array(names.indices)))
      }
    }
    if count == known.columnCount { return known.columns.map { $0 - 1 } }
    if count == known.columns.count { return Array(0..<count) }
    throw .malformed(
      path: path, place: .file,
      expected: "\(known.columns.count) values in a row, as the model has"
        + (known.columnCount == known.columns.count ? "" : ", or the \(known.columnCount) columns of its own data"),
      found: "\(count)")
  }

  private func labelColumn(of known: TableDescription) -> Int? {
    guard let column = known.labelColumn else { return nil }
    if let names, let name = known.labelName { return names.firstIndex(of: name) }
    return count == known.columnCount ? column - 1 : nil
  }

  /// Refuses a choice that contradicts a known table's.
  private func requireAgreement(_ typed: [Int]?, with known: TableDescription) throws(FileError) {
    guard let typed, typed.sorted() != observed.sorted() else { return }
    throw fault(
      "the columns \(list(observed)), which the model observes (leave --columns and --drop out)", list(typed))
  }

  private func list(_ columns: [Int]) -> String { columns.map(name).joined(separator: ", ") }

  /// The place of the labels' column, counted from 0, or nil if there is none.
  private func index(of column: LabelColumn) throws(FileError) -> Int? {
    switch column {
    case .unspecified, .none: return nil
    case .last: return count - 1
    case .number(let number):
      guard (1...count).contains(number) else { throw fault("a column \(number) with labels", "\(count) columns") }
      return number - 1
    case .named(let name):
      guard names != nil else { throw fault("a header with a column \"\(name.onOneLine)\"", "\(count) columns") }
      return try index(named: name, "--label-column")
    case .entered(let text):
      if names?.contains(text) == true { return try index(named: text, "--label-column") }
      let column = LabelColumn(keyword: text)
      return try index(of: column)
    }
  }

  /// The place of a column that an option names, or else numbers.
  private func index(named name: String, _ option: String) throws(FileError) -> Int {
    let places = names.map { names in names.indices.filter { names[$0] == name } } ?? []
    if places.count == 1 { return places[0] }
    if places.isEmpty, let number = Int(name), (1...count).contains(number) { return number - 1 }
    throw fault(
      "one column \"\(name.onOneLine)\" for \(option)", names == nil ? "\(count) columns" : list(Array(0..<count)))
  }

  private func fault(_ expected: String, _ found: String) -> FileError {
    .malformed(path: path, place: .line(1), expected: expected, found: found.onOneLine)
  }
}
