import Foundation

/// A program that the book cannot be made without, and the system package that contains it.
public enum RequiredProgram: String, Sendable, CaseIterable {
  /// Draws the figures.
  case gnuplot
  /// Converts Markdown and formulas to HTML.
  case pandoc
  /// Prints the pages of paper.
  case chromium

  /// Checks, before anything runs, that the program is installed.
  ///
  /// - Parameter folders: Where to look, separated by colons; the environment's `PATH` unless told.
  /// - Throws: `BookProblem` if it is not.
  public func require(in folders: String = ProcessInfo.processInfo.environment["PATH"] ?? "") throws {
    let places = folders.split(separator: ":").map { "\($0)/\(rawValue)" }
    guard places.contains(where: FileManager.default.isExecutableFile(atPath:)) else { throw missing }
  }

  /// The problem to report where it is missing.
  var missing: BookProblem {
    let (purpose, package) =
      switch self {
      case .gnuplot: ("the figures", "gnuplot-nox")
      case .pandoc: ("the formulas", "pandoc")
      case .chromium: ("the pages of paper", "chromium")
      }
    return BookProblem(
      file: purpose, expected: "the program \(rawValue)",
      found: "none; install \(rawValue) (`apt-get install \(package)`)")
  }
}
