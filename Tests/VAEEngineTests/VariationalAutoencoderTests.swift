import Testing
import VAECore
import VAEEngine
import Verification

/// d = 2, D = 3, V = 3, n = 2, s² = 0.3 and full weights: every factor of the bound shows.
private struct Fixture<Scalar: NetworkScalar> {
  var model: VariationalAutoencoder<Scalar>
  let observations: Batch<Scalar>
  let noise: Batch<Scalar>

  init(
    activation: Activation = .tanh, likelihood: Likelihood = .gaussian(variance: 0.3),
    outputActivation: Activation = .identity, hidden: [Int] = [3, 4]
  ) throws {
    let random = RandomStream(seed: 11, purpose: "fixture")
    let encoder = EncoderNetwork<Scalar>(
      observationDimension: 3, hidden: hidden, latentDimension: 2, activation: activation, random: random.substream(0))
    let decoder = try DecoderNetwork<Scalar>(
      latentDimension: 2, hidden: hidden, observationDimension: 3, activation: activation, likelihood: likelihood,
      outputActivation: outputActivation, random: random.substream(1))
    model = try VariationalAutoencoder(encoder: encoder, decoder: decoder)
    // Biases start at 0, where a mistake about them hides.
    let count = model.parameters.count
    let shift = random.substream(2).normals(0..<count)
    try model.setParameters(zip(model.parameters, shift).map { $0 + Scalar(0.3 * $1) })
    let x: [Scalar] = likelihood == .bernoulli ? [0, 1, 1, 0.25, 1, 0] : [0.5, -1.25, 0.75, 1.5, 0.25, -0.5]
    observations = Batch(rows: 2, columns: 3, elements: x)
    noise = Batch(rows: 6, columns: 2, elements: random.substream(3).normals(0..<12).map { Scalar($0) })
  }

  func bound() throws -> EvidenceLowerBound {
    try model.evidenceLowerBound(observations: observations, noise: noise)
  }
}

@Suite("Equations (7), (16), (19) and (20): the bound of a batch and its gradient")
struct VariationalAutoencoderTests {
  @Test("The bound is a mean over data of a mean over draws, minus the closed-form divergence")
  func definition() throws {
    let fixture = try Fixture<Double>()
    let bound = try fixture.bound()
    var (reconstruction, divergence, inWrongOrder) = (0.0, 0.0, 0.0)
    for datum in 0..<2 {
      let x = Array(fixture.observations[row: datum])
      let q = try fixture.model.encoder.approximatePosterior(of: x)
      divergence += q.divergenceFromStandard() / 2
      for draw in 0..<3 {
        let z = q.reparameterized(noise: Array(fixture.noise[row: 3 * datum + draw]))
        reconstruction += try fixture.model.decoder.logDensity(of: x, given: z) / 6
        let wrong = q.reparameterized(noise: Array(fixture.noise[row: 2 * draw + datum]))
        inWrongOrder += try fixture.model.decoder.logDensity(of: x, given: wrong) / 6
      }
    }
    let tolerance = Tolerance.rounding(operations: 200, scale: 20).value
    #expect(abs(bound.reconstruction - reconstruction) <= tolerance)
    #expect(abs(bound.divergence - divergence) <= tolerance)
    #expect(abs(bound.reconstruction - inWrongOrder) > 1e-3, "row i·V + v belongs to datum i")
    #expect(bound.value == bound.reconstruction - bound.divergence)
  }

  @Test("The reconstruction is the Gaussian's whole log-likelihood: scale and constant included")
  func gaussianWhole() throws {
    let fixture = try Fixture<Double>()
    let (x, z) = ([0.5, -1.25, 0.75], [0.3, -0.7])
    let f = try fixture.model.decoder.output(of: z)
    let expected = try DiagonalGaussian(mean: f, standardDeviation: [Double](repeating: 0.3.squareRoot(), count: 3))
      .logDensity(at: x)
    let got = try fixture.model.decoder.logDensity(of: x, given: z)
    #expect(abs(got - expected) <= Tolerance.rounding(operations: 40, scale: 20).value)
    let printed = -zip(f, x).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    #expect(abs(got - printed) > 0.1, "eq. (20) as printed is another number")
  }

