import Foundation
import Notebook
import Testing

@Suite("JSON as text")
struct JSONTests {
  @Test("Members keep their order; strings are escaped; what is not finite is null")
  func rendering() {
    let value = JSON.object([
      ("z", .number(1.5)), ("a", .array([.integer(-2), .boolean(true), .null])), ("n", .number(.nan)),
      ("s", .string("\"σ²\"\\\n\u{1}")), ("u", .unsigned(.max)), ("w", .number(-1)),
    ])
    let expected = #"""
      {"z": 1.5, "a": [-2, true, null], "n": null, "s": "\"σ²\"\\\n\u0001", "u": 18446744073709551615, "w": -1}
      """#
    #expect(value.text == expected)
  }

  @Test("Characters that a terminal obeys, or that hide text, are escaped and read back as they were")
  func controls() throws {
    let text = "a\u{1B}[2J\u{7F}\u{9B}b\u{202E}c\u{E0001}é"
    let value = JSON.array([.string(text)]).text
    #expect(value == #"["a\u001b[2J\u007f\u009bb\u202ec\udb40\udc01é"]"#)
    #expect(try JSONSerialization.jsonObject(with: Data(value.utf8)) as? [String] == [text])
  }

  @Test("Numbers read back as the same numbers", arguments: [0.1, 1e300, -2.5e-300, 1e15, 123456789.125, -0.0])
  func numbers(value: Double) throws {
    let data = Data(JSON.array([.number(value)]).text.utf8)
    let read = try #require(JSONSerialization.jsonObject(with: data) as? [Double])
    #expect(read == [value])
  }
}
