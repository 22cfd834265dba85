import Arithmetic

/// What a wrong width costs.
enum Solution2 {
  /// The gap is ½ (σ²/v − 1 − log σ²/v), at σ²/v = 9 and at 1/9.
  @Sendable static func gaps() throws -> (tooWide: Double, tooNarrow: Double) {
    (0.5 * (9 - 1 - log(9)), 0.5 * (1.0 / 9 - 1 + log(9)))
  }
}
