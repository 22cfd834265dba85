//: # 3 · The divergence in closed form
//:
//: **Thesis.** The second term of the bound needs no sampling: for a diagonal Gaussian and a standard normal prior the
//: Kullback–Leibler divergence is a sum of elementary terms, and every step that leads there can be checked.
//:
//: **You need** the density of a Gaussian and the definition of an expectation. **We verify** equations (9) to
//: (16): each integral as quadrature, as the mean of samples, and as a formula. Where the notes print something
//: else, the printed form is evaluated too.

import ArgumentParser
import Foundation
import Notebook
import Plotting
import VAECore
import Verification

@main
struct Chapter3: Chapter {
  static let number = 3
  // Quoted: 6100000 samples: an exercise's own.
  static let title = "The divergence in closed form"
  static let thesis = "The second term of the bound needs no sampling: an integral becomes a sum of elementary terms."
  static let equations = ["9", "10", "11", "12", "13", "14", "15", "16"]
  static let mistakes = [
    Mistake("deviation-for-covariance", "reads N(μ, σ) as covariance diag(σ), as (8) prints it", caughtBy: "10"),
    Mistake("wrong-index", "takes σ and μ of another coordinate in (13), as printed", caughtBy: "13"),
    Mistake("sum-for-integral", "sums over z where (11) integrates, as printed", caughtBy: "11"),
    Mistake("lost-integral", "closes the logarithm of (12) too late and loses J, as printed", caughtBy: "12"),
    Mistake(
      "wrong-sign", "forgets the minus sign in front of (16)", caughtBy: "16",
      askedIn: [
        "pytorch/examples#824", "AntixK/PyTorch-VAE#68", "keras-team/keras#4967", "YongfeiYan/Gumbel_Softmax_VAE#8",
        "ssemeniuta/textvae#4", "RuiShu/one-bit-vae#1",
      ]),
    Mistake("missing-half", "forgets the ½ in (16)", caughtBy: "16"),
    Mistake(
      "deviation-for-variance", "writes σ where (16) has σ²", caughtBy: "16",
      askedIn: [
        "keras-team/keras#9970", "keras-team/keras#9972", "ctallec/world-models#13", "rishikksh20/vae_tacotron2#3",
        "SkafteNicki/dtu_mlops#35", "y0ast/VAE-Torch#3", "aymericdamien/TensorFlow-Examples#316",
      ]),
    Mistake(
      "log-deviation", "writes log σ where (16) has log σ²", caughtBy: "16",
      askedIn: ["FluxML/model-zoo#147", "keras-team/keras#3220", "deepchem/deepchem#4888"]),
    Mistake("mean-not-squared", "writes μ where (16) has μ²", caughtBy: "16"),
    Mistake(
      "mean-over-dimensions", "averages over the dimensions where (16) sums", caughtBy: "16",
      askedIn: [
        "maxhodak/keras-molecules#59", "pytorch/examples#234", "keras-team/keras#6015", "keras-team/keras#3373",
        "keras-team/keras#3383", "keras-team/keras#4538", "fchollet/deep-learning-with-python-notebooks#120",
        "wiseodd/generative-models#40", "mkusner/grammarVAE#2", "podgorskiy/VAE#1", "y0ast/VAE-Torch#11",
      ]),
    Mistake("sum-over-data", "sums over the datum's index i, as (15) and (16) print it", caughtBy: "16"),
    Mistake("reversed", "computes KL(p ‖ q) instead of KL(q ‖ p)", caughtBy: "16"),
    Mistake("naive-form", "computes 1 + log σ² − σ² term by term near σ² = 1", caughtBy: "16"),
    Mistake(
      "too-small-variance", "leaves μ²σ² out of a log-ratio's variance, and distrusts the samples", caughtBy: "16",
      askedIn: [
        "keras-team/keras#5691", "casperkaae/parmesan#13", "pyro-ppl/pyro#281", "pyro-ppl/pyro#729",
      ]),
  ]

  @Option(parsing: .unconditional, help: "The mean μ of q, one number a dimension.")
  var mean: Entry<RealVector> = "0.5,-1,2"

  @Option(parsing: .unconditional, help: "The standard deviation σ of q, one number a dimension.")
  var deviation: Entry<PositiveVector> = "0.3,1.5,0.8"

  @OptionGroup var options: ChapterOptions

  var parameters: [Parameter] { [Parameter("mean", mean), Parameter("deviation", deviation)] }

  var outline: [Section] {
    [
      Section("3.1", "One density, and the covariance that it means", theDensity),
      Section("3.2", "The integral that carries everything", theMomentIntegral),
      Section("3.3", "The two halves", theTwoHalves),
      Section("3.4", "The closed form", theClosedForm),
      Section("3.5", "Sampling it instead", samplingItInstead),
      Section("3.6", "Where the textbook form fails", whereTheTextbookFormFails),
      Section("3.7", "The other direction is another number", theOtherDirection),
    ]
  }
}

//: Throughout, q is one Gaussian with independent coordinates, and p is the prior N(0, I). The defaults stay away
//: from the places where errors hide: with μ = 0 a wrong sign goes unseen, with σ = 1 a wrong power, with one
//: dimension a mean in place of a sum.

extension Chapter3 {
  func approximatePosterior() throws -> DiagonalGaussian {
    try DiagonalGaussian(mean: mean.value, standardDeviation: deviation.value)
  }

  /// Beyond these ranges the squares of the claims have no digits left to check.
  func checkParameters() throws {
    let q = try approximatePosterior()
    for (mean, deviation) in zip(q.mean, q.standardDeviation) {
      guard (1e-6...1e6).contains(deviation) else {
        throw InvalidInput("--deviation", expected: "values from 1e-6 to 1e6", found: "\(deviation)")
      }
      guard abs(mean) <= 1e6 * min(1, deviation) else {
        throw InvalidInput("--mean", expected: "at most a million, and a million deviations", found: "\(mean)")
      }
    }
  }
}

