//: # 3 · The divergence in closed form
//:
//: **Thesis.** The second term of the bound needs no sampling: for a Gaussian q with a diagonal covariance and a standard
//: normal prior, the Kullback–Leibler divergence is a sum of elementary terms.
//:
//: A variational autoencoder is trained on a lower bound of log p(x), which chapter 2 derives. For an observation x, a
//: latent variable z with the prior p(z), and an approximation q(z) of the posterior, it reads
//:
//: ```math
//: \log p(x) \;\ge\; \mathbb{E}_q\log p(x\mid z) - \mathrm{KL}\bigl(q(z)\,\Vert\,p(z)\bigr).
//: ```
//:
//: This chapter is about the second term. It is the price of the latent variable, also called the *rate*: the number of
//: nats that it takes, on average, to tell where z is to someone who knows only the prior.
//:
//: Why is there a formula at all? The logarithm of a Gaussian density is a quadratic function. So its average needs only
//: the averages of z and of z², and these are known.
//:
//: **You need** the density of a Gaussian and the definition of an expectation. **We verify** equations (9) to (16):
//: each integral by numerical integration, as the mean of samples, and as a formula. Where the notes print something else,
//: the printed form is evaluated too. A run takes about a second on two processor cores; there is no `--full`.

import Notebook
import Plotting
import VAECore
import Verification

//: Throughout, q is one Gaussian with independent coordinates, and p is the prior N(0, I). The defaults are three
//: coordinates, N(0.5, 0.3²), N(−1, 1.5²) and N(2, 0.8²). They stay away from the values that hide errors: with μ = 0 a
//: wrong sign does not show, with σ = 1 a wrong power, with one dimension a mean in place of a sum.

extension Chapter3 {
  /// q, with this run's parameters.
  var approximatePosterior: DiagonalGaussian {
    get throws { try DiagonalGaussian(mean: mean.value, standardDeviation: deviation.value) }
  }
}

//: ## 3.1 A difference of two averages
//:
//: What is to be computed? The divergence is the average, under q, of the logarithm of q/p. The logarithm of a quotient is a
//: difference, so the divergence is a difference of two averages, each of a log-density under q:
//:
//: ```math
//: \mathrm{KL}(q\,\Vert\,p) = \int q\,\log\frac qp\,dz = \int q\,\log q\,dz - \int q\,\log p\,dz = I_1 - I_2. \qquad (9)
//: ```
//:
//: The densities are those of a Gaussian with d independent coordinates,
//:
//: ```math
//: q(z) = \frac{1}{(2\pi)^{d/2}\prod_k\sigma_k}
//:   \exp\bigl(-\tfrac12\sum_j\frac{(z_j-\mu_j)^2}{\sigma_j^2}\bigr),\qquad
//: p(z) = \frac{1}{(2\pi)^{d/2}}\exp\bigl(-\tfrac12\sum_jz_j^2\bigr). \qquad (10)
//: ```
//:
//: The exponent of q divides by the *squares* of the deviations, so the covariance of q is $`\mathrm{diag}(\sigma^2)`$. Is that
//: what a program means, too? It can be tested: a density integrates to 1, and its variances are integrals. We compute
//: them numerically, coordinate by coordinate. The samples $`z = \mu + \sigma\varepsilon`$, with noise ε from N(0, I), must
//: scatter as much. We measure the sum over the coordinates, which has the exact standard error
//: $`\sqrt{2\sum_j\sigma_j^4 / m}`$ because the variance of ε² is 3 − 1 = 2.
//:
//: > **In the notes.** The line above (10), and (8) and (9), print $`\mathrm{diag}(\sigma)`$ for the covariance. The density
//: > (10) itself, and all that follows, has $`\mathrm{diag}(\sigma^2)`$.

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

