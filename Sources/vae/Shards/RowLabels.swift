/// The labels of some rows, and their names if they have some.
struct RowLabels: Equatable {
  /// A whole number for each row.
  var numbers: [Int] = []
  /// The names of the classes, if the numbers are their places among these.
  let names: [String]?

  /// A label as it is written: its class's name, or the number.
  func text(of label: Int) -> String { names.map { $0[label] } ?? "\(label)" }

  /// The labels as they are written, a text for each row.
  var texts: [String] { numbers.map(text(of:)) }

  /// Returns true for so many labels, each of which has a name if there are names.
  func areSound(count: Int) -> Bool {
    numbers.count == count && (names.map { names in numbers.allSatisfy(names.indices.contains) } ?? true)
  }
}