  // ½ (eˡ − 1 − l), to 25 digits.
  static let excesses = [
    (0.5, 0.07436063535006407342432539), (-0.5, 0.05326532985631671180189977), (0.499, 0.07403668675767258664920617),
    (1, 0.3591409142295226176801437), (-3, 1.024893534183931971489671), (700, 5.071160273675022547247648e303),
    (1e-10, 2.500000000083333333331349e-21), (-1e-10, 2.499999999916666666667279e-21),
  ]

  @Test("The divergence keeps its digits where log σ² is near 0, and where it is not", arguments: excesses)
  func divergence(logVariance: Double, expected: Double) throws {
    let none = try MultilayerPerceptron<Double>(layers: [], activation: .tanh)
    let model = try VariationalAutoencoder(
      encoder: EncoderNetwork(
        hidden: none, mean: DenseLayer(weight: Batch([[0]]), bias: [0]),
        logVariance: DenseLayer(weight: Batch([[0]]), bias: [logVariance])),
      decoder: DecoderNetwork(
        hidden: none, output: DenseLayer(weight: Batch([[0]]), bias: [0]), likelihood: .gaussian(variance: 1)))
    let zero = Batch<Double>(rows: 1, columns: 1, repeating: 0)
    let divergence = try model.evidenceLowerBound(observations: zero, noise: zero).divergence
    // At log σ² = ½ terms of 0.8 leave 0.07; an exponential of 700 is off by 2⁻⁴⁴ of itself.
    #expect(abs(divergence / expected - 1) <= (logVariance > 100 ? 0x1p-43 : 64 * 0x1p-53))
  }

  static let models: [(Activation, Likelihood, Activation, [Int])] =
    Activation.allCases.map { ($0, .gaussian(variance: 0.3), .identity, [3, 4]) } + [
      (.tanh, .gaussian(variance: 0.3), .sigmoid, [3]), (.softplus, .bernoulli, .identity, [5, 3]),
      (.tanh, .bernoulli, .identity, []),
    ]

  @Test("The gradient is the bound's derivative along a random direction, for every parameter", arguments: models)
  func gradient(model: (Activation, Likelihood, Activation, [Int])) throws {
    let (activation, likelihood, outputActivation, hidden) = model
    var fixture = try Fixture<Double>(
      activation: activation, likelihood: likelihood, outputActivation: outputActivation, hidden: hidden)
    let (bound, gradient) = try fixture.model.gradientOfEvidenceLowerBound(
      observations: fixture.observations, noise: fixture.noise)
    #expect(try bound == fixture.bound())
    let start = fixture.model.parameters
    let direction = RandomStream(seed: 5, purpose: "direction").normals(0..<start.count)
    let slope = DirectionalDerivative(scale: abs(bound.reconstruction) + bound.divergence) { t in
      do {
        try fixture.model.setParameters(zip(start, direction).map { $0 + t * $1 })
        return try fixture.bound().value
      } catch { return .nan }
    }
    let components = gradient.parameters
    let pushed = zip(components, direction).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(pushed - slope.value) <= slope.tolerance.value, "\(slope.tolerance)")

