extension SourceSection {
  /// The section's blocks, each block of code followed by what its lines showed.
  ///
  /// A record goes under the code that holds its line. What was shown by code elsewhere, in another section or another
  /// file, goes under the section's last code.
  ///
  /// - Parameter records: What the chapter's cells showed, in order; those of other sections are left out.
  package func woven(with records: [Transcript.Record]) -> [(block: SourceBlock, output: [Transcript.Record])] {
    var result = blocks.map { (block: $0, output: [Transcript.Record]()) }
    for record in records where record.section == number {
      let place = result.firstIndex { $0.block.holds(record) }
      let last = result.lastIndex { if case .code = $0.block { true } else { false } }
      guard let index = place ?? last else { continue }
      result[index].output.append(record)
    }
    return result
  }
}

extension SourceBlock {
  /// Whether it is code of a chapter's text that made a record.
  func holds(_ record: Transcript.Record) -> Bool {
    guard case .code(_, let lines) = self else { return false }
    return record.isInText && lines.contains(record.line)
  }

  /// Whether it is code that only names modules.
  package var isImports: Bool {
    guard case .code(let code, _) = self else { return false }
    return code.split(separator: "\n").allSatisfy { $0.hasPrefix("import ") }
  }
}

extension Transcript.Record {
  /// Whether it was made by the chapter's text, and not by its declarations or its figures.
  package var isInText: Bool { file.hasPrefix("Chapter") }
}
