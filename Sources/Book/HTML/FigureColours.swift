/// A figure's colours in a page that is dark: the drawing itself follows the scheme of the page that shows it.
///
/// A drawing that a page shows as a picture sees the page's own scheme, chosen or the system's. Only ink, axes, paper and
/// series change; the shades of a map and the pixels of an image are data.
enum FigureColours {
  /// The drawn colours and those of the dark scheme, by the names of the variables.
  private static let dark: [(name: String, drawn: [String], dark: String)] = [
    ("paper", ["#ffffff", "#FFFFFF"], "#1b1f24"), ("grid", ["rgb(232, 232, 232)"], "#333941"),
    ("axis", ["rgb(140, 140, 140)"], "#8b929b"),
    ("ink", ["rgb(51,51,51)", "rgb(34,34,34)", "rgb( 51,  51,  51)", "rgb( 34,  34,  34)", "black"], "#e4e2dc"),
    ("blue", ["rgb(  0, 114, 178)"], "#56b4e9"), ("vermilion", ["rgb(213,  94,   0)"], "#f08840"),
    ("green", ["rgb(  0, 158, 115)"], "#2fc79b"), ("pink", ["rgb(204, 121, 167)"], "#dd9cc2"),
    ("orange", ["rgb(230, 159,   0)"], "#e9b03a"), ("sky", ["rgb( 86, 180, 233)"], "#9ad2f2"),
  ]

  /// A drawing of images has pixels of many greys, on white paper.
  private static func showsImages(_ svg: String) -> Bool {
    Set(
      svg.matches(of: /fill = 'rgb\(\ *([0-9]+),\ *([0-9]+),\ *([0-9]+)\)'/).filter { $0.1 == $0.2 && $0.2 == $0.3 }
        .map(\.1)
    ).count > 8
  }

  /// The drawing with a style that recolours it where it is shown in the dark; images stay as they are.
  static func recoloured(_ svg: String) -> String {
    guard let end = svg.firstRange(of: "<g id=\"gnuplot_canvas\">"), !showsImages(svg) else { return svg }
    let variables = dark.map { "--\($0.name): \($0.dark);" }.joined(separator: " ")
    let rules = dark.flatMap { colour in
      ["fill", "stroke", "flood-color", "color"].map { property in
        let places = colour.drawn.map { "[\(property)=\"\($0)\"]" }.joined(separator: ", ")
        return "  \(places) { \(property): var(--\(colour.name)); }"
      }
    }
    let style = """
      <style>@media (prefers-color-scheme: dark) {
        :root { \(variables) }
      \(rules.joined(separator: "\n"))
      }</style>

      """
    return svg[..<end.lowerBound] + style + svg[end.lowerBound...]
  }
}
