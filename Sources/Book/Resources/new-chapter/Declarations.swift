import ArgumentParser
import Notebook
import VAECore
import Verification

/// A chapter to begin with: whole, and it runs. Replace it by your own piece by piece, and keep it running.
@main
struct ChapterNUMBER: Chapter {
  static let number = NUMBER
  static let title = LITERAL
  static let thesis = "The mean square of a Gaussian is its squared mean plus its variance."
  static let equations = ["13"]
  // A chapter needs at least four mistakes, each made by `notebook.choose` and caught by a claim.
  static let mistakes = [
    Mistake("deviation-for-variance", "writes σ where the variance σ² belongs", caughtBy: "13"),
    Mistake("mean-not-squared", "writes μ where μ² belongs", caughtBy: "13"),
  ]

  @Option(parsing: .unconditional, help: "The mean μ.")
  var mean: Entry<Real> = "0.7"

  @Option(parsing: .unconditional, help: "The standard deviation σ.")
  var deviation: Entry<PositiveReal> = "1.5"

  @OptionGroup var options: ChapterOptions

  var parameters: [Parameter] { [Parameter("mean", mean), Parameter("deviation", deviation)] }

  // Each section has a heading in ChapterNUMBER.swift, with the same number and the same words.
  var outline: [Section] {
    [
      Section("NUMBER.1", "The mean square as an integral", theIntegral),
      Section("NUMBER.2", "The mean square of draws", theDraws),
    ]
  }
}

extension ChapterNUMBER {
  /// Farther from 0 the squared mean would hide the variance, which the claims are about.
  func checkParameters() throws {
    guard (1e-3...1e3).contains(deviation.value) else {
      throw InvalidInput("--deviation", expected: "a number from 0.001 to 1000", found: "\(deviation.value)")
    }
    guard abs(mean.value) <= 5 * deviation.value else {
      throw InvalidInput("--mean", expected: "at most five deviations from 0", found: "\(mean.value)")
    }
  }
}

extension ChapterNUMBER {
  static let notation = [
    Notation(#"\mathrm{E}\,f(x)"#, "Quadrature.expectation", "the mean of f(x) under a Gaussian, as an integral")
  ]
}
