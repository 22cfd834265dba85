import Testing
import VAECore
import VAEEngine
import Verification

@Suite("Equations (1) and (4) where the answers are known: the linear-Gaussian model")
struct LinearGaussianTests {
  /// A full, non-symmetric weight, d = 2, D = 3, s² = 0.3: no factor can hide.
  static func fixture() throws -> (model: LinearGaussian, observation: [Double], q: DiagonalGaussian) {
    let weight = try Batch([[1.0, 0.5], [-0.3, 2], [-1, 0.25]])
    return (
      try LinearGaussian(weight: weight, bias: [0.1, -0.2, 0.3], observationVariance: 0.3), [1.5, -0.5, 0.75],
      try DiagonalGaussian(mean: [0.2, -0.1], standardDeviation: [0.6, 0.4])
    )
  }

  private func model(of golden: GoldenCase) throws -> (LinearGaussian, [Double], DiagonalGaussian) {
    let model = try LinearGaussian(
      weight: Batch(golden.matrix("W")), bias: golden.vector("b"), observationVariance: golden.scalar("s2"))
    let q = try DiagonalGaussian(mean: golden.vector("muQ"), standardDeviation: golden.vector("sigmaQ"))
    return (model, golden.vector("x"), q)
  }

  @Test(
    "Marginal, posterior, bound and gradients to the last digits",
    arguments: GoldenCase.cases("ppca", in: "golden-linear-gaussian"))
  func golden(golden: GoldenCase) throws {
    let (model, x, q) = try model(of: golden)
    golden.expect("logMarginal", try model.logMarginalLikelihood(of: x))
    let posterior = try model.posterior(of: x)
    for (index, value) in posterior.mean.enumerated() { golden.expect("postMean", value, component: index) }
    for (index, value) in posterior.covariance.elements.enumerated() {
      golden.expect("postCov", value, component: index)
    }
    let bound = try model.evidenceLowerBound(q, for: x)
    golden.expect("expectedLogLik", bound.reconstruction)
    golden.expect("kl", bound.divergence)
    golden.expect("elbo", bound.value)
    golden.expect("klQPosterior", try model.divergenceToPosterior(from: q, given: x))
    let gradient = try model.gradientOfBound(q, for: x)
    for (index, value) in gradient.mean.enumerated() { golden.expect("gradElboMu", value, component: index) }
    for (index, value) in gradient.standardDeviation.enumerated() {
      golden.expect("gradElboSigma", value, component: index)
      golden.expect("gradElboLogVar", 0.5 * q.standardDeviation[index] * value, component: index)
    }
    let byModel = try model.gradientOfBoundByModel(q, for: x)
    for (index, value) in byModel.weight.elements.enumerated() { golden.expect("gradElboW", value, component: index) }
    golden.expect("eq1RelVarPerSample", try model.relativeVarianceOfPriorEstimate(of: x))
  }

  @Test(
    "The famous mistakes give other gradients and other reconstructions, except where s² = ½ hides one",
    arguments: GoldenCase.cases("elboMutants", in: "golden-linear-gaussian"))
  func mistakes(golden: GoldenCase) throws {
    let (model, x, q) = try model(of: golden)
    let gradient = try model.gradientOfBound(q, for: x).mean
    for (index, value) in gradient.enumerated() { golden.expect("gradMuCorrect", value, component: index) }
    let reconstruction = try model.evidenceLowerBound(q, for: x).reconstruction
    golden.expect("recCorrect", reconstruction)
    for mistake in ["recVarianceReadAsStd", "recNoNormaliser", "recMSEOnly"] {
      #expect(abs(try #require(golden.expects(mistake).first) - reconstruction) > 0.1, "\(mistake)")
    }
    let printed = try #require(golden.expects("gradMuEq20AsPrinted").first)
    #expect((abs(printed - gradient[0]) < 1e-12) == (model.observationVariance == 0.5))
  }

