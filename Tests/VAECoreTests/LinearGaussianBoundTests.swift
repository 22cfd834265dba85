import Arithmetic
import Testing
import VAECore
import Verification

@Suite("Equation (4) where every term is known")
struct LinearGaussianBoundTests {
  private let model: LinearGaussian
  private let x: [Double]
  private let q: DiagonalGaussian

  init() throws {
    let fixture = try LinearGaussianFixture()
    (model, x, q) = (fixture.model, fixture.observation, fixture.q)
  }

  @Test(
    "Bound, gap and gradients to the last digits", arguments: GoldenCase.cases("ppca", in: "golden-linear-gaussian"))
  func golden(golden: GoldenCase) throws {
    let fixture = try LinearGaussianFixture(golden)
    let (model, q, x) = (fixture.model, fixture.q, golden.vector("x"))
    let bound = model.evidenceLowerBound(q, for: x)
    golden.expect("expectedLogLik", bound.reconstruction)
    golden.expect("kl", bound.divergence)
    golden.expect("elbo", bound.value)
    golden.expect("klQPosterior", model.divergenceToPosterior(from: q, given: x))
    let gradient = model.gradientOfBound(q, for: x)
    for (index, value) in gradient.mean.enumerated() { golden.expect("gradElboMu", value, component: index) }
    for (index, value) in gradient.standardDeviation.enumerated() {
      golden.expect("gradElboSigma", value, component: index)
      golden.expect("gradElboLogVar", gradient.logVariance(of: q)[index], component: index)
    }
    golden.expect("eq1RelVarPerSample", model.relativeVarianceOfWeights(of: x))
  }

  @Test(
    "The famous mistakes give other gradients and other reconstructions, except where s² = ½ hides one",
    arguments: GoldenCase.cases("elboMutants", in: "golden-linear-gaussian"))
  func mistakes(golden: GoldenCase) throws {
    let fixture = try LinearGaussianFixture(golden)
    let gradient = fixture.model.gradientOfBound(fixture.q, for: golden.vector("x")).mean
    for (index, value) in gradient.enumerated() { golden.expect("gradMuCorrect", value, component: index) }
    let reconstruction = fixture.model.evidenceLowerBound(fixture.q, for: golden.vector("x")).reconstruction
    golden.expect("recCorrect", reconstruction)
    for mistake in ["recVarianceReadAsStd", "recNoNormaliser", "recMSEOnly"] {
      #expect(abs(try #require(golden.expects(mistake).first) - reconstruction) > 0.1, "\(mistake)")
    }
    let printed = try #require(golden.expects("gradMuEq20AsPrinted").first)
    #expect((abs(printed - gradient[0]) < 1e-12) == (fixture.model.observationVariance == 0.5))
  }

  @Test(
    "The toy's bound and gap for three approximate posteriors",
    arguments: [
      (0.0, 1.0, -6.8223649429, 4.9013877113), (0.3, 0.2.squareRoot(), -2.6320838991, 0.7111066675),
      (2.0 / 3, 1.0 / 3, -1.9209772316, 0),
    ])
  func toy(mean: Double, deviation: Double, bound: Double, gap: Double) throws {
    let toy = try LinearGaussian(slope: 2, observationVariance: 0.5)
    let q = try DiagonalGaussian(mean: [mean], standardDeviation: [deviation])
    let quoted = Tolerance.quoted(decimals: 10).value
    #expect(abs(toy.evidenceLowerBound(q, for: [1.5]).value - bound) <= quoted)
    #expect(abs(toy.divergenceToPosterior(from: q, given: [1.5]) - gap) <= quoted)
  }

  @Test("log p(x) = bound + divergence to the posterior, for many q", arguments: 1...20)
  func decomposition(seed: UInt64) throws {
    let draws = RandomStream(seed: seed, purpose: "q").normals(0..<4)
    let q = try DiagonalGaussian(mean: Array(draws[..<2]), logVariance: Array(draws[2...]))
    let bound = model.evidenceLowerBound(q, for: x)
    let divergence = model.divergenceToPosterior(from: q, given: x)
    // Terms up to |reconstruction|, some sixty operations each.
    let scale = abs(bound.reconstruction) + 10
    expectEqual([bound.value + divergence], [model.logMarginalLikelihood(of: x)], roundings: 100, scale: scale)
    #expect(bound.value == bound.reconstruction - bound.divergence)
    #expect(divergence > 1e-3, "a q this far from the posterior leaves a gap that a swapped sign would show")
  }

