import Notebook
import Testing

@Suite("What an option accepts")
struct EntryTests {
  @Test("Numbers are finite decimals", arguments: ["1", "-0.5", "2e3", "+1.5E-2"])
  func reals(text: String) { #expect(Entry<Real>(argument: text).problem == nil) }

  @Test("Anything else is refused", arguments: ["", "nan", "inf", "1e400", "0x10", "1,5", " 1", "one", "--1"])
  func notReals(text: String) { #expect(Entry<Real>(argument: text).problem != nil) }

  @Test("A deviation is above 0", arguments: ["0", "-1", "-0", "nan", "1,0", "1,,2", ""])
  func positive(text: String) { #expect(Entry<PositiveVector>(argument: text).problem != nil) }

  @Test("Vectors are separated by commas, with spaces if you like")
  func vectors() {
    #expect(Entry<RealVector>(argument: "0.5, -1,2").value == [0.5, -1, 2])
    #expect(Entry<PositiveVector>(argument: "0.5").value == [0.5])
  }

  @Test(
    "Samples are a whole number from 2 to ten thousand million",
    arguments: ["0", "1", "-5", "nan", "1e3", "2.5", "10000000001", "1000000000000", "99999999999999999999", ""])
  func samples(text: String) { #expect(Entry<SampleCount>(argument: text).problem != nil) }

  @Test("Two samples are the least")
  func twoSamples() { #expect(Entry<SampleCount>(argument: "2").value == 2) }

  @Test("Seeds have 64 bits", arguments: ["-1", "18446744073709551616", "0x2a", "nan", ""])
  func seeds(text: String) { #expect(Entry<SeedNumber>(argument: text).problem != nil) }

  @Test("The largest seed is accepted")
  func largestSeed() { #expect(Entry<SeedNumber>(argument: "18446744073709551615").value == .max) }

  @Test("A problem names the option and quotes what was typed")
  func message() {
    let parameter = Parameter("deviation", Entry<PositiveVector>(argument: "0.3,nan"))
    let expected = "--deviation: expected finite numbers above 0 separated by commas, found '0.3,nan'"
    #expect(parameter.problem?.description == expected)
  }
}
