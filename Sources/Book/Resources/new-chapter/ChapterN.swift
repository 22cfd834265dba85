//: # NUMBER · TITLE
//:
//: **Thesis.** The mean square of a Gaussian is its squared mean plus its variance: as a formula, as an integral, and
//: as an average of draws.
//:
//: **You need** the density of a Gaussian and the definition of an expectation. **We verify** equation (13) in one
//: dimension, by quadrature and by draws.

import ArgumentParser
import Notebook
import Plotting
import VAEEngine
import Verification

/// A chapter to begin with: whole, and it runs. Put your own in its place piece by piece, and keep it running.
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

  // Each section has a heading below, with the same number and the same words.
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

//: ## NUMBER.1 The mean square as an integral
//:
//: Let x be a draw from a Gaussian of mean μ and standard deviation σ. In one dimension, and without the constant in
//: front, equation (13) says how large its square is on average:
//:
//: ```math
//: \int x^2\,\mathrm{N}(x\mid\mu,\sigma^2)\,dx = \mu^2+\sigma^2. \qquad (13)
//: ```
//:
//: > **What do you expect?** The defaults are μ = 0.7 and σ = 1.5. Would σ in place of σ² give too much or too little?

extension ChapterNUMBER {
  func theIntegral(_ notebook: ChapterNotebook) throws {
    let integral = Quadrature.expectation(mean: mean.value, standardDeviation: deviation.value) { $0.squared }
    notebook.show("secondMoment", "μ² + σ², the mean square", secondMoment(notebook))
    notebook.check(
      "13", "the integral of x² under the density is μ² + σ²", integral.value, equals: secondMoment(notebook),
      within: integral.tolerance, against: mean.value.squared)
  }

  /// μ² + σ², or one of the ways to get it wrong.
  private func secondMoment(_ notebook: ChapterNotebook) -> Double {
    let (mean, deviation) = (mean.value, deviation.value)
    return notebook.choose(
      mean.squared + deviation.squared,
      or: [
        "deviation-for-variance": mean.squared + deviation,
        "mean-not-squared": mean + deviation.squared,
      ])
  }
}

//: Too little: the mean square is 2.74, and above σ = 1 the variance is the larger of the two. At σ = 1 nobody would
//: notice, so that the defaults stay away from it.
//:
//: ## NUMBER.2 The mean square of draws
//:
//: The average of the squares of m draws estimates the same number. One square has the variance
//: $`2\sigma^4+4\mu^2\sigma^2`$, so that the standard error is known, not estimated:
//:
//: ```math
//: \sqrt{(2\sigma^4+4\mu^2\sigma^2)/m}.
//: ```

extension ChapterNUMBER {
  func theDraws(_ notebook: ChapterNotebook) throws {
    let (mean, deviation) = (mean.value, deviation.value)
    let sampled = notebook.sampling("squares of draws").average { noise in (mean + deviation * noise).squared }
    let standardError = standardError(deviation: deviation, samples: notebook.samples)
    notebook.show("sampledSecondMoment", "the mean square of the draws", sampled.mean)
    notebook.show("standardError", "its exact standard error", standardError)
    notebook.check(
      "13", "the squares of draws average μ² + σ²", sampled, equals: secondMoment(notebook),
      exactStandardError: standardError, against: mean.squared)
    notebook.draw(overTheDeviation(notebook))
  }

  /// √((2σ⁴ + 4μ²σ²)/m).
  private func standardError(deviation: Double, samples: Int) -> Double {
    let variance = 2 * deviation.squared.squared + 4 * (mean.value * deviation).squared
    return (variance / Double(samples)).squareRoot()
  }

  /// The mean square over σ: the formula, a thousand draws at a time, and the mistake beside them.
  private func overTheDeviation(_ notebook: ChapterNotebook) -> Figure {
    let (mean, samples) = (mean.value, 1000)
    let deviations = (0...40).map { Double($0) / 20 }
    let sampled = (1...8).map { index in
      let deviation = Double(index) / 4
      let average = notebook.sampling("figure, point \(index)", samples: samples).average { noise in
        (mean + deviation * noise).squared
      }
      return UncertainPoint(deviation, average.mean, error: 2 * standardError(deviation: deviation, samples: samples))
    }
    return Figure(
      slug: "chDIGITS-second-moment", title: "The mean square of a Gaussian",
      caption: "Draws scatter about μ² + σ²; with σ in place of σ² it would be right at σ = 0 and at σ = 1 alone.",
      xAxis: Axis("standard deviation σ"), yAxis: Axis("mean square"),
      layers: [
        .line(deviations.map { Point($0, mean.squared + $0.squared) }, label: "μ² + σ²"),
        .line(deviations.map { Point($0, mean.squared + $0) }, label: "μ² + σ, a mistake"),
        .errorBars(sampled, label: "\(samples) draws each, ± 2 standard errors"),
      ])
  }
}

//: ## What we simplified
//:
//: One dimension. In more, the mean squared length is the sum over the coordinates.
//:
//: ## Exercises
//:
//: `swift run chapterNUMBER --exercise 1` says which file to edit, `--check-exercise 1` judges your answer, `--solution 1`
//: shows ours.
//:
//: 1. Write a function: the mean of x⁴ when x is a draw from a Gaussian of mean μ and standard deviation σ. *Hint: write
//:    x as μ + σε; the odd powers of ε have mean 0.*
//:    <details><summary>Solution</summary>μ⁴ + 6μ²σ² + 3σ⁴: the mean of ε² is 1, and that of ε⁴ is 3.</details>
//:
//: ## Mistakes people make here
//:
//: `swift run chapterNUMBER --list-mistakes` names them; `--mistake NAME` makes one, and says which equation caught it.
//:
//: ## Notation
//:
//: The symbols that this chapter introduces, and their names in the code.

extension ChapterNUMBER {
  static let notation = [
    Notation(#"\mathrm{E}\,f(x)"#, "Quadrature.expectation", "the mean of f(x) under a Gaussian, as an integral")
  ]
}