//: ## 3.1 One density, and the covariance that it means
//:
//: Equation (10) writes the density of q with the squares of the deviations:
//:
//: ```math
//: \mathrm{N}(z\mid\mu,\sigma) = \frac{1}{(2\pi)^{d/2}\prod_k\sigma_k}
//:   \exp\bigl(-\tfrac12\sum_j\frac{(z_j-\mu_j)^2}{\sigma_j^2}\bigr). \qquad (10)
//: ```
//:
//: So the covariance is $`\mathrm{diag}(\sigma^2)`$. The line above (10), and (8) and (9), print
//: $`\mathrm{diag}(\sigma)`$ instead.
//:
//: Which one is meant is not a matter of taste: with noise ε from N(0, I), a sample
//: $`z = \mu + \sigma\varepsilon`$ has a variance, and it can be measured. We measure the sum over the coordinates,
//: which has the exact standard error $`\sqrt{2\sum_j\sigma_j^4 / m}`$.

extension Chapter3 {
  func theDensity(_ notebook: ChapterNotebook) throws {
    let q = try approximatePosterior()
    let d = q.dimension
    let squaredDistance = notebook.sampling("spread of a sample").averages(dimension: d, of: 1) { noise, values in
      values[0] = (0..<d).reduce(0) { $0 + (q.standardDeviation[$1] * noise[$1]).squared }
    }[0]
    let covariance = notebook.choose(
      q.standardDeviation.map(\.squared), or: ["deviation-for-covariance": q.standardDeviation])
    let fourthPowers = q.standardDeviation.reduce(0) { $0 + $1.squared.squared }
    notebook.check(
      "10", "the squared distance of a sample from its mean averages the trace of diag(σ²)", squaredDistance,
      equals: covariance.reduce(0, +), exactStandardError: (2 * fourthPowers / Double(notebook.samples)).squareRoot(),
      against: covariance.reduce(0, +) * 1.5)

    let printed = try DiagonalGaussian(mean: q.mean, standardDeviation: q.standardDeviation.map { $0.squareRoot() })
    notebook.show(
      "printedCovarianceDivergence", "the divergence if diag(σ) of (8) and (9) were meant",
      printed.divergenceFromStandard())
  }
}

//: ## 3.2 The integral that carries everything
//:
//: Everything in (11) to (14) rests on one integral,
//:
//: ```math
//: J = \int \sum_j z_j^2\,\exp\bigl(-\tfrac12\sum_k\frac{(z_k-\mu_k)^2}{\sigma_k^2}\bigr)\,dz.
//: ```
//:
//: It falls apart into one-dimensional integrals. For each coordinate there is one without a factor, which gives
//: $`\sqrt{2\pi}\,\sigma_k`$, and one with the factor $`z_k^2`$, which gives
//: $`\sqrt{2\pi}\,\sigma_k(\sigma_k^2+\mu_k^2)`$. The first summand of J takes the second kind for coordinate 1 and
//: the first kind for all others. That is equation (13):
//:
//: ```math
//: J_1 = (2\pi)^{d/2}\prod_k\sigma_k\,(\sigma_1^2+\mu_1^2). \qquad (13)
//: ```
//:
//: The notes let the index wander from 1 to i and j on the way, and leave out the value of
//: $`\int z_1e^{\cdots}dz_1`$, which is $`\mu_1\sqrt{2\pi}\,\sigma_1`$.

extension Chapter3 {
  func theMomentIntegral(_ notebook: ChapterNotebook) throws {
    let q = try approximatePosterior()
    let (mean, deviation, d) = (q.mean, q.standardDeviation, q.dimension)
    let summands = momentIntegrals(of: q)
    let volume = pow(2 * .pi, Double(d) / 2) * deviation.reduce(1, *)
    let first = volume * (deviation[0].squared + mean[0].squared)
    // As printed, with another coordinate's index; equal coordinates would hide it.
    let printed = volume * (deviation[d - 1].squared + mean[d - 1].squared)
    let claimed = notebook.choose(first, or: ["wrong-index": printed])
    let isOther = abs(printed - claimed) > 0.01 * summands[0]
    notebook.check(
      "13", "J₁ by quadrature is (2π)^(d/2) ∏σ (σ₁² + μ₁²)", summands[0],
      equals: claimed, within: quadratureTolerance(scale: summands[0], factors: d), against: isOther ? printed : nil)
    if isOther {
      notebook.check(
        "13", "with the index of coordinate d, as (13) lets it wander, J₁ would be another number",
        abs(printed - summands[0]), isAbove: 0, by: quadratureTolerance(scale: max(printed, summands[0]), factors: d))
    }
    let firstMoment = integral(along: 0, of: q) { $0 }
    notebook.check(
      "13", "∫ z₁ exp(…) dz₁, which (13) leaves out, is μ₁ √(2π) σ₁", firstMoment,
      equals: mean[0] * (2 * Double.pi).squareRoot() * deviation[0],
      within: quadratureTolerance(scale: (abs(mean[0]) + deviation[0]) * deviation[0], factors: 3))
    theSumOfSummands(summands, notebook)
  }

  /// J₁ … J_d, each a product of one-dimensional integrals.
  private func momentIntegrals(of q: DiagonalGaussian) -> [Double] {
    let coordinates = 0..<q.dimension
    let masses = coordinates.map { k in integral(along: k, of: q) { _ in 1 } }
    let secondMoments = coordinates.map { k in integral(along: k, of: q) { $0.squared } }
    return coordinates.map { j in coordinates.reduce(1) { $0 * ($1 == j ? secondMoments[$1] : masses[$1]) } }
  }

