import Testing

import VAECore
@testable import VAEEngine

@Suite("The learning rate of each epoch")
struct LearningRateScheduleTests {
  @Test("The published schedule: 3ⁱ epochs at each of eight falling rates, 3280 epochs in all")
  func burda2015() {
    let schedule = LearningRateSchedule.burda2015
    #expect(schedule.epochs == 3280)
    let rates = [10, 7.2, 5.2, 3.7, 2.7, 1.9, 1.4, 1]
    var first = 0
    var length = 1
    for rate in rates {
      // The last epoch of a stage has its rate, and the next one has not.
      for epoch in [first, first + length - 1] { #expect(abs(schedule.rate(ofEpoch: epoch) - 1e-4 * rate) < 1e-12) }
      first += length
      length *= 3
    }
    #expect(abs(schedule.rate(ofEpoch: 10_000) - 1e-4) < 1e-12, "the last rate stays")
  }

  @Test("A constant rate stays, an exponential one falls by its factor")
  func others() {
    #expect(LearningRateSchedule.constant(0.25).rate(ofEpoch: 7) == 0.25)
    #expect(LearningRateSchedule.constant(0.25).epochs == nil)
    #expect(LearningRateSchedule.exponential(rate: 1, factor: 0.5).rate(ofEpoch: 3) == 0.125)
  }

  @Test("Rates and stages outside their domains are refused")
  func domains() {
    #expect(throws: InvalidInput.self) { try LearningRateSchedule.constant(0).requireValid() }
    #expect(throws: InvalidInput.self) { try LearningRateSchedule.constant(.nan).requireValid() }
    #expect(throws: InvalidInput.self) { try LearningRateSchedule.stages([]).requireValid() }
    #expect(throws: InvalidInput.self) {
      try LearningRateSchedule.stages([.init(epochs: 0, rate: 1)]).requireValid()
    }
    #expect(throws: Never.self) { try LearningRateSchedule.burda2015.requireValid() }
  }
}
