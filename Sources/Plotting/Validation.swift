extension Figure {
  /// Checks everything that gnuplot would misdraw in silence.
  ///
  /// - Throws: `PlottingError.invalidFigure`, naming the panel, the layer and the place.
  public func validate() throws(PlottingError) {
    if let problem = problem() { throw .invalidFigure(slug: slug, reason: problem) }
  }

  private func problem() -> String? {
    let allowed = slug.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" }
    guard allowed, let first = slug.unicodeScalars.first, first != "-", slug.utf8.count <= 100 else {
      return "a figure's name must be 1 to 100 of a–z, 0–9 and -, and begin with a letter or digit"
    }
    if let fileName, let problem = Self.problem(withFileName: fileName) { return problem }
    guard (100...4000).contains(size.width), (100...4000).contains(size.height) else {
      return "the size must be from 100 to 4000 pixels each way, found \(size.width) × \(size.height)"
    }
    guard (1...4).contains(panels.count) else { return "expected 1 to 4 panels, found \(panels.count)" }
    for text in [title, caption] {
      if let problem = Quoting.problem(with: text) { return problem }
    }
    for (index, panel) in panels.enumerated() {
      guard let problem = panel.problem() else { continue }
      return panels.count == 1 ? problem : "panel \(index + 1): \(problem)"
    }
    return nil
  }
}

extension Figure {
  /// The reason why a name cannot be that of a figure's files, or nil.
  ///
  /// - Parameter name: The name without ".svg".
  public static func problem(withFileName name: String) -> String? {
    guard !name.isEmpty, !name.unicodeScalars.contains(where: { $0 == "/" || $0 == "\n" }) else {
      return "a figure's file needs a name on one line, without a slash, found '\(name.asOneLine)'"
    }
    return Quoting.problem(with: name)
  }
}

extension Panel {
  /// What is wrong with the panel, or nil.
  func problem() -> String? {
    if let problem = Quoting.problem(with: title) { return problem }
    if let problem = xAxis.problem() { return "x axis: \(problem)" }
    if let problem = yAxis.problem() { return "y axis: \(problem)" }
    guard !layers.isEmpty else { return "there is no layer to draw" }
    for (index, layer) in layers.enumerated() {
      if let problem = layer.problem(xAxis, yAxis, layers.count) { return "layer \(index + 1): \(problem)" }
    }
    return nil
  }
}

extension Axis {
  /// The largest magnitude that is drawn; beyond it differences overflow.
  static let largest = 1e100

  /// The smallest number above 0 that a logarithmic axis shows; below it ratios overflow.
  static let smallest = 1e-100

  /// What is wrong with the axis, or nil.
  func problem() -> String? {
    for text in [label] + (ticks ?? []).map(\.label) {
      if let problem = Quoting.problem(with: text) { return problem }
    }
    if let problem = problem(with: (ticks ?? []).map(\.position), named: "ticks") { return problem }
    guard let range else { return nil }
    if let problem = problem(with: [range.lowerBound, range.upperBound], named: "range") { return problem }
    let ends = [range.lowerBound, range.upperBound].map(DecimalText.sixDigits)
    return ends[0] == ends[1] ? "the range's ends, \(ends[0]) and \(ends[1]), are equal to six digits" : nil
  }

  /// What keeps numbers from being drawn along this axis, or nil.
  func problem(with values: [Double], named name: String) -> String? {
    for (index, value) in values.enumerated() {
      guard value.isFinite else { return "\(name)[\(index)] is \(value); expected a finite number" }
      guard abs(value) <= Axis.largest else { return "\(name)[\(index)] is \(value), beyond 1e100" }
      guard scale == .linear || value > 0 else {
        return "\(name)[\(index)] is \(value) on a logarithmic axis; expected a positive number"
      }
      guard scale == .linear || value >= Axis.smallest else {
        return "\(name)[\(index)] is \(value) on a logarithmic axis; expected a number from 1e-100 up"
      }
    }
    return nil
  }
}