  /// ∫ f(z) exp(−½ ((z − μₖ)/σₖ)²) dz along coordinate k.
  private func integral(along k: Int, of q: DiagonalGaussian, _ factor: (Double) -> Double) -> Double {
    let (mean, deviation) = (q.mean[k], q.standardDeviation[k])
    return deviation * Quadrature.integral { t in factor(mean + deviation * t) * exp(-0.5 * t * t) }.value
  }

  /// The trapezoid rule is exact to rounding on such integrands: what is left is the sum of its own few hundred terms.
  private func quadratureTolerance(scale: Double, factors: Int) -> Tolerance {
    .rounding(operations: 1000 * factors, scale: scale)
  }
}

//: There are d such summands, up to $`J_d`$. The notes write $`J_n`$, but n counts data, and for one datum there
//: would be one summand. The sum is the first line of equation (14):
//:
//: ```math
//: J = (2\pi)^{d/2}\prod_k\sigma_k\sum_j(\sigma_j^2+\mu_j^2). \qquad (14)
//: ```
//:
//: Divided by the constant in front, J is the mean squared length of a sample. So it can be sampled too.

extension Chapter3 {
  private func theSumOfSummands(_ summands: [Double], _ notebook: ChapterNotebook) {
    let (mean, deviation, d) = (mean.value, deviation.value, summands.count)
    let volume = pow(2 * .pi, Double(d) / 2) * deviation.reduce(1, *)
    let all = volume * zip(mean, deviation).reduce(0) { $0 + ($1.1.squared + $1.0.squared) }
    notebook.check(
      "14", "J by quadrature is (2π)^(d/2) ∏σ Σ(σ² + μ²)", summands.reduce(0, +), equals: all,
      within: quadratureTolerance(scale: all, factors: d))
    if summands.dropFirst().reduce(0, +) > 1e-6 * all {
      notebook.check(
        "14", "J₁ + … + J_n, as printed, of n = 1 datum falls short of the sum over d dimensions", summands[0],
        isBelow: all, by: quadratureTolerance(scale: all, factors: d))
    }

    let squaredLength = notebook.sampling("squared length").averages(dimension: d, of: 1) { noise, values in
      values[0] = (0..<d).reduce(0) { $0 + (mean[$1] + deviation[$1] * noise[$1]).squared }
    }[0]
    let variance = zip(mean, deviation).reduce(0) { $0 + $1.1.squared * (2 * $1.1.squared + 4 * $1.0.squared) }
    notebook.check(
      "14", "the squared length of a sample averages J/((2π)^(d/2) ∏σ)", squaredLength, equals: all / volume,
      exactStandardError: (variance / Double(notebook.samples)).squareRoot(), against: 1.5 * all / volume)
  }
}

//: ## 3.3 The two halves
//:
//: Equation (9) writes the divergence as a difference of two integrals, each an average of a log-density under q:
//:
//: ```math
//: \mathrm{KL}(q\,\Vert\,p) = \int q\,\log\frac qp\,dz = \int q\,\log q\,dz - \int q\,\log p\,dz = I_1 - I_2. \qquad (9)
//: ```
//:
//: Both have formulas. That of $`I_2`$ follows from J and is the second line of equation (14); that of $`I_1`$ is
//: equation (15):
//:
//: ```math
//: \begin{aligned}
//: I_2 &= -\tfrac d2\log 2\pi - \tfrac12\sum_j(\sigma_j^2+\mu_j^2), && (14)\\
//: I_1 &= -\tfrac d2\log 2\pi - \tfrac12\sum_j(1+\log\sigma_j^2). && (15)
//: \end{aligned}
//: ```
//:
//: Each half is checked against samples. The variances of one sample, $`d/2`$ for the first and
//: $`\sum_j(\sigma_j^4/2+\mu_j^2\sigma_j^2)`$ for the second, are exact.

extension Chapter3 {
  func theTwoHalves(_ notebook: ChapterNotebook) throws {
    let q = try approximatePosterior()
    let (mean, deviation, d) = (q.mean, q.standardDeviation, q.dimension)
    let prior = DiagonalGaussian.standard(dimension: d)
    let logDensities = notebook.sampling("both halves").averages(dimension: d, of: 2) { noise, values in
      let z = (0..<d).map { mean[$0] + deviation[$0] * noise[$0] }
      values[0] = (try? q.logDensity(at: z)) ?? .nan
      values[1] = (try? prior.logDensity(at: z)) ?? .nan
    }

    let moments = zip(mean, deviation).reduce(0) { $0 + ($1.1.squared + $1.0.squared) }
    let logConstant = -0.5 * Double(d) * log(2 * Double.pi)
    let first = logConstant - 0.5 * deviation.reduce(0) { $0 + (1 + log($1.squared)) }
    let second = logConstant - 0.5 * moments
    let variances = (
      Double(d) / 2, zip(mean, deviation).reduce(0) { $0 + $1.1.squared * (0.5 * $1.1.squared + $1.0.squared) }
    )
    let m = Double(notebook.samples)
    // A shard's running mean is rounded once a sample, which is all that is left where σ is tiny.
    let rounding = 16384 * 0x1p-53
    notebook.show("I1", "∫ q log q, in nats", first)
    notebook.check(
      "15", "the mean of log q(z) is I₁", logDensities[0], equals: first,
      exactStandardError: hypot((variances.0 / m).squareRoot(), rounding * abs(first)), against: first + 0.5)
    notebook.show("I2", "∫ q log p, in nats", second)
    notebook.check(
      "14", "the mean of log p(z) is I₂", logDensities[1], equals: second,
      exactStandardError: hypot((variances.1 / m).squareRoot(), rounding * abs(second)),
      against: second + 0.5 * moments + 0.1)
    try halvesByQuadrature(first, second, notebook)
  }
}

