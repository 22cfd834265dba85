import Foundation

/// The book as executed notebooks.
public enum Notebooks {
  /// Writes a notebook for each chapter into a folder.
  public static func write(_ chapters: [BookChapter], to folder: URL) throws {
    throw BookProblem(file: "--notebook", expected: "a form of the book that this version makes", found: "notebooks")
  }
}
