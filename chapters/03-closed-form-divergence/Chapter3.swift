//: # 3 · The divergence in closed form
//:
//: **Thesis.** The second term of the bound needs no sampling: for a diagonal Gaussian and a standard normal prior the
//: Kullback–Leibler divergence is a sum of elementary terms.
//:
//: A variational autoencoder is trained on a lower bound of log p(x), which chapter 2 derives. For an observation x, a
//: latent variable z with the prior p(z), and an approximation q(z) of the posterior, it reads
//:
//: ```math
//: \log p(x) \;\ge\; \mathbb{E}_q\log p(x\mid z) - \mathrm{KL}\bigl(q(z)\,\Vert\,p(z)\bigr).
//: ```
//:
//: This chapter is about the second term. It is the price of the latent variable: the number of nats that it takes to
//: tell the decoder where z is, to someone who knows only the prior.
//:
//: Why is there a formula at all? The logarithm of a Gaussian density is a quadratic function. So an average of it asks
//: only for the averages of z and of z², and these are known.
//:
//: **You need** the density of a Gaussian and the definition of an expectation. **We verify** equations (9) to (16):
//: each integral as quadrature, as the mean of samples, and as a formula. Where the notes print something else, the
//: printed form is evaluated too.

import Notebook
import Plotting
import VAECore
import Verification

//: Throughout, q is one Gaussian with independent coordinates, and p is the prior N(0, I). The defaults are three
//: coordinates, N(0.5, 0.3²), N(−1, 1.5²) and N(2, 0.8²). They stay away from the places where errors hide: with μ = 0
//: you cannot see a wrong sign, with σ = 1 a wrong power, with one dimension a mean in place of a sum.

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
//: Which one is meant is not a matter of taste: a density integrates to 1, and its variances are integrals too. We
//: compute them numerically, coordinate by coordinate. The samples $`z = \mu + \sigma\varepsilon`$, with noise ε from
//: N(0, I), must scatter as much. We measure the sum over the coordinates, which has the exact standard error
//: $`\sqrt{2\sum_j\sigma_j^4 / m}`$.

extension Chapter3 {
  func theDensity(_ notebook: ChapterNotebook) throws {
    let q = try approximatePosterior
    notebook.check(
      "10", "each of the d factors of the density (10) integrates to 1", try q.sumOfAverages { _, _ in 1 },
      equals: Double(q.dimension), comparing: .quadrature, with: .closedForm,
      within: quadratureTolerance(of: q) { _, _ in 1 }, against: Double(q.dimension) * (2 * .pi).squareRoot())

    let (trace, printedTrace) = (dot(q.standardDeviation, q.standardDeviation), q.standardDeviation.reduce(0, +))
    let density = notebook.choose(q, or: ["deviation-for-covariance": try q.asPrinted])
    let tolerance = quadratureTolerance(of: q) { $1.squared }
    notebook.check(
      "10", "the variances of the density (10) are diag(σ²), not the diag(σ) printed above it",
      try density.sumOfAverages { ($1 - $0.mean[0]).squared }, equals: trace, comparing: .quadrature,
      with: .closedForm, within: tolerance, against: printedTrace,
      unless: trace.coincides(with: printedTrace, within: tolerance.value, "Σσ is Σσ²"))

    let squaredDistance = QuadraticOfNoise(square: .diagonal(q.standardDeviation.map(\.squared)))
    let measured = notebook.sampling("spread of a sample").averages(dimension: q.dimension, of: 1) { noise, values in
      values[0] = zip(q.reparameterized(noise: noise), q.mean).reduce(0) { $0 + ($1.0 - $1.1).squared }
    }[0]
    let standardError = squaredDistance.standardError(samples: notebook.samples)
    notebook.check(
      "10", "the squared distance of a sample from its mean averages the trace of diag(σ²)", measured, equals: trace,
      with: .closedForm, exactStandardError: standardError, against: printedTrace,
      unless: trace.coincides(
        with: printedTrace, within: Claim.detectableBias * standardError, "Σσ is too near Σσ² for this many samples"))
    notebook.show(
      "printedCovarianceDivergence", "the divergence if diag(σ) of (8) and (9) were meant",
      try q.asPrinted.divergenceFromStandard())
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
//: $`\sqrt{2\pi}\,\sigma_k`$, and one with the factor $`z_k^2`$. Put $`z_k=\mu_k+\sigma_kt`$ there: the factor becomes
//: $`\mu_k^2+2\mu_k\sigma_kt+\sigma_k^2t^2`$, averaged under $`e^{-t^2/2}`$. The middle term is odd and vanishes,
//: and t² averages 1, so the integral is $`\sqrt{2\pi}\,\sigma_k(\sigma_k^2+\mu_k^2)`$. The first summand of J takes
//: the second kind for coordinate 1 and the first kind for all others. That is equation (13):
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
    let (summands, volume) = (try momentIntegrals(of: q), Self.volume(deviation))
    let first = volume * (deviation[0].squared + mean[0].squared)
    let printed = volume * (deviation[d - 1].squared + mean[d - 1].squared)
    let tolerance = quadratureTolerance(of: q) { _, _ in first }
    notebook.check(
      "13", "J₁ is (2π)^(d/2) ∏σ (σ₁² + μ₁²), not the same with another index, as (13) lets it wander",
      notebook.choose(first, or: ["wrong-index": printed]), equals: summands[0], comparing: .closedForm,
      with: .quadrature, within: tolerance, against: printed,
      unless: first.coincides(with: printed, within: tolerance.value, "coordinates 1 and d have the same σ² + μ²"))

    let coordinate = try q.coordinates[0]
    let firstMoment = mean[0] * Self.volume([deviation[0]])
    let ofMoment = quadratureTolerance(of: coordinate) { (abs($0) + $1) * $1 }
    notebook.check(
      "13", "∫ z₁ exp(…) dz₁, which (13) leaves out, is μ₁ √(2π) σ₁", coordinate.integral { $0 * coordinate.bell($0) },
      equals: firstMoment, comparing: .quadrature, with: .closedForm, within: ofMoment, against: 0,
      unless: firstMoment.coincides(with: 0, within: ofMoment.value, "μ₁ is 0"))
    theSumOfSummands(summands, of: q, notebook)
  }