  @Test("Equation (4): log p(x) = bound + divergence to the posterior, for many q", arguments: 1...20)
  func decomposition(seed: UInt64) throws {
    let (model, x, _) = try Self.fixture()
    let draws = RandomStream(seed: seed, purpose: "q").normals(0..<4)
    let q = try DiagonalGaussian(mean: Array(draws[..<2]), logVariance: Array(draws[2...]))
    let logMarginal = try model.logMarginalLikelihood(of: x)
    let bound = try model.evidenceLowerBound(q, for: x)
    let divergence = try model.divergenceToPosterior(from: q, given: x)
    // Terms up to |reconstruction|, some sixty operations each.
    let tolerance = Tolerance.rounding(operations: 100, scale: abs(bound.reconstruction) + 10).value
    #expect(abs(logMarginal - (bound.value + divergence)) <= tolerance)
    #expect(divergence > 1e-3, "a q this far from the posterior leaves a gap that a swapped sign would show")
  }

  @Test(
    "Equation (4) in every shape, with KL(q ‖ p(z | x)) from the posterior itself and from its precision",
    arguments: [(1, 1), (1, 3), (3, 2), (2, 3), (5, 5), (64, 10)])
  func shapes(observed: Int, latent: Int) throws {
    let draws = RandomStream(seed: UInt64(100 * observed + latent), purpose: "shape")
      .normals(0..<observed * (latent + 2) + 2 * latent)
    let (weight, rest) = (draws[..<(observed * latent)], Array(draws[(observed * latent)...]))
    let model = try LinearGaussian(
      weight: Batch(rows: observed, columns: latent, elements: Array(weight)), bias: Array(rest[..<observed]),
      observationVariance: 0.3)
    let x = Array(rest[observed..<2 * observed])
    let q = try DiagonalGaussian(
      mean: Array(rest[2 * observed..<2 * observed + latent]), logVariance: Array(rest[(2 * observed + latent)...]))
    let bound = try model.evidenceLowerBound(q, for: x)
    let divergence = try model.divergenceToPosterior(from: q, given: x)
    // Sums over D, d and D·d terms on either side; the reconstruction's terms are the largest.
    let tolerance = Tolerance.rounding(operations: 40 + 4 * observed * latent, scale: abs(bound.reconstruction) + 10)
    #expect(abs(try model.logMarginalLikelihood(of: x) - (bound.value + divergence)) <= tolerance.value)
    #expect(abs(try q.divergence(to: model.posterior(of: x)) - divergence) <= tolerance.value)
    #expect(divergence > 1e-3)
  }

  @Test("The best diagonal posterior is better than its neighbours, and exact when W's columns are orthogonal")
  func bestDiagonal() throws {
    let (model, x, _) = try Self.fixture()
    let best = try model.bestDiagonalPosterior(of: x)
    let gradient = try model.gradientOfBound(best, for: x)
    let tolerance = Tolerance.rounding(operations: 60, scale: 40).value
    #expect((gradient.mean + gradient.standardDeviation).allSatisfy { abs($0) <= tolerance })
    let highest = try model.evidenceLowerBound(best, for: x).value
    for factor in [0.99, 1.01] {
      let other = try DiagonalGaussian(
        mean: best.mean, standardDeviation: best.standardDeviation.map { factor * $0 })
      #expect(try model.evidenceLowerBound(other, for: x).value < highest - 1e-4)
    }
    let orthogonal = try LinearGaussian(weight: Batch([[1.0, 0], [0, 3]]), bias: [0, 0], observationVariance: 1)
    let exact = try orthogonal.bestDiagonalPosterior(of: [1, 2])
    #expect(try orthogonal.divergenceToPosterior(from: exact, given: [1, 2]) <= 1e-30)
  }

