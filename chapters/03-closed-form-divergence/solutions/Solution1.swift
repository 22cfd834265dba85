/// How many samples replace the closed form.
enum Solution1 {
  /// The variance of one sample, 6.0926 nats², over the square of the standard error.
  @Sendable static func samples() throws -> Double {
    6.0926 / (0.001 * 0.001)
  }
}
