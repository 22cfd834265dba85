import Arithmetic
import Testing
import VAECore

@testable import VAEEngine

@Suite("Counts: the Poisson likelihood")
struct PoissonTests {
  @Test("log p is Σ x f − exp f − log x!, for narrow rows and wide ones", arguments: [1, 3, 16, 17, 40])
  func densities(columns: Int) throws {
    let random = RandomStream(seed: 3, purpose: "counts")
    let x = (0..<columns).map { Double(random.integer(below: 30, at: $0)) }
    let decoder = try DecoderNetwork<Double>(
      latentDimension: 2, hidden: [], observationDimension: columns, activation: .tanh, likelihood: .poisson,
      random: random)
    let latent = [0.7, -1.1]
    let f = try decoder.output(of: latent)
    var (expected, size) = (0.0, 0.0)
    for (x, f) in zip(x, f) {
      var logFactorial = 0.0
      for factor in stride(from: 2, through: x, by: 1) { logFactorial += log(factor) }
      expected += x * f - exp(f) - logFactorial
      size += abs(x * f) + exp(f) + logFactorial
    }
    // Some 40 roundings of terms that sum up to less than the size.
    #expect(abs(try decoder.logDensity(of: x, given: latent) - expected) <= 64 * size * 0x1p-53)
  }

  @Test("The expectation of an observation is its rate, the exponential of the output")
  func rates() throws {
    let model = try ObjectiveFixture<Double>(.poisson).model
    let latents = Batch<Double>(rows: 2, columns: 2, elements: [0.3, -0.2, 1.1, 0.5])
    let rates = try model.expectedObservations(of: latents)
    for row in 0..<2 {
      for (rate, f) in zip(rates[row: row], try model.decoder.output(of: Array(latents[row: row]))) {
        #expect(abs(rate / exp(f) - 1) <= 4 * 0x1p-53)
      }
    }
  }

  @Test(
    "Evenly spaced uniforms draw each count as often as its probability says", arguments: [0.01, 0.7, 3.2, 40, 900])
  func draws(rate: Double) {
    let number = 20_000
    var counts: [Double: Int] = [:]
    for index in 0..<number { counts[drawPoisson(rate: rate, (Double(index) + 0.5) / Double(number)), default: 0] += 1 }
    #expect(counts.keys.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    for (count, times) in counts {
      let probability = exp(count * log(rate) - rate - logFactorial(count))
      // An interval of this length holds so many of the evenly spaced points, one more or less.
      #expect(abs(Double(times) - probability * Double(number)) <= 1.01, "\(count)")
    }
  }

  @Test("At the ends of the interval, and where there is nothing to draw, the count is still one")
  func ends() {
    #expect(drawPoisson(rate: 0, 0.5) == 0 && drawPoisson(rate: .infinity, 0.5) == .infinity)
    #expect(drawPoisson(rate: 1e-300, 1.0.nextDown) == 0)
    for rate in [0.5, 10, 1e6] {
      let last = drawPoisson(rate: rate, 1.0.nextDown)
      #expect(last >= 0 && last.isFinite && drawPoisson(rate: rate, 0) == rate.rounded(.down))
    }
  }

  @Test("A rate above a billion is refused, because a draw would take long")
  func largeRate() throws {
    let random = RandomStream(seed: 4, purpose: "large rates")
    let model = try VariationalAutoencoder<Double>(
      encoder: EncoderNetwork(
        observationDimension: 3, hidden: [], latentDimension: 1, activation: .tanh, random: random),
      decoder: DecoderNetwork(
        latentDimension: 1, hidden: [], observationDimension: 3, activation: .tanh, likelihood: .poisson, random: random
      ))
    // The output is linear in z, so the rates pass a billion on one side of 0.
    let rates = [-1.0, 1].map { side in
      (0..<4000).lazy.map { [side * Double($0)] }.first { z in
        (model.core.decoder.expectedObservation(given: z).max() ?? 0) > largestRateOfDraw
      }
    }
    for z in rates.compactMap(\.self) {
      let latents = Batch<Double>(rows: 1, columns: 1, elements: z)
      #expect(throws: InvalidInput.self) { try model.drawObservations(of: latents, random: random) }
      let below = Batch<Double>(rows: 1, columns: 1, elements: z.map { 0.5 * $0 })
      #expect(throws: Never.self) { try model.drawObservations(of: below, random: random) }
    }
    #expect(rates.contains { $0 != nil })
  }

  @Test("What is not a count is refused", arguments: [0.5, -1, .infinity])
  func domain(value: Double) throws {
    let model = try ObjectiveFixture<Double>(.poisson).model
    let data = Batch<Double>(rows: 2, columns: 3, elements: [0, 1, 2, 3, value, 5])
    #expect(throws: InvalidInput.self) { try model.requireObservations(data, asProbabilities: false) }
    #expect(throws: InvalidInput.self) { try ObjectiveFixture<Double>(.poisson, learnsVariance: true) }
  }
}
