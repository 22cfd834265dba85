import Foundation
import Literate

@testable import Weaving

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
        notebook.check("16", "it | is")
      }

      private func contours() -> Figure {
        Figure()
      }
    }

    //: ## Mistakes people make here
    //:
    //: Some.
    """

  /// The chapter with its lists, each in a section of its own.
  static let textWithLists =
    text + """

      //:
      //: ## Notation
      //:
      //: Some.

      extension Chapter3 {
        static let notation = [
          Notation(#"\\sigma"#, "standardDeviation", "q's", shape: "d")
        ]
      }

      //: ## Where the notes differ
      //:
      //: Here.

      extension Chapter3 {
        static let errata = [
          Erratum("9", printed: "a", correct: "b", shownBy: "it | is")
        ]
      }
      """
  static let symbol = """
    {"symbol": "\\\\sigma", "name": "standardDeviation", "meaning": "q's", "shape": "d", "unit": ""}
    """

  static let claim = """
    {"record": "claim", "equation": "16", "section": "3.1", "statement": "it | is", "kind": "exact", "relation": "=", \
    "observed": 3.6366512475, "expected": 3.6366512475, "standardError": null, "tolerance": 1e-14, \
    "derivation": "48 roundings of values up to 3", "verdict": "holds", "holds": true, "line": 21, \
    "observedText": "3.6366512475", "expectedText": "3.6366512475", "uncertaintyText": "within 1e-14", \
    "verdictText": "holds"}
    """
  static let value = """
    {"record": "value", "section": "3.1", "line": 21, "name": "divergence", "meaning": "KL(q ‖ p), in nats", \
    "value": 3.6366512475, "valueText": "3.6366512475"}
    """
  static let figure = """
    {"record": "figure", "section": "3.1", "line": 21, "slug": "ch03-a", "title": "A title", "caption": "Look here."}
    """
  static let mistake = """
    {"name": "wrong-sign", "summary": "forgets a sign", "equation": "16", "threads": ["pytorch/examples#824"]}
    """
  static let erratum = """
    {"place": "9", "printed": "a", "correct": "b", "claim": "it | is"}
    """

  /// A run's record; each part can be another than the good one.
  static func run(
    sections: String = "{\"number\": \"3.1\", \"title\": \"One density\"}", equations: String = "\"16\"",
    errata: String = erratum, notation: String = "", records: [String] = [claim, value, figure]
  ) throws -> ChapterRecord {
    let json = """
      {"chapter": 3, "title": "The divergence", "thesis": "It is a sum.", "seed": 42, "holds": true,
       "parameters": {"samples": 1000000}, "options": [{"name": "mean", "text": "0.5,-1"}],
       "sections": [\(sections)], "equations": [\(equations)], "mistakes": [\(mistake)], "errata": [\(errata)],
       "notation": [\(notation)], "records": [\(records.joined(separator: ", "))]}
      """
    return try JSONDecoder().decode(ChapterRecord.self, from: Data(json.utf8))
  }

  static func chapter(_ text: String = text, run: ChapterRecord? = nil) throws -> BookChapter {
    try BookChapter(
      folder: "03-the-divergence", source: ChapterSource(text, file: "chapters/03-the-divergence/Chapter3.swift"),
      run: run ?? Samples.run())
  }

  static func caught(_ chapter: BookChapter) -> [CaughtMistake] {
    chapter.run.mistakes.map { CaughtMistake(mistake: $0, failure: chapter.run.claims.first) }
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
