import Plotting
import VAECore
import Verification

/// The preparation of a walk: the chapter's text, and the section at which to begin.
struct WalkPlan {
  private let title: String
  private let file: ChapterFile
  private let start: String?

  /// Reads the source and looks the section up, before anything runs.
  init<Subject: Chapter>(_ chapter: Subject) throws {
    title = "Chapter \(Subject.number) · \(Subject.title)"
    file = try ChapterFile(compiledFrom: chapter.outline.first?.file, number: Subject.number)
    start = chapter.options.step
    guard let start else { return }
    let names = file.source.sections.map { $0.number ?? $0.title }
    let headings = file.source.sections.map {
      WalkStep(number: $0.number, title: $0.title, isFirst: true, content: .plain(""))
    }
    guard headings.firstStep(of: start) != nil else {
      throw InvalidInput("--step", expected: "one of \(names.joined(separator: ", "))", found: "'\(start)'")
    }
  }

  /// The walk of a finished run.
  func walkthrough(
    _ transcript: Transcript, figures: [String: Figure], drawings: [DrawnFigure], verdict: String, isStyled: Bool
  ) -> Walkthrough {
    let steps = WalkStep.steps(of: file.source, transcript: transcript, verdict: verdict)
    let paths = drawings.map { (Self.name(of: $0.svgPath), $0.svgPath) }
    return Walkthrough(
      title: title, steps: steps, start: start.flatMap(steps.firstStep) ?? 0, figures: figures,
      drawings: Dictionary(paths) { first, _ in first }, isStyled: isStyled)
  }

  /// "ch03-contours" of "figures/ch03-contours.svg".
  private static func name(of path: String) -> String {
    String((path.split(separator: "/").last ?? "").prefix { $0 != "." })
  }
}
