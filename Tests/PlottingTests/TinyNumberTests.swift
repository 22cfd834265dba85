import Foundation
import Testing

@testable import Plotting

@Suite("Tiny numbers are drawn where they are, or refused in a line")
struct TinyNumberTests {
  /// The rows of a script's first block of data.
  private func rows(_ script: String) -> [String] {
    let block = script.components(separatedBy: "$data1 << EOD\n").dropFirst().first ?? ""
    return block.components(separatedBy: "EOD")[0].split(separator: "\n").map(String.init)
  }

  private func logarithmic(_ values: [Double]) -> Figure {
    Figure(
      slug: "tiny", title: "T", caption: "C", xAxis: Axis("x"), yAxis: Axis("y", scale: .logarithmic),
      layers: [.line(values.enumerated().map { Point(Double($0), $1) })])
  }

  @Test("A logarithmic axis loses no point, however far apart they lie")
  func decades() throws {
    let figure = logarithmic([1, 1e-3, 1e-13, 1e-16])
    #expect(try rows(figure.script()) == ["0 1", "1 0.001", "2 1e-13", "3 1e-16"])
    let wide = logarithmic([1e100, 1e-100])
    #expect(try rows(wide.script()) == ["0 1e+100", "1 1e-100"])
    #expect(try wide.script().contains("'10⁻⁵⁰' 1e-50") || wide.script().contains("10⁻"))
    for figure in [figure, wide] {
      let folder = try TemporaryFolder()
      #expect(try Gnuplot.draw(figure, into: folder.path).warnings == nil)
      #expect(try Gnuplot.drawAsText(figure).contains("T"))
    }
  }

  @Test("Below 10⁻¹⁰⁰ ratios would overflow, and the place is named")
  func refused() {
    for value in [1e-101, 1e-307, .leastNonzeroMagnitude] {
      do {
        _ = try logarithmic([1, value]).script()
        Issue.record("\(value) was accepted")
      } catch {
        #expect("\(error)".contains("y[1] is \(value) on a logarithmic axis; expected a number from 1e-100 up"))
      }
    }
  }

  @Test("On a linear axis what is 10⁻¹² of the largest is still rounding noise")
  func noise() throws {
    let figure = Figure(
      slug: "noise", title: "T", caption: "", xAxis: Axis("x"), yAxis: Axis("y"),
      layers: [.line([Point(0, 1), Point(1, 1e-13)])])
    #expect(try rows(figure.script()) == ["0 1", "1 0"])
  }

  @Test("A line of equal, tiny numbers is flat and drawn", arguments: [0, 1e-300, .leastNonzeroMagnitude, -2e-308])
  func flat(value: Double) throws {
    let figure = Figure(
      slug: "flat", title: "T", caption: "", xAxis: Axis("x"), yAxis: Axis("y"),
      layers: [.line([Point(0, value), Point(1, value)])])
    let folder = try TemporaryFolder()
    #expect(try Gnuplot.draw(figure, into: folder.path).warnings == nil)
  }

  @Test("A surface with heights of a billionth is as high as one with heights of 1", arguments: [1, 1e-9, 1e-90])
  func surfaces(scale: Double) throws {
    let heights = [0.0, 1, 2, 3, 5, 8, 4, 2, 1].map { $0 * scale }
    let figure = Figure(
      slug: "surface", title: "T", caption: "", xAxis: Axis("x"), yAxis: Axis("y"),
      layers: [.surface(x: [0, 1, 2], y: [0, 1, 2], values: heights, valueAxis: Axis("z"))])
    let script = try figure.script()
    let line = try #require(script.split(separator: "\n").first { $0.hasPrefix("set zrange") })
    let ends = line.split { "[:]".contains($0) }.dropFirst().compactMap { Double($0) }
    #expect(ends.count == 2 && ends[0] <= 0 && ends[0] >= -0.5 * scale && ends[1] >= 8 * scale && ends[1] <= 9 * scale)
    let folder = try TemporaryFolder()
    #expect(try Gnuplot.draw(figure, into: folder.path).warnings == nil)
    #expect(try Gnuplot.drawAsText(figure).contains("lines: "))
  }
}

@Suite("Files of a figure with a name of their own")
struct FigureNameTests {
  private func named(_ name: String) -> Figure {
    var figure = Figure.small()
    (figure.fileName, figure.origin) = (name, "../x/a.csv")
    return figure
  }

  @Test(
    "Any name on one line: the script redraws the file beside it and runs nothing",
    arguments: ["A_B", "été", "a b'c\"d", "|touch made", "`touch made`", "$(touch made)", "-x", "~", "%d", "日本", "#"])
  func names(name: String) throws {
    let folder = try TemporaryFolder()
    let drawn = try Gnuplot.draw(named(name), into: folder.path)
    #expect(drawn.svgPath == "\(folder.path)/\(name).svg" && drawn.scriptPath == "\(folder.path)/\(name).gp")
    let svg = try folder.text("\(name).svg")
    try FileManager.default.removeItem(atPath: drawn.svgPath)
    #expect(try folder.run(["./\(name).gp"]).status == 0)
    #expect(try folder.text("\(name).svg") == svg)
    #expect(try folder.names == ["\(name).gp", "\(name).svg"].sorted())
    #expect(Figure.origin(ofFileNamed: name, in: folder.path) == "../x/a.csv")
    #expect(Figure.origin(ofFileNamed: "other", in: folder.path) == nil)
  }

  @Test(
    "A name with a slash, of several lines or with a control character is refused",
    arguments: ["", "a/b", "a\nb", "a\u{1B}"])
  func refused(name: String) {
    #expect(Figure.problem(withFileName: name) != nil)
    #expect(throws: PlottingError.self) { try named(name).script() }
  }
}
