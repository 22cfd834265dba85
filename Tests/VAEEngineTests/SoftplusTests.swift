import Testing
import VAECore
import VAEEngine

@Suite("Softplus, its inverse and its slope, where the textbook forms overflow or cancel")
struct SoftplusTests {
  @Test("Softplus and sigmoid to the last digits", arguments: GoldenCase.cases("softplus", in: "golden-network"))
  func golden(golden: GoldenCase) {
    golden.expect("softplus", softplus(golden.scalar("x")))
    golden.expect("sigmoid", sigmoid(golden.scalar("x")))
  }

  @Test("The inverse to the last digits", arguments: GoldenCase.cases("softplusInverse", in: "golden-network"))
  func inverse(golden: GoldenCase) throws {
    golden.expect("x", try softplusInverse(golden.scalar("y")))
  }

  @Test("The log-probability of a bit", arguments: GoldenCase.cases("bernoulliLogitsLogProb", in: "golden-network"))
  func bernoulli(golden: GoldenCase) {
    golden.expect("logp", bernoulliLogDensity(of: golden.scalar("x"), logit: golden.scalar("logit")))
  }

  @Test("Single precision is double precision rounded, within 4 of its own ulps", arguments: [-80, -9, -0.1, 0, 2, 30])
  func singlePrecision(x: Double) {
    let (value, slope) = (Float(softplus(x)), Float(sigmoid(x)))
    #expect(abs(softplus(Float(x)) - Float(softplus(Double(Float(x))))) <= 4 * value.ulp)
    #expect(abs(sigmoid(Float(x)) - Float(sigmoid(Double(Float(x))))) <= 4 * slope.ulp)
  }

  @Test("The inverse keeps its digits where it crosses zero, in single precision too")
  func crossing() throws {
    let y: Float = 0.69314718
    let exact = Float(try softplusInverse(Double(y)))
    #expect(abs(try softplusInverse(y) - exact) <= 8 * exact.ulp)
  }

  @Test("Nothing that is not above 0 has an inverse", arguments: [0, -1, Double.nan, -Double.infinity])
  func refusals(y: Double) {
    #expect(throws: InvalidInput.self) { try softplusInverse(y) }
  }
}
