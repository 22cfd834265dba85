import Foundation

/// The book as one offline site.
public enum HTMLSite {
  /// Writes the site into a folder.
  public static func write(_ chapters: [BookChapter], to folder: URL) throws {
    throw BookProblem(file: "--html", expected: "a form of the book that this version makes", found: "a site")
  }
}
