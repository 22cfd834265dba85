import Literate

/// The numbers that prose may quote: what runs gave, what their options are, and what code says.
struct KnownNumbers {
  private(set) var numbers: [Double]

  init(_ numbers: [Double] = []) { self.numbers = numbers }

  /// A chapter's values, both sides of its claims with their uncertainty, its options, the numbers in its code, and those
  /// in its statements that the code does not spell: they were computed when the statement was.
  init(_ chapter: BookChapter) {
    let run = chapter.run
    let shown = run.records.flatMap { record -> [Double?] in
      switch record {
      case .claim(let claim): Self.numbers(of: claim)
      case .value(let value): [value.value]
      case .figure, .remark: []
      }
    }
    let options = run.options.flatMap { $0.text.split(separator: ",").map { Double($0) } }
    let code = chapter.source.code.flatMap(Self.numbers(ofCode:))
    let spelled = Set(chapter.source.code.flatMap(PrintedNumber.numbers).map(\.text))
    let computed = run.words.flatMap { PrintedNumber.numbers(in: $0.text) }.filter { !spelled.contains($0.text) }
    let settings = [Double(run.parameters.samples), Double(run.seed)]
    numbers = (shown + options).compactMap { $0 } + settings + code + computed.map(\.value)
  }

  static func + (left: Self, right: Self) -> Self { Self(left.numbers + right.numbers) }

  private static func numbers(of claim: ClaimRecord) -> [Double?] {
    var deviation: Double?
    if let observed = claim.observed, let expected = claim.expected, let error = claim.standardError, error > 0 {
      deviation = (observed - expected) / error
    }
    return [claim.observed, claim.expected, claim.standardError, claim.tolerance, deviation]
  }

  /// The numbers of Swift code, outside of texts and comments, and those that a comment `// Quoted:` says are quoted.
  static func numbers(ofCode code: String) -> [Double] {
    code.split(separator: "\n").flatMap { line -> [Double] in
      if let quoted = line.firstRange(of: "// Quoted:") {
        return PrintedNumber.numbers(in: String(line[quoted.upperBound...])).map(\.value)
      }
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
  var code: [String] {
    (opening + sections.flatMap(\.blocks)).compactMap { if case .code(let code, _) = $0 { code } else { nil } }
  }
}

extension ChapterRecord {
  /// The words beside the run's numbers, and the lines that made them.
  var words: [(text: String, line: Int)] {
    records.map { record in
      switch record {
      case .claim(let claim): (claim.statement, claim.line)
      case .value(let value): (value.meaning, value.line)
      case .figure(let figure): (figure.title + " " + figure.caption, figure.line)
      case .remark(let remark): (remark.sentence, remark.line)
      }
    }
  }
}
