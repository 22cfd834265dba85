import Verification

/// A run as tables that the eye can check: equation, both sides, uncertainty, verdict.
package struct TerminalRendering {
  /// Whether the terminal shows styles.
  let isStyled: Bool

  /// Tables with styles, or without.
  package init(isStyled: Bool) { self.isStyled = isStyled }

  // MARK: Headings

  func heading(of transcript: Transcript) -> String {
    let run = "seed \(transcript.seed) · \(NumberText.count(transcript.samples)) samples"
    let mistake = transcript.mistake.map { "\nmistake  \($0.name): \($0.summary)\n" } ?? ""
    let title = "Chapter \(transcript.chapter) · \(transcript.title)".styled(.bold, if: isStyled)
    return title + "\n" + wrapped("", transcript.thesis) + "\n" + run.styled(.dim, if: isStyled) + "\n"
      + (mistake.isEmpty ? "" : mistake.styled(.boldRed, if: isStyled))
  }

  func heading(of section: Section) -> String {
    "\n" + "\(section.number)  \(section.title)".styled(.bold, if: isStyled) + "\n"
  }

  // MARK: Records

  /// A record as tables show it.
  package func text(of record: Transcript.Record) -> String {
    switch record.content {
    case .claim(let claim): text(of: claim)
    case .skipped(let claim):
      wrapped(label(claim.equation), claim.statement) + "\n"
        + wrapped("        skipped: ", claim.condition).styled(.yellow, if: isStyled) + "\n"
    case .value(let value):
      wrapped("  =     ", value.meaning).styled(.dim, if: isStyled) + "\n" + "        \(value.name) = \(value.text)\n"
    case .figure(let figure):
      wrapped("  fig.  ", "\(figure.slug): \(figure.caption)").styled(.dim, if: isStyled) + "\n"
    case .remark(let sentence): wrapped("  ", sentence) + "\n"
    }
  }

  private func text(of claim: Claim) -> String {
    let text = claim.text
    let verdict =
      claim.holds
      ? "✓ \(text.verdict)".styled(.green, if: isStyled) : "✗ \(text.verdict)".styled(.boldRed, if: isStyled)
    return wrapped(label(claim.equation), claim.statement) + "\n"
      + "        \(TextWidth.padded(text.observed, to: 17)) \(claim.relation.rawValue) "
      + "\(TextWidth.padded(text.expected, to: 17)) \(TextWidth.padded(text.uncertainty, to: 22)) \(verdict)\n"
  }

  private func label(_ equation: String) -> String {
    TextWidth.padded("  (\(equation.replacing(",", with: ", ")))", to: 7) + " "
  }

  // MARK: The end

  func verdict(of transcript: Transcript, figures: [String]) -> String {
    let claims = transcript.claims.map(\.claim)
    let failed = claims.filter { !$0.holds }.count
    var lines = figures.map { "figure   \($0)" }
    let count = transcript.skippedClaims.count
    let skipped = count == 0 ? "" : ", \(count) \(count == 1 ? "was" : "were") skipped"
    lines.append(
      failed == 0
        ? "verdict  all \(claims.count) claims hold\(skipped)".styled(.green, if: isStyled)
        : "verdict  \(failed) of \(claims.count) claims failed\(skipped)".styled(.boldRed, if: isStyled))
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

  /// Breaks a text between words so that it fits eighty columns.
  private func wrapped(_ prefix: String, _ text: String) -> String {
    let lines = TextWidth.wrapped(text.split(separator: " ").map(String.init), columns: 80, after: prefix)
    return lines.isEmpty ? prefix : lines.joined(separator: "\n")
  }
}
