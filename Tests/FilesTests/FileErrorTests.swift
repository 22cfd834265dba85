import Testing

@testable import Files

@Suite("Errors about files")
struct FileErrorTests {
  @Test("A message has one line, whatever the file's name and content")
  func oneLine() {
    let error = FileError.malformed(
      path: "a\nb", place: .cell(line: 3, column: 2), expected: "a number", found: "x\u{1b}[2J".onOneLine)
    #expect(error.description == "a\\u{a}b, line 3, column 2: expected a number, found x\\u{1b}[2J")
    #expect(String(repeating: "x", count: 300).onOneLine == String(repeating: "x", count: 200) + "…")
  }
}
