import Foundation
import Notebook
import Testing

@testable import Book

@Suite("A chapter as a lecture")
struct LectureTests {
  private func slides() throws -> [Slide] {
    LecturePlan(try SlidesTests().chapter(), explorables: []).slides
  }

  @Test("thesis, section, formula, question, figure and claim come in the order of the text; the verdict is last")
  func order() throws {
    let lecture = try slides().filter { !$0.isDetail }.map(\.names.style)
    #expect(
      lecture == ["title", "opener", "prose", "question", "code", "figure", "numbers key", "table", "verdict"])
  }

  @Test("what the lecture leaves out lies below its section, and no address is there twice")
  func details() throws {
    let slides = try slides()
    let below = slides.filter(\.isDetail)
    #expect(!below.isEmpty && below.contains { $0.names.style == "numbers" })
    #expect(!below.contains { $0.names.style == "figure" }, "the figure is in the lecture already")
    #expect(Set(slides.map(\.anchor)).count == slides.count)
  }

  @Test("the section's prose is for the speaker")
  func notes() throws {
    let opener = try #require(try slides().first { $0.names.style == "opener" })
    #expect(opener.notes.contains("It is never negative.") && opener.notes.contains("\\mu^2"))
  }

  @Test("of many slides those that matter most are kept, and never more than a class has time for")
  func length() throws {
    let section = { (number: Int) in
      """
      //: ## 3.\(number) Section
      //:
      //: One.
      //:
      //: ```math
      //: \\mu^2
      //: ```
      //:
      //: > **What do you expect?** More?

      """
    }
    let text = "//: # 3 · The divergence\n//:\n//: **Thesis.** So.\n//:\n" + (1...15).map(section).joined()
    let chapter = try Samples.chapter(text, run: Samples.run(records: []))
    let slides = LecturePlan(chapter, explorables: []).slides.filter { !$0.isDetail }
    #expect(slides.count == LecturePlan.lengths.upperBound)
    #expect(slides.count { $0.names.style == "opener" } == 15)
    #expect(
      slides.count { $0.names.style == "question" } == 15, "a question matters more than a formula without number")
  }

  @Test("code in a lecture is large and short, or it is not there")
  func code() throws {
    for slide in try slides().filter({ !$0.isDetail }) {
      guard case .code(let code) = slide.content else { continue }
      #expect(code.letterSize >= 24 && code.code.split(separator: "\n").count <= 12)
    }
    let wide = SlideCode(
      code: String(repeating: "a", count: LectureSection.columnsOfCode), lines: 1...1, largestSize: 26)
    #expect(wide.letterSize >= 24)
    #expect(SlideCode(code: wide.code + "aa", lines: 1...1, largestSize: 26).letterSize < 24)
  }
}
