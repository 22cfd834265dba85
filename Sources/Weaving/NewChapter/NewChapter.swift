import Foundation

/// The beginning of a chapter.
public enum NewChapter {
  /// Creates a chapter's folder, source and test in a checkout, and says what was made.
  public static func create(_ title: String, in root: URL) throws -> String {
    throw BookProblem(file: "--new", expected: "something that this version makes", found: "a chapter")
  }
}
