import Foundation

/// The book as a folder of notebooks, one a chapter, to be handed out.
public enum JupyterFolder {
  /// A file that says that a folder is these notebooks, and may be replaced by them.
  private static let mark = ".lower-bound-notebooks"

  /// Writes the notebooks.
  ///
  /// Earlier notebooks in the folder are replaced as a whole; any other folder with contents is refused.
  ///
  /// - Parameters:
  ///   - chapters: The chapters, in order, with what their runs showed.
  ///   - figures: The folder of the drawn figures.
  ///   - destination: The notebooks' folder.
  /// - Throws: `BookProblem` if a figure is missing or cannot be drawn, or the folder cannot be written.
  public static func write(_ chapters: [BookChapter], figures: URL, to destination: URL) throws {
    let files = try files(of: chapters, figures: figures)
    try SiteFolder.write(files, to: destination, mark: mark, of: "the notebooks")
  }

  /// Makes sure, before any chapter runs, that the folder is free or holds earlier notebooks.
  ///
  /// - Throws: `BookProblem` if not; `FileError.unwritable` if the system lets nothing be made there.
  public static func check(_ destination: URL) throws {
    try SiteFolder.check(destination, mark: mark, of: "the notebooks")
  }

  /// The notebooks by file name, in order.
  static func files(of chapters: [BookChapter], figures: URL) throws -> [(name: String, contents: Data)] {
    try chapters.indices.map { index in
      let notebook = JupyterChapter(
        chapters[index], previous: index > 0 ? chapters[index - 1] : nil,
        next: index + 1 < chapters.count ? chapters[index + 1] : nil, figures: figures)
      return (JupyterChapter.file(of: chapters[index]), try notebook.document().data())
    }
  }
}
