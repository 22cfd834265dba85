import Arithmetic
import Testing

@Suite("Logarithms of factorials")
struct LogFactorialTests {
  @Test("Up to 170! they are the logarithm of the product, by some roundings")
  func products() {
    var (product, roundings) = (1.0, 0.0)
    #expect(logFactorial(0) == 0 && logFactorial(1) == 0)
    for n in 2...170 {
      product *= Double(n)
      // Each factor is a rounding of the product, from 2⁵³ on; the series has some of its own.
      roundings += 1
      let expected = log(product)
      #expect(abs(logFactorial(Double(n)) - expected) <= (roundings + 8 * expected) * 0x1p-53, "\(n)!")
    }
  }

  @Test("Beyond, log n! − log (n − 1)! is log n", arguments: [171.0, 1000, 65536, 1e9])
  func recursion(n: Double) {
    let difference = logFactorial(n) - logFactorial(n - 1)
    #expect(abs(difference - log(n)) <= 8 * logFactorial(n) * 0x1p-53)
  }
}
