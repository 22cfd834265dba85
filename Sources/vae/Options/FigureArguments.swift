import ArgumentParser
import Notebook
import Plotting

/// Whether and where a command leaves its figure.
struct FigureArguments: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("How figures are drawn: svg, ascii or none.", valueName: "style"))
  var plot: Entry<PlotStyle> = "svg"

  @Option(help: ArgumentHelp("Where figures go (default: beside the output).", valueName: "folder"))
  var figures: String?

  /// The entries, to be refused where they must.
  var entries: [Parameter] { [Parameter("plot", plot)] }

  /// Refuses a folder that can be neither written to nor made, before any work.
  func requireWritable() throws {
    guard var folder = figures, plot.value == .svg else { return }
    while !OutputFile.exists(folder), folder != OutputFile.folder(of: folder) { folder = OutputFile.folder(of: folder) }
    try OutputFile.requireWritable(folder + "/figure.svg")
  }

  /// Draws a figure and adds it to a report, or why it could not be drawn.
  ///
  /// - Parameter out: The output that it is drawn beside.
  func draw(_ figure: @autoclosure () -> Figure, beside out: String, into report: inout Report) {
    do throws(PlottingError) {
      switch plot.value {
      case .none: return
      case .ascii: report.lines.append(try Gnuplot.drawAsText(figure()))
      case .svg:
        let drawn = try Gnuplot.draw(figure(), into: figures ?? OutputFile.folder(of: out))
        report.lines.append("figure  \(drawn.svgPath)")
        report.members.append(("figure", .string(drawn.svgPath)))
      }
    } catch {
      report.missingFigure = error
    }
  }
}
