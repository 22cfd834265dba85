import Arithmetic

/// The logarithm of a mean of exponentials.
enum Solution2 {
  /// The largest term is taken out first, so that no exponential exceeds 1 and one of them is 1.
  @Sendable static func logMeanExp(_ terms: [Double]) throws -> Double {
    guard let largest = terms.max(), largest.isFinite else { return terms.max() ?? -.infinity }
    let sum = terms.reduce(0) { $0 + exp($1 - largest) }
    return largest + log(sum / Double(terms.count))
  }
}
