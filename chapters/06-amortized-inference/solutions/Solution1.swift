/// The posterior's mean is w x/(w² + s²).
enum Solution1 {
  @Sendable static func slope() throws -> Double { 2 / 4.5 }
}
