import Arithmetic
import Testing

@Suite("Averages")
struct AverageTests {
  @Test("The average of 1, 2 and 6 is 3, and of no numbers NaN")
  func byHand() {
    #expect(average([1, 2, 6]) == 3)
    #expect(average([]).isNaN)
  }

  @Test("The average of a million numbers 0.1 is 0.1 to 20 roundings; added one after the other it is not")
  func manyNumbers() {
    let numbers = [Double](repeating: 0.1, count: 1_000_000)
    let tolerance = 20 * 0.1.ulp
    #expect(abs(average(numbers) - 0.1) <= tolerance)
    #expect(abs(numbers.reduce(0, +) / 1_000_000 - 0.1) > tolerance)
  }
}
