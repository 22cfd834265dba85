import Foundation

/// The book as decks of slides.
public enum Decks {
  /// Writes a deck for each chapter into a folder.
  public static func write(_ chapters: [BookChapter], to folder: URL) throws {
    throw BookProblem(file: "--slides", expected: "a form of the book that this version makes", found: "slides")
  }
}
