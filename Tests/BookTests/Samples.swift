import Foundation
import Verification

@testable import Book
@testable import Notebook

/// Small chapters, made up for the tests.
enum Samples {
  static let text = """
    //: # 3 · The divergence
    //:
    //: **Thesis.** It is 3.64 nats at μ = 0.5.

    import VAECore

    @main
    struct Chapter3: Chapter {
      static let number = 3
    }

    //: ## 3.1 One density
    //:
    //: The divergence, (16), is
    //:
    //: ```math
    //: \\tfrac12\\sum_j\\mu_j^2
    //: ```

    extension Chapter3 {
      func theDensity(_ notebook: ChapterNotebook) throws {
        notebook.check("16", "it | is", integral, equals: closedForm, within: tolerance)
      }

      private func contours() -> Figure {
        Figure()
      }
    }

    //: ## Mistakes people make here
    //:
    //: Some.
    //:
    //: ## Where the notes differ
    //:
    //: Here.
    """

  /// The chapter with its lists declared in their own sections.
  static let textWithLists =
    text.replacing(
      "//: ## Where the notes differ",
      with: """
        //: ## Notation
        //:
        //: Some.

        extension Chapter3 {
          static let notation = [
            Notation(#"\\sigma"#, "standardDeviation", "q's", shape: "d")
          ]
        }

        //: ## Where the notes differ
        """) + """


      extension Chapter3 {
        static let errata = [
          Erratum("9", printed: "a", correct: "b", shownBy: "it | is")
        ]
      }
      """
  static let symbol = Notation(#"\sigma"#, "standardDeviation", "q's", shape: "d")
  static let mistake = Mistake("wrong-sign", "forgets a sign", caughtBy: "16", askedIn: ["pytorch/examples#824"])
  static let erratum = Erratum("9", printed: "a", correct: "b", shownBy: "it | is")

  /// The chapter's claim; one that is off by 1 fails.
  static func claim(_ statement: String = "it | is", off: Double = 0) -> Transcript.Content {
    let tolerance = Tolerance(1e-14, because: "48 roundings of values up to 3")
    return .claim(
      .exact(
        "16", statement, 3.6366512475 + off, .equal, 3.6366512475, comparing: .quadrature,
        with: .closedForm, within: tolerance, against: 2.63))
  }

  static func value(_ meaning: String = "KL(q ‖ p), in nats", _ value: Double = 3.6366512475) -> Transcript.Content {
    .value(ShownValue(name: "divergence", meaning: meaning, values: [value]))
  }

  static let figure = Transcript.Content.figure(
    ShownFigure(slug: "ch03-a", title: "A title", caption: "Look here."))

  static func record(
    _ content: Transcript.Content, section: String = "3.1", file: String = "Chapter3.swift", line: Int = 21
  ) -> Transcript.Record {
    Transcript.Record(section: section, file: file, line: line, content: content)
  }

  /// What a run printed; each part can be another than the good one.
  static func run(
    sections: [(String, String)] = [("3.1", "One density")], equations: [String] = ["16"],
    mistakes: [Mistake] = [mistake], errata: [Erratum] = [erratum], notation: [Notation] = [],
    records: [Transcript.Record] = [record(claim()), record(value()), record(figure)]
  ) -> Transcript {
    Transcript(
      chapter: 3, title: "The divergence", thesis: "It is a sum.",
      sections: sections.map { .init(number: $0.0, title: $0.1) }, equations: equations, mistakes: mistakes,
      errata: errata, notation: notation, seed: 42, samples: 1_000_000,
      settings: [.init(name: "mean", text: "0.5,-1")], mistake: nil, records: records)
  }

  static func chapter(
    _ text: String = text, run: Transcript = run(), otherFiles: [BookChapter.OtherFile] = []
  ) throws -> BookChapter {
    try BookChapter(
      folder: "03-the-divergence", source: ChapterSource(text, file: "chapters/03-the-divergence/Chapter3.swift"),
      otherFiles: otherFiles, run: run)
  }

  static func otherFile(_ name: String, _ code: String) -> BookChapter.OtherFile {
    BookChapter.OtherFile(path: "chapters/03-the-divergence/\(name).swift", code: code)
  }

  static func caught(_ chapter: BookChapter) -> [CaughtMistake] {
    chapter.run.mistakes.map { CaughtMistake(mistake: $0, failure: chapter.run.claims.first?.claim) }
  }

  /// A checkout with the given files.
  static func checkout(_ files: [String: String]) throws -> Checkout {
    let root = FileManager.default.temporaryDirectory.appending(path: "weaving-\(UUID().uuidString)")
    for (path, text) in files {
      let file = root.appending(path: path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return Checkout(root: root)
  }
}