//: So the σ of this book is a deviation. A program that takes it for a variance finds a different divergence for the same
//: numbers: 2.94 nats, where section 3.4 finds 3.64.
//:
//: ## 3.2 The second average, and the integral that it needs
//:
//: What is $`I_2`$, the average of log p under q? Put the density p from (10) into (9):
//:
//: ```math
//: I_2 = \int q\,\log\bigl(\frac{1}{(2\pi)^{d/2}}\exp\bigl(-\tfrac12\sum_jz_j^2\bigr)\bigr)\,dz
//:   = -\tfrac d2\log2\pi - \tfrac12\sum_j\int q\,z_j^2\,dz. \qquad (11)
//: ```
//:
//: So we need the average of $`z_j^2`$ under q. Write $`z_j=\mu_j+\sigma_jt`$ with t from N(0, 1). Then
//: $`z_j^2=\mu_j^2+2\mu_j\sigma_jt+\sigma_j^2t^2`$. The average of t is 0, because the density of t is even. The average of
//: t² is 1: integrate by parts, $`\int t\cdot t\,e^{-t^2/2}\,dt=\int e^{-t^2/2}\,dt`$. Therefore
//: $`\mathrm E\,z_j^2=\mu_j^2+\sigma_j^2`$, and $`\mathrm E\,z_j=\mu_j`$.
//:
//: The notes compute the same without the constant in front of q. They call the integral J:
//:
//: ```math
//: J = \int \sum_j z_j^2\,\exp\bigl(-\tfrac12\sum_k\frac{(z_k-\mu_k)^2}{\sigma_k^2}\bigr)\,dz.
//: ```
//:
//: It falls apart into one-dimensional integrals, one for each coordinate. Without a factor, such an integral gives
//: $`\sqrt{2\pi}\,\sigma_k`$; with the factor $`z_k^2`$ it gives $`\sqrt{2\pi}\,\sigma_k(\sigma_k^2+\mu_k^2)`$, as we have
//: just seen. The first summand of J takes the second kind for coordinate 1 and the first kind for all others. That is
//: equation (13):
//:
//: ```math
//: J_1 = (2\pi)^{d/2}\prod_k\sigma_k\,(\sigma_1^2+\mu_1^2). \qquad (13)
//: ```
//:
//: > **In the notes.** In (13) the index wanders from 1 to i and j, and the value of $`\int z_1e^{\cdots}dz_1`$, which is
//: > $`\mu_1\sqrt{2\pi}\,\sigma_1`$, is left out. The last summand of J is called $`J_n`$, but n counts data; it is $`J_d`$.

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
    try theTwoPrintedLines(of: q, notebook)
  }

  /// J₁ … J_d, each a product of one-dimensional integrals.
  private func momentIntegrals(of q: DiagonalGaussian) throws -> [Double] {
    let coordinates = try q.coordinates
    let masses = coordinates.map { k in k.integral { k.bell($0) } }
    let secondMoments = coordinates.map { k in k.integral { $0.squared * k.bell($0) } }
    return masses.indices.map { j in masses.indices.reduce(1) { $0 * ($1 == j ? secondMoments[$1] : masses[$1]) } }
  }
}

//: There are d such summands, one for each coordinate. Their sum is the first line of equation (14):
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

//: Now put J back into (11), divided by the constant. That is (12), and its value is the second line of (14):
//:
//: ```math
//: \begin{aligned}
//: I_2 &= \log\frac{1}{(2\pi)^{d/2}}-\frac{J}{2(2\pi)^{d/2}\prod_k\sigma_k} && (12)\\
//:   &= -\tfrac d2\log 2\pi - \tfrac12\sum_j(\sigma_j^2+\mu_j^2). && (14)
//: \end{aligned}
//: ```
//:
//: > **In the notes.** The lines between (10) and (13) have no numbers; we call the first of them (11) and the last (12).
//: > The first prints $`\sum_z`$ for the integral sign. A sum over the points of a grid has no limit: it doubles whenever the
//: > spacing is halved. The last closes its logarithm too late and loses J:
//: > $`\log\bigl(\frac{1}{(2\pi)^{d/2}}-\frac{1}{2(2\pi)^{d/2}\prod_k\sigma_k}\bigr)`$. For our q that is the logarithm of
//: > a negative number. For its widest coordinate by itself it has a value, −1.32, where the average of log p is −2.54.

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

//: ## 3.3 The first average, and both checked
//:
//: What is $`I_1`$, the average of log q under q? With $`z=\mu+\sigma\varepsilon`$ the exponent of q contains only the noise,
//: $`\log q(z)=-\sum_j(\tfrac12\varepsilon_j^2+\log\sigma_j+\tfrac12\log2\pi)`$. Since $`\varepsilon_j^2`$ averages 1 and
//: $`\log\sigma_j=\tfrac12\log\sigma_j^2`$, the average is equation (15):
//:
//: ```math
//: I_1 = -\tfrac d2\log 2\pi - \tfrac12\sum_j(1+\log\sigma_j^2). \qquad (15)
//: ```
//:
//: So minus $`I_1`$, the *entropy* of q, does not depend on μ. We check both averages against samples. The variances of one
//: sample are exact. For $`I_1`$ each coordinate adds that of $`\tfrac12\varepsilon^2`$, which is ½, so it is d/2. For
//: $`I_2`$ each adds that of $`\tfrac12z_j^2=\tfrac12\mu_j^2+\mu_j\sigma_j\varepsilon+\tfrac12\sigma_j^2\varepsilon^2`$, so it is
//: $`\sum_j(\sigma_j^4/2+\mu_j^2\sigma_j^2)`$.

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

