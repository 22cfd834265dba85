import Testing

@testable import Plotting

@Suite("A figure's script is a value")
struct ScriptTests {
  @Test("complete, and the same text every time")
  func whole() throws {
    let figure = Figure.small(
      layers: [.line([Point(0, 1.0 / 3), Point(1, 2)], label: "a"), .horizontalLine(1, label: "b")])
    let expected = #"""
      # ch00-small: Small
      # A small figure.
      # Redraw in this file's folder: gnuplot ch00-small.gp

      reset
      set encoding utf8
      set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch00_small'
      set output 'ch00-small.svg'
      set decimalsign '.'
      set minussign
      set border 3 back linecolor '#8C8C8C' linewidth 1
      set tics nomirror out scale 0.6,0.3 textcolor '#333333'
      set style textbox opaque fillcolor '#FFFFFF' noborder margins 1.6,1
      set style fill solid noborder
      set bars 0.6
      set grid back linetype 1 linecolor '#E8E8E8' linewidth 1 dashtype 1
      set xtics offset 0,0.35
      set xlabel '' offset 0,0.65

      $data1 << EOD
      0 0.333333
      1 2
      EOD

      $data2 << EOD
      0 1
      1 1
      EOD

      set title 'Small' font 'sans,16' textcolor '#222222'
      set xlabel 'x' textcolor '#333333'
      set xrange [0:1]
      set format x '%.6g'
      set ylabel 'y' textcolor '#333333'
      set yrange [0.233333:2.1]
      set format y '%.6g'
      set key outside center bottom horizontal Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
      plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' title 'a', \
        $data2 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title 'b'
      set output

      """#
    #expect(try figure.script() == expected)
    #expect(try figure.script() == figure.script())
  }

  @Test("in which series differ in colour, dash and point")
  func looks() {
    let looks = (0..<6).map { SeriesLook($0, color: nil) }
    #expect(Set(looks.map(\.color)).count == 6)
    #expect(Set(looks.map(\.dash)).count == 6)
    #expect(Set(looks.map(\.pointType)).count == 6)
    #expect(looks[0].color == "#0072B2")
  }

  @Test("in which an unlabelled series in the same colour continues the one before it")
  func continuation() throws {
    let points = [Point(0, 1), Point(1, 2)]
    let script = try Figure.small(layers: [
      .line(points, label: "upper", color: .vermilion), .line(points, color: .vermilion), .line(points, label: "other"),
    ]).script()
    #expect(script.split(separator: "dashtype 1 linecolor '#D55E00'").count == 3)
    #expect(script.contains("linecolor '#009E73' title 'other'"), "and no other takes its colour")
  }

  @Test("in which a band takes the colour of the series after it")
  func band() throws {
    let script = try Figure.small(layers: [
      .line([Point(0, 1), Point(1, 2)]), .band(x: [0, 1], lower: [0, 0], upper: [1, 1]),
      .line([Point(0, 1), Point(1, 2)]),
    ]).script()
    #expect(script.contains("fillstyle transparent solid 0.18 linecolor '#D55E00'"))
  }

  @Test("in which bars run from sum to sum")
  func bars() {
    let segments = [BarSegment("bound", [-6.8]), BarSegment("divergence", [4.9])]
    let sums = BarStack.sums(segments: segments, category: 0)
    #expect(sums[0] == -6.8 && abs(sums[1] + 1.9) < 1e-12)
    #expect(BarStack.baseline(nil, categories: 1, segments: segments) < -6.8)
    #expect(BarStack.baseline(nil, categories: 1, segments: [BarSegment("a", [2])]) == 0)
  }

  @Test("in which one value everywhere still has a range")
  func constant() throws {
    for value in [0, 3, -2e-9, 1e50] {
      let extent = Extent(Figure.small(layers: [.line([Point(0, value), Point(1, value)])]).panels[0])
      #expect(DecimalText.sixDigits(extent.y.lowerBound) != DecimalText.sixDigits(extent.y.upperBound))
    }
  }

  @Test("that names no date, folder or user")
  func portable() throws {
    for figure in Gallery.figures {
      let script = try figure.script()
      #expect(!script.contains("/tmp") && !script.contains("/home") && !script.contains("|"))
    }
  }
}

@Suite("Long series")
struct ThinningTests {
  @Test("keep at most 5,000 points: the first, the last and the extremes among them")
  func thinning() {
    let count = 100_003
    var y = Gallery.noise(count)
    y[777] = 9
    y[50_001] = -9
    let outline = Thinning.outline(count: count) { y[$0] }
    let even = Thinning.even(count: count, coordinates: [{ Double($0) }, { y[$0] }])
    for kept in [outline, even] {
      #expect(kept.count <= Thinning.limit && kept.count > Thinning.limit / 2)
      #expect(kept.first == 0 && kept.last == count - 1)
      #expect(kept.contains(777) && kept.contains(50_001))
      #expect(zip(kept, kept.dropFirst()).allSatisfy { $0 < $1 })
    }
    #expect(Thinning.outline(count: 5000) { _ in 0 } == Array(0..<5000))
  }
}
