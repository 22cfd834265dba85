import Notebook
import Verification

/// Whether a chapter keeps what it declares: claims for its equations and errata, prose for its sections.
struct DeclarationCheck {
  let chapter: BookChapter
  let caught: [CaughtMistake]

  private var file: String { chapter.declarationsFile }
  private var claims: [(record: Transcript.Record, claim: Claim)] { chapter.run.claims }

  var findings: [Finding] { failures + skipped + equations + errata + mistakes + lists + sections }

  private var failures: [Finding] {
    claims.filter { !$0.claim.holds }.map { record, claim in
      let text = claim.text
      let sides = "\(text.observed) \(claim.relation.rawValue) \(text.expected)"
      let label = EquationLabel.inParentheses(claim.equation)
      return Finding(
        chapter.path(of: record), line: record.line, expected: "a claim that holds",
        found: "\(text.verdict): \(label) \(claim.statement), \(sides)")
    }
  }

  private var skipped: [Finding] {
    chapter.run.skippedClaims.map { record, claim in
      Finding(
        chapter.path(of: record), line: record.line, expected: "a claim that the defaults check",
        found: "skipped: '\(claim.statement)', \(claim.condition)")
    }
  }

  private var equations: [Finding] {
    chapter.run.equations.filter { label in !claims.contains { $0.claim.equations.contains(label) } }.map {
      Finding(file, expected: "a claim of the announced equation \(EquationLabel.inParentheses($0))", found: "none")
    }
  }

  private var errata: [Finding] {
    chapter.run.errata.flatMap { erratum in
      erratum.claims.compactMap { statement in
        let shown = claims.first { $0.claim.statement == statement }
        guard shown?.claim.holds != true else { return nil }
        return Finding(
          shown.map { chapter.path(of: $0.record) } ?? file, line: shown?.record.line,
          expected: "a claim that holds and shows the erratum at \(erratum.place)",
          found: shown == nil ? "no claim '\(statement)'" : "'\(statement)' fails")
      } + (isShown(erratum) ? [] : [thin(erratum)])
    }
  }

  /// An equality beats its alternative and shows what is right; an order shows one of the two. A claim that is not there
  /// is named already.
  private func isShown(_ erratum: Erratum) -> Bool {
    let shown = claims.filter { erratum.claims.contains($0.claim.statement) }
    return shown.count != 1 || shown[0].claim.relation == .equal
  }

  private func thin(_ erratum: Erratum) -> Finding {
    Finding(
      file, expected: "two claims, or an equality against the printed form, for the erratum at \(erratum.place)",
      found: "one order")
  }

  private var mistakes: [Finding] {
    let uncaught = caught.filter { $0.failure == nil }.map {
      Finding(file, expected: "a claim that fails under --mistake \($0.mistake.name)", found: "none")
    }
    let threads = caught.flatMap(\.mistake.threads).filter { $0.wholeMatch(of: Self.thread) == nil }.map {
      Finding(file, expected: "a thread as owner/repository#number", found: "'\($0)'")
    }
    return uncaught + threads
  }

  private static var thread: Regex<Substring> { /[A-Za-z0-9-]+\/[A-Za-z0-9._-]+#[1-9][0-9]*/ }

  /// Each list that is declared has a section that shows it.
  private var lists: [Finding] {
    DeclaredList.allCases.filter { chapter.declares($0) && chapter.source.section($0.sectionTitle) == nil }.map {
      Finding(chapter.source.file, expected: "a section '\($0.sectionTitle)' for the declared list", found: "none")
    }
  }

  /// The sections that run are those of the page, in that order, and whatever they show has a cell to stand under.
  private var sections: [Finding] {
    let text = chapter.source.file
    let written = chapter.source.sections.filter { $0.number != nil }.map(\.heading)
    let run = chapter.run.sections.map { "\($0.number) \($0.title)" }
    let shown = chapter.source.sections.flatMap { $0.woven(with: chapter.run.records).flatMap(\.output) }.count
    let lost = chapter.run.records.count - shown
    var findings: [Finding] = []
    if written != run {
      let index = zip(written, run).prefix { $0 == $1 }.count
      let heading = { (headings: [String]) in index < headings.count ? "'\(headings[index])'" : "no further section" }
      findings.append(Finding(text, expected: "the outline's \(heading(run))", found: heading(written)))
    }
    if lost > 0 { findings.append(Finding(text, expected: "a cell for every record", found: "\(lost) without")) }
    return findings
  }
}

/// Whether the names of the notation table are names of the code.
enum NotationCheck {
  static func findings(_ chapters: [BookChapter], in checkout: Checkout) -> [Finding] {
    let files = checkout.files(in: "Sources", ending: ".swift")
    let words = Set(files.compactMap(checkout.text).flatMap(words))
    return chapters.flatMap { chapter in
      chapter.run.notation.flatMap { entry in
        Self.words(entry.name).filter { !words.contains($0) }.map {
          Finding(chapter.declarationsFile, expected: "names of the sources for \(entry.symbol)", found: "'\($0)'")
        }
      }
    }
  }

  private static func words(_ text: String) -> [Substring] { text.split { !$0.isLetter && !$0.isNumber } }
}