  /// J₁ … J_d, each a product of one-dimensional integrals.
  private func momentIntegrals(of q: DiagonalGaussian) throws -> [Double] {
    let coordinates = try q.coordinates
    let masses = coordinates.map { k in k.integral { k.bell($0) } }
    let secondMoments = coordinates.map { k in k.integral { $0.squared * k.bell($0) } }
    return masses.indices.map { j in masses.indices.reduce(1) { $0 * ($1 == j ? secondMoments[$1] : masses[$1]) } }
  }
}

//: There are d such summands, up to $`J_d`$. The notes write $`J_n`$, but n counts data, and for one data point
//: there would be one summand. The sum is the first line of equation (14):
//:
//: ```math
//: J = (2\pi)^{d/2}\prod_k\sigma_k\sum_j(\sigma_j^2+\mu_j^2). \qquad (14)
//: ```
//:
//: Divided by the constant in front, J is the mean squared length of a sample. So it can be sampled too.

extension Chapter3 {
  private func theSumOfSummands(_ summands: [Double], of q: DiagonalGaussian, _ notebook: ChapterNotebook) {
    let (ofMean, trace) = (dot(q.mean, q.mean), dot(q.standardDeviation, q.standardDeviation))
    let (volume, sum) = (Self.volume(q.standardDeviation), summands.reduce(0, +))
    let all = volume * (trace + ofMean)
    let tolerance = quadratureTolerance(of: q) { _, _ in all }
    notebook.check(
      "14", "J is (2π)^(d/2) ∏σ Σ(σ² + μ²), a sum over d dimensions and not over n = 1 data point", all, equals: sum,
      comparing: .closedForm, with: .quadrature, within: tolerance, against: summands[0],
      unless: sum.coincides(with: summands[0], within: tolerance.value, "J₁ is all of J"))

    // Σ zⱼ², as a function of the noise.
    let squaredLength = QuadraticOfNoise(
      constant: ofMean, linear: zip(q.mean, q.standardDeviation).map { 2 * $0 * $1 },
      square: .diagonal(q.standardDeviation.map(\.squared)))
    let measured = notebook.sampling("squared length").averages(dimension: q.dimension, of: 1) { noise, values in
      let z = q.reparameterized(noise: noise)
      values[0] = dot(z, z)
    }[0]
    // The larger of the two terms is forgotten.
    notebook.check(
      "14", "the squared length of a sample averages J/((2π)^(d/2) ∏σ)", measured, equals: sum / volume,
      with: .quadrature, exactStandardError: squaredLength.standardError(samples: notebook.samples),
      against: min(ofMean, trace))
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
//: Both take two lines with a draw $`z=\mu+\sigma\varepsilon`$. The density of q sees only the noise,
//: $`\log q(z)=-\sum_j(\tfrac12\varepsilon_j^2+\log\sigma_j+\tfrac12\log2\pi)`$. Since $`\varepsilon_j^2`$ averages 1
//: and $`\log\sigma_j=\tfrac12\log\sigma_j^2`$, this averages (15). The prior sees z itself,
//: $`\log p(z)=-\sum_j(\tfrac12z_j^2+\tfrac12\log2\pi)`$. Since $`z_j^2`$ averages $`\sigma_j^2+\mu_j^2`$, this
//: averages (14).
//:
//: We check each half against samples. The variances of one sample, $`d/2`$ for the first and
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
      "15", "the mean of log q(z) is I₁", logDensities[0], equals: first, with: .closedForm,
      exactStandardError: q.logDensity(atDrawOf: q).standardError(samples: notebook.samples),
      against: first + 0.5 * Double(q.dimension))
    notebook.show("I2", "∫ q log p, in nats", second)
    notebook.check(
      "14", "the mean of log p(z) is I₂", logDensities[1], equals: second, with: .closedForm,
      exactStandardError: prior.logDensity(atDrawOf: q).standardError(samples: notebook.samples),
      against: -Double(q.dimension) * halfLogTwoPi)
    try halvesByQuadrature(of: q, notebook)
  }
}