//: Quadrature gives both without a sample, coordinate by coordinate.

extension Chapter3 {
  /// Both halves, coordinate by coordinate, without a sample.
  private func halvesByQuadrature(_ first: Double, _ second: Double, _ notebook: ChapterNotebook) throws {
    let q = try approximatePosterior()
    let constant = 0.5 * log(2 * Double.pi)
    var (ofApproximation, ofPrior, scale) = (0.0, 0.0, 1.0)
    for (mean, deviation) in zip(q.mean, q.standardDeviation) {
      ofApproximation += Quadrature.expectation { -0.5 * $0.squared - log(deviation) - constant }.value
      ofPrior += Quadrature.expectation { -0.5 * (mean + deviation * $0).squared - constant }.value
      scale += abs(log(deviation)) + mean.squared + deviation.squared + constant
    }
    // A thousand terms a coordinate, as for J.
    let tolerance = Tolerance.rounding(operations: 1000, scale: scale)
    notebook.check("15", "∫ q log q by quadrature is I₁", ofApproximation, equals: first, within: tolerance)
    notebook.check("14", "∫ q log p by quadrature is I₂", ofPrior, equals: second, within: tolerance)
    try theTwoPrintedLines(ofPrior, tolerance, notebook)
  }
}

//: On the way to $`I_2`$ the notes print lines without a number between (10) and (13); the first and the last of
//: them we call (11) and (12). The first should read
//:
//: ```math
//: I_2 = \int q\,\log\bigl(\frac{1}{(2\pi)^{d/2}}\exp\bigl(-\tfrac12\sum_jz_j^2\bigr)\bigr)\,dz, \qquad (11)
//: ```
//:
//: but has $`\sum_z`$ in place of the integral sign. A sum over the points of a grid has no limit: it doubles
//: whenever the spacing is halved.
//:
//: The other closes its logarithm too late, and loses J. As printed, and as it must be:
//:
//: ```math
//: \log\bigl(\frac{1}{(2\pi)^{d/2}}-\frac{1}{2(2\pi)^{d/2}\prod_k\sigma_k}\bigr),\qquad
//: \log\frac{1}{(2\pi)^{d/2}}-\frac{J}{2(2\pi)^{d/2}\prod_k\sigma_k}. \qquad (12)
//: ```
//:
//: For our q the printed one is the logarithm of a negative number.

extension Chapter3 {
  private func theTwoPrintedLines(
    _ second: Double, _ tolerance: Tolerance, _ notebook: ChapterNotebook
  ) throws {
    let q = try approximatePosterior()
    let (mean, deviation, d) = (q.mean[0], q.standardDeviation[0], q.dimension)
    // One coordinate of q log p on a grid; halving its spacing leaves the integral and doubles the sum.
    let sum = { (spacing: Double) in
      (-Int(10 / spacing)...Int(10 / spacing)).reduce(0.0) { sum, index in
        let noise = spacing * Double(index)
        let density = exp(-0.5 * noise.squared) / (2 * Double.pi).squareRoot()
        return sum + density * (-0.5 * (mean + deviation * noise).squared - 0.5 * log(2 * Double.pi))
      }
    }
    let size = 1 + mean.squared + deviation.squared
    notebook.check(
      "11", "of coordinate 1, grid sums times the spacing are the integral, at ¼ and at ⅛",
      sum(0.25) * notebook.choose(0.25, or: ["sum-for-integral": 1]), equals: sum(0.125) * 0.125,
      within: .rounding(operations: 1000, scale: size), against: sum(0.25))
    notebook.check(
      "11", "without dz, the sum doubles when the spacing is halved", sum(0.125) / sum(0.25), equals: 2,
      within: .rounding(operations: 2000, scale: 2 * size / abs(sum(0.25))))

    let volume = q.standardDeviation.reduce(1, *)
    let normalizer = pow(2 * .pi, Double(d) / 2)
    let lengths = zip(q.mean, q.standardDeviation).map { $0.squared + $1.squared }
    let moments = normalizer * volume * lengths.reduce(0, +)
    let printed = log((1 - 0.5 / volume) / normalizer)
    notebook.check(
      "12", "log (2π)^(−d/2) − J/(2 (2π)^(d/2) ∏σ) is ∫ q log p",
      notebook.choose(-log(normalizer) - 0.5 * moments / (normalizer * volume), or: ["lost-integral": printed]),
      equals: second, within: tolerance)
    if volume < 0.5 {
      notebook.check(
        "12", "the logarithm of (12), as printed, has a negative argument", 1 - 0.5 / volume, isBelow: 0,
        by: .rounding(operations: d + 3, scale: 1 / volume))
    }
  }
}

//: ## 3.4 The closed form
//:
//: Subtracting, the constants cancel, and what is left is equation (16):
//:
//: ```math
//: \mathrm{KL}(q\,\Vert\,p) = I_1 - I_2
//:   = -\tfrac12\sum_{j=1}^d\bigl(1+\log\sigma_j^2-\sigma_j^2-\mu_j^2\bigr). \qquad (16)
//: ```
//:
//: The sum runs over the dimensions j. The notes print the index i, which counts data: read to the letter that would be
//: d copies of one term.
//:
//: The cell is the equation read aloud; every famous way to get it wrong stands beside it.
//:
//: > **What do you expect?** The coordinates of q are N(0.5, 0.3²), N(−1, 1.5²) and N(2, 0.8²). Which of them costs
//: > most?

