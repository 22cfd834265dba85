import EmbeddedDigits
import Testing
import VAECore

@testable import ChapterData

@Suite("Examples")
struct ExamplesTests {
  private func examples(_ images: [[Double]], labels: [Int]? = nil) -> Examples {
    Examples(
      name: "made up", images: images, labels: labels, shape: nil, areDigits: false, rowsInFile: images.count,
      range: 0...1)
  }

  @Test("Every fifth image is held out, with its label; the others are for training, in order")
  func parts() throws {
    let digits = Examples(try Digits.load())
    let (training, heldOut) = (digits.training, digits.heldOut)
    #expect(training.images.count == 1437 && heldOut.images.count == 360)
    #expect(heldOut.images[7] == digits.images[35] && heldOut.labels?[7] == digits.labels?[35])
    #expect(training.images[..<5] == digits.images[1..<5] + digits.images[6..<7])
    #expect(training.labels?[..<5] == (digits.labels?[1..<5] ?? []) + (digits.labels?[6..<7] ?? []))
  }

  @Test("The variance of all numbers is about their common mean, with the divisor count − 1")
  func variance() {
    #expect(abs(examples([[0, 1], [1, 2]]).pixelVariance - 2.0 / 3) < 1e-15)
  }

  @Test("Some of them are spread evenly from the first on, and never more than there are")
  func spread() {
    let ten = examples((0..<10).map { [Double($0)] })
    #expect(ten.spread(4).images == [[0], [2], [5], [7]])
    #expect(ten.spread(20).images == ten.images)
  }

  @Test("One of each kind comes by its label; with too few labels, or none, they are spread")
  func kinds() {
    let images = (0..<6).map { [Double($0)] }
    #expect(examples(images, labels: [2, 2, 1, 1, 0, 0]).oneOfEachKind(3) == [[4], [2], [0]])
    #expect(examples(images, labels: [2, 2, 1, 1, 0, 0]).labelled(0, 2).images == [[0], [1], [4], [5]])
    #expect(examples(images, labels: [1, 1, 1, 1, 1, 1]).oneOfEachKind(2) == [[0], [3]])
    #expect(examples(images).oneOfEachKind(2) == [[0], [3]])
  }

  @Test("As many latent dimensions as leave a millionth of the largest variance on average to the discarded directions")
  func room() throws {
    let rows = (0..<40).map { row -> [Double] in
      let (a, b) = (Double(row % 7), Double(row % 3))
      return [a, b, a + b, 0]
    }
    let plane = examples(rows)
    let components = PrincipalComponents(of: plane.images)
    #expect(plane.largestLatentDimension(of: components) == 1)
    #expect(throws: InvalidInput.self) { try plane.linearGaussian(of: components, latentDimension: 2) }
    #expect(try plane.linearGaussian(of: components, latentDimension: 1).latentDimension == 1)
  }

  @Test("An autoencoder has the examples' columns, one hidden layer in each network, and parameters of its stream")
  func autoencoder() {
    let rows = examples([[Double](repeating: 0, count: 64)])
    let model = { (seed: UInt64) in
      rows.autoencoder(
        latentDimension: 3, hidden: 5, likelihood: .bernoulli, random: RandomStream(seed: seed, purpose: "parameters"))
    }
    #expect(model(1).decoder.network.layers.map(\.bias.count) == [5, 64])
    #expect(model(1).encoder.approximatePosterior(of: [Double](repeating: 0, count: 64)).mean.count == 3)
    #expect(model(1) == model(1) && model(1) != model(2))
  }
}
