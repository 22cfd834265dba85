import Testing
import VAECore
import Verification

@Suite("Equation (8): the encoder")
struct EncoderTests {
  private let encoder = AutoencoderFixture().model.encoder
  private let x = [0.5, -1.25, 0.75]

  @Test("Hidden layers, then two heads side by side: the mean and the log-variance")
  func value() {
    let q = encoder.approximatePosterior(of: x)
    let h = encoder.hidden.value(of: x)
    #expect(q.mean == encoder.mean.value(of: h) && q.logVariance == encoder.logVariance.value(of: h))
    #expect(encoder.approximatePosteriorWithPullback(of: x).q == q)
    #expect(q.standardDeviation == q.logVariance.map { exp(0.5 * $0) })
  }

  @Test("By hand, without hidden layers: μ = 2x + 1, log σ² = log 4")
  func byHand() {
    let encoder = Encoder(
      hidden: Network([]), mean: Layer(matrix: Matrix([[2]]), bias: [1]),
      logVariance: Layer(matrix: Matrix([[0]]), bias: [2 * log(5)]))
    let q = encoder.approximatePosterior(of: [3])
    #expect(q.mean == [7])
    #expect(abs(q.standardDeviation[0] - 5) <= 8 * 0x1p-53 * 5)
  }

  @Test("The pullback is the derivative of ⟨a, μ⟩ + ⟨c, σ⟩ along a random direction", arguments: 1...3)
  func pullback(seed: UInt64) {
    let (ofMean, ofDeviation) = ([1.5, -0.5], [-2.0, 0.75])
    func value(_ encoder: Encoder) -> Double {
      let q = encoder.approximatePosterior(of: x)
      return dot(ofMean, q.mean) + dot(ofDeviation, q.standardDeviation)
    }
    let q = encoder.approximatePosterior(of: x)
    // ⟨a, μ⟩ + ⟨c, σ⟩ as a function of one draw each: its gradient has the type that a pullback takes.
    let gradient = q.reparameterizedWithPullback(noise: zip(ofDeviation, ofMean).map { $0 / $1 }).pullback(ofMean)
    let parameters = encoder.approximatePosteriorWithPullback(of: x).pullback(gradient)
    let direction = encoder.direction(seed)
    expectDerivative(parameters.numbers, along: direction.numbers, scale: 20) {
      value(encoder.moved($0, along: direction))
    }
  }

  @Test("The parts of a random encoder draw from substreams of their own")
  func random() {
    let noise = RandomStream(seed: 3, purpose: "encoder")
    let encoder = Encoder(observedDimension: 4, hidden: [5, 3], latentDimension: 2, activation: .relu, random: noise)
    #expect(
      encoder
        == Encoder(
          hidden: Network(inputs: 4, widths: [5, 3], activation: .relu, random: noise.substream(0)),
          mean: Layer(inputs: 3, outputs: 2, random: noise.substream(1)),
          logVariance: Layer(inputs: 3, outputs: 2, random: noise.substream(2))))
    let linear = Encoder(observedDimension: 4, hidden: [], latentDimension: 2, random: noise)
    #expect(linear.mean.matrix.columns == 4 && linear.hidden.layers.isEmpty)
  }
}
