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
