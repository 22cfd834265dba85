extension SourceSection {
  /// The section's blocks, each block of code followed by what its lines showed.
  ///
  /// A record goes under the code that holds its line; what a function elsewhere made goes under the section's last code.
  ///
  /// - Parameters:
  ///   - records: What the section's cell showed, in order.
  ///   - line: The line of the source that made a record.
  public func woven<Record>(with records: [Record], line: (Record) -> Int) -> [(block: Block, output: [Record])] {
    var result = blocks.map { (block: $0, output: [Record]()) }
    for record in records {
      let place = result.firstIndex {
        if case .code(_, let lines) = $0.block { lines.contains(line(record)) } else { false }
      }
      let last = result.lastIndex { if case .code = $0.block { true } else { false } }
      guard let index = place ?? last else { continue }
      result[index].output.append(record)
    }
    return result
  }
}
