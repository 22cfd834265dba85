//: # NUMBER · TITLE
//:
//: **Thesis.** The mean square of a Gaussian is its squared mean plus its variance: as a formula, as an integral, and
//: as an average of draws.
//:
//: **You need** the density of a Gaussian and the definition of an expectation. **We verify** equation (13) in one
//: dimension, by quadrature and by draws.

import Notebook
import Plotting
import VAECore
import Verification

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
      comparing: .quadrature, with: .closedForm, within: integral.tolerance, against: mean.value.squared)
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

//: Too little: the mean square is 2.74, and above σ = 1 the variance is larger than the standard deviation. At σ = 1
//: nobody would notice the mistake, so the defaults stay away from it.
//:
//: ## NUMBER.2 The mean square of draws
//:
//: The average of the squares of m draws estimates the same number. One square has the variance
//: $`2\sigma^4+4\mu^2\sigma^2`$, so we know the standard error and need not estimate it:
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
      with: .closedForm, exactStandardError: standardError, against: mean.squared)
    notebook.draw(overTheDeviation(notebook))
  }

  /// √((2σ⁴ + 4μ²σ²)/m).
  func standardError(deviation: Double, samples: Int) -> Double {
    let variance = 2 * deviation.squared.squared + 4 * (mean.value * deviation).squared
    return (variance / Double(samples)).squareRoot()
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