  @Test("The same in every shape", arguments: [(1, 1), (1, 3), (3, 2), (2, 3), (5, 5), (64, 10)])
  func shapes(observed: Int, latent: Int) throws {
    let stream = RandomStream(seed: UInt64(100 * observed + latent), purpose: "shape")
    let model = try LinearGaussian(
      matrix: Matrix(
        rows: observed, columns: latent, elements: stream.substream(0).normals(0..<observed * latent)),
      bias: stream.substream(1).normals(0..<observed), observationVariance: 0.3)
    let x = stream.substream(2).normals(0..<observed)
    let q = try DiagonalGaussian(
      mean: stream.substream(3).normals(0..<latent), logVariance: stream.substream(4).normals(0..<latent))
    let bound = model.evidenceLowerBound(q, for: x)
    let divergence = model.divergenceToPosterior(from: q, given: x)
    // Sums over D, d and D·d terms on either side; the reconstruction's terms are the largest.
    expectEqual(
      [model.logMarginalLikelihood(of: x)], [bound.value + divergence], roundings: 40 + 4 * observed * latent,
      scale: abs(bound.reconstruction) + 10)
    #expect(divergence > 1e-3)
  }

  @Test("log p(x | z) along the draws of q is a quadratic function of the noise, whose mean is the reconstruction")
  func quadratic() {
    let function = model.logDensity(of: x, atDrawOf: q)
    for seed in 1...5 {
      let noise = RandomStream(seed: UInt64(seed), purpose: "noise").normals(0..<2)
      let value = function.constant + dot(function.linear, noise) + dot(noise, function.square.times(noise))
      expectEqual([value], [model.logDensity(of: x, given: q.reparameterized(noise: noise))], roundings: 80, scale: 40)
    }
    expectEqual([function.mean], [model.evidenceLowerBound(q, for: x).reconstruction], roundings: 60, scale: 40)
  }

  @Test("The best diagonal posterior is better than its neighbours, and exact when W's columns are orthogonal")
  func bestDiagonal() throws {
    let best = model.bestDiagonalPosterior(of: x)
    let gradient = model.gradientOfBound(best, for: x)
    expectEqual(gradient.mean + gradient.standardDeviation, [0, 0, 0, 0], roundings: 60, scale: 40)
    let highest = model.evidenceLowerBound(best, for: x).value
    for factor in [0.99, 1.01] {
      let other = try DiagonalGaussian(
        mean: best.mean, standardDeviation: best.standardDeviation.map { factor * $0 })
      #expect(model.evidenceLowerBound(other, for: x).value < highest - 1e-4)
    }
    expectEqual(
      [model.gapOfDiagonalFamily], [model.logMarginalLikelihood(of: x) - highest], roundings: 100, scale: 40)
    #expect(model.gapOfDiagonalFamily > 0.005)
    let orthogonal = try LinearGaussian(matrix: Matrix([[1, 0], [0, 3]]), bias: [0, 0], observationVariance: 1)
    let exact = orthogonal.bestDiagonalPosterior(of: [1, 2])
    expectEqual([orthogonal.divergenceToPosterior(from: exact, given: [1, 2])], [0], roundings: 4, scale: 2)
  }

  @Test("Turning the latent axes costs a diagonal q 0, 0.0771, 0.1438 nats at 0, π/8, π/4")
  func rotation() throws {
    let straight = try LinearGaussian(matrix: Matrix([[2, 0], [0, 1]]), bias: [0, 0], observationVariance: 0.5)
    let root = 0.5.squareRoot()
    for (cosine, gap) in [(1.0, 0.0), (((1 + root) / 2).squareRoot(), 0.0771), (root, 0.1438)] {
      let sine = (1 - cosine * cosine).squareRoot()
      let model = try straight.rotated(by: Matrix([[cosine, -sine], [sine, cosine]]))
      let best = model.bestDiagonalPosterior(of: [1, -0.5])
      #expect(abs(model.gapOfDiagonalFamily - gap) <= Tolerance.quoted(decimals: 4).value)
      expectEqual(
        [model.divergenceToPosterior(from: best, given: [1, -0.5])], [model.gapOfDiagonalFamily], roundings: 60,
        scale: 4)
    }
    #expect(straight.gapOfDiagonalFamily == 0)
  }

