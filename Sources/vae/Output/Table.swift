import Files
import VAECore

/// A table of numbers with names, as CSV.
struct Table {
  /// The columns' names.
  var header: [String]
  /// The rows, each as long as the header, already as text.
  var rows: [[String]] = []

  /// A table with numbers of one matrix.
  init<Scalar: NetworkScalar>(_ names: (Int) -> String, _ matrix: Matrix<Scalar>) {
    header = (0..<matrix.columns).map(names)
    rows = (0..<matrix.rows).map { row in matrix[row: row].map { "\($0)" } }
  }

  /// Adds columns on the left.
  mutating func prepend(_ name: String, _ values: [String]) {
    header.insert(name, at: 0)
    for index in rows.indices { rows[index].insert(values[index], at: 0) }
  }

  /// Adds the columns of another table on the right.
  mutating func append(_ other: Table) {
    header += other.header
    for index in rows.indices { rows[index] += other.rows[index] }
  }

  /// Saves the table: the shortest decimals that read back as the same numbers.
  func save(to path: String) throws(FileError) {
    let text = ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
    try AtomicFile.replace(path, with: [Array(text.utf8)])
  }
}
