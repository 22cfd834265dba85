import VAECore

/// The largest log-weight of this image comes out first.
enum Solution2 {
  @Sendable static func logMean(logWeights: [Double]) throws -> Double {
    let top = logWeights.max() ?? 0
    return top + log(logWeights.reduce(0) { $0 + exp($1 - top) } / Double(logWeights.count))
  }
}
