/// Why a figure could not be described or drawn.
public enum PlottingError: Error, Equatable, Sendable {
  /// No executable `gnuplot` is on the path. The figure's script has been written all the same.
  case gnuplotNotFound(figure: String)

  /// gnuplot refused the script or was killed; `status` is its exit status, or 128 and the number of the signal.
  case gnuplotFailed(figure: String, status: Int, message: String)

  /// gnuplot was still drawing when the time limit, in seconds, had passed.
  case timedOut(figure: String, seconds: Double)

  /// gnuplot said that all was well, and left something that is not a whole SVG document.
  case truncatedOutput(figure: String, bytes: Int)

  /// A file or folder could not be written.
  case unwritableFolder(path: String, reason: String)

  /// The figure's own description is wrong.
  case invalidFigure(slug: String, reason: String)
}

extension PlottingError: CustomStringConvertible {
  /// One line: what, where, and what to do about it.
  public var description: String {
    switch self {
    case .gnuplotNotFound(let figure):
      "figure \(figure): gnuplot is not on the PATH; install it with scripts/setup, or apt-get install gnuplot-nox"
    case .gnuplotFailed(let figure, let status, let message):
      "figure \(figure): gnuplot failed with status \(status): \(message.asOneLine)"
    case .timedOut(let figure, let seconds):
      "figure \(figure): gnuplot was stopped after \(seconds) s without finishing"
    case .truncatedOutput(let figure, let bytes):
      "figure \(figure): gnuplot left \(bytes) bytes that are not a whole SVG document; the old figure is unchanged"
    case .unwritableFolder(let path, let reason):
      "cannot write figures to \(path.asOneLine): \(reason)"
    case .invalidFigure(let slug, let reason):
      "figure \(slug.asOneLine): \(reason)"
    }
  }
}

extension String {
  /// The text with each run of white space, line breaks included, as one space, and other control characters left out.
  var asOneLine: String {
    split(whereSeparator: \.isWhitespace)
      .map { word in
        String(String.UnicodeScalarView(word.unicodeScalars.filter { $0.properties.generalCategory != .control }))
      }
      .filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}
