import Foundation

/// An exercise's text falls into its question and a folded solution.
enum HiddenSolution {
  private static let opening = "<details><summary>Solution</summary>"

  /// The text before the fold.
  static func question(of text: String) -> String {
    guard let start = text.range(of: opening) else { return text }
    return String(text[..<start.lowerBound])
  }

  /// The text inside the fold; nil if there is none.
  static func solution(of text: String) -> String? {
    guard let start = text.range(of: opening) else { return nil }
    let rest = text[start.upperBound...]
    return String(rest[..<(rest.range(of: "</details>")?.lowerBound ?? rest.endIndex)])
  }
}
