/// The number of draws for a standard error of 0.001 nats.
enum Solution1 {
  /// The standard error of log p̂(x) is √(R/m), so that m = R/0.001².
  @Sendable static func draws() throws -> (atDefaults: Double, sharpDecoder: Double) {
    (1.76e6, 25.5e6)
  }
}
