import Testing
import VAECore
import VAEEngine
import Verification

@Suite("Equation (16): the divergence in closed form")
struct DivergenceTests {
  static let example = (mean: [0.5, -1, 2], deviation: [0.3, 1.5, 0.8])

  @Test(
    "The divergence to the standard Gaussian keeps its digits where the textbook form loses them",
    arguments: GoldenCase.cases("klDiagToStandard", in: "golden-probability"))
  func toStandard(golden: GoldenCase) throws {
    let (mean, logVariance) = (golden.vector("mu"), golden.vector("logVar"))
    if golden.accept != nil {
      #expect(throws: InvalidInput.self) { try DiagonalGaussian(mean: mean, logVariance: logVariance) }
    } else {
      let divergence = try DiagonalGaussian(mean: mean, logVariance: logVariance).divergenceFromStandard()
      golden.expect("kl", divergence)
      #expect(divergence >= 0)
    }
  }

  @Test(
    "The divergence between two Gaussians forms ratios before squares",
    arguments: GoldenCase.cases("klDiagDiag", in: "golden-probability"))
  func betweenTwo(golden: GoldenCase) throws {
    let first = try DiagonalGaussian(mean: golden.vector("mu1"), standardDeviation: golden.vector("sigma1"))
    let second = try DiagonalGaussian(mean: golden.vector("mu2"), standardDeviation: golden.vector("sigma2"))
    let divergence = try first.divergence(to: second)
    golden.expect("kl", divergence)
    #expect(divergence >= 0)
  }

  @Test(
    "It is I₁ − I₂ of equations (14) and (15)",
    arguments: GoldenCase.cases("I1I2", in: "golden-probability"))
  func twoHalves(golden: GoldenCase) throws {
    let q = try DiagonalGaussian(mean: golden.vector("mu"), standardDeviation: golden.vector("sigma"))
    golden.expect("I1", -q.entropy)
    golden.expect("I2", -q.crossEntropyToStandard)
    golden.expect("kl", q.divergenceFromStandard())
  }

  @Test(
    "Each famous mistake gives another number",
    arguments: GoldenCase.cases("klMutants", in: "golden-probability"))
  func mistakes(golden: GoldenCase) throws {
    let q = try DiagonalGaussian(mean: golden.vector("mu"), logVariance: golden.vector("logVar"))
    let divergence = q.divergenceFromStandard()
    golden.expect("correct", divergence)
    let mistakes = [
      "wrongSign", "missingHalf", "sigmaForSigma2", "logSigmaForLogSigma2", "muNotSquared", "dropOne", "meanNotSum",
    ]
    for mistake in mistakes {
      let value = try #require(golden.expects(mistake).first, "\(mistake)")
      #expect(abs(divergence - value) > 0.1, "\(mistake)")
    }
    golden.expect("reversedKL", try DiagonalGaussian.standard(dimension: q.dimension).divergence(to: q))
  }

  @Test("Between 10⁻³⁰⁰ and 1 from the standard, the divergence is its series (log σ²)²/4 to the last digits")
  func nearTheStandard() throws {
    for exponent in stride(from: -150, through: -6, by: 4) {
      var logVariance = 1.0
      for _ in 0..<(-exponent) { logVariance /= 10 }
      let q = try DiagonalGaussian(mean: [0], logVariance: [logVariance])
      let series = logVariance * logVariance / 4 * (1 + logVariance / 3)
      // Three terms of the series leave a relative error below 10⁻¹², and eight roundings.
      #expect(abs(q.divergenceFromStandard() - series) <= 1.1e-12 * series + 8 * 0x1p-53 * series)
    }
  }

  @Test("The divergence to the standard is the divergence to a Gaussian that happens to be the standard")
  func specialCase() throws {
    let q = try DiagonalGaussian(mean: Self.example.mean, standardDeviation: Self.example.deviation)
    let general = try q.divergence(to: .standard(dimension: 3))
    // Three dimensions, ten roundings each, of terms up to 4.
    #expect(abs(q.divergenceFromStandard() - general) <= 30 * 0x1p-53 * 4)
  }

  @Test("Its gradient is the derivative along a random direction, and twice the gradient is not")
  func gradient() throws {
    let (mean, deviation) = Self.example
    let q = try DiagonalGaussian(mean: mean, standardDeviation: deviation)
    let direction = RandomStream(seed: 1, purpose: "direction").normals(0..<6)
    let derivative = DirectionalDerivative(scale: 8) { t in
      let moved = try? DiagonalGaussian(
        mean: (0..<3).map { mean[$0] + t * direction[$0] },
        standardDeviation: (0..<3).map { deviation[$0] + t * direction[3 + $0] })
      return moved?.divergenceFromStandard() ?? .nan
    }
    let gradient = q.gradientOfDivergenceFromStandard()
    let coordinates = gradient.mean + gradient.standardDeviation
    let inner = zip(coordinates, direction).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(inner - derivative.value) <= derivative.tolerance.value)
    #expect(abs(2 * inner - derivative.value) > derivative.tolerance.value)
  }
}
