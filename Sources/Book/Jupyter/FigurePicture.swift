import Foundation
import Notebook

/// A figure as a notebook holds it: a bitmap, since some programs show no drawing that they do not trust.
struct FigurePicture {
  private let figure: ShownFigure
  private let script: String

  /// Reads a figure that was drawn.
  ///
  /// - Throws: `BookProblem` if its script is missing.
  init(_ figure: ShownFigure, in folder: URL) throws {
    self.figure = figure
    script = try DrawnFigureFile.text("\(figure.slug).gp", in: folder)
  }

  /// The picture with its words, and below it the caption.
  var output: JupyterOutput {
    get throws {
      let redraw = "gnuplot figures/\(figure.slug).gp"
      let picture = try bitmap().base64EncodedString()
      let html = """
        <figure><img src="data:image/png;base64,\(picture)" alt="\(words.escapedHTML)" width="\(size.width)">
        <figcaption><strong>\(figure.title.escapedHTML).</strong> \(figure.caption.escapedHTML) <small>Redraw it: \
        <code>\(redraw.escapedHTML)</code></small></figcaption></figure>
        """
      return .text(html: html, plain: "\(words) Redraw it: \(redraw)")
    }
  }

  /// The figure in words, for those who do not see it.
  var words: String { "\(figure.title). \(figure.caption)" }

  // MARK: The bitmap

  /// The drawing's size in points.
  private var size: (width: Int, height: Int) {
    guard let match = script.firstMatch(of: /set terminal svg size ([0-9]+),([0-9]+)/) else { return (720, 450) }
    return (Int(match.1) ?? 720, Int(match.2) ?? 450)
  }

  /// The figure's own script, drawn with twice the points.
  private func bitmap() throws -> Data {
    let terminal =
      "set terminal pngcairo size \(2 * size.width),\(2 * size.height) noenhanced font 'sans,13' fontscale 2 "
      + "linewidth 2 pointscale 2 background '#ffffff'"
    let lines = script.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("set terminal ") ? terminal : line.hasPrefix("set output ") ? "" : String(line)
    }
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = folder.url.appending(path: "\(figure.slug).gp")
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
    let gnuplot = try ExternalProgram("gnuplot", [file.path], errors: .nullDevice)
    if gnuplot.isMissing { throw RequiredProgram.gnuplot.missing }
    guard gnuplot.status == 0, gnuplot.output.starts(with: [0x89, 0x50, 0x4E, 0x47]) else {
      throw BookProblem(
        file: "figures/\(figure.slug).gp", expected: "a bitmap from gnuplot's terminal pngcairo",
        found: "exit code \(gnuplot.status)")
    }
    return gnuplot.output
  }
}
