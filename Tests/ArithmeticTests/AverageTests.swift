import Arithmetic
import Testing

@Suite("Averages")
struct AverageTests {
  @Test("The average of 1, 2 and 6 is 3, and of no numbers NaN")
  func byHand() {
    #expect(average([1, 2, 6]) == 3)
    #expect(average([]).isNaN)
  }
}
