import Testing

import VAECore
@testable import VAEEngine

@Suite("A shard of the rows of an evaluation")
struct ShardOfRowsTests {
  @Test(
    "The shards are next to each other, have all rows, and differ by one row at most", arguments: [0, 1, 5, 8, 1797])
  func rows(total: Int) throws {
    for count in [1, 2, 3, 8, Shard.largestCount] {
      var next = 0
      for number in 1...count {
        let rows = try Shard(number, of: count).rows(of: total)
        #expect(rows.lowerBound == next && (rows.count - total / count == 0 || rows.count - total / count == 1))
        next = rows.upperBound
      }
      #expect(next == total)
    }
    #expect(try Shard(3, of: 3).rows(of: .max).upperBound == .max)
  }

  @Test("A shard is one of so many", arguments: [(0, 3), (4, 3), (1, 0), (1, Shard.largestCount + 1), (-1, 2)])
  func refused(number: Int, count: Int) {
    #expect(throws: InvalidInput.self) { try Shard(number, of: count) }
  }

  @Test("Evaluations of parts have the bits of the whole, for every objective", arguments: TrainerTests.objectives)
  func evaluation(objective: Objective) throws {
    try evaluate(objective, TrainingFixture<Float>(rows: 540, hidden: [8], likelihood: .bernoulli))
    try evaluate(objective, TrainingFixture<Double>(rows: 60, hidden: [8], likelihood: .bernoulli))
  }

  private func evaluate<Scalar: NetworkScalar>(_ objective: Objective, _ fixture: TrainingFixture<Scalar>) throws {
    let (model, data) = (fixture.model, fixture.data)
    let whole = try model.evaluate(data, objective: objective, binarization: .dynamic, seed: 8)
    let d = model.encoder.latentDimension
    var sum = EvaluationSum(of: objective, latentDimension: d)
    #expect(sum.evaluation == Evaluation(latentDimension: d))
    for rows in [0..<1, 1..<14, 14..<55, 55..<data.rows] {
      let part = data.some(rows)
      _ = try model.evaluate(
        part, from: rows.lowerBound, objective: objective, binarization: .dynamic, seed: 8, threads: Threads(2)
      ) { sum.add($0, posteriorMean: $1) }
    }
    #expect(sum.evaluation == whole)
  }

  @Test("log p(x) of parts has the bits of the whole, also where the last layer is rotated", arguments: [3, 700])
  func likelihood(samples: Int) throws {
    let fixture = try TrainingFixture<Float>(rows: 30, hidden: [8])
    let (model, data) = (fixture.model, fixture.data)
    let noise = RandomStream(seed: 4, purpose: "shards")
    let whole = try model.importanceSampledLikelihood(of: data, samples: samples, noise: noise, findsShapes: true)
    var estimates: [LogMeanEstimate] = []
    var shapes: [Double?] = []
    for rows in [0..<1, 1..<14, 14..<30] {
      let part = data.some(rows)
      let likelihood = try model.importanceSampledLikelihood(
        of: part, from: rows.lowerBound, amongAll: 30, samples: samples, noise: noise, findsShapes: true)
      estimates += likelihood.data
      shapes += likelihood.paretoShapes
    }
    #expect(ImportanceSampledLikelihood(data: estimates, paretoShapes: shapes) == whole)
    var sum = LikelihoodSum()
    for estimate in estimates { sum.add(estimate) }
    #expect(sum.mean == MonteCarloEstimate(whole.data.map(\.logMean)))
    #expect(sum.samplingStandardError == whole.samplingStandardError)
  }

  @Test("A posterior does not depend on the other rows", arguments: [[], [8], [300, 130]])
  func posteriors(hidden: [Int]) throws {
    let fixture = try TrainingFixture<Float>(rows: 61, hidden: hidden)
    let (model, data) = (fixture.model, fixture.data)
    let (means, logVariances) = try model.approximatePosteriors(of: data)
    for rows in [0..<1, 1..<3, 3..<10, 10..<40, 40..<61] {
      let part = data.some(rows)
      let found = try model.approximatePosteriors(of: part)
      for (index, row) in rows.enumerated() {
        #expect(found.mean[row: index] == means[row: row] && found.logVariance[row: index] == logVariances[row: row])
      }
    }
  }
}

extension Batch {
  /// Some of the rows.
  fileprivate func some(_ rows: Range<Int>) -> Batch {
    Batch(
      rows: rows.count, columns: columns,
      elements: Array(elements[rows.lowerBound * columns..<rows.upperBound * columns]))
  }
}
