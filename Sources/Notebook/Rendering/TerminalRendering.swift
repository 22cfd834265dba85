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
    let observed: String
    let expected: String
    if claim.kind == .statistical {
      observed = NumberText.mean(claim.observed, standardError: claim.standardError)
      expected = NumberText.mean(claim.expected, standardError: claim.standardError)
    } else {
      observed = NumberText.significant(claim.observed, digits: 11)
      expected = NumberText.significant(claim.expected, digits: 11)
    }
    let equations = padded("  (\(claim.equation.replacing(",", with: ", ")))", 7) + " "
    return wrapped(equations, claim.statement) + "\n"
      + "        \(padded(observed, 17)) \(claim.relation.rawValue) \(padded(expected, 17)) "
      + "\(padded(uncertainty(of: claim), 22)) \(verdict(of: claim))\n"
  }

  private func uncertainty(of claim: Claim) -> String {
    switch claim.kind {
    case .exact:
      return "within " + NumberText.significant(claim.tolerance ?? .nan, digits: 2)
    case .statistical:
      guard let standardError = claim.standardError else { return claim.derivation }
      let z = claim.observed == claim.expected ? 0 : (claim.observed - claim.expected) / standardError
      return "± \(NumberText.significant(standardError, digits: 2)), z = \(NumberText.significant(z, digits: 3))"
    }
  }

  private func verdict(of claim: Claim) -> String {
    switch claim.verdict {
    case .holds: return styled("✓ holds", .good)
    case .fails: return styled("✗ FAILS", .bad)
    case .couldNotFail:
      let least = claim.detectable.map { NumberText.significant($0, digits: 2) } ?? "no bias at all"
      let about = NumberText.significant(claim.difference ?? .nan, digits: 2)
      return styled("✗ COULD NOT FAIL: sees \(least), is about \(about)", .bad)
    }
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
