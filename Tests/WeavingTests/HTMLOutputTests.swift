import Testing

@testable import Weaving

@Suite("What a cell showed, as HTML")
struct HTMLOutputTests {
  @Test("the equations of a claim are in parentheses, and words beside them are not")
  func equations() {
    #expect(HTMLOutput.equations("16") == "(16)")
    #expect(HTMLOutput.equations("13,14") == "(13, 14)")
    #expect(HTMLOutput.equations("Definition 1") == "Definition 1")
    #expect(HTMLOutput.equations("7, Figure 1") == "(7), Figure 1")
  }
}
