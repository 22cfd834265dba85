import Foundation

/// A figure as a notebook holds it: the drawing, and a bitmap for programs that show no drawing they do not trust.
struct FigurePicture {
  private let figure: FigureRecord
  private let drawing: String
  private let script: String

  /// Reads a figure that was drawn.
  ///
  /// - Throws: `BookProblem` if its picture or its script is missing.
  init(_ figure: FigureRecord, in folder: URL) throws {
    func text(_ ending: String) throws -> String {
      let name = "\(figure.slug).\(ending)"
      guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8) else {
        throw BookProblem(file: "figures/\(name)", expected: "a drawn figure", found: "no such file")
      }
      return text
    }
    (self.figure, drawing, script) = (figure, try text("svg"), try text("gp"))
  }

  /// The picture, and below it the caption.
  var outputs: [JupyterOutput] {
    get throws {
      let caption = "\(figure.title). \(figure.caption)"
      let redraw = "gnuplot figures/\(figure.slug).gp"
      let picture = JupyterOutput(
        data: [
          "image/png": [try bitmap().base64EncodedString()], "text/plain": [caption],
          "image/svg+xml": JupyterText.lines(withOwnNames(CompactSVG.of(drawing))),
        ], metadata: ["image/png": ["width": Self.width, "height": Self.height]])
      let words = HTMLText.escaped(figure.caption)
      return [
        picture,
        .text(
          html: "<p><strong>\(HTMLText.escaped(figure.title)).</strong> \(words) <small>Redraw it: "
            + "<code>\(HTMLText.escaped(redraw))</code></small></p>", plain: "\(caption) Redraw it: \(redraw)"),
      ]
    }
  }

  /// A page that holds several drawings must not find one's parts in another.
  private func withOwnNames(_ svg: String) -> String {
    var result = svg
    for reference in ["id='", "id=\"", "href='#", "href=\"#", "url(#"] {
      result = result.replacing(reference, with: "\(reference)\(figure.slug)-")
    }
    return result
  }

  // MARK: The bitmap

  private static let (width, height) = (720, 450)

  /// The figure's own script, drawn with twice the points.
  private func bitmap() throws -> Data {
    let lines = script.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("set terminal ")
        ? "set terminal pngcairo size \(2 * Self.width),\(2 * Self.height) noenhanced font 'sans,13' fontscale 2 "
          + "linewidth 2 pointscale 2 background '#ffffff'"
        : line.hasPrefix("set output ") ? "" : String(line)
    }
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = folder.url.appending(path: "\(figure.slug).gp")
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gnuplot", file.path]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0, data.starts(with: [0x89, 0x50, 0x4E, 0x47]) else {
      throw BookProblem(
        file: "figures/\(figure.slug).gp", expected: "a bitmap from gnuplot's terminal pngcairo",
        found: process.terminationStatus == 127 ? "no program gnuplot" : "exit code \(process.terminationStatus)")
    }
    return data
  }
}
