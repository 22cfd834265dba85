/// Collects a notebook's cells, and names each after its place: the third code cell of section 3.4 is `3-4-code-3`.
struct JupyterBuilder {
  /// A section's heading, until its first prose takes it.
  var heading: String?
  private(set) var cells: [JupyterCell] = []
  private var place = ""
  private var places: Set<String> = []
  private var counts: [String: Int] = [:]
  private var executed = 0

  /// Begins a section; two of one name are told apart by a number.
  mutating func begin(_ name: String) {
    let letters = name.lowercased().unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        ? Character(scalar) : "-"
    }
    let stem = String(letters.prefix(40))
    var (candidate, number) = (stem, 1)
    while !places.insert(candidate).inserted {
      number += 1
      candidate = "\(stem)-again-\(number)"
    }
    (place, counts) = (candidate, [:])
  }

  mutating func append(prose: String) {
    let text = ([heading].compactMap { $0 } + [JupyterText.markdown(prose)]).joined(separator: "\n\n")
    heading = nil
    cells.append(.prose(text, id: identifier("text")))
  }

  /// A heading without prose of its own is a cell of its own.
  mutating func endHeading() {
    guard let heading else { return }
    self.heading = nil
    cells.append(.prose(heading, id: identifier("text")))
  }

  mutating func append(code: String, metadata: JupyterCell.Metadata = .init(), outputs: [JupyterOutput] = []) {
    endHeading()
    executed += 1
    cells.append(.code(code, id: identifier("code"), number: executed, metadata: metadata, outputs: outputs))
  }

  private mutating func identifier(_ kind: String) -> String {
    counts[kind, default: 0] += 1
    return "\(place)-\(kind)-\(counts[kind, default: 0])"
  }
}
