/// Where a script's drawing goes.
enum Product {
  /// To `<slug>.svg` in the folder where gnuplot runs.
  case svgFile
  /// To standard output.
  case svgStream
  /// To standard output, as characters.
  case text(columns: Int, rows: Int)
  /// To standard output, as an image that a terminal shows between its characters.
  case sixel(width: Int, height: Int)
}

extension Figure {
  /// The complete gnuplot script that draws the figure to `<slug>.svg` in the folder where gnuplot runs.
  ///
  /// The same figure gives the same text on every machine: data to six significant digits, no date, no path.
  ///
  /// - Throws: `PlottingError.invalidFigure`.
  public func script() throws(PlottingError) -> String {
    try script(for: .svgFile)
  }

  /// The script for any product; only the lines that name the terminal and the output differ.
  func script(for product: Product) throws(PlottingError) -> String {
    try validate()
    var blocks = DataBlocks()
    if case .text = product { blocks.readsAsText = true }
    let drawings = panels.map { $0.drawing(into: &blocks, figureTitle: panels.count == 1 ? title : nil) }
    var script = preamble
    script += terminal(for: product)
    script += Self.appearance(for: product)
    script += blocks.text
    if panels.count == 1 {
      script += drawings[0]
    } else {
      script += "set multiplot layout 1,\(panels.count) title \(Quoting.string(title)) noenhanced font 'sans,16'\n"
      script += drawings.joined(separator: "\nreset\n\(Self.appearance(for: product))")
      script += "unset multiplot\n"
    }
    return script + "set output\n"
  }

  private var preamble: String {
    var lines = "# \(slug): " + Quoting.comment(title).dropFirst(2)
    if !caption.isEmpty { lines += Quoting.comment(caption) }
    if let origin { lines += Quoting.comment(Self.originMark + origin) }
    let script = fileName.map { Quoting.word("\($0).gp") } ?? "\(slug).gp"
    return lines + "# Redraw in this file's folder: gnuplot \(script)\n\nreset\nset encoding utf8\n"
  }

  /// The words before the origin in a script.
  static let originMark = "Drawn for: "

  /// The output as gnuplot's `set output` names it: a name of its own might begin with a pipe's or a home's sign.
  private var output: String { fileName.map { Quoting.string("./\($0).svg") } ?? "'\(slug).svg'" }

  private func terminal(for product: Product) -> String {
    let name = String(slug.map { $0 == "-" ? "_" : $0 })
    let svg =
      "set terminal svg size \(size.width),\(size.height) noenhanced font 'sans,13' background '#ffffff' name '\(name)'\n"
    return switch product {
    case .svgFile: svg + "set output \(output)\n"
    case .svgStream: svg
    case .text(let columns, let rows): "set terminal dumb noenhanced size \(columns),\(rows)\n"
    case .sixel(let width, let height):
      "set terminal sixelgd noenhanced truecolor size \(width),\(height) background '#ffffff'\n"
    }
  }

  /// What all panels share: thin axes at the left and below, a light grid behind the data.
  private static let commonAppearance = """
    set decimalsign '.'
    set minussign
    set border 3 back linecolor '#8C8C8C' linewidth 1
    set tics nomirror out scale 0.6,0.3 textcolor '#333333'
    set style textbox opaque fillcolor '#FFFFFF' noborder margins 1.6,1
    set style fill solid noborder
    set bars 0.6

    """

  /// What only a drawing with lines can show; between characters, the grid would hide the data.
  private static let fineAppearance = """
    set grid back linetype 1 linecolor '#E8E8E8' linewidth 1 dashtype 1
    set xtics offset 0,0.35
    set xlabel '' offset 0,0.65

    """

  private static func appearance(for product: Product) -> String {
    if case .text = product { return commonAppearance }
    return commonAppearance + fineAppearance
  }
}

/// The named data of a script, `$data1` and so on, and the commands that derive contours from them.
struct DataBlocks {
  /// Whether characters will show the data, so that lines must stand for shades.
  var readsAsText = false
  /// The scales of the columns that come next; those beyond the last have the last one's.
  var scales: [Scale] = [.linear]
  private(set) var text = ""
  private var count = 0

  /// Adds columns of equal length; returns the block's name. With `scanLength`, a blank line follows that many rows.
  mutating func add(_ columns: [[Double]], scanLength: Int? = nil) -> String {
    count += 1
    let texts = columns.enumerated().map { index, column in
      // Along a logarithmic axis no number is too small to be seen.
      scales[min(index, scales.count - 1)] == .logarithmic
        ? column.map(DecimalText.sixDigits) : DecimalText.column(column)
    }
    var rows = ""
    for row in texts[0].indices {
      rows += texts.map { $0[row] }.joined(separator: " ") + "\n"
      if let scanLength, (row + 1).isMultiple(of: scanLength), row + 1 < texts[0].count { rows += "\n" }
    }
    text += "\n$data\(count) << EOD\n\(rows)EOD\n"
    return "$data\(count)"
  }

  /// Adds rows that are text already; returns the block's name.
  mutating func add(rows: [String]) -> String {
    count += 1
    text += "\n$data\(count) << EOD\n" + rows.map { $0 + "\n" }.joined() + "EOD\n"
    return "$data\(count)"
  }

  /// The parts of `plot` that draw lines of equal value between characters, each with its value; none without levels.
  mutating func linesOfEqualValue(of block: String, levels: [Double]) -> [String] {
    guard !levels.isEmpty else { return [] }
    let lines = addContours(of: block, levels: levels)
    return [
      "\(lines) using 1:2 with lines notitle",
      "\(lines) using 1:2:(sprintf('%.6g', $3)) every ::12::12 with labels notitle",
    ]
  }

  /// Adds the lines along which a gridded block has the given values; returns their block's name.
  mutating func addContours(of block: String, levels: [Double]) -> String {
    count += 1
    text += """

      set contour base
      set cntrparam levels discrete \(levels.map(DecimalText.sixDigits).joined(separator: ", "))
      unset surface
      set table $data\(count)
      splot \(block) using 1:2:3 with lines
      unset table
      set surface
      unset contour

      """
    return "$data\(count)"
  }
}
