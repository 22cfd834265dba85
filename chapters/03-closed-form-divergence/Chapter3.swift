//: # 3 · The divergence in closed form
//:
//: **Thesis.** The second term of the bound needs no sampling: for a diagonal Gaussian and a standard normal prior the
//: Kullback–Leibler divergence is a sum of elementary terms, and every step that leads there can be checked.
//:
//: **You need** the density of a Gaussian and the definition of an expectation. **We verify** equations (9) to
//: (16): each integral as quadrature, as the mean of samples, and as a formula. Where the notes print something
//: else, the printed form is evaluated too.

import Notebook
import Plotting
import VAECore
import Verification

//: Throughout, q is one Gaussian with independent coordinates, and p is the prior N(0, I). The defaults stay away
//: from the places where errors hide: with μ = 0 a wrong sign goes unseen, with σ = 1 a wrong power, with one
//: dimension a mean in place of a sum.

extension Chapter3 {
  /// q, with this run's parameters.
  var approximatePosterior: DiagonalGaussian {
    get throws { try DiagonalGaussian(mean: mean.value, standardDeviation: deviation.value) }
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
    let q = try approximatePosterior
    // The square of z − μ = σε.
    let squaredDistance = QuadraticOfNoise(square: .diagonal(q.standardDeviation.map(\.squared)))
    let measured = notebook.sampling("spread of a sample").averages(dimension: q.dimension, of: 1) { noise, values in
      values[0] = zip(q.standardDeviation, noise).reduce(0) { $0 + ($1.0 * $1.1).squared }
    }[0]
    let trace = notebook.choose(
      squaredDistance.mean, or: ["deviation-for-covariance": q.standardDeviation.reduce(0, +)])
    notebook.check(
      "10", "the squared distance of a sample from its mean averages the trace of diag(σ²)", measured,
      equals: trace, exactStandardError: squaredDistance.standardError(samples: notebook.samples),
      against: 1.5 * trace)

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
    let q = try approximatePosterior
    let (mean, deviation, d) = (q.mean, q.standardDeviation, q.dimension)
    let summands = momentIntegrals(of: q)
    let first = Self.volume(deviation) * (deviation[0].squared + mean[0].squared)
    // As printed, with another coordinate's index; equal coordinates would hide it.
    let printed = Self.volume(deviation) * (deviation[d - 1].squared + mean[d - 1].squared)
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
      equals: mean[0] * Self.volume([deviation[0]]),
      within: quadratureTolerance(scale: (abs(mean[0]) + deviation[0]) * deviation[0], factors: 3))
    theSumOfSummands(summands, of: q, notebook)
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
  private func theSumOfSummands(_ summands: [Double], of q: DiagonalGaussian, _ notebook: ChapterNotebook) {
    let (mean, deviation, d) = (q.mean, q.standardDeviation, q.dimension)
    // Σ zⱼ², as a function of the noise.
    let squaredLength = QuadraticOfNoise(
      constant: dot(mean, mean), linear: zip(mean, deviation).map { 2 * $0 * $1 },
      square: .diagonal(deviation.map(\.squared)))
    let all = Self.volume(deviation) * squaredLength.mean
    notebook.check(
      "14", "J by quadrature is (2π)^(d/2) ∏σ Σ(σ² + μ²)", summands.reduce(0, +), equals: all,
      within: quadratureTolerance(scale: all, factors: d))
    if summands.dropFirst().reduce(0, +) > 1e-6 * all {
      notebook.check(
        "14", "J₁ + … + J_n, as printed, of n = 1 datum falls short of the sum over d dimensions", summands[0],
        isBelow: all, by: quadratureTolerance(scale: all, factors: d))
    }

    let measured = notebook.sampling("squared length").averages(dimension: d, of: 1) { noise, values in
      let z = q.reparameterized(noise: noise)
      values[0] = dot(z, z)
    }[0]
    notebook.check(
      "14", "the squared length of a sample averages J/((2π)^(d/2) ∏σ)", measured, equals: squaredLength.mean,
      exactStandardError: squaredLength.standardError(samples: notebook.samples), against: 1.5 * squaredLength.mean)
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
    let q = try approximatePosterior
    let prior = DiagonalGaussian.standard(dimension: q.dimension)
    let logDensities = notebook.sampling("both halves").averages(dimension: q.dimension, of: 2) { noise, values in
      let z = q.reparameterized(noise: noise)
      values[0] = q.logDensity(at: z)
      values[1] = prior.logDensity(at: z)
    }
    let (first, second) = (-q.entropy, -q.crossEntropyToStandard)
    notebook.show("I1", "∫ q log q, in nats", first)
    notebook.check(
      "15", "the mean of log q(z) is I₁", logDensities[0], equals: first,
      exactStandardError: q.logDensity(atDrawOf: q).standardError(samples: notebook.samples), against: first + 0.5)
    notebook.show("I2", "∫ q log p, in nats", second)
    notebook.check(
      "14", "the mean of log p(z) is I₂", logDensities[1], equals: second,
      exactStandardError: prior.logDensity(atDrawOf: q).standardError(samples: notebook.samples),
      against: 0.1 - Double(q.dimension) * halfLogTwoPi)
    try halvesByQuadrature(of: q, notebook)
  }
}

