/// The derivative of −λ/(2c) is λ/(2c²), so c = λ.
enum Solution3 {
  @Sendable static func squaredLength(eigenvalue: Double, observationVariance: Double) throws -> Double {
    max(0, eigenvalue - observationVariance)
  }
}
