import VAECore

extension DataDescription {
  /// Refuses a description that no data of so many observed dimensions have.
  ///
  /// - Throws: `InvalidInput` with the name of the member at fault.
  public func requireMeaning(observationDimension count: Int) throws(InvalidInput) {
    guard rows >= 1 else { throw InvalidInput("rows", expected: "at least 1", found: "\(rows)") }
    guard (0..<rows).contains(heldOut) else {
      throw InvalidInput("heldOut", expected: "from 0 to \(rows - 1)", found: "\(heldOut)")
    }
    if let image, !Self.isImage(image, ofPixels: count) {
      throw InvalidInput(
        "image", expected: "rows and columns of \(count) pixels, as the model has", found: "\(image)")
    }
    if let scale, !(scale > 0 && scale.isFinite) {
      throw InvalidInput("scale", expected: "a finite number above 0", found: "\(scale)")
    }
    if let range, range.count != 2 || !range.allSatisfy(\.isFinite) || range[0] > range[1] {
      throw InvalidInput("range", expected: "two finite numbers in order", found: "\(range)")
    }
    if let standardization { try standardization.requireMeaning(count) }
    try table?.requireMeaning(count)
  }

  private static func isImage(_ shape: [Int], ofPixels count: Int) -> Bool {
    guard shape.count == 2, shape.allSatisfy({ $0 >= 1 }) else { return false }
    let (pixels, overflows) = shape[0].multipliedReportingOverflow(by: shape[1])
    return !overflows && pixels == count
  }
}

extension Standardization {
  fileprivate func requireMeaning(_ count: Int) throws(InvalidInput) {
    guard means.count == count, deviations.count == count else {
      throw InvalidInput(
        "standardization", expected: "\(count) means and deviations, one for each column",
        found: "\(means.count) and \(deviations.count)")
    }
    guard means.allSatisfy(\.isFinite), deviations.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw InvalidInput("standardization", expected: "finite means and deviations above 0", found: "others")
    }
  }
}

extension TableDescription {
  fileprivate func requireMeaning(_ count: Int) throws(InvalidInput) {
    guard columns.count == count, names.count == count else {
      throw InvalidInput(
        "table.columns", expected: "\(count) columns and names, as the model has", found: "\(columns.count)")
    }
    let places = columns + (labelColumn.map { [$0] } ?? [])
    guard places.allSatisfy({ (1...max(1, columnCount)).contains($0) }), Set(places).count == places.count else {
      throw InvalidInput("table.columns", expected: "different columns from 1 to \(columnCount)", found: "others")
    }
  }
}
