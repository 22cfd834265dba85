import Notebook

/// The numbers that prose may quote: those that a run printed, its options, and those that code spells.
struct KnownNumbers {
  private(set) var numbers: [Double]

  init(_ numbers: [Double] = []) { self.numbers = numbers }

  /// The numbers that records of a chapter show: values, both sides of claims with their standard errors, and the numbers in their
  /// statements that no code spells, since they were computed when the statement was; and the run's options.
  init(shownBy records: [Transcript.Record], of chapter: BookChapter) {
    let options = chapter.run.settings.flatMap { $0.text.split(separator: ",").compactMap { Double($0) } }
    let spelled = Set((chapter.code + chapter.otherFiles.map(\.code)).flatMap(PrintedNumber.numbers).map(\.text))
    let computed = records.flatMap { PrintedNumber.numbers(in: $0.words) }.filter { !spelled.contains($0.text) }
    numbers = records.flatMap(\.numbers).compactMap { $0 } + computed.map(\.value) + options
    numbers += [Double(chapter.run.samples), Double(chapter.run.seed)]
  }

  /// The numbers that sections of a chapter show, those in their code and in what it calls, and those that the chapter says it
  /// quotes.
  ///
  /// - Parameter sections: The sections' numbers; the whole chapter, its opening and its other files too, unless told.
  init(_ chapter: BookChapter, sections: Set<String>? = nil) {
    let isHere = { (section: String?) in sections.map { own in section.map(own.contains) ?? false } ?? true }
    let shown = KnownNumbers(shownBy: chapter.run.records.filter { isHere($0.section) }, of: chapter)
    let own = chapter.source.sections.filter { isHere($0.number) }.flatMap { BookChapter.code(of: $0.blocks) }
    let code = sections == nil ? chapter.code + chapter.otherFiles.map(\.code) : own + chapter.codeCalled(by: own)
    let quoted = (chapter.code + chapter.otherFiles.map(\.code)).flatMap(Self.quoted)
    numbers = shown.numbers + code.flatMap(Self.numbers(ofCode:)) + quoted
  }

  static func + (left: Self, right: Self) -> Self { Self(left.numbers + right.numbers) }

  /// The numbers in comments `// Quoted:`.
  private static func quoted(by code: String) -> [Double] {
    code.split(separator: "\n").flatMap { line in
      line.firstRange(of: "// Quoted:").map { PrintedNumber.numbers(in: String(line[$0.upperBound...])).map(\.value) }
        ?? []
    }
  }

  /// The numbers of Swift code, outside of texts and comments.
  static func numbers(ofCode code: String) -> [Double] {
    code.split(separator: "\n").flatMap { line -> [Double] in
      let withoutTexts = String(line).replacing(/"[^"]*"/, with: "\"\"")
      let code = withoutTexts.prefix(upTo: withoutTexts.firstRange(of: "//")?.lowerBound ?? withoutTexts.endIndex)
      return code.matches(of: /[0-9][0-9_]*(?:\.[0-9]+)?(?:e-?[0-9]+)?/).compactMap { match in
        Double(match.0.filter { $0 != "_" })
      }
    }
  }

  /// Whether a printed number is one of them, to its digits.
  func contain(_ number: PrintedNumber) -> Bool { numbers.contains(where: number.matches) }

  /// The findings about a text's numbers, and the count of its numbers.
  ///
  /// - Parameter line: The line of the file at which the text begins.
  func findings(in text: String, file: String, line: Int) -> (checked: Int, findings: [Finding]) {
    let printed = PrintedNumber.numbers(in: text)
    return (
      printed.count,
      printed.filter { !contain($0) }.map { number in
        let distance = { abs(abs($0) - number.value) }
        let nearest = numbers.min { distance($0) < distance($1) }.map { "; the nearest of the run is \($0)" }
        return Finding(
          file, line: line + number.line, expected: "a number that the run gives",
          found: number.text + (nearest ?? ""))
      }
    )
  }
}

extension BookChapter {
  /// The declarations of the chapter's other files that some code calls by name, and those that these call in turn.
  func codeCalled(by code: [String]) -> [String] {
    var rest = otherFiles.flatMap { CodeCell($0.code, firstLine: 1, chapter: number).declarations }
      .filter { !$0.code.contains("@main") }
    var called: [String] = []
    var words = Set(code.flatMap(Self.words))
    while let index = rest.firstIndex(where: { $0.names.contains { words.contains($0[...]) } }) {
      let declaration = rest.remove(at: index)
      called.append(declaration.code)
      words.formUnion(Self.words(declaration.code))
    }
    return called
  }

  private static func words(_ code: String) -> [Substring] { code.split { !$0.isLetter && !$0.isNumber && $0 != "_" } }
}

extension Transcript.Record {
  /// Its numbers: a value, or both sides of a claim and their standard error.
  var numbers: [Double?] {
    switch content {
    case .claim(let claim): [claim.observed, claim.expected, claim.standardError]
    case .value(let value): value.values
    case .figure, .remark, .skipped: []
    }
  }

  /// The words beside its numbers.
  var words: String {
    switch content {
    case .claim(let claim): claim.statement
    case .skipped(let claim): claim.statement
    case .value(let value): value.meaning
    case .figure(let figure): figure.title + " " + figure.caption
    case .remark(let sentence): sentence
    }
  }
}
