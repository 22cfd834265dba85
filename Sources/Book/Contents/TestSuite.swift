/// A suite of tests and the equations of the notes that it is about.
///
/// A suite is about an equation if its own name says so, as in "Equation (16): …", or if the source that its file is named
/// after (`Divergence.swift` for `DivergenceTests.swift`) cites the equation as its source.
struct TestSuite: Equatable {
  let name: String
  let file: String
  let equations: Set<String>

  /// All suites of a checkout, in the order of their files.
  static func all(in checkout: Checkout) -> [TestSuite] {
    let sources = checkout.files(in: "Sources", ending: ".swift")
    return checkout.files(in: "Tests", ending: "Tests.swift").flatMap { file -> [TestSuite] in
      guard let text = checkout.text(file), let name = file.split(separator: "/").last else { return [] }
      let subject = "/" + name.dropLast("Tests.swift".count) + ".swift"
      let cited = sources.filter { $0.hasSuffix(subject) }.compactMap(checkout.text).flatMap(citations)
      return names(in: text).map { suite in
        TestSuite(name: suite, file: file, equations: numbers(in: suite).union(cited))
      }
    }
  }

  private static func names(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("@Suite(\"") else { return nil }
      return line.dropFirst("@Suite(\"".count).split(separator: "\"").first.map(String.init)
    }
  }

  /// The numbers in `- Source: eq. (16)` and `- Source: eqs. (17) and (18)`, up to the end of the line.
  private static func citations(in text: String) -> [String] {
    text.split(separator: "\n").flatMap { line -> Set<String> in
      guard let mark = line.firstRange(of: "- Source: eq") else { return [] }
      return numbers(in: String(line[mark.upperBound...]))
    }
  }

  /// The numbers in parentheses, and those between the ends of "(3)–(6)" and "(3) to (6)"; a year has four digits.
  static func numbers(in text: String) -> Set<String> {
    let single = text.matches(of: /\(([0-9]{1,2})\)/).map { String($0.1) }
    let ranges = text.matches(of: /\(([0-9]{1,2})\)(?:–| to )\(([0-9]{1,2})\)/).flatMap { match -> [String] in
      guard let first = Int(match.1), let last = Int(match.2), first < last else { return [] }
      return (first...last).map(String.init)
    }
    return Set(single + ranges)
  }
}
