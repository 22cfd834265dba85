import Verification

/// A run as tables that the eye can check: equation, both sides, uncertainty, verdict.
struct TerminalRendering {
  let colour: Bool

  private enum Style: String {
    case bold = "1"
    case dim = "2"
    case good = "32"
    case bad = "1;31"
  }

  private func styled(_ text: String, _ style: Style) -> String {
    colour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  // MARK: Headings

  func heading(of transcript: Transcript, thesis: String) -> String {
    let run = "seed \(transcript.seed) · \(NumberText.count(transcript.samples)) samples"
    let mistake = transcript.mistake.map { "\nmistake  \($0.name): \($0.summary)\n" } ?? ""
    return styled("Chapter \(transcript.chapter) · \(transcript.title)", .bold) + "\n" + wrapped("", thesis)
      + "\n"
      + styled(run, .dim) + "\n" + (mistake.isEmpty ? "" : styled(mistake, .bad))
  }

  func heading(of section: Section) -> String {
    "\n" + styled("\(section.number)  \(section.title)", .bold) + "\n"
  }

  // MARK: Records

  func text(of record: Transcript.Record) -> String {
    switch record.content {
    case .claim(let claim): text(of: claim)
    case .value(let name, let meaning, let value):
      styled(wrapped("  =     ", meaning), .dim) + "\n"
        + "        \(name) = \(NumberText.significant(value, digits: 11))\n"
    case .figure(let figure):
      styled(wrapped("  fig.  ", "\(figure.slug): \(figure.caption)"), .dim) + "\n"
    case .remark(let sentence): wrapped("  ", sentence) + "\n"
    }
  }

  private func text(of claim: Claim) -> String {
    let text = ClaimText(claim)
    let equations = padded("  (\(claim.equation.replacing(",", with: ", ")))", 7) + " "
    let verdict = claim.holds ? styled("✓ \(text.verdict)", .good) : styled("✗ \(text.verdict)", .bad)
    return wrapped(equations, claim.statement) + "\n"
      + "        \(padded(text.observed, 17)) \(claim.relation.rawValue) \(padded(text.expected, 17)) "
      + "\(padded(text.uncertainty, 22)) \(verdict)\n"
  }

  // MARK: The end

  func verdict(of transcript: Transcript, figures: [String]) -> String {
    let claims = transcript.claims.map(\.claim)
    let failed = claims.filter { !$0.holds }.count
    var lines = figures.map { "figure   \($0)" }
    lines.append(
      failed == 0
        ? styled("verdict  all \(claims.count) claims hold", .good)
        : styled("verdict  \(failed) of \(claims.count) claims failed", .bad))
    if let mistake = transcript.mistake {
      if let (record, claim) = transcript.firstFailure {
        lines.append(
          wrapped(
            "caught   ",
            "\(mistake.name) was caught by eq. (\(claim.equation)) in section \(record.section): "
              + claim.statement))
      } else {
        lines.append("caught   no claim caught \(mistake.name)")
      }
    }
    return "\n" + lines.joined(separator: "\n") + "\n"
  }

  /// Breaks a text between words so that it fits eighty columns; later lines begin where the first one's words do.
  private func wrapped(_ prefix: String, _ text: String, columns: Int = 80) -> String {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, prefix.count + last.count + 1 + word.count <= columns {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return prefix + lines.joined(separator: "\n" + String(repeating: " ", count: prefix.count))
  }

  /// Pads a text to a width in characters; a longer one keeps its length.
  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: Swift.max(0, width - text.count))
  }
}