//: Quadrature gives both without a sample, coordinate by coordinate.

extension Chapter3 {
  private func halvesByQuadrature(of q: DiagonalGaussian, _ notebook: ChapterNotebook) throws {
    let prior = DiagonalGaussian.standard(dimension: 1)
    let halves = try q.coordinates.map { coordinate in
      let (logQ, logP) = (coordinate.logDensity(atDrawOf: coordinate), prior.logDensity(atDrawOf: coordinate))
      return (
        Quadrature.expectation { logQ.value(at: [$0]) }.value, Quadrature.expectation { logP.value(at: [$0]) }.value
      )
    }
    let tolerance = Tolerance.rounding(operations: 1000, scale: 1 + q.sizeOfTerms)
    notebook.check(
      "15", "∫ q log q by quadrature is I₁", halves.reduce(0) { $0 + $1.0 }, equals: -q.entropy, within: tolerance)
    let second = halves.reduce(0) { $0 + $1.1 }
    notebook.check(
      "14", "∫ q log p by quadrature is I₂", second, equals: -q.crossEntropyToStandard, within: tolerance)
    theTwoPrintedLines(second, of: q, tolerance, notebook)
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
    _ second: Double, of q: DiagonalGaussian, _ tolerance: Tolerance, _ notebook: ChapterNotebook
  ) {
    let (mean, deviation, d) = (q.mean[0], q.standardDeviation[0], q.dimension)
    let prior = DiagonalGaussian.standard(dimension: 1)
    // One coordinate of q log p on a grid; halving its spacing leaves the integral and doubles the sum.
    let sum = { (spacing: Double) in
      (-Int(10 / spacing)...Int(10 / spacing)).reduce(0.0) { sum, index in
        let noise = spacing * Double(index)
        return sum + exp(prior.logDensity(at: [noise])) * prior.logDensity(at: [mean + deviation * noise])
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

    let (normalizer, product) = (pow(2 * .pi, Double(d) / 2), q.standardDeviation.reduce(1, *))
    let moments = normalizer * product * (dot(q.mean, q.mean) + dot(q.standardDeviation, q.standardDeviation))
    let printed = log((1 - 0.5 / product) / normalizer)
    notebook.check(
      "12", "log (2π)^(−d/2) − J/(2 (2π)^(d/2) ∏σ) is ∫ q log p",
      notebook.choose(-log(normalizer) - 0.5 * moments / (normalizer * product), or: ["lost-integral": printed]),
      equals: second, within: tolerance)
    if product < 0.5 {
      notebook.check(
        "12", "the logarithm of (12), as printed, has a negative argument", 1 - 0.5 / product, isBelow: 0,
        by: .rounding(operations: d + 3, scale: 1 / product))
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
    let q = try approximatePosterior
    let (divergence, parts) = (try closedForm(notebook), try q.coordinates.map { $0.divergenceFromStandard() })
    let tolerance = Tolerance.rounding(operations: 16 * q.dimension, scale: q.sizeOfTerms)
    notebook.show("divergence", "KL(q ‖ p), in nats", divergence)
    for (j, part) in parts.enumerated() {
      notebook.show("divergence\(j + 1)", "the part of coordinate \(j + 1)", part)
    }
    notebook.check(
      "16", "the closed form is I₁ − I₂", divergence, equals: q.crossEntropyToStandard - q.entropy, within: tolerance)
    notebook.check(
      "16", "the core's stable form is the textbook's", q.divergenceFromStandard(), equals: divergence,
      within: tolerance)

    if q.standardDeviation.contains(where: { $0 != 1 }) {
      let printed = try DiagonalGaussian(mean: q.mean, standardDeviation: q.standardDeviation.map { $0.squareRoot() })
      notebook.check(
        "9", "with covariance diag(σ), as printed, it would be another number",
        abs(printed.divergenceFromStandard() - divergence), isAbove: 0, by: tolerance)
    }
    let literal = Double(q.dimension) * parts[0]
    if abs(literal - divergence) > 1e-6 * (literal + divergence) {
      notebook.check(
        "16", "with the sum over i, as (15) and (16) print it, coordinate 1 is counted d times: another number",
        abs(literal - divergence), isAbove: 0,
        by: .rounding(operations: 16 * q.dimension, scale: literal + q.sizeOfTerms))
    }
    notebook.draw(try divergenceOverTheParameters())
  }

  /// Equation (16), or one of the ways to get it wrong.
  private func closedForm(_ notebook: ChapterNotebook) throws -> Double {
    let q = try approximatePosterior
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
        "sum-over-data": try d * q.coordinates[0].divergenceFromStandard(),
        "reversed": DiagonalGaussian.standard(dimension: q.dimension).divergence(to: q),
      ])
  }

  private func sum(_ mean: [Double], _ deviation: [Double], _ term: (Double, Double) -> Double) -> Double {
    zip(mean, deviation).reduce(0) { $0 + term($1.0, $1.1) }
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
    let (q, divergence) = (try approximatePosterior, try closedForm(notebook))
    let sampled = q.sampledDivergenceFromStandard(notebook.sampling("sampled divergence"))
    let standardError = q.logRatioToStandard.standardError(samples: notebook.samples)
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
    let (prior, divergence) = (DiagonalGaussian.standard(dimension: q.dimension), q.divergenceFromStandard())
    let estimates = notebook.sampling("single log-ratios").averages(dimension: q.dimension, of: 2) { noise, values in
      let z = q.reparameterized(noise: noise)
      let logRatio = q.logDensity(at: z) - prior.logDensity(at: z)
      values[0] = (logRatio - divergence).squared
      values[1] = logRatio < 0 ? 1 : 0
    }
    let (squaredDeviation, isNegative) = (estimates[0], estimates[1])
    let exact = q.logRatioToStandard
    let withoutMeans = q.standardDeviation.reduce(0) { $0 + 0.5 * ($1.squared - 1).squared }
    notebook.show("singleSampleVariance", "the variance of one log-ratio, in nats²", exact.variance)
    notebook.check(
      "16", "the squared deviation of one log-ratio averages its exact variance", squaredDeviation,
      equals: notebook.choose(exact.variance, or: ["too-small-variance": withoutMeans]),
      exactStandardError: hypot(exact.standardErrorOfVariance(samples: notebook.samples), q.roundingOfVariance),
      against: 1.5 * exact.variance + 0.1)
    notebook.show("negativeShare", "the share of single log-ratios below 0", isNegative.mean)
    // Where q is p the log-ratio is 0 and no noise tells on which side.
    guard exact.variance > 1e-6 else { return }
    let share = exact.probabilityBelowZero
    if share.value > 0.05, share.error < 1e-4 {
      notebook.show("negativeShareByQuadrature", "the same, integrated", share.value)
      let ofShare = (share.value * (1 - share.value) / Double(notebook.samples)).squareRoot()
      notebook.check(
        "16", "the share of negative log-ratios is the integral of q over the places where p exceeds q",
        isNegative, equals: share.value, exactStandardError: hypot(ofShare, share.error), against: 0)
    }
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
    let halfVariance = exp(710 - log(2))
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
    let q = try approximatePosterior
    let prior = DiagonalGaussian.standard(dimension: q.dimension)
    let reversed = prior.divergence(to: q)
    let sampling = notebook.sampling("reversed divergence")
    let sampled = sampling.averages(dimension: q.dimension, of: 1) { z, values in
      values[0] = prior.logDensity(at: z) - q.logDensity(at: z)
    }[0]
    let logRatio = prior.logDensity(atDrawOf: prior) - q.logDensity(atDrawOf: prior)
    notebook.show("reversedDivergence", "KL(p ‖ q), in nats", reversed)
    notebook.check(
      "16", "the reversed divergence is the mean of log p(z) − log q(z) under the prior", sampled, equals: reversed,
      exactStandardError: logRatio.standardError(samples: notebook.samples),
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
//:
//: ## Where the notes differ
//:
//: Each place: as printed, as it must be, and the claim above that shows the difference.