  @Test("The gradient with respect to q is the derivative along a random direction", arguments: 1...3)
  func gradient(seed: UInt64) throws {
    let q = try DiagonalGaussian(mean: [0.2, -0.1], standardDeviation: [0.2, 5])
    let direction = RandomStream(seed: seed, purpose: "direction").normals(0..<4).map { 0.1 * $0 }
    let gradient = model.gradientOfBound(q, for: x)
    expectDerivative(gradient.mean + gradient.standardDeviation, along: direction, scale: 400) { t in
      let moved = try? DiagonalGaussian(
        mean: moved(q.mean, t, along: Array(direction[..<2])),
        standardDeviation: moved(q.standardDeviation, t, along: Array(direction[2...])))
      return moved.map { model.evidenceLowerBound($0, for: x).value } ?? .nan
    }
  }
}

@Suite("Equation (1): the moments of its weights")
struct MomentsOfWeightsTests {
  @Test("Each moment agrees with quadrature over a latent plane", arguments: [0.5, 2, 3])
  func quadrature(power: Double) throws {
    let fixture = try LinearGaussianFixture()
    let (model, x) = (fixture.model, fixture.observation)
    let logMarginal = model.logMarginalLikelihood(of: x)
    // p(x | z)³ is narrow, so a fine step; and it is gone long before 9.
    let moment = Quadrature.planeIntegral(over: -9...9, intervals: 400) { s, t in
      exp(power * (model.logDensity(of: x, given: [s, t]) - logMarginal) - 0.5 * (s * s + t * t) - 2 * halfLogTwoPi)
    }
    let expected = exp(model.logMomentOfWeights(power, of: x))
    // Log-weights up to 100 are rounded before their exponentials are taken.
    #expect(abs(moment.value - expected) <= moment.error + 100 * moment.rounding)
    #expect(moment.error < 1e-12 * expected)
    if power == 2 {
      #expect(abs(model.relativeVarianceOfWeights(of: x) - (expected - 1)) <= 64 * 0x1p-53 * expected)
    }
  }

  @Test("The powers 0 and 1 have the moment 1, and the general formula meets the special one at 2")
  func simplePowers() throws {
    let fixture = try LinearGaussianFixture()
    let moment = { fixture.model.logMomentOfWeights($0, of: fixture.observation) }
    expectEqual([moment(0), moment(1)], [0, 0], roundings: 8, scale: 8)
    #expect(abs(moment(2 + 0x1p-30) - moment(2)) < 1e-6)
  }

  @Test("Samples from the prior scatter by the exact variance of a weight", arguments: 1...3)
  func samples(seed: UInt64) throws {
    let toy = try LinearGaussian(slope: 1, observationVariance: 1)
    let (x, count) = (0.5, 200_000)
    let marginal = exp(toy.logMarginalLikelihood(of: x))
    let sampling = MonteCarlo(samples: count, noise: RandomStream(seed: seed, purpose: "prior"))
    let estimate = sampling.average { exp(toy.logDensity(of: x, given: $0)) }
    let standardError = marginal * (toy.relativeVarianceOfWeights(of: [x]) / Double(count)).squareRoot()
    expectMean(estimate, is: marginal, not: 1.02 * marginal, standardError: standardError)
    #expect(abs((try #require(estimate.standardError)) / standardError - 1) < 0.02)
  }

  @Test("Weights that hardly vary keep the digits of their small variance; without a slope it is 0")
  func small() throws {
    for slope in [1e-3, 1e-6, 1e-9] {
      let model = try LinearGaussian(matrix: Matrix([[slope]]), bias: [0.25], observationVariance: 0.3)
      // To first order in w: Var log p(x|z) = (w (x − b)/s²)².
      let expected = (slope * 1.25 / 0.3).squared
      let variance = model.relativeVarianceOfWeights(of: [1.5])
      #expect(abs(variance / expected - 1) <= 100 * slope * slope + 16 * 0x1p-53)
    }
    let none = try LinearGaussian(
      matrix: Matrix(rows: 64, columns: 2), bias: [Double](repeating: 0, count: 64), observationVariance: 0.3)
    #expect(none.relativeVarianceOfWeights(of: [Double](repeating: 1, count: 64)) == 0)
  }
}