extension Chapter3 {
  func theClosedForm(_ notebook: ChapterNotebook) throws {
    let q = try approximatePosterior()
    let divergence = try closedForm(notebook)
    notebook.show("divergence", "KL(q ‖ p), in nats", divergence)
    for (j, (mean, deviation)) in zip(q.mean, q.standardDeviation).enumerated() {
      let share = try DiagonalGaussian(mean: [mean], standardDeviation: [deviation]).divergenceFromStandard()
      notebook.show("divergence\(j + 1)", "the part of coordinate \(j + 1)", share)
    }
    notebook.check(
      "16", "the closed form is I₁ − I₂", divergence, equals: q.crossEntropyToStandard - q.entropy,
      within: .rounding(operations: 16 * q.dimension, scale: q.crossEntropyToStandard + abs(q.entropy)))
    notebook.check(
      "16", "the core's stable form is the textbook's", q.divergenceFromStandard(), equals: divergence,
      within: .rounding(operations: 16 * q.dimension, scale: q.crossEntropyToStandard + abs(q.entropy)))

    if deviation.value.contains(where: { $0 != 1 }) {
      let roots = deviation.value.map { $0.squareRoot() }
      let printed = try DiagonalGaussian(mean: q.mean, standardDeviation: roots).divergenceFromStandard()
      notebook.check(
        "9", "with covariance diag(σ), as printed, it would be another number", abs(printed - divergence), isAbove: 0,
        by: .rounding(operations: 16 * q.dimension, scale: q.crossEntropyToStandard + abs(q.entropy)))
    }
    let literal =
      Double(q.dimension)
      * sum([q.mean[0]], [q.standardDeviation[0]]) {
        -0.5 * (1 + log($1.squared) - $1.squared - $0.squared)
      }
    if abs(literal - divergence) > 1e-6 * (literal + divergence) {
      notebook.check(
        "16", "with the sum over i, as (15) and (16) print it, coordinate 1 is counted d times: another number",
        abs(literal - divergence), isAbove: 0,
        by: .rounding(operations: 16 * q.dimension, scale: literal + q.crossEntropyToStandard + abs(q.entropy)))
    }
    notebook.draw(divergenceOverTheParameters())
  }

  /// Equation (16), or one of the ways to get it wrong.
  private func closedForm(_ notebook: ChapterNotebook) throws -> Double {
    let q = try approximatePosterior()
    let (mean, deviation, d) = (q.mean, q.standardDeviation, Double(q.dimension))
    let right = -0.5 * sum(mean, deviation) { 1 + log($1.squared) - $1.squared - $0.squared }
    let covariance = try DiagonalGaussian(mean: mean, standardDeviation: deviation.map { $0.squareRoot() })
    return notebook.choose(
      right,
      or: [
        "deviation-for-covariance": covariance.divergenceFromStandard(),
        "wrong-sign": -right,
        "missing-half": 2 * right,
        "deviation-for-variance": -0.5 * sum(mean, deviation) { 1 + log($1.squared) - $1 - $0.squared },
        "log-deviation": -0.5 * sum(mean, deviation) { 1 + log($1) - $1.squared - $0.squared },
        "mean-not-squared": -0.5 * sum(mean, deviation) { 1 + log($1.squared) - $1.squared - $0 },
        "mean-over-dimensions": right / d,
        "sum-over-data": -0.5 * d * sum([mean[0]], [deviation[0]]) { 1 + log($1.squared) - $1.squared - $0.squared },
        "reversed": try DiagonalGaussian.standard(dimension: q.dimension).divergence(to: q),
      ])
  }

  private func sum(_ mean: [Double], _ deviation: [Double], _ term: (Double, Double) -> Double) -> Double {
    zip(mean, deviation).reduce(0) { $0 + term($1.0, $1.1) }
  }

  /// Contours of the divergence of one coordinate.
  private func divergenceOverTheParameters() -> Figure {
    let means = (0...48).map { -3 + Double($0) / 8 }
    let deviations = (0...48).map { 0.1 + Double($0) / 48 * 2.9 }
    let values = deviations.flatMap { deviation in
      means.map { 0.5 * ($0.squared + deviation.squared - 1 - log(deviation.squared)) }
    }
    return Figure(
      slug: "ch03-divergence-contours", title: "What the divergence charges for leaving the prior",
      caption: "KL(q ‖ p) of one coordinate over its mean and deviation: 0 at (0, 1) alone, and steep towards σ = 0.",
      xAxis: Axis("mean μ"), yAxis: Axis("standard deviation σ"),
      layers: [
        .heatMap(
          x: means, y: deviations, values: values, valueLabel: "KL(q ‖ p) (nats)", contours: [0.05, 0.25, 0.5, 1, 2, 4])
      ])
  }
}

//: The third: it costs 2.04 nats, nearly all of them for a mean that lies two deviations of the prior away. The narrow
//: first coordinate costs 0.874, and the wide second 0.720, most of it for its mean.
//:
//: ## 3.5 Sampling it instead
//:
//: The divergence is an average under q, so that samples estimate it too. That is how one checks the formula, and
//: what one is left with when there is none. One sample's log-ratio has the exact variance
//:
//: ```math
//: \mathrm{Var}\bigl[\log q(z)-\log p(z)\bigr] = \sum_j\bigl[\tfrac12(\sigma_j^2-1)^2+\mu_j^2\sigma_j^2\bigr],
//: ```
//:
//: so the sampled divergence comes with a standard error that is known, not estimated.

extension Chapter3 {
  func samplingItInstead(_ notebook: ChapterNotebook) throws {
    let q = try approximatePosterior()
    let divergence = try closedForm(notebook)
    let sampled = q.sampledDivergenceFromStandard(notebook.sampling("sampled divergence"))
    let standardError = (q.varianceOfSampledDivergence / Double(notebook.samples)).squareRoot()
    notebook.show("sampledDivergence", "the same, from samples, in nats", sampled.mean)
    notebook.show("sampledDivergenceStandardError", "its exact standard error", standardError)
    // Forgetting the ½ doubles it, forgetting the 1 adds d/2: at least one of them shows, whatever the parameters.
    notebook.check(
      "16", "the sampled divergence averages the closed form", sampled, equals: divergence,
      exactStandardError: standardError, against: divergence + max(divergence, 0.5 * Double(q.dimension)))

    oneLogRatio(of: q, notebook)
    notebook.draw(closingOnTheFormula(q, notebook))
  }
}

