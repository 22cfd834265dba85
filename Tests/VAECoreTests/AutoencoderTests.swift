import Testing
import VAECore
import Verification

@Suite("Equations (7), (16), (19) and (20): the bound and its gradient")
struct AutoencoderTests {
  @Test("The bound of three draws is the one that plain loops compute")
  func definition() {
    let fixture = AutoencoderFixture(.tanh, .gaussian(variance: 0.3), hidden: [4])
    let (encoder, decoder, x) = (fixture.model.encoder, fixture.model.decoder, fixture.observation)
    func affine(_ layer: Layer, _ x: [Double]) -> [Double] {
      (0..<layer.matrix.rows).map { row in
        (0..<x.count).reduce(layer.bias[row]) { $0 + layer.matrix[row, $1] * x[$1] }
      }
    }
    let h = affine(encoder.hidden.layers[0], x).map { tanh($0) }
    let (means, logVariances) = (affine(encoder.mean, h), affine(encoder.logVariance, h))
    var (reconstruction, divergence) = (0.0, 0.0)
    for j in 0..<2 {
      divergence += 0.5 * (means[j] * means[j] + exp(logVariances[j]) - 1 - logVariances[j])
    }
    for e in fixture.noises {
      let z = (0..<2).map { means[$0] + exp(logVariances[$0] / 2) * e[$0] }
      let f = affine(decoder.network.layers[1], affine(decoder.network.layers[0], z).map { tanh($0) })
      for j in 0..<3 {
        let logDensity = -(x[j] - f[j]) * (x[j] - f[j]) / 0.6 - 0.5 * log(2 * Double.pi * 0.3)
        reconstruction += logDensity / 3
      }
    }
    let bound = fixture.model.evidenceLowerBound(of: x, noises: fixture.noises)
    expectEqual([bound.reconstruction, bound.divergence], [reconstruction, divergence], roundings: 200, scale: 20)
    #expect(bound.value == bound.reconstruction - bound.divergence)
  }

  @Test("The gradient is the derivative of the bound in every parameter", arguments: AutoencoderFixture.all, 1...2)
  func gradient(fixture: AutoencoderFixture, seed: UInt64) {
    let (model, x, noise) = (fixture.model, fixture.observation, fixture.noises[0])
    let (bound, gradient) = model.lowerBoundWithGradient(of: x, noise: noise)
    #expect(bound == model.evidenceLowerBound(of: x, noises: [noise]))
    // φ first, then Θ with log s², then all together.
    let (zero, all) = (model.zero, model.direction(seed))
    let directions = [
      Autoencoder(encoder: all.encoder, decoder: zero.decoder),
      Autoencoder(encoder: zero.encoder, decoder: all.decoder), all,
    ]
    for direction in directions {
      expectDerivative(gradient.numbers, along: direction.numbers, scale: 100) { t in
        model.moved(t, along: direction).evidenceLowerBound(of: x, noises: [noise]).value
      }
    }
  }

  @Test("Each array of parameters matters: a gradient without it would be seen")
  func everyPart() {
    let fixture = AutoencoderFixture(.tanh, .gaussianWithLearnedVariance(logVariance: -0.7))
    let gradient = fixture.model.lowerBoundWithGradient(of: fixture.observation, noise: fixture.noises[0]).gradient
    let layers = gradient.encoder.hidden.layers + [gradient.encoder.mean, gradient.encoder.logVariance]
    for layer in layers + gradient.decoder.network.layers {
      #expect(layer.matrix.elements.contains { abs($0) > 1e-3 } && layer.bias.contains { abs($0) > 1e-3 })
    }
    #expect(gradient.numbers.count == fixture.model.numbers.count)
    // The encoder's heads are 2 × 3 and its second hidden layer 3 × 4; the mean of a transposed product would not fit.
    #expect(layers.map(\.matrix.rows) == [4, 3, 2, 2])
  }

  @Test(
    "Averaged over the noise, a linear model's gradient is the exact one",
    arguments: GoldenCase.cases("ppca", in: "golden-linear-gaussian"))
  func linear(golden: GoldenCase) throws {
    let fixture = try LinearGaussianFixture(golden)
    let (q, d) = (fixture.q, fixture.model.latentDimension)
    let dimension = fixture.model.observedDimension
    let none = Matrix(rows: d, columns: dimension)
    let model = Autoencoder(
      encoder: Encoder(
        hidden: Network([]), mean: Layer(matrix: none, bias: q.mean),
        logVariance: Layer(matrix: none, bias: q.logVariance)),
      decoder: Decoder(
        network: Network([Layer(matrix: fixture.model.matrix, bias: fixture.model.bias)]),
        likelihood: .gaussian(variance: fixture.model.observationVariance)))
    var (sum, bound) = (model.zero, 0.0)
    // The bound is quadratic in the noise, so two antithetic draws on each axis, √d from 0, integrate it exactly.
    for axis in 0..<d {
      for sign in [-1.0, 1] {
        let noise = (0..<d).map { $0 == axis ? sign * Double(d).squareRoot() : 0 }
        let (ofDraw, gradient) = model.lowerBoundWithGradient(of: golden.vector("x"), noise: noise)
        sum = sum + gradient
        bound += ofDraw.value / Double(2 * d)
      }
    }
    golden.expect("elbo", bound)
    let scale = 1 / Double(2 * d)
    for (index, value) in sum.encoder.mean.bias.enumerated() {
      golden.expect("gradElboMu", scale * value, component: index)
    }
    for (index, value) in sum.encoder.logVariance.bias.enumerated() {
      golden.expect("gradElboLogVar", scale * value, component: index)
    }
    for (index, value) in sum.decoder.network.layers[0].matrix.elements.enumerated() {
      golden.expect("gradElboW", scale * value, component: index)
    }
  }
}
