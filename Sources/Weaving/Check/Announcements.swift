/// Whether a chapter keeps what it announces: claims for its equations and errata, prose for its sections.
struct Announcements {
  let chapter: BookChapter
  let caught: [CaughtMistake]

  private var file: String { chapter.source.file }
  private var claims: [ClaimRecord] { chapter.run.claims }

  var findings: [Finding] { failures + equations + errata + mistakes + sections }

  private var failures: [Finding] {
    claims.filter { !$0.holds }.map {
      let sides = "\($0.observedText) \($0.relation) \($0.expectedText)"
      return Finding(
        file, line: $0.line, expected: "a claim that holds",
        found: "\($0.verdictText): \(MarkdownText.equation($0.equation)) \($0.statement), \(sides)")
    }
  }

  private var equations: [Finding] {
    chapter.run.equations.filter { label in !claims.contains { $0.equations.contains(label) } }.map {
      Finding(file, expected: "a claim of the announced equation \(MarkdownText.equation($0))", found: "none")
    }
  }

  private var errata: [Finding] {
    chapter.run.errata.compactMap { erratum in
      let claim = claims.first { $0.statement == erratum.claim }
      guard claim?.holds != true else { return nil }
      return Finding(
        file, line: claim?.line, expected: "a claim that holds and shows the erratum at \(erratum.place)",
        found: claim == nil ? "no claim '\(erratum.claim)'" : "'\(erratum.claim)' fails")
    }
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

  /// The sections that run are those of the page, in that order, and whatever they show has a cell to stand under.
  private var sections: [Finding] {
    let written = chapter.source.sections.filter { $0.number != nil }.map(\.heading)
    let run = chapter.run.sections.map { "\($0.number) \($0.title)" }
    let shown = chapter.source.sections.flatMap { chapter.woven($0).flatMap(\.output) }.count
    let lost = chapter.run.records.count - shown
    var findings: [Finding] = []
    if written != run {
      let index = zip(written, run).prefix { $0 == $1 }.count
      let heading = { (headings: [String]) in index < headings.count ? "'\(headings[index])'" : "no further section" }
      findings.append(Finding(file, expected: "the outline's \(heading(run))", found: heading(written)))
    }
    if lost > 0 { findings.append(Finding(file, expected: "a cell for every record", found: "\(lost) without")) }
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
          Finding(chapter.source.file, expected: "names of the sources for \(entry.symbol)", found: "'\($0)'")
        }
      }
    }
  }

  private static func words(_ text: String) -> [Substring] { text.split { !$0.isLetter && !$0.isNumber } }
}