  @Test("The gradients are derivatives along a random direction, and not 1.001 times them", arguments: 1...4)
  func gradients(seed: UInt64) throws {
    let (model, x, q) = try Self.fixture()
    let v = RandomStream(seed: seed, purpose: "direction").normals(0..<14)
    let derivative = DirectionalDerivative(scale: 60) { t in
      let moved = try? LinearGaussian(
        weight: Batch(rows: 3, columns: 2, elements: (0..<6).map { model.weight.elements[$0] + t * v[$0] }),
        bias: (0..<3).map { model.bias[$0] + t * v[6 + $0] }, observationVariance: 0.3 + 0.1 * t * v[9])
      let movedQ = try? DiagonalGaussian(
        mean: (0..<2).map { q.mean[$0] + t * v[10 + $0] },
        standardDeviation: (0..<2).map { q.standardDeviation[$0] + t * v[12 + $0] })
      guard let moved, let movedQ else { return .nan }
      return (try? moved.evidenceLowerBound(movedQ, for: x).value) ?? .nan
    }
    let byModel = try model.gradientOfBoundByModel(q, for: x)
    let byPosterior = try model.gradientOfBound(q, for: x)
    let scaledVariance = [0.1 * byModel.observationVariance]
    let gradient =
      byModel.weight.elements + byModel.bias + scaledVariance + byPosterior.mean + byPosterior.standardDeviation
    let inner = zip(gradient, v).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(inner - derivative.value) <= derivative.tolerance.value)
    #expect(abs(1.001 * inner - derivative.value) > derivative.tolerance.value)
  }

  @Test("Turning the latent axes leaves p(x) and costs a diagonal q 0, 0.0771, 0.1438 nats at 0, π/8, π/4")
  func rotation() throws {
    let straight = try LinearGaussian(weight: Batch([[2.0, 0], [0, 1]]), bias: [0, 0], observationVariance: 0.5)
    let x = [1.0, -0.5]
    let root = 0.5.squareRoot()
    let eighth = ((1 + root) / 2).squareRoot()
    for (cosine, gap) in [(1.0, 0.0), (eighth, 0.0771), (root, 0.1438)] {
      let sine = (1 - cosine * cosine).squareRoot()
      let model = try straight.rotated(by: Batch([[cosine, -sine], [sine, cosine]]))
      let logMarginal = try model.logMarginalLikelihood(of: x)
      #expect(abs(logMarginal - (try straight.logMarginalLikelihood(of: x))) <= 100 * 0x1p-53 * 4)
      let best = try model.evidenceLowerBound(model.bestDiagonalPosterior(of: x), for: x).value
      #expect(abs(logMarginal - best - gap) <= 0.00005 + 1e-12)
    }
  }

  @Test("A turned model decodes z as the model decodes R z")
  func turned() throws {
    let model = try Self.fixture().model
    let rotation = try Batch([[0.6, -0.8], [0.8, 0.6]])
    let (z, turnedZ) = ([0.5, -2.0], [1.9, -0.8])
    let difference = zip(try model.rotated(by: rotation).decoded(z), try model.decoded(turnedZ)).map { $0 - $1 }
    #expect(difference.allSatisfy { abs($0) <= Tolerance.rounding(operations: 12, scale: 4).value })
  }

  @Test("Without a weight the posterior is the prior; with a huge variance too")
  func limits() throws {
    let none = try LinearGaussian(
      weight: Batch(rows: 3, columns: 2, repeating: 0), bias: [0, 0, 0], observationVariance: 0.3)
    #expect(try none.posterior(of: [1, 2, 3]).mean == [0, 0])
    #expect(try none.posterior(of: [1, 2, 3]).covariance.elements == [1, 0, 0, 1])
    let (model, x, _) = try Self.fixture()
    let vague = try LinearGaussian(weight: model.weight, bias: model.bias, observationVariance: 1e18)
    #expect(try vague.posterior(of: x).mean.allSatisfy { abs($0) < 1e-16 })
  }

  @Test("Shapes and variances are refused with a reason")
  func refusals() throws {
    let model = try Self.fixture().model
    #expect(throws: InvalidInput.self) { try model.rotated(by: Batch([[1.0]])) }
    #expect(throws: InvalidInput.self) { try model.rotated(by: Batch([[1.0, 0.001], [0, 1]])) }
    #expect(throws: InvalidInput.self) {
      try LinearGaussian(weight: Batch([[1e200]]), bias: [0], observationVariance: 1)
    }
    #expect(throws: InvalidInput.self) { try model.logMarginalLikelihood(of: [1]) }
    #expect(throws: InvalidInput.self) { try model.logDensity(of: [1, 2, 3], given: [1]) }
    #expect(throws: InvalidInput.self) { try model.evidenceLowerBound(.standard(dimension: 3), for: [1, 2, 3]) }
    let wide = DiagonalGaussian.standard(dimension: 3)
    #expect(throws: InvalidInput.self) { try model.divergenceToPosterior(from: wide, given: [1, 2, 3]) }
    for variance in [0, -1, .nan, .infinity] {
      #expect(throws: InvalidInput.self) {
        try LinearGaussian(weight: model.weight, bias: model.bias, observationVariance: variance)
      }
    }
  }
}
