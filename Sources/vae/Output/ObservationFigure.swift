import Checkpoints
import Datasets
import Plotting
import VAECore
import VAEEngine

/// The way in which a model's observations are shown: images as images, the rows of a table as points.
enum ObservationFigure {
  case images(ImageScale)
  /// Pairs of columns, by their names.
  case columns([String])

  /// Chooses by the data that the model was trained on.
  ///
  /// - Parameters:
  ///   - file: The model.
  ///   - path: The model's path.
  ///   - figure: The options about the figure.
  /// - Throws: `InvalidInput` where neither is possible and the options ask for a figure.
  static func of<Scalar>(
    _ file: ModelFile<Scalar>, path: String, asked figure: FigureArguments
  ) throws -> ObservationFigure? {
    if let shape = try ImageFigure.shape(of: file, path: path) { return .images(shape) }
    if let data = try file.trainingRecord(path: path)?.data, data.kind == .table {
      let names = data.columnNames(count: file.model.encoder.observationDimension)
      if names.count > 1 { return .columns(names) }
    }
    try figure.requireNone(
      because: "the data of this model are not known to be images, nor to be a table of two columns or more")
    return nil
  }

  /// Draws observations from a model, in the data's units: the first images, or the rows of a table next to the data.
  ///
  /// - Parameters:
  ///   - made: The observations.
  ///   - name: The name of their panels.
  ///   - title: The figure's title.
  ///   - caption: A sentence about the observations.
  ///   - data: The data to compare a table with, if there are any.
  func figure(of made: Batch<Double>, called name: String, title: String, caption: String, beside data: Batch<Double>?)
    -> Figure
  {
    switch self {
    case .images(let shape):
      let figure = ImageFigure(shape)
      let shown = min(made.rows, figure.most)
      return figure.grid(
        made.rows(0..<shown), columns: ImageFigure.across(shown), title: title,
        caption: (shown < made.rows ? "The first \(shown) of \(made.rows): " : "") + caption)
    case .columns(let names):
      let original = data.map { [ColumnPairs.Side(name: "data", rows: $0, color: .blue)] } ?? []
      let side = ColumnPairs.Side(name: name, rows: made, color: .vermilion)
      return ColumnPairs(names: names, sides: original + [side]).figure(title: title, caption: caption)
    }
  }
}

/// Scatter plots of pairs of columns: the data next to what a model makes of them.
struct ColumnPairs {
  /// A table, with its name in the figure.
  struct Side {
    let name: String
    let rows: Batch<Double>
    let color: Color
  }

  /// The names of the columns.
  let names: [String]
  /// The tables, one or two.
  let sides: [Side]

  /// The most points of a panel.
  private static let mostPoints = 2000

  /// The columns of each pair: the first with the second, and the third with the fourth.
  private var pairs: [(x: Int, y: Int)] {
    names.count > 3 ? [(0, 1), (2, 3)] : names.count == 3 ? [(0, 1), (1, 2)] : [(0, 1)]
  }

  /// The figure: for each pair of columns, the tables side by side on the same axes.
  func figure(title: String, caption: String) -> Figure {
    let panels = pairs.flatMap { x, y in
      let (xAxis, yAxis) = (axis(of: x), axis(of: y))
      return sides.map { side in
        let shown = side.rows.evenRows(Self.mostPoints)
        let points = (0..<shown.rows).map { Point(shown[$0, x], shown[$0, y]) }
        return Panel(title: side.name, xAxis: xAxis, yAxis: yAxis, layers: [.scatter(points, color: side.color)])
      }
    }
    let part = names.count > 4 ? " The first 4 of \(names.count) columns." : ""
    let thinned = sides.filter { $0.rows.rows > Self.mostPoints }.map {
      " Of the \($0.name), \(Self.mostPoints) of \($0.rows.rows)."
    }
    let width = panels.count == 1 ? 480 : 400 * panels.count
    return Figure(
      slug: "columns", title: title, caption: caption + part + thinned.joined(), panels: panels,
      size: Size(width: width, height: 400))
  }

  /// The axis of a column, the same for all sides, because they are to be compared.
  private func axis(of column: Int) -> Axis {
    let values = sides.flatMap { side in (0..<side.rows.rows).map { side.rows[$0, column] } }
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    let air = 0.05 * (most - least)
    return Axis(names[column].asName, range: air > 0 ? least - air...most + air : nil)
  }
}
