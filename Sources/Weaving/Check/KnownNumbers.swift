import Literate

/// The numbers that prose may quote: what runs gave, what their options are, and what code says.
struct KnownNumbers {
  private(set) var numbers: [Double]

  init(_ numbers: [Double] = []) { self.numbers = numbers }

  /// What records of a chapter show: values, both sides of claims with their standard errors, and the numbers in their
  /// statements that the code does not spell, since they were computed when the statement was; and the run's options.
  init(shownBy records: [OutputRecord], of chapter: BookChapter) {
    let options = chapter.run.options.flatMap { $0.text.split(separator: ",").compactMap { Double($0) } }
    let spelled = Set(chapter.source.code.flatMap(PrintedNumber.numbers).map(\.text))
    let computed = records.flatMap { PrintedNumber.numbers(in: $0.words) }.filter { !spelled.contains($0.text) }
    numbers = records.flatMap(\.numbers).compactMap { $0 } + computed.map(\.value) + options
    numbers += [Double(chapter.run.parameters.samples), Double(chapter.run.seed)]
  }

  /// What sections of a chapter show, the numbers in their code, and those that the chapter says it quotes.
  ///
  /// - Parameter sections: The sections' numbers; the whole chapter, its opening too, unless told.
  init(_ chapter: BookChapter, sections: Set<String>? = nil) {
    let isHere = { (section: String?) in sections.map { own in section.map(own.contains) ?? false } ?? true }
    let shown = KnownNumbers(shownBy: chapter.run.records.filter { isHere($0.section) }, of: chapter)
    let code = chapter.source.sections.filter { isHere($0.number) }.flatMap { ChapterSource.code(of: $0.blocks) }
    let opening = sections == nil ? ChapterSource.code(of: chapter.source.opening) : []
    numbers = shown.numbers + (code + opening).flatMap(Self.numbers(ofCode:))
    numbers += chapter.source.code.flatMap(Self.quoted)
  }

  static func + (left: Self, right: Self) -> Self { Self(left.numbers + right.numbers) }

  /// What comments `// Quoted:` say is quoted from elsewhere.
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

  /// What is wrong with a text's numbers, and how many there are.
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

extension ChapterSource {
  /// Its blocks of code, in order.
  var code: [String] { Self.code(of: opening + sections.flatMap(\.blocks)) }

  static func code(of blocks: [Block]) -> [String] {
    blocks.compactMap { if case .code(let code, _) = $0 { code } else { nil } }
  }
}

extension OutputRecord {
  /// What it shows: a value, or both sides of a claim and their standard error.
  var numbers: [Double?] {
    switch self {
    case .claim(let claim): [claim.observed, claim.expected, claim.standardError]
    case .value(let value): [value.value]
    case .figure, .remark: []
    }
  }

  /// The words beside its numbers.
  var words: String {
    switch self {
    case .claim(let claim): claim.statement
    case .value(let value): value.meaning
    case .figure(let figure): figure.title + " " + figure.caption
    case .remark(let remark): remark.sentence
    }
  }
}
