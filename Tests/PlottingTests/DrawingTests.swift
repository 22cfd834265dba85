import Foundation
import Testing

@testable import Plotting

@Suite("Drawing")
struct DrawingTests {
  @Test("every kind of layer leaves a whole SVG without a word of complaint, twice the same, and again from its script")
  func gallery() throws {
    let folder = try TemporaryFolder()
    let again = try TemporaryFolder()
    let drawn = try Gnuplot.drawAll(Gallery.figures, into: folder.path).map { try $0.get() }
    #expect(drawn.map(\.svgPath) == Gallery.figures.map { "\(folder.path)/\($0.slug).svg" })
    for (figure, files) in zip(Gallery.figures, drawn) {
      #expect(files.warnings == nil, "\(figure.slug)")
      let svg = try folder.text("\(figure.slug).svg")
      #expect(XMLText(svg).isWellFormed && svg.utf8.count > 4000)
      try Gnuplot.draw(figure, into: again.path)
      #expect(try again.text("\(figure.slug).svg") == svg)
      #expect(try again.text("\(figure.slug).gp") == folder.text("\(figure.slug).gp"))
      try FileManager.default.removeItem(atPath: "\(again.path)/\(figure.slug).svg")
      let redrawn = try again.run(["\(figure.slug).gp"])
      #expect(redrawn.status == 0)
      #expect(try again.text("\(figure.slug).svg") == svg, "\(figure.slug) redrawn")
    }
    let expected = Gallery.figures.flatMap { ["\($0.slug).gp", "\($0.slug).svg"] }.sorted()
    #expect(try folder.names == expected, "no temporary file stays")
  }

  @Test("as text needs no file and holds no escape code")
  func text() throws {
    for figure in Gallery.figures {
      let text = try Gnuplot.drawAsText(figure, columns: 80, rows: 24)
      #expect(text.contains(figure.title))
      for panel in figure.panels where !panel.yAxis.label.isEmpty {
        #expect(text.contains("↑ \(panel.yAxis.label)"), "the y axis of \(figure.slug)")
      }
      #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
    }
    #expect(throws: PlottingError.self) { try Gnuplot.drawAsText(.small(), columns: 0, rows: 0) }
  }

  @Test("as text, a flat surface and lines that nothing reaches leave the axes", arguments: [0, 2, -1.5e10, 3e-9])
  func flat(height: Double) throws {
    let values = [Double](repeating: height, count: 9)
    let surface = Layer.surface(x: [0, 1, 2], y: [0, 1, 2], values: values, valueAxis: Axis("nats"))
    let map = Layer.heatMap(x: [0, 1, 2], y: [0, 1, 2], values: values, valueLabel: "v", contours: [height + 1])
    for layer in [surface, map] {
      let text = try Gnuplot.drawAsText(.small(layers: [layer]), columns: 60, rows: 16)
      #expect(text.contains("+-----"))
    }
  }

  @Test("makes missing folders, with spaces and accents in their names")
  func folders() throws {
    let folder = try TemporaryFolder("métrés et demi")
    let drawn = try Gnuplot.draw(.small(), into: folder.path + "/a b/é")
    #expect(FileManager.default.fileExists(atPath: drawn.svgPath))
    #expect(FileManager.default.fileExists(atPath: drawn.scriptPath))
  }

  @Test("of one figure by many at once succeeds for each")
  func concurrency() throws {
    let folder = try TemporaryFolder()
    let results = Gnuplot.drawAll(Array(repeating: Gallery.fan, count: 24), into: folder.path)
    for result in results { #expect(throws: Never.self) { try result.get() } }
    #expect(results.count == 24)
    #expect(try folder.names == ["ch01-fan.gp", "ch01-fan.svg"])
    #expect(Gnuplot.isWholeSVG(Array(try folder.text("ch01-fan.svg").utf8)))
  }

  @Test("leaves a file alone that is right already")
  func unchanged() throws {
    let folder = try TemporaryFolder()
    let path = try Gnuplot.draw(.small(), into: folder.path).svgPath
    let long = Date(timeIntervalSince1970: 1_000_000)
    try FileManager.default.setAttributes([.modificationDate: long], ofItemAtPath: path)
    try Gnuplot.draw(.small(), into: folder.path)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date == long)
  }

  @Test("a million points takes no longer than the points that are kept")
  func thinned() throws {
    let folder = try TemporaryFolder()
    let y = Gallery.noise(1_000_000)
    let figure = Figure.small(layers: [.line(y.indices.map { Point(Double($0), y[$0]) })])
    #expect(try figure.script().utf8.count < 120_000)
    try Gnuplot.draw(figure, into: folder.path)
  }
}
