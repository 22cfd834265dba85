import Arithmetic

/// The divergence without independent coordinates.
enum Solution2 {
  /// ½ (tr S + ‖μ‖² − 2 − log det S): the trace and the determinant stand where (16) has sums over σ² and log σ².
  @Sendable static func divergence(mean: [Double], covariance: [[Double]]) throws -> Double {
    let trace = covariance[0][0] + covariance[1][1]
    let determinant = covariance[0][0] * covariance[1][1] - covariance[0][1] * covariance[1][0]
    return 0.5 * (trace + mean[0] * mean[0] + mean[1] * mean[1] - 2 - log(determinant))
  }
}