//: > **What do you expect?** A divergence is never negative. Can a single sample's log-ratio be?

extension Chapter3 {
  private func oneLogRatio(of q: DiagonalGaussian, _ notebook: ChapterNotebook) {
    let moments = singleSamples(of: q, notebook)
    let variance = q.varianceOfSampledDivergence
    let withoutMeans = q.standardDeviation.reduce(0) { $0 + 0.5 * ($1.squared - 1).squared }
    notebook.show("singleSampleVariance", "the variance of one log-ratio, in nats²", variance)
    notebook.check(
      "16", "the squared deviation of one log-ratio averages its exact variance", moments.squaredDeviation,
      equals: notebook.choose(variance, or: ["too-small-variance": withoutMeans]),
      exactStandardError: standardErrorOfVariance(of: q, samples: notebook.samples), against: 1.5 * variance + 0.1)
    notebook.show("negativeShare", "the share of single log-ratios below 0", moments.isNegative.mean)
    // Where q is p the log-ratio is 0 and no noise tells on which side.
    guard variance > 1e-6 else { return }
    let share = negativeShare(of: q)
    if share.value > 0.05, share.error < 1e-4 {
      notebook.show("negativeShareByQuadrature", "the same, integrated", share.value)
      let ofShare = (share.value * (1 - share.value) / Double(notebook.samples)).squareRoot()
      notebook.check(
        "16", "the share of negative log-ratios is the integral of q over the places where p exceeds q",
        moments.isNegative, equals: share.value, exactStandardError: hypot(ofShare, share.error), against: 0)
    }
  }

  /// The standard error of a mean of squared deviations, √((κ₄ + 2κ₂²)/m), and what is left of it by rounding alone.
  ///
  /// The log-ratio is c + Σ (aⱼuⱼ² + bⱼuⱼ) with normal noise u, whose cumulants are κ₂ = Σ (2aⱼ² + bⱼ²) and
  /// κ₄ = 48 Σ aⱼ² (aⱼ² + bⱼ²).
  private func standardErrorOfVariance(of q: DiagonalGaussian, samples: Int) -> Double {
    let variance = q.varianceOfSampledDivergence
    let fourth = zip(q.mean, q.standardDeviation).reduce(0) { sum, coordinate in
      let (a, b) = (0.5 * (coordinate.1.squared - 1), coordinate.0 * coordinate.1)
      return sum + 48 * a.squared * (a.squared + b.squared)
    }
    // A log-ratio carries some sixteen roundings a coordinate, a shard's running mean one a sample.
    let ofRatio = 16 * Double(q.dimension) * 0x1p-53 * (q.crossEntropyToStandard + abs(q.entropy))
    let rounding = ofRatio * (2 * variance.squareRoot() + ofRatio) + 16384 * 0x1p-53 * variance
    return hypot(((fourth + 2 * variance.squared) / Double(samples)).squareRoot(), rounding)
  }

  /// The moments of one sampled log-ratio.
  private func singleSamples(
    of q: DiagonalGaussian, _ notebook: ChapterNotebook
  ) -> (squaredDeviation: MonteCarloEstimate, isNegative: MonteCarloEstimate) {
    let (mean, deviation, expected) = (q.mean, q.standardDeviation, q.divergenceFromStandard())
    let logDeterminant = deviation.reduce(0) { $0 + log($1) }
    let estimates = notebook.sampling("single log-ratios").averages(dimension: q.dimension, of: 2) { noise, values in
      var ratio = -logDeterminant
      for j in noise.indices {
        ratio += 0.5 * ((mean[j] + deviation[j] * noise[j]).squared - noise[j].squared)
      }
      values[0] = (ratio - expected).squared
      values[1] = ratio < 0 ? 1 : 0
    }
    return (estimates[0], estimates[1])
  }

  /// The probability under q that log q(z) − log p(z) is below 0, from its characteristic function (Imhof, 1961).
  ///
  /// The log-ratio is c + Σ (aⱼuⱼ² + bⱼuⱼ) with normal noise u, and P = ½ − (1/2π) ∫ Im φ(t)/t dt, where φ is known.
  private func negativeShare(of q: DiagonalGaussian) -> Quadrature.Result {
    let coefficients = zip(q.mean, q.standardDeviation).map { mean, deviation in
      (a: 0.5 * (deviation.squared - 1), b: mean * deviation, c: 0.5 * mean.squared - log(deviation))
    }
    // log |φ| and arg φ.
    let characteristic = { (t: Double) in
      var (logModulus, angle) = (0.0, 0.0)
      for (a, b, c) in coefficients {
        let spread = 1 + 4 * (a * t).squared
        logModulus -= 0.25 * log(spread) + 0.5 * (b * t).squared / spread
        angle += 0.5 * atan(2 * a * t) + c * t - a * b.squared * t * t.squared / spread
      }
      return (logModulus, angle)
    }
    // A log-ratio that varies little has a φ that reaches far.
    let end = 120 / Swift.min(1, q.varianceOfSampledDivergence.squareRoot())
    let integral = Quadrature.integral(over: -end...end, intervals: 4800) { t in
      let (logModulus, angle) = characteristic(t)
      return t == 0 ? q.divergenceFromStandard() : exp(logModulus) * sin(angle) / t
    }
    // Beyond the end |φ| falls at least as 1/√t, so that ∫ |φ|/t on either side is at most 2 |φ(end)|.
    let cutOff = 4 * exp(characteristic(end).0)
    return Quadrature.Result(
      value: 0.5 - integral.value / (2 * .pi), error: (integral.error + cutOff) / (2 * .pi))
  }

