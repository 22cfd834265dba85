import Testing

@testable import Plotting

@Suite("A wrong figure is refused")
struct ValidationTests {
  private func reason(_ figure: Figure) -> String {
    do {
      _ = try figure.script()
      return "accepted"
    } catch .invalidFigure(_, let reason) {
      return reason
    } catch {
      return "another error: \(error)"
    }
  }

  @Test("for numbers that are not finite, naming the place")
  func finiteness() {
    let points = [Point(0, 1), Point(1, .nan)]
    #expect(reason(.small(layers: [.line(points)])) == "layer 1: y[1] is nan; expected a finite number")
    #expect(
      reason(.small(layers: [.scatter([Point(.infinity, 1)])])) == "layer 1: x[0] is inf; expected a finite number")
    #expect(reason(.small(layers: [.horizontalLine(.nan)])).contains("y[0] is nan"))
    #expect(reason(.small(layers: [.errorBars([UncertainPoint(0, 1, error: .nan)])])).contains("nan"))
    #expect(reason(.small(layers: [.line([Point(0, 1e200)])])).contains("beyond 1e100"))
    let values = [1, 2, .nan, 4]
    #expect(reason(.small(layers: [.heatMap(x: [0, 1], y: [0, 1], values: values)])).contains("values[2] is nan"))
    let image = Layer.imageGrid(images: [[.nan]], width: 1, height: 1, columns: 1)
    #expect(reason(.small(layers: [image])).contains("image 0[0] is nan"))
  }

  @Test("for counts that do not match")
  func counts() {
    #expect(reason(.small(layers: [])) == "there is no layer to draw")
    #expect(reason(.small(layers: [.line([])])) == "layer 1: there are no points")
    #expect(reason(.small(layers: [.band(x: [0, 1], lower: [0], upper: [1, 1])])).contains("2, 1 and 2 numbers"))
    #expect(reason(.small(layers: [.histogram(edges: [0, 1], heights: [1, 2])])).contains("need 3 edges, found 2"))
    #expect(reason(.small(layers: [.histogram(edges: [0, 0], heights: [1])])).contains("edges[1]"))
    let bars = Layer.bars(categories: ["a", "b"], segments: [BarSegment("s", [1])])
    #expect(reason(.small(layers: [bars])).contains("1 values for 2 categories"))
    #expect(reason(.small(layers: [.heatMap(x: [0, 1], y: [0, 1], values: [1])])).contains("needs 4 values, found 1"))
    let uneven = Layer.heatMap(x: [0, 1, 5], y: [0, 1], values: [1, 2, 3, 4, 5, 6])
    #expect(reason(.small(layers: [uneven])).contains("evenly spaced"))
    let images = Layer.imageGrid(images: [[1, 2]], width: 2, height: 2, columns: 1)
    #expect(reason(.small(layers: [images])).contains("holds 2 pixels; expected 2 × 2 = 4"))
    #expect(reason(.small(layers: [.band(x: [0, 1], lower: [0, 2], upper: [1, 1])])).contains("above upper[1]"))
  }

  @Test("for numbers that a logarithmic axis cannot show")
  func logarithms() {
    let axis = Axis("m", scale: .logarithmic)
    let refused = reason(.small(layers: [.line([Point(0, 1)])], xAxis: axis))
    #expect(refused == "layer 1: x[0] is 0.0 on a logarithmic axis; expected a positive number")
    #expect(reason(.small(xAxis: Axis("m", scale: .logarithmic, range: 0...1))).contains("x axis: range[0]"))
    let bars = [UncertainPoint(1, 1, error: 2)]
    #expect(reason(.small(layers: [.errorBars(bars)], yAxis: axis)).contains("y − error[0]"))
  }

  @Test(
    "for a name that is no plain file name",
    arguments: ["", "../x", "a/b", "-a", "ch03 a", "Ch03", "é", "a.svg", "a\nb", String(repeating: "a", count: 101)])
  func slug(slug: String) {
    #expect(reason(.small(slug: slug)).hasPrefix("a figure's name must be"))
  }

  @Test("for a range that six digits cannot tell apart")
  func range() {
    #expect(reason(.small(xAxis: Axis("x", range: 1...1.0000000001))).contains("equal to six digits"))
  }

  @Test("in one line, whatever it holds")
  func descriptions() {
    let errors: [PlottingError] = [
      .gnuplotNotFound(figure: "a"), .gnuplotFailed(figure: "a", status: 1, message: "one\n\n  two\u{1B}"),
      .timedOut(figure: "a", seconds: 1), .truncatedOutput(figure: "a", bytes: 3),
      .unwritableFolder(path: "a\nb", reason: "no"), .invalidFigure(slug: "a\nb", reason: "no"),
    ]
    for error in errors { #expect(!"\(error)".contains { $0.isNewline }) }
    #expect("\(errors[0])".contains("scripts/setup") && "\(errors[0])".contains("apt-get install gnuplot-nox"))
  }
}
