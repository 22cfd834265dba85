/// (A + B/V)(c + V) has its minimum where −Bc/V² + A = 0.
enum Solution2 {
  @Sendable static func draws(ofImages: Double, ofDraws: Double, encoderCost: Double) throws -> Double {
    (ofDraws * encoderCost / ofImages).squareRoot()
  }
}
