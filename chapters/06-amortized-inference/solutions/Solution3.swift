/// Mⱼⱼ is a number, so the last step is σⱼ² = 1/Mⱼⱼ.
enum Solution3 {
  @Sendable static func variances(precision: [[Double]]) throws -> [Double] {
    [1 / precision[0][0], 1 / precision[1][1]]
  }
}
