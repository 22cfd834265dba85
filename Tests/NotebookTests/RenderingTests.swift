import Testing
import Verification

@testable import Notebook

@Suite("A run as tables")
struct RenderingTests {
  private func text(_ claim: Claim, colour: Bool = false) -> String {
    let record = Transcript.Record(section: "3.4", file: "Chapter3.swift", line: 1, content: .claim(claim))
    return TerminalRendering(isStyled: colour).text(of: record)
  }

  @Test("A claim shows its equation, both sides, the uncertainty and the verdict")
  func claim() {
    let claim = Claim.exact(
      "16", "the closed form", 3.6366512475, .equal, 3.6366512475, comparing: .closedForm, with: .quadrature,
      within: Tolerance(1e-12, because: "rounding"), against: 7)
    #expect(
      text(claim) == """
          (16)  the closed form
                3.6366512475      = 3.6366512475      within 1e-12           ✓ holds

        """)
  }

  @Test("A skipped claim shows why")
  func skipped() {
    let claim = SkippedClaim("9", "another number", because: "σ is 1")
    let record = Transcript.Record(section: "3.4", file: "Chapter3.swift", line: 1, content: .skipped(claim))
    #expect(
      TerminalRendering(isStyled: false).text(of: record) == """
          (9)   another number
                skipped: σ is 1

        """)
  }

  @Test("An order shows by how much it must hold, in the same columns")
  func order() {
    let tolerance = Tolerance(2.2e-100, because: "rounding")
    let claim = Claim.exact(
      "5", "the bound is below", -2.5, .less, -1.5, comparing: .draws, with: .closedForm, within: tolerance, against: 0)
    #expect(
      text(claim) == """
          (5)   the bound is below
                -2.5              < -1.5              by more than 2.2e-100  ✓ holds

        """)
  }

  @Test("A side that is zero but for rounding shows the power of ten above it, the same on every processor")
  func residual() {
    let observed = { (value: Double, expected: Double) in
      let tolerance = Tolerance(2.1e-11, because: "rounding")
      return ClaimText(
        .exact(
          "4", "residual", value, .equal, expected, comparing: .quadrature, with: .closedForm, within: tolerance,
          against: 9)
      ).observed
    }
    #expect(observed(-3.9e-14, 0) == "below 1e-13")
    #expect(observed(-2.8e-14, 0) == "below 1e-13")
    #expect(observed(1.28e-13, 0) == "below 1e-12")
    #expect(observed(0, 0) == "0")
    #expect(observed(3e-11, 0) == "3e-11", "a residual that fails is shown")
    #expect(observed(1.5, 1.5) == "1.5")
  }

  @Test("Long sentences break between words, and no line is wider than eighty columns")
  func width() {
    let claim = Claim.exact(
      "13, 14", String(repeating: "a sentence of words ", count: 12), 1.0 / 3, .equal, 1.0 / 3, comparing: .quadrature,
      with: .closedForm, within: Tolerance(1.2345e-15, because: "rounding"), against: 1)
    for line in text(claim).split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test("A sample mean is shown to the digits that its standard error allows")
  func digits() {
    #expect(NumberText.mean(3.634405028, standardError: 0.00247) == "3.63441")
    #expect(NumberText.mean(-6879.1, standardError: 12) == "-6879.1")
    #expect(NumberText.mean(1.5, standardError: nil) == "1.5")
    #expect(NumberText.count(-1234567) == "-1,234,567")
  }

  @Test("Colour is for terminals alone")
  func colour() {
    let claim = Claim.exact(
      "1", "one", 1, .equal, 2, comparing: .quadrature, with: .closedForm, within: Tolerance(0, because: "exact"),
      against: 3)
    #expect(!text(claim).contains("\u{1B}"))
    #expect(text(claim, colour: true).contains("\u{1B}[1;31m✗ FAILS\u{1B}[0m"))
  }

  @Test("A claim that could not fail says what it sees and what it is about")
  func couldNotFail() {
    let claim = Claim.exact(
      "1", "blind", 1, .equal, 1, comparing: .quadrature, with: .closedForm, within: Tolerance(0.5, because: "coarse"),
      against: 1.25)
    #expect(text(claim).contains("COULD NOT FAIL: sees 0.5, is about 0.25"))
    let order = Claim.exact(
      "1", "blind", 1, .less, 2, comparing: .draws, with: .closedForm, within: Tolerance(0.5, because: "coarse"),
      against: 1.25)
    #expect(text(order).contains("COULD NOT FAIL: 1.25 would pass too"))
    let one = Claim.exact(
      "1", "one source", 1, .equal, 1, comparing: .draws, with: .draws, within: Tolerance(0.5, because: "coarse"),
      against: 3)
    #expect(text(one).contains("COULD NOT FAIL: both sides come from draws"))
  }
}
