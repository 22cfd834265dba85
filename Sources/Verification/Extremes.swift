extension Sequence<Double> {
  /// The largest value, or NaN if there is none or one of them is NaN; `max()` can lose it.
  public var largest: Double { extreme(>) }

  /// The smallest value, or NaN if there is none or one of them is NaN; `min()` can lose it.
  public var smallest: Double { extreme(<) }

  private func extreme(_ isBeyond: (Double, Double) -> Bool) -> Double {
    var result: Double?
    for value in self {
      if value.isNaN { return value }
      if result.map({ isBeyond(value, $0) }) ?? true { result = value }
    }
    return result ?? .nan
  }
}
