import Testing

@testable import benchmark

@Suite("The model of several processes on a network")
struct ProcessModelTests {
  /// One second for a short message, and a hundred bytes a second.
  private let network = Network(name: "slow", latency: 1, bandwidth: 100)

  @Test("The exchange goes up and down the stages of a binary tree, each message with its latency and its bytes")
  func exchange() {
    let model = StepModel(perStep: 3, perImage: 0.5, messages: [100, 400])
    // 2 stages · (1 + 1 + 1 + 4) for two processes; as many again for each doubling.
    for (processes, stages) in [(1, 0.0), (2, 1), (3, 2), (4, 2), (5, 3), (256, 8)] {
      #expect(model.exchange(processes, network) == 14 * stages, "\(processes)")
    }
  }

  @Test("A fixed minibatch is shared, the update and the exchange are not")
  func fixed() {
    let model = StepModel(perStep: 3, perImage: 0.5, messages: [100, 400])
    #expect(model.efficiency(1, images: 10, network) == 1)
    // One takes 3 + 5; two take 3 + 2.5 + 14 each, and four as long as the three images of the largest share: 3 + 1.5 + 28.
    #expect(model.efficiency(2, images: 10, network) == 8 / (2 * 19.5))
    #expect(model.efficiency(4, images: 10, network) == 8 / (4 * 32.5))
  }

  @Test("With a minibatch that grows, only the exchange is lost")
  func growing() {
    let model = StepModel(perStep: 3, perImage: 0.5, messages: [100, 400])
    #expect(model.efficiencyOfGrowing(1, imagesOfEach: 10, network) == 1)
    #expect(model.efficiencyOfGrowing(2, imagesOfEach: 10, network) == 8.0 / 22)
    #expect(model.efficiencyOfGrowing(8, imagesOfEach: 10, network) == 8.0 / 50)
  }

  @Test("The results of an evaluation are gathered one after another, and the largest share is waited for")
  func evaluation() {
    let model = EvaluationModel(perRow: 2, bytesOfRow: 50)
    #expect(model.efficiency(1, rows: 10, network) == 1)
    // Ten rows: 20 alone; of four processes the largest share has 3 rows, 6, and 4 messages with 500 bytes take 9.
    #expect(model.efficiency(4, rows: 10, network) == 20.0 / (4 * 15))
  }
}