//: Numerical integration gives both without a sample, coordinate by coordinate.

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
  }
}

//: ## 3.4 The closed form
//:
//: What is the divergence, then? Subtract (14) from (15). The constants cancel, and what is left is equation (16):
//:
//: ```math
//: \mathrm{KL}(q\,\Vert\,p) = I_1 - I_2
//:   = -\tfrac12\sum_{j=1}^d\bigl(1+\log\sigma_j^2-\sigma_j^2-\mu_j^2\bigr). \qquad (16)
//: ```
//:
//: Each coordinate pays for its mean, $`\tfrac12\mu_j^2`$, and for its width, $`\tfrac12(\sigma_j^2-1-\log\sigma_j^2)`$. The second
//: is at least 0 because log t ≤ t − 1, so both parts are 0 only at the prior's own mean and width. The first line of
//: `closedForm` in the cell below is this equation; the lines after it are well-known ways to get it wrong.
//:
//: > **In the notes.** The sums of (15) and (16) have the index i, which counts data, and terms with the index j. Read to the
//: > letter, that would be d copies of one term.
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
//: first coordinate costs 0.874, and the wide second one 0.720, most of it for its mean. The figure shows the price of one
//: coordinate for every mean and deviation.
//:
//: ## 3.5 Sampling it instead
//:
//: What if there is no formula? The divergence is an average under q, so samples estimate it too. One sample's log-ratio has
//: the exact variance
//:
//: ```math
//: \mathrm{Var}\bigl[\log q(z)-\log p(z)\bigr] = \sum_j\bigl[\tfrac12(\sigma_j^2-1)^2+\mu_j^2\sigma_j^2\bigr],
//: ```
//:
//: because $`\log q-\log p`$ of one coordinate is a constant plus $`\mu\sigma\varepsilon+\tfrac12(\sigma^2-1)\varepsilon^2`$. So the
//: sampled divergence comes with a standard error that is known, not estimated.

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

//: It can, wherever p exceeds q. With the default q this happens to a share of 0.0577 of the samples, about one in seventeen.
//: So a negative single sample is not a bug. Is a negative mean of many samples one? Only if it is negative by several of
//: its standard errors: near the prior the divergence is small compared with the noise.

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

//: The divergence is 0.00005 nats, and the average of a thousand samples is negative nearly every second time. The figure
//: shows the usual case, the default q: eight runs close on the formula.
//:
//: ## 3.6 Where the textbook form fails
//:
//: Can you type (16) into a program as it stands? On paper it is exact. In floating point its terms may be near 1 while their
//: sum is tiny: at μ = 0 and log σ² = 10⁻⁹ the divergence is about $`(\log\sigma^2)^2/4`$, which has eighteen zeros behind the
//: point.
//:
//: > **What do you expect?** How many digits of that does $`-\tfrac12(1+\log\sigma^2-\sigma^2)`$ get right, if it is
//: > computed term by term?

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

//: None: 1 + log σ² and σ² round to the same number, and the result is 0. The core computes the three terms together. With
//: l = log σ² they are $`\tfrac12(e^l-1-l)`$. Near l = 0 that is the series $`\tfrac12(l^2/2!+l^3/3!+\dots)`$, where 1
//: and l have already cancelled; elsewhere the function `expm1` gives $`e^l-1`$ to its last digit.
//:
//: The textbook form also fails at the ends of the number range, if a program forms σ² first and then takes its logarithm.
//: At log σ² = −745 the true value is ½ (745 − 1) = 372, and σ² has lost its digits. At log σ² = 710, σ² overflows
//: although half of it is still a number. The core keeps log σ², which is also what an encoder gives.

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

