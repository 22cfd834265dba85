import Verification

extension Transcript {
  /// The run with everything that a page needs: each record in order, and what the chapter says of itself.
  ///
  /// - Parameter figures: The paths of the figures that were drawn, in order.
  func page<Subject: Chapter>(of subject: Subject.Type, outline: [Section], figures: [String]) -> JSON {
    guard case .object(let members) = json(figures: figures) else { return .null }
    return .object(
      members.filter { $0.key != "claims" } + [
        ("thesis", .string(Subject.thesis)),
        ("equations", .array(Subject.equations.map(JSON.string))),
        (
          "sections", .array(outline.map { .object([("number", .string($0.number)), ("title", .string($0.title))]) })
        ),
        ("mistakes", .array(Subject.mistakes.map(Self.json))),
        ("errata", .array(Subject.errata.map(Self.json))),
        ("notation", .array(Subject.notation.map(Self.json))),
        ("options", .array(parameters.map(Self.json))),
        ("records", .array(records.map(Self.json))),
      ])
  }

  private static func json(_ record: Record) -> JSON {
    let place: [(key: String, value: JSON)] = [("section", .string(record.section)), ("line", .integer(record.line))]
    switch record.content {
    case .claim(let claim):
      guard case .object(let members) = json(claim, of: record) else { return .null }
      let text = ClaimText(claim)
      return .object(
        [("record", .string("claim"))] + members + [
          ("observedText", .string(text.observed)), ("expectedText", .string(text.expected)),
          ("uncertaintyText", .string(text.uncertainty)), ("verdictText", .string(text.verdict)),
        ])
    case .value(let name, let meaning, let value):
      return .object(
        [("record", .string("value"))] + place + [
          ("name", .string(name)), ("meaning", .string(meaning)), ("value", .number(value)),
          ("valueText", .string(NumberText.significant(value, digits: 11))),
        ])
    case .figure(let figure):
      return .object(
        [("record", .string("figure"))] + place + [
          ("slug", .string(figure.slug)), ("title", .string(figure.title)), ("caption", .string(figure.caption)),
        ])
    case .remark(let sentence):
      return .object([("record", .string("remark"))] + place + [("sentence", .string(sentence))])
    }
  }

  private static func json(_ mistake: Mistake) -> JSON {
    .object([
      ("name", .string(mistake.name)), ("summary", .string(mistake.summary)),
      ("equation", .string(mistake.equation)), ("threads", .array(mistake.threads.map(JSON.string))),
    ])
  }

  private static func json(_ notation: Notation) -> JSON {
    .object([
      ("symbol", .string(notation.symbol)), ("name", .string(notation.name)), ("meaning", .string(notation.meaning)),
      ("shape", .string(notation.shape)), ("unit", .string(notation.unit)),
    ])
  }

  private static func json(_ parameter: Parameter) -> JSON {
    .object([("name", .string(parameter.name)), ("text", .string(parameter.text))])
  }

  private static func json(_ erratum: Erratum) -> JSON {
    .object([
      ("place", .string(erratum.place)), ("printed", .string(erratum.printed)),
      ("correct", .string(erratum.correct)), ("claim", .string(erratum.claim)),
    ])
  }
}
