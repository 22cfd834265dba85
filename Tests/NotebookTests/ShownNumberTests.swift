import Testing

@testable import Notebook

@Suite("Numbers that a chapter shows")
struct ShownNumberTests {
  private func transcript(_ values: [Double]) -> Transcript {
    let notebook = ChapterNotebook(
      transcript: Transcript(
        chapter: 1, title: "", thesis: "", sections: [], equations: [], mistakes: [], errata: [], notation: [], seed: 5,
        samples: 1000, settings: [], mistake: nil),
      threads: 1, onProgress: { _ in }
    ) { _, _ in }
    notebook.show("first", "a number", 1)
    notebook.show("second", "some numbers", values)
    return notebook.transcript
  }

  @Test("One that is not finite is found by its name, and finite ones are fine")
  func finite() {
    #expect(transcript([1, -2, 0, 1e300]).firstNotFinite == nil)
    for number in [Double.infinity, -.infinity] {
      let found = transcript([1, number]).firstNotFinite
      #expect(found?.name == "second" && found?.number == number)
    }
    #expect(transcript([.nan]).firstNotFinite?.number.isNaN == true)
  }
}