//: ## 3.7 The other direction is a different number
//:
//: Does it matter which of the two distributions comes first? Swap them, and the same algebra gives
//: $`\mathrm{KL}(p\,\Vert\,q) = \tfrac12\sum_j\bigl[(1+\mu_j^2)/\sigma_j^2-1+\log\sigma_j^2\bigr]`$: with z from p, the average
//: of $`(z_j-\mu_j)^2`$ is $`1+\mu_j^2`$. This direction is an average under the *prior*. It is large where the prior has mass
//: and q has nearly none, so a q that is too narrow costs most. The direction in (16) is an average under q, which pays for
//: mass where the prior has little.
//:
//: > **What do you expect?** Which direction is larger for a narrow q = N(0, 0.4²), and which for a wide one, N(0, 2²)?

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
    try narrowAndWide(notebook)
  }

  /// Both directions for a q that is narrower than the prior, and for one that is wider.
  private func narrowAndWide(_ notebook: ChapterNotebook) throws {
    let prior = DiagonalGaussian.standard(dimension: 1)
    for (name, deviation) in [("a narrow q = N(0, 0.4²)", 0.4), ("a wide q = N(0, 2²)", 2)] {
      let q = try DiagonalGaussian(mean: [0], standardDeviation: [deviation])
      let integral = prior.integral { z in
        let logDensity = prior.logDensity(at: [z])
        return exp(logDensity) * (logDensity - q.logDensity(at: [z]))
      }
      let (forward, reversed) = (q.divergenceFromStandard(), prior.divergence(to: q))
      notebook.show("forwardOf\(deviation)", "KL(q ‖ p) of \(name), in nats", forward)
      notebook.show("reversedOf\(deviation)", "KL(p ‖ q) of it", reversed)
      notebook.check(
        "16", "∫ p log(p/q) of \(name) is ½ (1/σ² − 1 + log σ²)", integral, equals: reversed, comparing: .quadrature,
        with: .closedForm, within: .rounding(operations: 1000, scale: 10), against: forward)
    }
    notebook.draw(try bothDirections())
  }
}

//: The narrow q costs 0.496 nats in the direction of (16) and 1.71 in the other; the wide one costs 0.807 and 0.318. In the
//: figure, each divergence is the area under a thick curve, counted negative where the curve is below 0. If you put the
//: second direction into the bound, you train on something else, which need not lie below log p(x).

//: ## What we simplified
//:
//: There is one q for one data point; chapter 2 says why each needs its own. The covariance is diagonal: a full one needs a
//: determinant and a trace, and no new idea. The prior is N(0, I); the core's `divergence(to:)` takes any diagonal Gaussian.
//: If the prior or q is not Gaussian, there is usually no formula, and section 3.5 is all that is left.
//:
//: ## Further reading
//:
//: - Kingma and Welling (2014), *Auto-encoding variational Bayes*, ICLR ([arXiv](https://arxiv.org/abs/1312.6114)): appendix B
//:   has equation (16), with the sign reversed.
//: - Kullback and Leibler (1951), *On information and sufficiency*, Annals of Mathematical Statistics 22, and Cover and Thomas
//:   (2006), *Elements of information theory*, Wiley: the divergence, its sign, and the nats that it counts.
//: - Hoffman and Johnson (2016), *ELBO surgery: yet another way to carve up the variational evidence lower bound*, NeurIPS
//:   workshop on advances in approximate Bayesian inference: what this term contains when it is averaged over the data.
//: - Alemi, Poole, Fischer, Dillon, Saurous and Murphy (2018), *Fixing a broken ELBO*, ICML
//:   ([arXiv](https://arxiv.org/abs/1711.00464)): the term as a rate, against distortion.
//: - Tomczak and Welling (2018), *VAE with a VampPrior*, AISTATS ([arXiv](https://arxiv.org/abs/1705.07120)): a prior for which
//:   it must be sampled.
//: - Imhof (1961), *Computing the distribution of quadratic forms in normal variables*, Biometrika 48: the share of negative
//:   samples in section 3.5.
//: - Higham (2002), *Accuracy and stability of numerical algorithms*, SIAM: why section 3.6 happens.
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
//:    notes also leave out. With 2μ₁² − μ₁² = μ₁² the sum is σ₁² + μ₁².</details>
//: - Show that KL(q ‖ p) ≥ 0 with nothing but (16), without Jensen's inequality. *Hint: x − 1 − log x has one minimum.*
//:   <details><summary>Solution</summary>Each coordinate contributes ½ μ² + ½ (x − 1 − log x) at x = σ². The
//:   derivative 1 − 1/x vanishes only at x = 1, where the value is 0 and the second derivative is
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
