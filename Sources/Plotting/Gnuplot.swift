import Dispatch
import Synchronization

/// The files that a figure left, and what gnuplot remarked.
public struct DrawnFigure: Sendable, Equatable {
  /// The drawing, `<folder>/<slug>.svg`.
  public var svgPath: String
  /// The script that redraws it, `<folder>/<slug>.gp`.
  public var scriptPath: String
  /// What gnuplot wrote to standard error although all was well; nil if nothing.
  public var warnings: String?
}

extension Figure {
  /// The name of its files, without their endings.
  var fileStem: String { fileName ?? slug }

  /// The output that a script was drawn for, if it says so.
  ///
  /// - Parameters:
  ///   - fileName: The script's name, without ".gp".
  ///   - folder: Its folder.
  public static func origin(ofFileNamed fileName: String, in folder: String) -> String? {
    let mark = "# " + originMark
    return FigureFile.text(of: "\(folder)/\(fileName).gp")?.split(separator: "\n").prefix { $0.hasPrefix("#") }
      .first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)).trimmed }
  }
}

/// Draws figures with the gnuplot on the PATH.
public enum Gnuplot {
  /// True if there is a gnuplot on the PATH.
  public static var isInstalled: Bool { GnuplotProcess().isInstalled }

  /// How long one figure may take, in seconds, unless the caller says otherwise.
  public static let usualTimeLimit = 30.0

  /// Draws a figure into a folder, which is made if it is missing.
  ///
  /// Leaves `<slug>.gp` and `<slug>.svg`, each replaced as a whole or not at all; the script is written even when gnuplot is
  /// missing or fails, and the old drawing then stays.
  ///
  /// - Parameters:
  ///   - figure: What to draw.
  ///   - folder: Where its files go; it is made if it is missing.
  ///   - timeLimit: Seconds after which gnuplot is stopped.
  /// - Throws: `PlottingError`, which tells what to do in one line.
  @discardableResult
  public static func draw(
    _ figure: Figure, into folder: String, timeLimit: Double = usualTimeLimit
  ) throws(PlottingError) -> DrawnFigure {
    try draw(figure, into: folder, timeLimit: timeLimit, with: GnuplotProcess())
  }

  /// Draws several figures at a time, one for each processor; the results are in the figures' order.
  public static func drawAll(
    _ figures: [Figure], into folder: String, timeLimit: Double = usualTimeLimit
  ) -> [Result<DrawnFigure, PlottingError>] {
    let results = Mutex([Result<DrawnFigure, PlottingError>?](repeating: nil, count: figures.count))
    DispatchQueue.concurrentPerform(iterations: figures.count) { index in
      let result = Result { () throws(PlottingError) in
        try draw(figures[index], into: folder, timeLimit: timeLimit)
      }
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  /// Draws a figure as characters, for a terminal; no file is written.
  public static func drawAsText(
    _ figure: Figure, columns: Int = 100, rows: Int = 30, timeLimit: Double = usualTimeLimit
  ) throws(PlottingError) -> String {
    try drawAsText(figure, columns: columns, rows: rows, timeLimit: timeLimit, with: GnuplotProcess())
  }

  /// Draws a figure as a sixel image, for terminals that show them between their characters; no file is written.
  ///
  /// - Parameters:
  ///   - figure: What to draw.
  ///   - width: Pixels from left to right.
  ///   - height: Pixels from top to bottom.
  ///   - timeLimit: Seconds after which gnuplot is stopped.
  /// - Returns: The bytes to send to the terminal.
  public static func drawAsSixel(
    _ figure: Figure, width: Int, height: Int, timeLimit: Double = usualTimeLimit
  ) throws(PlottingError) -> [UInt8] {
    guard (80...4000).contains(width), (60...4000).contains(height) else {
      throw .invalidFigure(slug: figure.slug, reason: "an image for a terminal needs 80 to 4000 by 60 to 4000 pixels")
    }
    let script = try figure.script(for: .sixel(width: width, height: height))
    let image = try GnuplotProcess().run(script, figure: figure.slug, timeLimit: timeLimit).product
    // The image is a device control string, ESC P … ESC \; anything else would end up as characters on the screen.
    guard let start = image.firstIndex(of: 0x1B), image[start...].starts(with: [0x1B, 0x50]),
      image.suffix(4).contains(0x5C)
    else { throw .truncatedOutput(figure: figure.slug, bytes: image.count) }
    return Array(image[start...])
  }

  static func draw(
    _ figure: Figure, into folder: String, timeLimit: Double, with process: GnuplotProcess
  ) throws(PlottingError) -> DrawnFigure {
    let script = try figure.script(for: .svgFile)
    let streamed = try figure.script(for: .svgStream)
    try FigureFile.makeFolder(folder)
    try FigureFile.write(Array(script.utf8), to: "\(figure.fileStem).gp", in: folder)
    let outcome = try process.run(streamed, figure: figure.slug, timeLimit: timeLimit)
    guard isWholeSVG(outcome.product) else {
      throw .truncatedOutput(figure: figure.slug, bytes: outcome.product.count)
    }
    try FigureFile.write(outcome.product, to: "\(figure.fileStem).svg", in: folder)
    return DrawnFigure(
      svgPath: "\(folder)/\(figure.fileStem).svg", scriptPath: "\(folder)/\(figure.fileStem).gp",
      warnings: outcome.words.isEmpty ? nil : outcome.words)
  }

  static func drawAsText(
    _ figure: Figure, columns: Int, rows: Int, timeLimit: Double, with process: GnuplotProcess
  ) throws(PlottingError) -> String {
    guard (20...500).contains(columns), (8...200).contains(rows) else {
      throw .invalidFigure(slug: figure.slug, reason: "a drawing in text needs 20 to 500 columns and 8 to 200 rows")
    }
    let script = try figure.script(for: .text(columns: columns, rows: rows))
    if figure.panels.count == 1, case .imageGrid(let grid)? = figure.panels[0].layers.first?.kind {
      return PlainText.withoutEscapes("\(figure.title)\n\n\(grid.asText(columns: columns))")
    }
    let outcome = try process.run(script, figure: figure.slug, timeLimit: timeLimit)
    return PlainText.withoutEscapes(String(decoding: outcome.product, as: UTF8.self))
  }

  /// Whether bytes begin as an SVG document and end as one.
  static func isWholeSVG(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("<?xml") || text.hasPrefix("<svg") else { return false }
    return text.contains("<svg") && text.trimmed.hasSuffix("</svg>")
  }
}

/// What gnuplot draws for a terminal, as plain lines.
enum PlainText {
  /// The text without form feeds, escape sequences, white space at the ends of lines, and blank lines at its own ends.
  static func withoutEscapes(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    var inEscape = false
    for scalar in text.unicodeScalars {
      if inEscape {
        // A sequence ends with its first letter: ESC [ 3 1 m.
        inEscape = !scalar.properties.isAlphabetic
      } else if scalar == "\u{1B}" {
        inEscape = true
      } else if scalar == "\n" || scalar.properties.generalCategory != .control {
        plain.append(scalar)
      }
    }
    var lines = String(plain).split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = line
      while line.last?.isWhitespace == true { line.removeLast() }
      return line
    }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }
}
