import Arithmetic
import Testing
import VAECore

@testable import VAEEngine

@Suite("The Pareto shape of importance weights")
struct ParetoShapeTests {
  /// The log-weights 0 and log(1 + xᵢ) for the quantiles xᵢ of the generalized Pareto distribution, the largest first.
  private func logWeights(shape: Double, count: Int) -> [Double] {
    let excesses = (0..<count).map { expm1(-shape * log1p(-(Double($0) + 0.5) / Double(count))) / shape }
    return excesses.reversed().map { log1p($0) } + [0]
  }

  @Test(
    "The quantiles of a Pareto distribution have its shape, drawn towards ½",
    arguments: [
      (-0.4, 50, -0.20020229124267008), (-0.4, 800, -0.3847151083582731), (0.2, 50, 0.27289241439575396),
      (0.2, 800, 0.20542586073640404), (0.5, 50, 0.5060469187503702), (0.9, 800, 0.8938256061060496),
      (1.5, 50, 1.2841920534483293), (1.5, 800, 1.4836772826763867),
    ])
  func quantiles(shape: Double, count: Int, reference: Double) throws {
    // The references are those of ArviZ 0.19, which is independent of this code.
    let found = try #require(ParetoShape.estimate(descending: logWeights(shape: shape, count: count)))
    #expect(abs(found - reference) < 1e-9, "\(found)")
    // Quantiles are less scattered than draws, and leave a bias of the order of 1/M.
    #expect(abs(found - (Double(count) * shape + 5) / Double(count + 10)) < 4 / Double(count))
  }

  @Test("Only ratios of weights matter; equal weights and few weights have no shape")
  func invariance() throws {
    let weights = logWeights(shape: 0.7, count: 60)
    let found = try #require(ParetoShape.estimate(descending: weights))
    for shift in [-5000.0, 300] {
      let shifted = try #require(ParetoShape.estimate(descending: weights.map { $0 + shift }))
      #expect(abs(shifted - found) < 1e-9)
    }
    #expect(ParetoShape.estimate(descending: [Double](repeating: -3, count: 60)) == nil)
    #expect(ParetoShape.estimate(descending: [5, 4, 3, 2, 1]) == nil)
    #expect(ParetoShape.estimate(descending: []) == nil)
  }

  @Test("Weights that differ by more than a number can hold have a finite shape, and a heavy one")
  func extremes() throws {
    let found = try #require(ParetoShape.estimate(descending: (0..<100).map { -50 * Double($0) }))
    #expect(found > 10 && found.isFinite)
  }

  @Test("The largest weights are the same in one part and in many")
  func parts() throws {
    let weights = RandomStream(seed: 4, purpose: "weights").normals(0..<5000)
    var whole = LargestWeights(of: 5000)
    whole.add(weights)
    var merged = LargestWeights(of: 5000)
    for first in stride(from: 0, to: 5000, by: 700) {
      var part = LargestWeights(of: 5000)
      part.add(weights[first..<min(5000, first + 700)])
      merged.merge(part)
    }
    let expected = ParetoShape.estimate(descending: Array(weights.sorted(by: >).prefix(214)))
    #expect(ParetoShape.tailLength(of: 5000) == 213 && ParetoShape.tailLength(of: 20) == 4)
    #expect(whole.shape() == expected && merged.shape() == expected && expected != nil)
  }

  /// The toy z ~ N(0, 1), x | z ~ N(2z, ½), whose posterior for x = 1.5 is N(⅔, 1/9), with q of the same mean.
  private func toy(variance: Double) throws -> VariationalAutoencoder<Double> {
    let none = try MultilayerPerceptron<Double>(layers: [], activation: .tanh)
    return try VariationalAutoencoder(
      encoder: EncoderNetwork(
        hidden: none, mean: DenseLayer(weight: Batch([[2 / 4.5]]), bias: [0]),
        logVariance: DenseLayer(weight: Batch([[0]]), bias: [log(variance)])),
      decoder: DecoderNetwork(
        hidden: none, output: DenseLayer(weight: Batch([[2]]), bias: [0]), likelihood: .gaussian(variance: 0.5)))
  }

  @Test("A narrow q has the heavy tail 1 − σ²/τ², a wide one has none, and the number of threads changes nothing")
  func narrowAndWide() throws {
    let noise = RandomStream(seed: 1, purpose: "importance samples")
    let shape = { (variance: Double, threads: Int) in
      try self.toy(variance: variance).importanceSampledLikelihood(
        of: Batch([[1.5]]), samples: 40_001, noise: noise, threads: Threads(threads), findsShapes: true
      ).paretoShapes[0]
    }
    let narrow = try #require(try shape(0.2 / 9, 1))
    // The tail of exp(½kε²) falls a little faster than t^(−1/k) where it is seen; 600 weights scatter by some 0.07.
    #expect(narrow > 0.5 && narrow < 1)
    #expect(try shape(0.2 / 9, 3) == narrow)
    let wide = try #require(try shape(2.0 / 9, 1))
    #expect(wide < 0)
    #expect(try shape(1.0 / 9, 1) == nil, "all weights are p(x)")
  }
}
