import Testing
import VAECore

@testable import EmbeddedDigits

@Suite("The embedded digits")
struct DigitsTests {
  @Test("There are 1797 images of 64 pixels, and the first ones show 0, 1, 2, 3")
  func shape() throws {
    let digits = try Digits.load()
    #expect(digits.images.count == 1797)
    #expect(digits.images.allSatisfy { $0.count == 64 })
    #expect(digits.labels.prefix(4) == [0, 1, 2, 3])
  }

  @Test("Intensities are sixteenths from 0 to 1, and the first image begins as the file does")
  func scale() throws {
    let digits = try Digits.load()
    let sixteenths = digits.images.joined().map { 16 * $0 }
    #expect(sixteenths.allSatisfy { $0 >= 0 && $0 <= 16 && $0 == $0.rounded() })
    #expect(Array(sixteenths[..<5]) == [0, 0, 5, 13, 9])
  }

  @Test("Each digit has between 174 and 183 images")
  func balance() throws {
    let digits = try Digits.load()
    for digit in 0...9 {
      #expect((174...183).contains(digits.labels.filter { $0 == digit }.count))
    }
  }

  @Test("Every fifth image is held out, with its label; the others are for training, in order")
  func parts() throws {
    let digits = try Digits.load()
    let (training, heldOut) = (digits.training, digits.heldOut)
    #expect(training.images.count == 1437 && heldOut.images.count == 360)
    #expect(heldOut.images[7] == digits.images[35] && heldOut.labels[7] == digits.labels[35])
    #expect(training.images[..<5] == digits.images[1..<5] + digits.images[6..<7])
    #expect(training.labels[..<5] == digits.labels[1..<5] + digits.labels[6..<7])
  }

  @Test("The variance of all pixels is about their common mean, with the divisor count − 1")
  func variance() throws {
    let digits = Digits(images: [[0, 1], [1, 2]], labels: [0, 1])
    #expect(abs(digits.pixelVariance - 2.0 / 3) < 1e-15)
  }

  @Test("An autoencoder of the digits has 64 pixels, one hidden layer in each network, and parameters of its stream")
  func autoencoder() {
    let model = { (seed: UInt64) in
      Digits.autoencoder(
        latentDimension: 3, hidden: 5, likelihood: .bernoulli, random: RandomStream(seed: seed, purpose: "parameters"))
    }
    #expect(model(1).decoder.network.layers.map(\.bias.count) == [5, 64])
    #expect(model(1).encoder.approximatePosterior(of: [Double](repeating: 0, count: 64)).mean.count == 3)
    #expect(model(1) == model(1) && model(1) != model(2))
  }

  static let row = String(repeating: "1,", count: 64)

  @Test(
    "A damaged file is refused with its line and field",
    arguments: [
      ("1,2\n", "line 1, field 3"), ("1,,2\n", "line 1, field 2"), ("17", "line 1, field 1"),
      ("1;2", "line 1, field 1"),
      (row + "9\n0", "line 2"),
      (row + "12\n", "field 65"),
    ])
  func damage(text: String, place: String) {
    let error = #expect(throws: InvalidInput.self) { try Digits(csv: text) }
    #expect(error?.input.contains(place) == true, "\(String(describing: error))")
  }
}