//: Quadrature gives both without a sample, coordinate by coordinate.

extension Chapter3 {
  private func halvesByQuadrature(of q: DiagonalGaussian, _ notebook: ChapterNotebook) throws {
    let (prior, d) = (DiagonalGaussian.standard(dimension: 1), Double(q.dimension))
    let tolerance = quadratureTolerance(of: q, scale: Self.sizeOfTerms)
    notebook.check(
      "15", "∫ q log q by quadrature is I₁", try q.sumOfAverages { $0.logDensity(at: [$1]) }, equals: -q.entropy,
      comparing: .quadrature, with: .closedForm, within: tolerance, against: 0.5 * d - q.entropy)
    notebook.check(
      "14", "∫ q log p by quadrature is I₂", try q.sumOfAverages { prior.logDensity(at: [$1]) },
      equals: -q.crossEntropyToStandard, comparing: .quadrature, with: .closedForm, within: tolerance,
      against: -d * halfLogTwoPi)
    try theTwoPrintedLines(of: q, notebook)
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
//: For our q the printed one is the logarithm of a negative number. For its widest coordinate taken alone it has a
//: value: −1.32, where the average of log p is −2.54.

extension Chapter3 {
  private func theTwoPrintedLines(of q: DiagonalGaussian, _ notebook: ChapterNotebook) throws {
    let (prior, coordinates) = (DiagonalGaussian.standard(dimension: 1), try q.coordinates)
    let (first, mean, deviation) = (coordinates[0], q.mean[0], q.standardDeviation[0])
    for (spacing, name) in [(0.25, "¼"), (0.125, "⅛")] {
      let sum = (-Int(10 / spacing)...Int(10 / spacing)).reduce(0.0) { sum, index in
        let noise = spacing * Double(index)
        return sum + exp(prior.logDensity(at: [noise])) * prior.logDensity(at: [mean + deviation * noise])
      }
      notebook.check(
        "11", "∫ q log p of coordinate 1 is a grid sum of spacing \(name) times the spacing, not the sum",
        sum * notebook.choose(spacing, or: ["sum-for-integral": 1]), equals: -first.crossEntropyToStandard,
        comparing: .quadrature, with: .closedForm, within: quadratureTolerance(of: first, scale: Self.sizeOfTerms),
        against: sum)
    }

    guard let widest = coordinates.max(by: { $0.standardDeviation[0] < $1.standardDeviation[0] }) else { return }
    let volume = Self.volume(widest.standardDeviation)
    let right = -halfLogTwoPi - widest.integral { $0.squared * widest.bell($0) } / (2 * volume)
    let printed = log((1 - 0.5 / widest.standardDeviation[0]) / pow(2 * .pi, 0.5))
    if printed.isFinite {
      notebook.show("printedLogarithm", "(12) of the widest coordinate, as printed, in nats", printed)
    }
    let tolerance = quadratureTolerance(of: widest, scale: Self.sizeOfTerms)
    notebook.check(
      "12", "∫ q log p of the widest coordinate is log (2π)^(−½) − J/(2 (2π)^(½) σ), not the printed logarithm",
      notebook.choose(right, or: ["lost-integral": printed]), equals: -widest.crossEntropyToStandard,
      comparing: .quadrature, with: .closedForm, within: tolerance, against: printed,
      unless: printed.isFinite
        ? right.coincides(with: printed, within: tolerance.value, "both are equal by chance")
        : "no σ is above ½, and the printed logarithm has no value")
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
    let (q, divergence) = (try approximatePosterior, try closedForm(notebook))
    let (parts, d) = (try q.coordinates.map { $0.divergenceFromStandard() }, Double(q.dimension))
    notebook.show("divergence", "KL(q ‖ p), in nats", divergence)
    for (j, part) in parts.enumerated() {
      notebook.show("divergence\(j + 1)", "the part of coordinate \(j + 1)", part)
    }
    // Without the 1 under the sum there would be d/2 more.
    let stable = q.divergenceFromStandard()
    notebook.check(
      "16", "the textbook's closed form is the core's stable one", divergence, equals: stable, comparing: .closedForm,
      with: .otherCode, within: .rounding(operations: 16, scale: q.sizeOfTerms),
      against: stable + 0.5 * d)

    let prior = DiagonalGaussian.standard(dimension: 1)
    let integral = try q.sumOfAverages { $0.logDensity(at: [$1]) - prior.logDensity(at: [$1]) }
    let (tolerance, literal) = (quadratureTolerance(of: q, scale: Self.sizeOfTerms), d * parts[0])
    notebook.check(
      "9,16", "∫ q log(q/p) is the closed form with its sum over j, not over i, as (15) and (16) print it", divergence,
      equals: integral, comparing: .closedForm, with: .quadrature, within: tolerance, against: literal,
      unless: stable.coincides(with: literal, within: tolerance.value, "coordinate 1 counted d times is all of it"))
    notebook.draw(try divergenceOverTheParameters())
  }

  /// Equation (16), or one of the ways to get it wrong.
  private func closedForm(_ notebook: ChapterNotebook) throws -> Double {
    let q = try approximatePosterior
    let (mean, deviation, d) = (q.mean, q.standardDeviation, Double(q.dimension))
    let right = -0.5 * sum(mean, deviation) { 1 + log($1.squared) - $1.squared - $0.squared }
    return notebook.choose(
      right,
      or: [
        "deviation-for-covariance": try q.asPrinted.divergenceFromStandard(),
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
//: The divergence is an average under q, so samples estimate it too. That is how one checks the formula, and
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
      with: .closedForm, exactStandardError: standardError,
      against: divergence + max(divergence, 0.5 * Double(q.dimension)))

    oneLogRatio(of: q, notebook)
    try nearThePrior(notebook)
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
    // A log-ratio carries some sixteen roundings.
    let rounding = 16 * 0x1p-53 * q.sizeOfTerms
    let isConstant = exact.variance.squareRoot() < 1e6 * rounding ? "the log-ratio varies little beside rounding" : nil
    notebook.show("singleSampleVariance", "the variance of one log-ratio, in nats²", exact.variance)
    // Forgetting the ½ doubles the log-ratio.
    notebook.check(
      "16", "the squared deviation of one log-ratio averages its exact variance", squaredDeviation,
      equals: notebook.choose(exact.variance, or: ["too-small-variance": withoutMeans]), with: .closedForm,
      exactStandardError: exact.standardErrorOfVariance(samples: notebook.samples),
      against: 4 * exact.variance, unless: isConstant)

    notebook.show("negativeShare", "the share of single log-ratios below 0", isNegative.mean)
    let isRare = isNegative.mean * Double(notebook.samples) < 200 ? "fewer than 200 samples are negative" : nil
    let share = isConstant ?? isRare == nil ? exact.probabilityBelowZero : Quadrature.Result(value: 0, error: 0)
    let isUnclear = share.error > 0.1 * (isNegative.standardError ?? 0) ? "the integral is too uncertain" : nil
    let condition = isConstant ?? isRare ?? isUnclear
    if condition == nil { notebook.show("negativeShareByQuadrature", "the same, integrated", share.value) }
    notebook.check(
      "16", "the share of negative log-ratios is the integral of q over the places where p exceeds q", isNegative,
      equals: share.value, with: .quadrature, against: 0, unless: condition)
  }
}

//: It can: wherever p exceeds q. At the default q a share of 0.0577 of the samples says so, about one in seventeen. So
//: a negative single sample is no bug. Is a negative mean of many? Only if it is negative by more than its standard
//: errors: near the prior the divergence is small beside the noise.

extension Chapter3 {
  /// A thousand log-ratios of a q so near the prior that their mean is often negative.
  private func nearThePrior(_ notebook: ChapterNotebook) throws {
    let logRatio = try DiagonalGaussian(mean: [0.01], standardDeviation: [1]).logRatioToStandard
    // It is linear in the noise, so an average of a thousand is a Gaussian too.
    let average = QuadraticOfNoise(
      constant: logRatio.mean, linear: logRatio.standardError(samples: 1000), square: 0)
    notebook.show("divergenceNearPrior", "KL(q ‖ p) of q = N(0.01, 1), in nats", logRatio.mean)
    notebook.check(
      "16", "for q = N(0.01, 1) an average of 1000 log-ratios is negative with probability 0.437",
      average.probabilityBelowZero.value, equals: 0.437, comparing: .quadrature, with: .reference,
      within: .quoted(decimals: 3), against: logRatio.probabilityBelowZero.value)
  }
}

//: A divergence of 0.00005 nats, and the average of a thousand samples is negative nearly every second time.
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
      equals: series, comparing: .otherCode, with: .closedForm, within: .rounding(operations: 8, scale: series),
      against: textbook)

    notebook.show("textbookNearOne", "the textbook's form there, in nats", textbook)
    try theEndsOfTheNumberRange(notebook)
  }
}

