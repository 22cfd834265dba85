extension Panel {
  /// The commands that draw a grid of images as one image, with paper between them.
  func imageGridDrawing(_ grid: ImageGrid, into blocks: inout DataBlocks, figureTitle: String?) -> String {
    let layout = ImageGridLayout(grid)
    let block = blocks.add(rows: layout.rows())
    var commands = titleCommand(figureTitle)
    commands += "unset border\nunset tics\nunset grid\nunset key\nunset colorbox\nset size ratio -1\n"
    commands += Palette.inkCommand + "\nset cbrange [0:1]\n"
    commands += "set xrange [0:\(layout.width)]\nset yrange [\(layout.height):0]\n"
    for (index, caption) in (grid.captions ?? []).enumerated() {
      let corner = layout.corner(of: index)
      let x = DecimalText.sixDigits(Double(corner.x) + Double(grid.width) / 2)
      let y = DecimalText.sixDigits(Double(corner.y + grid.height) + layout.captionSpace * 0.5)
      commands +=
        "set label \(index + 1) \(Quoting.string(caption)) at \(x),\(y) center font 'sans,11' textcolor '#333333'\n"
    }
    return "\n" + commands + "plot \(block) using 1:2:3 with image pixels notitle\n"
  }
}

extension ImageGrid {
  /// The images as characters, two for each pixel, as many side by side as have room; gnuplot's text has no shades.
  func asText(columns: Int) -> String {
    let shades = Array(" .:-=+*#%@")
    let most = max(images.reduce(0) { max($0, $1.max() ?? 0) }, .leastNormalMagnitude)
    let across = max(1, min(self.columns, (columns + 2) / (2 * width + 2)))
    var lines: [String] = []
    for first in stride(from: 0, to: images.count, by: across) {
      let row = first..<min(first + across, images.count)
      for y in 0..<height {
        let parts = row.map { index in
          String(
            (0..<2 * width).map { x in
              let ink = max(0, images[index][y * width + x / 2] / most)
              return shades[Int((ink * Double(shades.count - 1)).rounded())]
            })
        }
        lines.append(parts.joined(separator: "  "))
      }
      if let captions {
        lines.append(row.map { Self.fit(captions[$0].asOneLine, to: 2 * width) }.joined(separator: "  "))
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  private static func fit(_ text: String, to width: Int) -> String {
    let kept = text.prefix(width)
    return kept + String(repeating: " ", count: width - kept.count)
  }
}

/// Where the images of a grid lie, in pixels from the upper left.
struct ImageGridLayout {
  let grid: ImageGrid
  /// The strip of paper for an image's caption.
  let captionSpace: Double
  private let columnStep: Int
  private let rowStep: Int

  init(_ grid: ImageGrid) {
    self.grid = grid
    let gap = max(1, grid.width / 8)
    captionSpace = grid.captions == nil ? 0 : (Double(grid.height) * 0.3).rounded(.up)
    columnStep = grid.width + gap
    rowStep = grid.height + gap + Int(captionSpace)
  }

  /// Pixels from left to right.
  var width: Int { min(grid.columns, grid.images.count) * columnStep }

  /// Pixels from top to bottom.
  var height: Int { grid.rows * rowStep }

  /// The upper left corner of an image.
  func corner(of index: Int) -> (x: Int, y: Int) {
    (x: index % grid.columns * columnStep + (columnStep - grid.width) / 2, y: index / grid.columns * rowStep)
  }

  /// One row of text for each pixel of the whole rectangle: its centre and its ink, from 0 to 1, or NaN for bare paper.
  func rows() -> [String] {
    var ink = [Double](repeating: .nan, count: width * height)
    let most = max(grid.images.reduce(0) { max($0, $1.max() ?? 0) }, .leastNormalMagnitude)
    for (index, image) in grid.images.enumerated() {
      let corner = corner(of: index)
      for (place, value) in image.enumerated() where value > 0 {
        ink[(corner.y + place / grid.width) * width + corner.x + place % grid.width] = value / most
      }
    }
    return ink.enumerated().map { place, value in
      let text = value.isNaN ? "NaN" : DecimalText.sixDigits(value)
      return "\(place % width).5 \(place / width).5 \(text)"
    }
  }
}
