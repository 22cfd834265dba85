import Foundation
import Testing
import VAECore

@testable import VAEEngine

@Suite("The divergence's weight on its way")
struct DivergenceWarmUpTests {
  @Test("Along a straight line up to its end, and then no further")
  func weights() {
    let up = DivergenceWarmUp(start: 0, epochs: 4)
    #expect((0..<6).map { up.weight(ofEpoch: $0, end: 1) } == [0, 0.25, 0.5, 0.75, 1, 1])
    let down = DivergenceWarmUp(start: 3, epochs: 2)
    #expect((0..<4).map { down.weight(ofEpoch: $0, end: 1) } == [3, 2, 1, 1])
  }

  @Test("An epoch of it is an epoch with its weight, to the bit")
  func epochs() throws {
    let fixture = try TrainingFixture<Float>(hidden: [9])
    let plan = { (weight: Double, warmUp: DivergenceWarmUp?) in
      try TrainingPlan(
        batchSize: 30, epochs: 4, seed: 5, objective: Objective(divergenceWeight: weight), warmUp: warmUp)
    }
    let trainer = try Trainer(
      model: fixture.model, data: fixture.data, plan: plan(0.8, DivergenceWarmUp(start: 0.2, epochs: 2)))
    var state = trainer.state
    for weight in [0.2, 0.5, 0.8, 0.8] {
      let single = try Trainer(model: fixture.model, data: fixture.data, plan: plan(weight, nil))
      try single.resume(from: state)
      let (one, other) = (try trainer.trainEpoch(), try single.trainEpoch())
      #expect(one == other && trainer.state == single.state)
      #expect(abs(one.value.objective - (one.value.bound.reconstruction - weight * one.value.bound.divergence)) < 1e-9)
      state = trainer.state
    }
  }

  @Test("What has no meaning is refused; a plan without one reads and writes as it did before")
  func plans() throws {
    let weighted = try Objective(importanceSamples: 3)
    for (objective, warmUp) in [
      (Objective.evidenceLowerBound, DivergenceWarmUp(start: -1, epochs: 3)),
      (.evidenceLowerBound, DivergenceWarmUp(start: .infinity, epochs: 3)),
      (.evidenceLowerBound, DivergenceWarmUp(start: 0, epochs: 0)), (weighted, DivergenceWarmUp(start: 0, epochs: 3)),
    ] {
      #expect(throws: InvalidInput.self) {
        try TrainingPlan(batchSize: 1, epochs: 1, seed: 1, objective: objective, warmUp: warmUp)
      }
    }
    for warmUp in [nil, DivergenceWarmUp(start: 0, epochs: 3)] {
      let plan = try TrainingPlan(batchSize: 1, epochs: 1, seed: 1, warmUp: warmUp)
      let bytes = try JSONEncoder().encode(plan)
      #expect(try JSONDecoder().decode(TrainingPlan.self, from: bytes) == plan)
      #expect(String(decoding: bytes, as: UTF8.self).contains("warmUp") == (warmUp != nil))
    }
  }
}