//: None: 1 + log σ² and σ² round to the same number, and it returns 0. The core computes the three terms together. With
//: l = log σ² they are $`\tfrac12(e^l-1-l)`$. Near l = 0 that is the series $`\tfrac12(l^2/2!+l^3/3!+\dots)`$, where 1
//: and l do not appear any more; elsewhere the function `expm1` gives $`e^l-1`$ to its last digit.
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
      comparing: .otherCode, with: .reference, within: .rounding(operations: 4, scale: 372), against: throughVariance)

    let large = try DiagonalGaussian(mean: [0], logVariance: [710])
    let halfVariance = exp(710 - log(2))
    notebook.check(
      "16", "at log σ² = 710 the divergence is ½ exp 710, though exp 710 overflows", large.divergenceFromStandard(),
      equals: halfVariance, comparing: .otherCode, with: .closedForm,
      within: Tolerance(
        1420 * 0x1p-53 * halfVariance, because: "rounding the exponent 709.3 moves the exponential by that"),
      against: exp(710) / 2)
  }
}

//: ## 3.7 The other direction is another number
//:
//: Swap the two distributions and the same algebra gives
//: $`\mathrm{KL}(p\,\Vert\,q) = \tfrac12\sum_j\bigl[(1+\mu_j^2)/\sigma_j^2-1+\log\sigma_j^2\bigr]`$. This direction is
//: large where the prior has mass and q has none, so a q that is too narrow costs most. In (16) it is the reverse: q
//: pays for mass where the prior has none. Training with one of them in place of the other is training a different
//: model.

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
    let standardError = logRatio.standardError(samples: notebook.samples)
    let forward = q.divergenceFromStandard()
    notebook.show("reversedDivergence", "KL(p ‖ q), in nats", reversed)
    notebook.check(
      "16", "the mean of log p(z) − log q(z) under the prior is KL(p ‖ q), not KL(q ‖ p)", sampled, equals: reversed,
      with: .closedForm, exactStandardError: standardError, against: forward,
      unless: reversed.coincides(
        with: forward, within: Claim.detectableBias * standardError, "both are too near for this many samples"))
  }
}

//: ## What we simplified
//:
//: One q for one data point; chapter 2 says why each needs its own. A diagonal covariance: a full one adds the
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
