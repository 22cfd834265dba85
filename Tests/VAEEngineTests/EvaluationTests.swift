import Testing
import Verification

import VAECore
@testable import VAEEngine

@Suite("Equation (7), evaluated: means over data with standard errors")
struct EvaluationTests {
  @Test("The means are the batch's own, for every objective", arguments: TrainerTests.objectives)
  func means(objective: Objective) throws {
    let fixture = try TrainingFixture<Double>(rows: 50)
    let got = try fixture.model.evaluate(fixture.data, objective: objective, seed: 8)
    let noise = RandomStream(seed: 8, purpose: "noise of the evaluation").normals(0..<50 * 3 * objective.drawsOfDatum)
    let rows = Batch(rows: 50 * objective.drawsOfDatum, columns: 3, elements: noise)
    let expected = try fixture.model.value(of: objective, observations: fixture.data, noise: rows)
    let tolerance = Tolerance.rounding(operations: 2000, scale: abs(expected.objective)).value
    #expect(abs(got.objective.mean - expected.objective) <= tolerance)
    #expect(abs(got.reconstruction.mean - expected.bound.reconstruction) <= tolerance)
    #expect(abs(got.divergence.mean - expected.bound.divergence) <= tolerance)
    #expect(got.objective.count == 50)
  }

  @Test("The values of the data come in their order, and their means are the evaluation")
  func eachDatum() throws {
    let fixture = try TrainingFixture<Double>(rows: 1300)
    var values: [ObjectiveValue] = []
    let whole = try fixture.model.evaluate(fixture.data, seed: 8, threads: Threads(3)) { value, _ in
      values.append(value)
    }
    #expect(values.count == 1300)
    let tolerance = Tolerance.rounding(operations: 2000, scale: abs(whole.objective.mean)).value
    #expect(abs(values.reduce(0) { $0 + $1.objective } / 1300 - whole.objective.mean) <= tolerance)
    #expect(values.allSatisfy { abs($0.bound.reconstruction - $0.bound.divergence - $0.objective) <= tolerance })
    // The first datum has the first draws, alone too.
    let first = try fixture.model.evaluate(
      Batch(rows: 1, columns: fixture.data.columns, elements: Array(fixture.data[row: 0])), seed: 8)
    #expect(abs(first.objective.mean - values[0].objective) <= tolerance)
  }

  @Test("The same bits with 1, 2, 3, 4 and 8 threads, and other bits with another seed")
  func threads() throws {
    let fixture = try TrainingFixture<Float>(rows: 1300, hidden: [8], likelihood: .bernoulli)
    let evaluate = { (threads: Int, seed: UInt64) in
      try fixture.model.evaluate(fixture.data, binarization: .dynamic, seed: seed, threads: Threads(threads))
    }
    let one = try evaluate(1, 3)
    for threads in [2, 3, 4, 8] { #expect(try evaluate(threads, 3) == one) }
    #expect(try evaluate(1, 4) != one)
  }

  @Test("A unit is active where its posterior mean varies, and not where the prior is all it tells")
  func activeUnits() throws {
    let fixture = try TrainingFixture<Double>(rows: 40, hidden: [])
    var parameters = fixture.model.parameters
    // The encoder's mean head is the first array: 3 × 64. Dimension 1 loses its weights, dimension 2 nearly.
    for index in 64..<128 { parameters[index] = 0 }
    for index in 128..<192 { parameters[index] *= 1e-3 }
    var model = fixture.model
    try model.setParameters(parameters)
    #expect(try model.evaluate(fixture.data, seed: 1).activeUnits == [0])
    #expect(try fixture.model.evaluate(fixture.data, seed: 1).activeUnits == [0, 1, 2])
  }

  @Test("A unit is active if the variance of its posterior mean is above 0.01")
  func activeUnitThreshold() {
    var evaluation = Evaluation(latentDimension: 4)
    evaluation.posteriorMeans = [0.0399, 0.04, 0.0401, 0].map {
      MonteCarloEstimate(count: 4, mean: 3, sumOfSquaredDeviations: $0)
    }
    #expect(evaluation.activeUnits == [2])
  }

  @Test("Binarised data share no draws: each pixel of one agrees with each pixel of the next one half of the time")
  func independence() {
    let (uses, stream) = (2000, Binarization.stream(seed: 12))
    let x = [Float](repeating: 0.5, count: 10)
    var (before, y) = (x, x)
    var agreements = [Int](repeating: 0, count: 100)
    for use in 0...uses {
      (before, y) = (y, x)
      Binarization.dynamic.apply(to: x, count: 10, use: use, stream: stream, into: &y)
      guard use > 0 else { continue }
      for index in 0..<100 where before[index / 10] == y[index % 10] { agreements[index] += 1 }
    }
    // Each count is binomial with the standard deviation √(2000/4).
    for count in agreements { #expect(abs(Double(count - uses / 2)) < 6.11 * (Double(uses) / 4).squareRoot()) }
  }

  @Test("A binarised datum is 0 or 1, is 1 as often as it is bright, and is drawn anew in each epoch")
  func binarization() throws {
    let stream = Binarization.stream(seed: 12)
    // 10 is no multiple of 4: the last block is used in part.
    let x: [Float] = [0, 1, 0.25, 0.5, 0.75, 0.1, 0.9, 0.01, 0.999, 0.3]
    let uses = 20_000
    var sums = [Double](repeating: 0, count: 10)
    var y = [Float](repeating: .nan, count: 10)
    var patterns: Set<[Float]> = []
    for use in 0..<uses {
      Binarization.dynamic.apply(to: x, count: 10, use: use, stream: stream, into: &y)
      for j in 0..<10 { sums[j] += Double(y[j]) }
      if y.contains(where: { $0 != 0 && $0 != 1 }) { Issue.record("neither 0 nor 1") }
      patterns.insert(y)
    }
    #expect(sums[0] == 0 && sums[1] == Double(uses))
    for j in 2..<10 {
      let p = Double(x[j])
      // The exact standard error; a bias of 0.022 at p = ½ would be seen.
      #expect(abs(sums[j] / Double(uses) - p) < 6.11 * (p * (1 - p) / Double(uses)).squareRoot())
    }
    #expect(patterns.count > 50, "fresh draws")
    Binarization.threshold.apply(to: x, count: 10, use: 0, stream: stream, into: &y)
    #expect(y == [0, 1, 0, 0, 1, 0, 1, 0, 1, 0])
  }
}
