import ArgumentParser
import Files
import Foundation
import Notebook
import Plotting
import VAECore

/// Whether and where a command leaves its figure.
struct FigureArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How figures are drawn: svg, ascii or none (default: svg).", valueName: "style"))
  var plot: Entry<PlotStyle>?

  @Option(help: ArgumentHelp("Where figures go (default: beside the output).", valueName: "folder"))
  var figures: String?

  /// The entries, to be refused where they must.
  var entries: [Parameter] { plot.map { [Parameter("plot", $0)] } ?? [] }

  private var style: PlotStyle { plot?.value ?? .svg }

  /// Refuses, before any work, options of which one would be ignored, and a place where the figure's files cannot be
  /// written or would take the place of others.
  ///
  /// - Parameters:
  ///   - kind: The kind of the figure.
  ///   - output: The output that it is drawn for.
  ///   - inputs: The paths of what the command reads.
  ///   - json: True if standard output is for one JSON object.
  func require(_ kind: FigureKind, for output: OutputPath, keeping inputs: [String], json: Bool) throws {
    if let figures {
      guard style == .svg else {
        throw InvalidInput("--figures", expected: "none with --plot \(style.rawValue)", found: "'\(figures)'")
      }
      guard !figures.isEmpty else { throw InvalidInput("--figures", expected: "a folder", found: "''") }
    }
    guard style != .ascii || !json else {
      throw InvalidInput("--plot", expected: "svg or none with --json", found: "'ascii'")
    }
    guard style == .svg else { return }
    let name = kind.fileName(for: output)
    if let problem = Figure.problem(withFileName: name) {
      throw FileError.unwritable(path: output.given, reason: "\(problem) (--plot none draws no figure)")
    }
    let folder = folder(for: output)
    var nearest = folder
    while !OutputFile.exists(nearest), nearest != OutputPath.folder(of: nearest) {
      nearest = OutputPath.folder(of: nearest)
    }
    for ending in [".svg", ".gp"] {
      let place = try OutputPath("\(nearest)/\(name)\(ending)")
      try place.requireWritable()
      for other in inputs + [output.target] where OutputFile.areSame(place.target, other) {
        throw FileError.unwritable(path: place.given, reason: "the figure would take the place of \(other.escaped)")
      }
      guard !place.isWriteProtected else {
        throw FileError.unwritable(path: place.given, reason: "the figure that is there is write-protected")
      }
    }
    let origin = origin(of: output)
    if let other = Figure.origin(ofFileNamed: name, in: folder), other != origin {
      throw FileError.unwritable(
        path: "\(folder)/\(name).svg",
        reason: "it belongs to a different output, \(other.escaped); choose a different folder with --figures")
    }
  }

  /// Refuses options about a figure that this command cannot draw of this model.
  func requireNone(because reason: String) throws(InvalidInput) {
    if let figures { throw InvalidInput("--figures", expected: "none: \(reason)", found: "'\(figures)'") }
    if let plot, plot.value != .none {
      throw InvalidInput("--plot", expected: "none: \(reason)", found: "'\(plot.text)'")
    }
  }

  /// Draws a figure and adds it to a report, or why it could not be drawn.
  ///
  /// - Parameter out: The output that it is drawn for.
  func draw(_ kind: FigureKind, _ figure: @autoclosure () -> Figure, for out: String, into report: inout Report) {
    guard style != .none else { return }
    var figure = figure()
    do throws(PlottingError) {
      guard style == .svg else {
        report.drawing = try Gnuplot.drawAsText(figure)
        return
      }
      guard let output = try? OutputPath(out) else {
        throw .unwritableFolder(path: out, reason: "it is no longer there")
      }
      (figure.fileName, figure.origin) = (kind.fileName(for: output), origin(of: output))
      let drawn = try Gnuplot.draw(figure, into: folder(for: output))
      report.lines.append("figure  \(drawn.svgPath)")
      report.members.append(("figure", .string(drawn.svgPath)))
    } catch {
      report.missingFigure = error
    }
  }

  private func folder(for output: OutputPath) -> String { figures ?? output.folder }

  /// The output's path from the figure's folder on, which is the same wherever both are moved.
  private func origin(of output: OutputPath) -> String {
    let parts = { (path: String) in URL(filePath: path).standardizedFileURL.pathComponents }
    let (from, to) = (parts(folder(for: output)), parts(output.target))
    let shared = zip(from, to).prefix { $0 == $1 }.count
    return ([String](repeating: "..", count: from.count - shared) + to[shared...]).joined(separator: "/").escaped
  }
}