    // Each array of parameters matters: without it, or with it doubled, the derivative is visibly another.
    var first = 0
    for parameter in gradient.parameterShapes {
      let range = first..<first + parameter.shape.reduce(1, *)
      let share = range.reduce(0) { $0 + components[$1] * direction[$1] }
      #expect(abs(share) > 2 * slope.tolerance.value, "a forgotten \(parameter.name) is caught")
      first = range.upperBound
    }
    #expect(first == components.count)
  }

  @Test("A transposed weight gradient is caught")
  func transposed() throws {
    let fixture = try Fixture<Double>()
    let gradient = try fixture.model.gradientOfEvidenceLowerBound(
      observations: fixture.observations, noise: fixture.noise
    ).gradient
    // The encoder's first weight is 3 × 3, where a transposed gradient still has the right shape.
    let weight = gradient.encoder.hidden.layers[0].weight
    let direction = RandomStream(seed: 5, purpose: "direction").normals(0..<9)
    let difference = zip(zip(weight.elements, weight.transposed.elements), direction).reduce(0) {
      $0 + ($1.0.0 - $1.0.1) * $1.1
    }
    #expect(abs(difference) > 1e-3, "central differences resolve 1e-9")
  }

  @Test("Single precision gives the same bound and gradient, to its own rounding")
  func singlePrecision() throws {
    let (single, double) = (try Fixture<Float>(), try Fixture<Double>())
    let a = try single.model.gradientOfEvidenceLowerBound(observations: single.observations, noise: single.noise)
    let b = try double.model.gradientOfEvidenceLowerBound(observations: double.observations, noise: double.noise)
    // Some 60 operations lie between the inputs and a result; errors grow by the slopes of five layers, at most 3 each.
    let unit = 60 * 3 * Double(Float.ulpOfOne)
    #expect(abs(a.bound.reconstruction - b.bound.reconstruction) <= unit * abs(b.bound.reconstruction))
    #expect(abs(a.bound.divergence - b.bound.divergence) <= unit * b.bound.divergence)
    let size = b.gradient.parameters.map { abs($0) }.max() ?? 0
    for (x, y) in zip(a.gradient.parameters, b.gradient.parameters) { #expect(abs(Double(x) - y) <= unit * size) }
    #expect(a.bound != b.bound, "the two precisions are not one and the same")
  }

  @Test("Parameters carry PyTorch's names and shapes, in a fixed order")
  func names() throws {
    let shapes = try Fixture<Float>(hidden: [4]).model.parameterShapes
    #expect(
      shapes.map(\.name) == [
        "encoder.hidden.0.weight", "encoder.hidden.0.bias", "encoder.mean.weight", "encoder.mean.bias",
        "encoder.logVariance.weight", "encoder.logVariance.bias", "decoder.hidden.0.weight", "decoder.hidden.0.bias",
        "decoder.output.weight", "decoder.output.bias",
      ])
    #expect(shapes[0].shape == [4, 3] && shapes[8].shape == [3, 4] && shapes[9].shape == [3])
  }

  @Test("Shapes that do not fit are refused, and so is an empty batch")
  func refusals() throws {
    let fixture = try Fixture<Double>()
    let model = fixture.model
    let zeros = { (rows: Int, columns: Int) in Batch<Double>(rows: rows, columns: columns, repeating: 0) }
    #expect(throws: InvalidInput.self) { try model.evidenceLowerBound(observations: zeros(2, 4), noise: zeros(2, 2)) }
    #expect(throws: InvalidInput.self) { try model.evidenceLowerBound(observations: zeros(2, 3), noise: zeros(3, 2)) }
    #expect(throws: InvalidInput.self) { try model.evidenceLowerBound(observations: zeros(2, 3), noise: zeros(0, 2)) }
    #expect(throws: InvalidInput.self) { try model.evidenceLowerBound(observations: zeros(0, 3), noise: zeros(0, 2)) }
    var other = model
    #expect(throws: InvalidInput.self) { try other.setParameters([1, 2]) }
    for variance in [0, -1, Double.nan, Double.infinity] {
      #expect(throws: InvalidInput.self) {
        try DecoderNetwork<Double>(
          latentDimension: 1, hidden: [], observationDimension: 1, activation: .tanh,
          likelihood: .gaussian(variance: variance), random: RandomStream(seed: 1, purpose: "w"))
      }
    }
  }
}
