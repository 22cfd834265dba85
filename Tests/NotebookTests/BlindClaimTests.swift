import Testing
import Verification

@testable import Notebook

@Suite("Claims that could not fail")
struct BlindClaimTests {
  private func verdicts(reason: String?) -> Transcript {
    let notebook = ChapterNotebook(
      transcript: Transcript(
        chapter: 1, title: "", thesis: "", sections: [], equations: [], mistakes: [], errata: [], notation: [], seed: 5,
        samples: 1000, settings: [], mistake: nil),
      threads: 1
    ) { _, _ in }
    notebook.reasonForBlindClaims = reason
    let rough = Tolerance(0.5, because: "it is rough")
    for (statement, observed, mistaken) in [("blind", 1.0, 1.1), ("sharp", 1, 3), ("wrong", 2, 3)] {
      notebook.check(
        "1", statement, observed, equals: 1, comparing: .draws, with: .closedForm, within: rough, against: mistaken)
    }
    return notebook.transcript
  }

  @Test("They count as failed")
  func failed() {
    #expect(verdicts(reason: nil).claims.map(\.claim.verdict) == [.couldNotFail, .holds, .fails])
  }

  @Test("They are skipped if the run's data can be the reason; what fails fails all the same")
  func skipped() {
    let transcript = verdicts(reason: "the data are too few")
    #expect(transcript.claims.map(\.claim.verdict) == [.holds, .fails])
    #expect(transcript.skippedClaims.map(\.claim.statement) == ["blind"])
    #expect(transcript.skippedClaims.map(\.claim.condition) == ["the data are too few"])
  }
}
