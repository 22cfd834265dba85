import Testing

@testable import Book
@testable import Notebook
@testable import Verification

/// The notes' numbers against the records of the book's own run.
@Suite("Every number of the notes is claimed")
struct EquationCoverageTests {
  @Test("equations (1) to (20), Definition 1 and Figure 1 each have a claim that holds and could have failed")
  func wholeBook() throws {
    #expect(NotesPlace.all.map(\.label).count == 22)
    #expect(EquationIndex.unclaimed(in: try WholeBook.shared().chapters.map(\.run)) == [])
  }

  @Test("a number without a claim is named, and so is one whose only claim could not fail")
  func missing() {
    let label = NotesPlace.all.map(\.label)
    func unclaimed(_ records: [Transcript.Content]) -> [String] {
      EquationIndex.unclaimed(in: [Samples.run(records: records.map { Samples.record($0) })])
    }
    #expect(unclaimed([]) == label)
    #expect(unclaimed([Samples.claim()]) == label.filter { $0 != "16" })
    let toothless = Claim.exact(
      "16, Figure 1", "it is", 1, .equal, 1, comparing: .draws, with: .closedForm,
      within: Tolerance(1, because: "too much"), against: 1.5)
    #expect(toothless.verdict == .couldNotFail)
    #expect(unclaimed([.claim(toothless)]) == label)
    let both = Claim.exact(
      "16, Figure 1", "it is", 1, .equal, 1, comparing: .draws, with: .closedForm,
      within: Tolerance(0.1, because: "enough"), against: 1.5)
    #expect(unclaimed([.claim(both)]) == label.filter { !["16", "Figure 1"].contains($0) })
    let skipped = Transcript.Content.skipped(SkippedClaim("16", "it is", because: "σ is 1"))
    #expect(unclaimed([skipped]) == label)
  }
}
