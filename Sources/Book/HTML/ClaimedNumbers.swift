import Notebook
import Verification

/// The numbers in a chapter's prose that a claim has on one of its sides, as links to the claim.
struct ClaimedNumbers {
  /// The claims by their numbers on the page, from 1.
  private let claims: [(number: Int, section: String, sides: [Double])]

  init(_ chapter: BookChapter) {
    claims = chapter.run.claims.enumerated().map { index, shown in
      (index + 1, shown.record.section, [shown.claim.observed, shown.claim.expected])
    }
  }

  /// The prose of a section, in HTML, with its claimed numbers as links.
  ///
  /// - Parameter section: The section's number; its own claims come before those of others.
  func withLinks(_ html: String, section: String?) -> String {
    HTMLWords.replaced(in: html) { words in
      var result = ""
      var rest = words
      for printed in PrintedNumber.numbers(in: String(words)) {
        guard let range = rest.firstRange(of: printed.text) else { continue }
        let isPart = rest[..<range.lowerBound].last.map { $0.isNumber || $0 == "." } ?? false
        let claim = isPart ? nil : claim(of: printed, section: section)
        let text = claim.map { "<a class=\"claimed\" href=\"#claim-\($0)\">\(printed.text)</a>" } ?? printed.text
        result += rest[..<range.lowerBound] + text
        rest = rest[range.upperBound...]
      }
      return result + rest
    }
  }

  /// The claim whose side rounds to a printed number: of the section, or else of the chapter if its digits are many.
  private func claim(of printed: PrintedNumber, section: String?) -> Int? {
    let isFine = printed.slack <= 0.01 * printed.value
    let fitting = claims.filter { $0.sides.contains(where: printed.matches) }
    let own = fitting.first { $0.section == section }
    return (own ?? (isFine ? fitting.first : nil))?.number
  }
}