  /// Eight independent runs, closing on the formula as samples are added.
  private func closingOnTheFormula(_ q: DiagonalGaussian, _ notebook: ChapterNotebook) -> Figure {
    let counts = (2...16).map { 1 << $0 }
    let divergence = q.divergenceFromStandard()
    let band = counts.map { 2 * (q.varianceOfSampledDivergence / Double($0)).squareRoot() }
    let runs = (0..<8).map { run in
      counts.map { count in
        let noise = notebook.noise("fan").substream(run)
        let sampling = MonteCarlo(samples: count, noise: noise, threads: notebook.threads)
        return Point(Double(count), q.sampledDivergenceFromStandard(sampling).mean)
      }
    }
    return Figure(
      slug: "ch03-sampled-divergence", title: "The sampled divergence closes on the formula",
      caption: "Eight runs, each adding samples to its own; the band is two exact standard errors to either side.",
      xAxis: Axis("samples m", scale: .logarithmic), yAxis: Axis("sampled divergence (nats)"),
      layers: [
        .band(
          x: counts.map(Double.init), lower: band.map { divergence - $0 }, upper: band.map { divergence + $0 },
          label: "± 2 standard errors", color: .sky)
      ] + runs.map { .line($0, style: .faint, color: .blue) } + [
        .horizontalLine(divergence, label: "equation (16)", color: .black)
      ])
  }
}

//: It can: wherever p exceeds q. At the default q a share of 0.0577 of the samples says so, about one in seventeen. A
//: negative single sample is no bug; a negative mean of many is.
//:
//: ## 3.6 Where the textbook form fails
//:
//: On paper (16) is exact. In floating point its terms are near 1 while their sum may be tiny: at log σ² = 10⁻⁹ the
//: divergence is $`(\log\sigma^2)^2/4`$, which has eighteen zeros behind the point.
//:
//: > **What do you expect?** How many digits of that does $`-\tfrac12(1+\log\sigma^2-\sigma^2)`$ get right, term by
//: > term?

extension Chapter3 {
  func whereTheTextbookFormFails(_ notebook: ChapterNotebook) throws {
    let logVariance = 1e-9
    let textbook = -0.5 * (1 + logVariance - exp(logVariance))
    let near = try DiagonalGaussian(mean: [0], logVariance: [logVariance]).divergenceFromStandard()
    let series = logVariance.squared / 4 * (1 + logVariance / 3)
    notebook.check(
      "16", "near σ² = 1 the core keeps every digit", notebook.choose(near, or: ["naive-form": textbook]),
      equals: series, within: .rounding(operations: 8, scale: series), against: textbook)

    notebook.show("textbookNearOne", "the textbook's form there, in nats", textbook)
    try theEndsOfTheNumberRange(notebook)
  }
}

//: None: 1 + log σ² and σ² round to the same number, and it returns 0. The core computes the three terms together.
//:
//: At the other end, forming σ² first and taking its logarithm fails when σ² nears the end of the number range. At
//: log σ² = −745 the true value is ½ (745 − 1) = 372, and σ² has lost its digits. At log σ² = 710, σ² overflows
//: although half of it is still a number. The core keeps log σ².

extension Chapter3 {
  private func theEndsOfTheNumberRange(_ notebook: ChapterNotebook) throws {
    let small = try DiagonalGaussian(mean: [0], logVariance: [-745])
    let throughVariance = -0.5 * (1 + log(exp(-745)) - exp(-745))
    notebook.check(
      "16", "at log σ² = −745 the divergence is 372", small.divergenceFromStandard(), equals: 372,
      within: .rounding(operations: 4, scale: 372), against: throughVariance)

    let large = try DiagonalGaussian(mean: [0], logVariance: [710])
    let halfVariance = exp(710 - log(2.0))
    notebook.check(
      "16", "at log σ² = 710 the divergence is ½ exp 710, though exp 710 overflows", large.divergenceFromStandard(),
      equals: halfVariance,
      within: Tolerance(
        1420 * 0x1p-53 * halfVariance, because: "rounding the exponent 709.3 moves the exponential by that"),
      against: exp(710) / 2)
  }
}

//: ## 3.7 The other direction is another number
//:
//: Swap the two distributions and the same algebra gives
//: $`\mathrm{KL}(p\,\Vert\,q) = \tfrac12\sum_j\bigl[(1+\mu_j^2)/\sigma_j^2-1+\log\sigma_j^2\bigr]`$. It charges q
//: for every place where the prior has mass and q has none; (16) charges q for having mass where the prior has
//: none. Training with one of them in place of the other is training another model.

extension Chapter3 {
  func theOtherDirection(_ notebook: ChapterNotebook) throws {
    let q = try approximatePosterior()
    let prior = DiagonalGaussian.standard(dimension: q.dimension)
    let reversed = try prior.divergence(to: q)
    let (mean, deviation) = (q.mean, q.standardDeviation)
    let sampled = notebook.sampling("reversed divergence").averages(dimension: q.dimension, of: 1) { noise, values in
      var ratio = 0.0
      for j in noise.indices {
        ratio += 0.5 * (((noise[j] - mean[j]) / deviation[j]).squared - noise[j].squared) + log(deviation[j])
      }
      values[0] = ratio
    }[0]
    let variance = zip(mean, deviation).reduce(0) { sum, coordinate in
      let precision = 1 / coordinate.1.squared
      return sum + 0.5 * (precision - 1).squared + (coordinate.0 * precision).squared
    }
    notebook.show("reversedDivergence", "KL(p ‖ q), in nats", reversed)
    notebook.check(
      "16", "the reversed divergence is the mean of log p(z) − log q(z) under the prior", sampled, equals: reversed,
      exactStandardError: (variance / Double(notebook.samples)).squareRoot(),
      against: reversed + max(reversed, 0.5 * Double(q.dimension)))
  }
}

