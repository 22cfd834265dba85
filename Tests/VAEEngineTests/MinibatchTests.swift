import Testing
import VAECore

@testable import VAEEngine

@Suite("Equation (18): the data and the draws of each step")
struct MinibatchTests {
  @Test("No two epochs and no two data share their binarisation or their noise")
  func draws() throws {
    // Eleven data in minibatches of 4, 4 and 3, each of 64 pixels that are 1 half of the time.
    let data = Batch<Double>(rows: 11, columns: 64, repeating: 0.5)
    let plan = try TrainingPlan(
      batchSize: 4, epochs: 6, seed: 3, objective: Objective(samples: 3), binarization: .dynamic)
    var minibatch = Minibatch(data: data, plan: plan, latentDimension: 5)
    #expect(minibatch.stepsInEpoch == 3)
    var (images, noises): (Set<[Double]>, Set<Double>) = ([], [])
    for step in 0..<18 {
      minibatch.move(to: step)
      #expect(minibatch.count == (step % 3 == 2 ? 3 : 4) && minibatch.start == step % 3 * 4)
      let rows = 0..<minibatch.count
      let observations = Batch<Double>(rows: rows.count, columns: 64) { minibatch.gather(rows, into: $0) }
      images.formUnion(rows.map { Array(observations[row: $0]) })
      noises.formUnion(Batch<Double>(rows: 3 * rows.count, columns: 5) { minibatch.draw(rows, into: $0) }.elements)
    }
    #expect(images.count == 66 && noises.count == 66 * 15)
  }

  @Test("Each epoch takes every datum once, and in an order of its own")
  func orders() throws {
    let data = Batch<Double>(rows: 11, columns: 1, elements: (0..<11).map { Double($0) })
    let plan = try TrainingPlan(batchSize: 4, epochs: 6, seed: 3)
    var minibatch = Minibatch(data: data, plan: plan, latentDimension: 5)
    var orders: Set<[Double]> = []
    for epoch in 0..<6 {
      var order: [Double] = []
      for step in 3 * epoch..<3 * epoch + 3 {
        minibatch.move(to: step)
        order +=
          Batch<Double>(rows: minibatch.count, columns: 1) { minibatch.gather(0..<minibatch.count, into: $0) }.elements
      }
      #expect(order.sorted() == data.elements)
      orders.insert(order)
    }
    #expect(orders.count == 6)
  }
}
