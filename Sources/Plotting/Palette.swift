/// How numbers become colours, in an order that stays an order in greyscale.
public enum Palette: Sendable {
  /// From dark blue through green to yellow; lightness rises evenly.
  case sequential
  /// From blue through white, at 0, to vermilion.
  case diverging

  /// The colours from the lowest to the highest value, evenly spaced.
  var colors: [String] {
    switch self {
    case .sequential:
      ["#440154", "#482878", "#3E4989", "#31688E", "#26828E", "#1F9E89", "#35B779", "#6ECE58", "#B5DE2B", "#FDE725"]
    case .diverging:
      ["#053061", "#0072B2", "#6BAED6", "#C6DDEE", "#FFFFFF", "#FBD3B4", "#F19A5B", "#D55E00", "#7F2704"]
    }
  }

  /// The gnuplot command that defines it; gnuplot 5.4 knows no palette by such names.
  var command: String { Self.command(colors) }

  /// White paper to black ink.
  static let inkCommand = command(["#FFFFFF", "#000000"])

  private static func command(_ colors: [String]) -> String {
    let stops = colors.enumerated().map { "\($0.offset) '\($0.element)'" }
    return "set palette defined (\(stops.joined(separator: ", ")))"
  }
}

/// The look of the n-th series: colour, dash and point differ together, so that print in grey keeps them apart.
struct SeriesLook {
  var color: String
  var dash: String
  var pointType: Int

  /// The look of series `index`, counted from 0.
  ///
  /// A colour given by hand goes with the dash and point of its place, and no other series of the panel takes it unasked.
  init(_ index: Int, color given: Color?, taken: [Color] = []) {
    let all: [Color] = [.blue, .vermilion, .green, .pink, .orange, .sky]
    let free = all.filter { !taken.contains($0) }
    let order = free.isEmpty ? all : free
    let dashes = ["1", "(12,5)", "(3,4)", "(14,4,3,4)", "(7,3)", "(14,4,3,4,3,4)"]
    let points = [7, 5, 9, 13, 11, 6]
    color = (given ?? order[index % order.count]).rawValue
    dash = dashes[index % dashes.count]
    pointType = points[index % points.count]
  }
}