//: ## What we simplified
//:
//: One q for one datum; chapter 2 says why each datum needs its own. A diagonal covariance: a full one adds the
//: logarithm of a determinant and a trace, and no new idea. The prior is N(0, I); the core's `divergence(to:)`
//: takes any diagonal one.
//:
//: ## Exercises
//:
//: Each numbered exercise has a file to edit and a criterion that judges it: `swift run chapter3 --exercise 1` says
//: which, `--check-exercise 1` judges your answer, `--solution 1` shows ours. The others are for paper.
//:
//: 1. Predict a number: how many samples does the sampled divergence need for a standard error of 0.001 nats at the
//:    defaults?
//:    <details><summary>Solution</summary>The single-sample variance over 0.001²: about 6.1 million.</details>
//: 2. Write a function: the divergence to N(0, I) of a Gaussian in two dimensions whose coordinates are *not*
//:    independent. Its covariance S has four entries.
//:    <details><summary>Solution</summary>½ (tr S + ‖μ‖² − 2 − log det S). The trace stands where (16) has the sum of
//:    σ², the logarithm of the determinant where it has the sum of log σ².</details>
//: 3. Repair a derivation: J₁ of (13) by completing the square. One step is wrong. *Hint: about which point is z₁
//:    odd?*
//:    <details><summary>Solution</summary>The middle term does not vanish: ∫ z₁ exp(…) dz₁ = μ₁√(2π) σ₁, which the
//:    notes leave out too. With 2μ₁² − μ₁² = μ₁² the sum is σ₁² + μ₁².</details>
//: - Show that KL(q ‖ p) ≥ 0 from (16) alone, without Jensen's inequality. *Hint: x − 1 − log x has one minimum.*
//:   <details><summary>Solution</summary>Each coordinate contributes ½ μ² + ½ (x − 1 − log x) at x = σ². The
//:   derivative 1 − 1/x vanishes at x = 1 alone, where the value is 0 and the second derivative is
//:   positive.</details>
//: - Which mean and deviation with KL = 0.5 nats per coordinate lie farthest from the prior in μ? Look at the
//:   contours.
//:   <details><summary>Solution</summary>σ = 1 costs nothing, so all of it can be spent on the mean: ½ μ² = 0.5, and
//:   μ is 1 or −1.</details>
//:
//: ## Mistakes people make here
//:
//: `swift run chapter3 --list-mistakes` names them; `--mistake NAME` makes one, and says which equation caught it.
//:
//: ## Notation
//:
//: The symbols that this chapter introduces, and their names in the code.

extension Chapter3 {
  static let notation = [
    Notation(#"\mu"#, "mean", "the mean of q", shape: "d"),
    Notation(#"\sigma"#, "standardDeviation", "the standard deviation of q", shape: "d"),
    Notation(
      #"\log\sigma^2"#, "logVariance", "its logarithm, doubled: what an encoder gives", shape: "d", unit: "nats"),
    Notation("-I_1", "entropy", "the entropy of q", unit: "nats"),
    Notation("-I_2", "crossEntropyToStandard", "the cross-entropy of q and the prior", unit: "nats"),
  ]
}

//: ## Where the notes differ
//:
//: Each place: as printed, as it must be, and the claim above that shows the difference.

extension Chapter3 {
  static let errata = [
    Erratum(
      "8, 9, and above (7) and (10)", printed: #"$`\mathbf N(z\mid\mu,\sigma)`$ with $`\mathrm{diag}(\sigma)`$"#,
      correct: #"$`\mathrm{diag}(\sigma^2)`$, which the density in (10) and all of (13) to (16) use"#,
      shownBy: "with covariance diag(σ), as printed, it would be another number"),
    Erratum(
      "11 (unnumbered: I₂, first line)", printed: #"$`\sum_{z_i}\cdots dz_i`$"#, correct: #"$`\int\cdots dz_i`$"#,
      shownBy: "without dz, the sum doubles when the spacing is halved"),
    Erratum(
      "12 (unnumbered: I₂, last line)",
      printed: #"$`\log\bigl((2\pi)^{-d/2}-\frac{1}{2(2\pi)^{d/2}\prod_k\sigma_k}\bigr)`$"#,
      correct: #"$`\log(2\pi)^{-d/2}-\frac{J}{2(2\pi)^{d/2}\prod_k\sigma_k}`$"#,
      shownBy: "the logarithm of (12), as printed, has a negative argument"),
    Erratum(
      "above (13)", printed: #"$`J=J_1+\dots+J_n`$"#, correct: #"$`J=J_1+\dots+J_d`$; n counts data"#,
      shownBy: "J₁ + … + J_n, as printed, of n = 1 datum falls short of the sum over d dimensions"),
    Erratum(
      "13", printed: #"$`\sigma_j`$, $`\sigma_i`$ and $`\mu_i`$ in $`J_1`$"#,
      correct: #"$`\sigma_1`$ and $`\mu_1`$ throughout: $`J_1=(2\pi)^{d/2}\prod_k\sigma_k\,(\sigma_1^2+\mu_1^2)`$"#,
      shownBy: "with the index of coordinate d, as (13) lets it wander, J₁ would be another number"),
    Erratum(
      "15, 16", printed: #"$`\sum_{i=1}^d`$ of terms with index j"#,
      correct: #"$`\sum_{j=1}^d`$; i is the datum's index"#,
      shownBy: "with the sum over i, as (15) and (16) print it, coordinate 1 is counted d times: another number"),
  ]
}
