import Foundation

/// A small instrument in a page: two sliders, and a table of what the core's functions give at each of their positions.
///
/// Nothing is computed in the page. Every number that it can show was computed when the page was made, so that it works
/// from a file, and can be checked.
public struct Explorable: Sendable {
  /// Names the instrument in its page.
  public let slug: String
  /// The chapter and the section that it closes.
  public let chapter: Int
  public let section: String
  public let title: String
  /// An invitation that says what to try and what to see, as HTML.
  public let invitation: String
  /// The two sliders; the table's rows follow the first, its columns the second.
  public let sliders: [Slider]
  public let quantities: [Quantity]
  /// The drawings.
  public let panels: [Panel]

  /// A quantity that the reader moves over a grid of values.
  public struct Slider: Sendable {
    public let name: String
    public let label: String
    public let values: [Double]
    /// True if drawings over it have a logarithmic axis.
    let isLogarithmic: Bool
    /// The position at which the page opens.
    public let start: Int

    init(_ name: String, _ label: String, values: [Double], start: Double, isLogarithmic: Bool = false) {
      (self.name, self.label, self.values, self.isLogarithmic) = (name, label, values, isLogarithmic)
      self.start = values.indices.min { abs(values[$0] - start) < abs(values[$1] - start) } ?? 0
    }
  }

  /// A quantity that follows the sliders: its values row by row.
  public struct Quantity: Sendable {
    public let name: String
    /// The words beside its number; nil for a quantity that only the drawings show.
    public let label: String?
    /// The word at its line, bar or shape.
    public let mark: String
    /// Which of the page's series colours it has, from 1; 0 for none.
    public let color: Int
    public let values: [Double]
  }

  /// A quantity without its values.
  struct Name {
    let name: String
    let label: String?
    let mark: String
    let color: Int

    init(_ name: String, _ label: String?, mark: String = "", color: Int = 0) {
      (self.name, self.label, self.mark, self.color) = (name, label, mark, color)
    }
  }

  /// A drawing that follows the sliders.
  public enum Panel: Sendable {
    /// One quantity over both sliders, as colours between two values.
    case surface(String, title: String, range: ClosedRange<Double>)
    /// Quantities over one slider, at the other's position.
    case slice(along: Int, [String], title: String, range: ClosedRange<Double>, isLogarithmic: Bool = false)
    /// A quantity, and another on top of it, up to a third that does not move.
    case stack(String, String, total: String, title: String, range: ClosedRange<Double>)
    /// The Gaussian whose mean and deviation the sliders are, before others that stay.
    case gaussians([Fixed], moving: String, title: String, range: ClosedRange<Double>)
    /// Quantities as bars.
    case bars([String], title: String, range: ClosedRange<Double>, isLogarithmic: Bool = false)
    /// Ellipses around a common centre, drawn as far as `reach` from it.
    case ellipses([Ellipse], title: String, reach: Double)
    /// Eigenvalues that do not move, against the first slider's variance, with as many coordinates as the second says.
    case spectrum([Double], title: String, range: ClosedRange<Double>)
  }

  /// An ellipse, by the names of the quantities that are its half-axes and the angle of the first, in degrees.
  public struct Ellipse: Sendable {
    let across: String
    let up: String
    var angle: String?
  }

  /// A Gaussian that does not move.
  public struct Fixed: Sendable {
    let label: String
    let mean: Double
    let deviation: Double
    let color: Int
  }

  /// Computes a table: the closure is called at each position, row by row, and gives one value for each name.
  static func quantities(
    _ sliders: [Slider], _ names: [Name],
    _ values: (_ first: Double, _ second: Double) throws -> [Double]
  ) rethrows -> [Quantity] {
    var columns = [[Double]](repeating: [], count: names.count)
    for first in sliders[0].values {
      for second in sliders[1].values {
        for (index, value) in try values(first, second).enumerated() { columns[index].append(value) }
      }
    }
    return zip(names, columns).map {
      Quantity(name: $0.name, label: $0.label, mark: $0.mark, color: $0.color, values: $1)
    }
  }

  /// The quantity of a name at the opening positions.
  func opening(_ quantity: Quantity) -> Double {
    quantity.values[sliders[0].start * sliders[1].values.count + sliders[1].start]
  }
}

/// The book's instruments.
public enum Explorables {
  /// Those of the given chapters, in order.
  public static func all(of chapters: [BookChapter]) throws -> [Explorable] {
    try chapters.flatMap(instruments)
  }

  private static func instruments(of chapter: BookChapter) throws -> [Explorable] {
    switch chapter.number {
    case 2: [try .bound()]
    case 3: [try .divergence()]
    case 4: [.estimators(), .oscillation()]
    case 5: [try .twoNoises(of: chapter)]
    case 6: [try .turnedAxes()]
    case 7: [try .bracket()]
    case 8: [try .collapse()]
    default: []
    }
  }
}
