import Foundation
import Notebook

/// A figure as a notebook holds it: the drawing, and a bitmap for programs that show no drawing they do not trust.
struct FigurePicture {
  private let figure: ShownFigure
  private let drawing: String
  private let script: String

  /// Reads a figure that was drawn.
  ///
  /// - Throws: `BookProblem` if its picture or its script is missing.
  init(_ figure: ShownFigure, in folder: URL) throws {
    self.figure = figure
    drawing = try DrawnFigureFile.text("\(figure.slug).svg", in: folder)
    script = try DrawnFigureFile.text("\(figure.slug).gp", in: folder)
  }

  /// The picture, and below it the caption.
  var outputs: [JupyterOutput] {
    get throws {
      let caption = "\(figure.title). \(figure.caption)"
      let redraw = "gnuplot figures/\(figure.slug).gp"
      let picture = JupyterOutput(
        data: [
          "image/png": [try bitmap().base64EncodedString()], "text/plain": [caption],
          "image/svg+xml": JupyterText.lines(withOwnNames(drawing)),
        ], metadata: ["image/png": ["width": Self.width, "height": Self.height]])
      let html = """
        <p><strong>\(figure.title.escapedHTML).</strong> \(figure.caption.escapedHTML) <small>Redraw it: \
        <code>\(redraw.escapedHTML)</code></small></p>
        """
      return [picture, .text(html: html, plain: "\(caption) Redraw it: \(redraw)")]
    }
  }

  /// A page that holds several drawings must not find one's parts in another.
  private func withOwnNames(_ svg: String) -> String {
    ["id='", "id=\"", "href='#", "href=\"#", "url(#"].reduce(svg) { svg, reference in
      svg.replacing(reference, with: "\(reference)\(figure.slug)-")
    }
  }

  // MARK: The bitmap

  private static let (width, height) = (720, 450)

  /// The figure's own script, drawn with twice the points.
  private func bitmap() throws -> Data {
    let terminal =
      "set terminal pngcairo size \(2 * Self.width),\(2 * Self.height) noenhanced font 'sans,13' fontscale 2 "
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
