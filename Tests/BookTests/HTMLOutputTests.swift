import Testing

@testable import Book
@testable import Notebook

@Suite("Numbers and labels as readers see them")
struct HTMLOutputTests {
  @Test("the equations of a claim are in parentheses, and words beside them are not")
  func equations() {
    #expect(EquationLabel.inParentheses("16") == "(16)")
    #expect(EquationLabel.inParentheses("13,14") == "(13), (14)")
    #expect(EquationLabel.inParentheses("3, 4 and 5") == "(3), (4) and (5)")
    #expect(EquationLabel.inParentheses("11 (line 2)") == "(11) (line 2)")
    #expect(EquationLabel.inParentheses("Definition 1") == "Definition 1")
    #expect(EquationLabel.inParentheses("7, Figure 1") == "(7), Figure 1")
  }

  @Test("a number has a true minus sign, and its power of ten raised")
  func numbers() {
    #expect(HTMLText.number("-1.5e-07") == "−1.5 × 10<sup>−7</sup>")
    #expect(HTMLText.number("1e+06") == "1 × 10<sup>6</sup>")
    #expect(HTMLText.number("below 1e-13 < z") == "below 1 × 10<sup>−13</sup> &lt; z")
  }
}
