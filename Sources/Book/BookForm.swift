import Foundation

/// A form of the book besides the pages of the checkout: a folder that can be copied anywhere.
public enum BookForm: String, CaseIterable, Sendable {
  /// One offline site.
  case html
  /// A lecture for each chapter.
  case slides
  /// A deck for each chapter in which every word and every line has a slide.
  case wholeSlides
  /// An executed Jupyter notebook for each chapter.
  case notebook

  /// The name of its option.
  public var option: String { self == .wholeSlides ? "slides" : rawValue }

  /// Checks, before any chapter runs, that the folder is free or holds an earlier book of this form.
  ///
  /// - Throws: `BookProblem` if not; `FileError.unwritable` if the system lets nothing be made there.
  public func check(_ destination: URL) throws { try folder(destination).check() }

  /// Writes the book; an earlier one of this form is replaced as a whole.
  ///
  /// - Parameters:
  ///   - chapters: The chapters, in order, with what their runs showed.
  ///   - contents: The contents page's Markdown, which the site needs.
  ///   - figures: The folder of the drawn figures.
  ///   - destination: The folder to write.
  /// - Throws: `BookProblem` if a formula does not convert, a figure is missing or the folder is refused;
  ///   `FileError.unwritable` if the folder cannot be written.
  public func write(_ chapters: [BookChapter], contents: String, figures: URL, to destination: URL) throws {
    let files =
      switch self {
      case .html: try HTMLSite.files(of: chapters, contents: contents, figures: figures)
      case .slides: try SlideDecks.files(of: chapters, figures: figures)
      case .wholeSlides: try SlideDecks.files(of: chapters, figures: figures, isWhole: true)
      case .notebook: try JupyterChapter.files(of: chapters, figures: figures)
      }
    try folder(destination).write(files)
  }

  private func folder(_ destination: URL) -> GeneratedFolder {
    let (mark, name) =
      switch self {
      case .html: ("site", "the site")
      case .slides, .wholeSlides: ("slides", "the slides")
      case .notebook: ("notebooks", "the notebooks")
      }
    return GeneratedFolder(destination: destination, mark: ".lower-bound-\(mark)", name: name)
  }
}
