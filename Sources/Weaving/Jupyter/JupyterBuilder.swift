import Literate

/// Collects a notebook's cells, and names each after its place: the third code cell of section 3.4 is `3-4-code-3`.
struct JupyterBuilder {
  let results: JupyterResults
  let recorded: Set<Int>
  /// A section's heading, until its first prose takes it.
  var heading: String?
  private(set) var cells: [JupyterCell] = []
  private var place = ""
  private var places: Set<String> = []
  private var counts: [String: Int] = [:]
  private var executed = 0

  init(results: JupyterResults, recorded: Set<Int>) { (self.results, self.recorded) = (results, recorded) }

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

  /// Appends a block; the lists that a cell declares stand before it as tables.
  mutating func append(_ block: Block, showing records: [OutputRecord], of chapter: BookChapter) throws {
    switch block {
    case .prose(let text, _): append(prose: text)
    case .code(let code, let lines):
      let cell = CodeCell(code, firstLine: lines.lowerBound, chapter: chapter.number)
      for list in DeclaredList.lists(in: cell) { append(prose: list.table(of: chapter, linksClaims: false)) }
      endHeading()
      let runs = cell.runs(recorded: recorded)
      // What a function elsewhere made stands under the last cell.
      let places = records.map { record in
        runs.firstIndex { $0.pieces.contains { $0.lines.contains(record.line) } } ?? runs.count - 1
      }
      for (index, run) in runs.enumerated() {
        executed += 1
        let own = zip(places, records).filter { $0.0 == index }.map(\.1)
        cells.append(
          .code(
            run.pieces.map(\.code).joined(separator: "\n\n"), id: identifier("code"), number: executed,
            isOpen: run.isOpen, outputs: try results.outputs(of: own)))
      }
    }
  }

  private mutating func identifier(_ kind: String) -> String {
    counts[kind, default: 0] += 1
    return "\(place)-\(kind)-\(counts[kind, default: 0])"
  }
}
