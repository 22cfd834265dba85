import Testing

@testable import Plotting

@Suite("Numbers in scripts")
struct DecimalTextTests {
  @Test(
    "are written with six significant digits",
    arguments: [
      (0.0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "-1.5"), (1.0 / 3, "0.333333"), (2.0 / 3, "0.666667"),
      (123456, "123456"), (123_456.7, "123457"), (999_999.5, "1e+06"), (1e6, "1e+06"), (1_234_567, "1.23457e+06"),
      (0.0001, "0.0001"), (0.00001, "1e-05"), (0.000012345678, "1.23457e-05"), (-2.5e-300, "-2.5e-300"),
      (1.7976931348623157e308, "1.79769e+308"), (.leastNonzeroMagnitude, "5e-324"), (9.9999996, "10"), (100, "100"),
      (0.1, "0.1"),
      (3.6366512475, "3.63665"),
    ] as [(Double, String)])
  func sixDigits(value: Double, text: String) {
    #expect(DecimalText.sixDigits(value) == text)
  }

  @Test("read back within half a unit of the sixth digit")
  func accuracy() throws {
    for (index, uniform) in Gallery.noise(2000).enumerated() {
      let value = (uniform - 0.5) * [1e-9, 1, 1e9, 1e-280, 1e280][index % 5]
      let read = try #require(Double(DecimalText.sixDigits(value)))
      #expect(abs(read - value) <= 5.0000001e-6 * abs(value))
    }
  }

  @Test("are 0 where they are rounding noise beside the column's largest")
  func noise() {
    #expect(DecimalText.column([1, 1e-13, -1e-16, 1e-11]) == ["1", "0", "0", "1e-11"])
    #expect(DecimalText.column([1e-13, 2e-13]) == ["1e-13", "2e-13"])
  }

  @Test("stand on logarithmic axes as raised powers of ten")
  func powers() {
    #expect(LogarithmicTicks.superscript(-120) == "⁻¹²⁰")
    #expect(LogarithmicTicks.list(1...100).contains("'1' 1e0") && LogarithmicTicks.list(1...100).contains("'100' 1e2"))
    #expect(LogarithmicTicks.list(1e-3...1e5).contains("'10⁻³' 1e-3"))
  }
}
