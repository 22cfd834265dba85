import Foundation

/// The title of a chapter that is to be made: one line of plain words.
struct ChapterTitle: Equatable {
  /// The longest title that leaves every line that holds it within the width of a page of code.
  static let longest = 80

  /// The words, one blank between two of them.
  let words: String
  /// The words as they stand in the folder's name: `the-second-moment`.
  let slug: String

  /// Reads a title.
  ///
  /// - Throws: `BookProblem` if it is not one line of at most `longest` characters with a letter among them.
  init(_ text: String) throws(BookProblem) {
    words = text.split(separator: " ").joined(separator: " ")
    if let problem = Self.problem(of: words) { throw problem }
    slug = Self.slug(of: words)
    guard slug.contains(where: \.isLetter) else {
      throw BookProblem(
        file: "--new", expected: "a title with a letter that a folder's name can spell", found: "'\(words)'")
    }
  }

  private static func problem(of words: String) -> BookProblem? {
    for scalar in words.unicodeScalars where !isShown(scalar) {
      let code = String(scalar.value, radix: 16, uppercase: true)
      return BookProblem(
        file: "--new", expected: "a title of one line, all of it visible", found: "the character U+\(code)")
    }
    guard words.count <= longest else {
      return BookProblem(
        file: "--new", expected: "a title of at most \(longest) characters", found: "\(words.count) characters")
    }
    guard words.contains(where: \.isLetter) else {
      return BookProblem(file: "--new", expected: "a title with a letter", found: "'\(words)'")
    }
    return nil
  }

  /// Joiners belong to the spelling of some languages; other characters without a shape could hide what a line says.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\u{200C}" || scalar == "\u{200D}" { return true }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
    default: true
    }
  }

  /// Latin letters without accents, digits, and hyphens between words; at most sixty, cut between words where it can be.
  private static func slug(of words: String) -> String {
    let transform = StringTransform("Any-Latin; Latin-ASCII; Lower")
    let latin = words.applyingTransform(transform, reverse: false) ?? words.lowercased()
    let spelled = latin.unicodeScalars.filter { !"'’ʼ`".unicodeScalars.contains($0) }.map { scalar -> Character in
      ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : " "
    }
    let parts = String(spelled).split(separator: " ")
    var slug = parts.first.map { String($0.prefix(60)) } ?? ""
    for part in parts.dropFirst() where slug.count + 1 + part.count <= 60 { slug += "-" + part }
    return slug
  }

  /// The title as a literal of Swift, which reads nothing in it: no quote, no backslash.
  var literal: String {
    guard words.contains(where: { $0 == "\"" || $0 == "\\" }) else { return "\"\(words)\"" }
    let longestRun = words.split { $0 != "#" }.map(\.count).max() ?? 0
    let fence = String(repeating: "#", count: longestRun + 1)
    return "\(fence)\"\(words)\"\(fence)"
  }
}
