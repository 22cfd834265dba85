//: # 1 · The marginal likelihood by Monte Carlo
//:
//: **Thesis.** How probable is x under a model with a latent variable? An average over draws from the prior answers
//: without bias, for any decoder. It also answers too late: the number of draws that it needs grows with the divergence
//: of the posterior from the prior, and once there are too few, nothing in the answer says so.
//:
//: **You need** the density of a Gaussian, expectations and variances. **We verify** equations (1) and (2), and the
//: sentences around them: on a toy whose marginal likelihood is known, on a small network checked by quadrature, and on
//: real digits under a linear model whose likelihood is known in closed form.

import ArgumentParser
import Datasets
import Foundation
import Notebook
import Plotting
import VAECore
import Verification

@main
struct Chapter1: Chapter {
  static let number = 1
  // Quoted: 1760000 and 25500000 draws, 25.5 at a variance of 0.005, terms near 2000: the exercises' own.
  static let title = "The marginal likelihood by Monte Carlo"
  static let thesis = "An average over the prior is right for any decoder, and for most of them it is right too late."
  static let equations = ["1", "2"]
  static let mistakes = [
    Mistake("deviation-for-variance", "takes σI for the covariance, as printed above (2)", caughtBy: "8"),
    Mistake(
      "clipped-log-density", "clips a log-density at 0, as if a density were a probability", caughtBy: "8",
      askedIn: [
        "y0ast/Variational-Autoencoder#7", "y0ast/VAE-Torch#15", "chainer/chainer#5440",
        "williamFalcon/pytorch-lightning-vae#3",
      ]),
    Mistake(
      "cross-entropy-on-grey", "takes exp(−cross-entropy) of a grey pixel for a density", caughtBy: "8",
      askedIn: [
        "pytorch/examples#460", "pyro-ppl/pyro#529", "y0ast/VAE-TensorFlow#3", "probtorch/probtorch#49",
        "Lightning-Universe/lightning-bolts#177",
      ]),
    Mistake("missing-constant", "drops ½ log 2πs² from log p(x|z)", caughtBy: "1"),
    Mistake("posterior-samples-without-weights", "averages over the posterior as if over the prior", caughtBy: "1"),
    Mistake(
      "mean-of-logs", "averages log p(x|z) in place of p(x|z)", caughtBy: "1",
      askedIn: [
        "scverse/scvi-tools#369", "scverse/scvi-tools#370", "arahuja/generative-tf#1",
        "Victarry/Image-Generation-models#2", "hwalsuklee/tensorflow-generative-model-collections#13",
      ]),
    Mistake("log-of-sum", "takes the log-sum-exp and forgets the 1/m", caughtBy: "1"),
    Mistake("error-like-one-over-m", "expects ten times the samples to give ten times the accuracy", caughtBy: "1"),
    Mistake("unbiased-logarithm", "takes the logarithm of an unbiased average for unbiased", caughtBy: "1"),
    Mistake("product-inside", "averages products over the data, as (2) prints it", caughtBy: "2"),
    Mistake("shared-sample", "uses one draw of z for all data, as (2) can be read", caughtBy: "2"),
    Mistake(
      "raw-product", "multiplies densities instead of adding logarithms", caughtBy: "2",
      askedIn: ["xqding/IWAE#2", "thu-ml/zhusuan#98"]),
  ]

  @Option(parsing: .unconditional, help: "The weight w of the toy's decoder, x | z ~ N(wz, s²).")
  var weight: Entry<Real> = "2"

  @Option(parsing: .unconditional, help: "The variance s² of the toy's decoder.")
  var variance: Entry<PositiveReal> = "0.5"

  @Option(parsing: .unconditional, help: "The observation x whose marginal likelihood is sought.")
  var observation: Entry<Real> = "1.5"

  @OptionGroup var options: ChapterOptions

  var parameters: [Parameter] {
    [Parameter("weight", weight), Parameter("variance", variance), Parameter("observation", observation)]
  }

  var outline: [Section] {
    [
      Section("1.1", "What the decoder's covariance is", theCovariance),
      Section("1.2", "An average over the prior", theAverage),
      Section("1.3", "How fast the error falls", theRate),
      Section("1.4", "The logarithm leans low", theBiasOfTheLogarithm),
      Section("1.5", "The log of a mean is not the mean of logs", theMeanOfLogarithms),
      Section("1.6", "Many data: where the product belongs", manyData),
      Section("1.7", "A decoder that is a network", theNetwork),
      Section("1.8", "Real digits: when the average fails", theDigits),
    ]
  }

  /// The toy with this run's parameters.
  var toy: Toy { Toy(weight: weight.value, deviation: variance.value.squareRoot()) }

  /// Refuses a toy whose densities double precision cannot tell apart.
  func checkParameters() throws {
    let (x, spread) = (observation.value, toy.marginalDeviation)
    guard spread.isFinite, abs(weight.value) <= 1e100 * toy.deviation else {
      throw InvalidInput(
        "--weight", expected: "at most 1e100 standard deviations √variance of the noise, and finite when squared",
        found: "'\(weight.text)'")
    }
    guard abs(x) <= 1000 * spread else {
      throw InvalidInput(
        "--observation", expected: "within 1000 standard deviations √(weight² + variance) = \(spread) of 0",
        found: "'\(observation.text)'")
    }
  }
}

//: The **toy** has one latent and one observed dimension: the latent z is drawn from the prior N(0, 1), and the
//: observation x given z from N(wz, s²). Then x itself is Gaussian, with variance w² + s²; at the defaults w = 2,
//: s² = ½ and x = 1.5, log p(x) = −1.921 nats. Every sampled number below has an exact one beside it.
//:
//: For most of them the uncertainty is known exactly too. Draw $`z_i`$ from the prior and call
//: $`W_i=p(x\mid z_i)/p(x)`$ the **weight** of that draw (the slope w of the decoder, which the option `--weight`
//: sets, is another thing). A weight's mean is 1. Because a power of a Gaussian is again a Gaussian, up to a factor,
//: all its moments are known. With a = w/s and y = x/√(w² + s²), and for any α > 0,
//:
//: ```math
//: \log\mathbb{E}\,W_i^{\alpha} = \tfrac12\bigl[\alpha\log(1+a^2)-\log(1+\alpha a^2)\bigr]
//:   + \tfrac12\,\alpha(\alpha-1)\,\frac{a^2y^2}{1+\alpha a^2}.
//: ```
//:
//: The second moment gives the **relative variance** of one weight, $`R=\mathbb{E}\,W_i^2-1`$: 1.76 at the defaults.

/// The model z ~ N(0, 1), x | z ~ N(wz, s²).
struct Toy: Sendable {
  /// w.
  let weight: Double
  /// s.
  let deviation: Double

  /// ½ log 2πs².
  let halfLogNormalizer: Double

  init(weight: Double, deviation: Double) {
    (self.weight, self.deviation) = (weight, deviation)
    halfLogNormalizer = log(deviation) + 0.5 * log(2 * .pi)
  }

  /// √(w² + s²), the standard deviation of x.
  var marginalDeviation: Double { hypot(weight, deviation) }

  /// log p(x | z) = −½ ((x − wz)/s)² − ½ log 2πs².
  func logDensity(of x: Double, given z: Double) -> Double {
    -0.5 * ((x - weight * z) / deviation).squared - halfLogNormalizer
  }

  /// log p(x) = log N(x | 0, w² + s²).
  func logMarginal(of x: Double) -> Double {
    -0.5 * (x / marginalDeviation).squared - log(marginalDeviation) - 0.5 * log(2 * .pi)
  }

  /// log E Wᵢ^α for Wᵢ = p(x | zᵢ)/p(x), zᵢ from the prior.
  func logMoment(_ power: Double, of x: Double) -> Double {
    let (slope, y) = ((weight / deviation).squared, x / marginalDeviation)
    return 0.5 * (power * log1p(slope) - log1p(power * slope))
      + 0.5 * power * (power - 1) * y.squared * (slope / (1 + power * slope))
  }

  /// R = E Wᵢ² − 1, the variance of one weight.
  func relativeVariance(of x: Double) -> Double { max(0, expm1(logMoment(2, of: x))) }

  /// How many weights make an average nearly Gaussian: 1500 times R, or times the squared skewness if that is more.
  func neededSamples(of x: Double) -> Double {
    let variance = relativeVariance(of: x)
    let third = exp(logMoment(3, of: x)) - 3 * variance - 1
    // Below, rounding hides the third moment; weights that even are linear or quadratic in z: at most χ²'s skewness.
    let squaredSkewness = variance > 1e-8 ? third.squared / (variance * variance.squared) : 8
    return 1500 * max(variance, squaredSkewness)
  }
}

//: ## 1.1 What the decoder's covariance is
//:
//: A decoder turns a latent z into the mean f(z) of an observation, and noise is added: $`x=f(z)+s\varepsilon`$, with
//: ε from N(0, I). In the toy f(z) = wz. How is the density of x written? Above equation (2) the notes have
//: $`\mathrm{N}(x\mid f(z),\sigma I)`$, in equation (8) $`\mathrm{N}(x\mid f(z),s^2I)`$.
//:
//: The second argument of N is a covariance: a mean of squares, in the square of the unit of x. It can be measured. In
//: each dimension the squared distance of x from f(z) averages s², with the exact standard error $`s^2\sqrt{2/m}`$ for
//: m draws.
//:
//: On an image the difference is not small. Take 784 pixels, each one 0.1 away from the decoder's mean, and σ = 0.1.
//:
//: > **What do you expect?** Can the logarithm of a density be positive? And which covariance gives these pixels
//: > the greater density, σ²I or σI?

extension Chapter1 {
  func theCovariance(_ notebook: ChapterNotebook) throws {
    let toy = toy
    let squaredDistance = notebook.sampling("decoder noise").average { noise in (toy.deviation * noise).squared }
    let covariance = notebook.choose(toy.deviation.squared, or: ["deviation-for-variance": toy.deviation])
    notebook.check(
      "8", "the squared distance of x from f(z) averages s²", squaredDistance, equals: covariance,
      exactStandardError: toy.deviation.squared * (2 / Double(notebook.samples)).squareRoot(),
      against: 1.5 * covariance)

    let image = (residual: [Double](repeating: 0.1, count: 784), mean: [Double](repeating: 0, count: 784))
    let deviation = notebook.choose(0.1, or: ["deviation-for-variance": 0.1.squareRoot()])
    let corrected = try DiagonalGaussian(mean: image.mean, standardDeviation: image.mean.map { _ in deviation })
      .logDensity(at: image.residual)
    let printed = try DiagonalGaussian(mean: image.mean, standardDeviation: image.mean.map { _ in 0.1.squareRoot() })
      .logDensity(at: image.residual)
    notebook.check(
      "8", "784 pixels, each one σ = 0.1 away: 692.8 nats under σ²I",
      notebook.choose(corrected, or: ["clipped-log-density": min(0, corrected)]), equals: 692.8,
      within: .quoted(decimals: 1), against: printed)
    notebook.check(
      "8", "the same under σI, as printed above (2): 143.0 nats", printed, equals: 143.0,
      within: .quoted(decimals: 1), against: 692.8)
    theWholeMass(notebook)
  }
}

//: With covariance σ²I the log-density is 692.8 nats, with σI 143.0. Both are positive, and nothing is wrong with
//: that: a density is not a probability, and where it is concentrated it exceeds 1. So a bound may be positive, and
//: a loss negative.
//:
//: What a density may not do is hold more or less than 1 in all. Let $`\lambda`$ be the grey that the decoder
//: gives a pixel. If the pixel x is black or white, 0 or 1, the *cross-entropy*
//: $`-x\log\lambda-(1-x)\log(1-\lambda)`$ is minus a log-likelihood. If it is grey, it is not: the exponential of
//: minus the cross-entropy, integrated over all greys x, gives less than 1.
//:
//: ```math
//: \int_0^1\lambda^x(1-\lambda)^{1-x}\,dx = \frac{1-2\lambda}{\log(1-\lambda)-\log\lambda}\;\le\;\tfrac12.
//: ```

extension Chapter1 {
  private func theWholeMass(_ notebook: ChapterNotebook) {
    let toy = toy
    let gaussian = Quadrature.integral { t in toy.deviation * exp(toy.logDensity(of: toy.deviation * t, given: 0)) }
    let grey = 0.3
    let crossEntropy = (1 - 2 * grey) / (log(1 - grey) - log(grey))
    // Over t, with x = 1/(1 + exp(−t)), the integrand dies out at both ends.
    let overGreys = Quadrature.integral(over: -40...40, intervals: 1600) { t in
      let (x, rest) = (1 / (1 + exp(-t)), 1 / (1 + exp(t)))
      return exp(x * log(grey) + rest * log(1 - grey)) * x * rest
    }
    notebook.show("crossEntropyMass", "∫ exp(−cross-entropy) over the greys of a pixel, λ = 0.3", crossEntropy)
    notebook.check(
      "8", "∫ p(x|z) dx by quadrature is 1",
      notebook.choose(gaussian.value, or: ["cross-entropy-on-grey": crossEntropy]), equals: 1,
      within: .rounding(operations: 1000, scale: 1 + abs(toy.halfLogNormalizer)), against: crossEntropy)
    notebook.check(
      "8", "∫ exp(−cross-entropy) by quadrature is that formula", overGreys.value, equals: crossEntropy,
      within: overGreys.tolerance, against: 1)
    notebook.check(
      "8", "it is less than ½, where a density has 1", crossEntropy, isBelow: 0.5,
      by: .rounding(operations: 16, scale: 1))
  }
}

//: ## 1.2 An average over the prior
//:
//: Equation (1) is the law of total probability, and then an average in place of an integral:
//:
//: ```math
//: p(x) = \int p(x\mid z)\,p(z)\,dz = \mathbb{E}_{z\sim p}\,p(x\mid z)
//:   \approx \hat p(x) = \frac1m\sum_{i=1}^m p(x\mid z_i),\qquad z_i\sim p(z). \qquad (1)
//: ```
//:
//: For the toy the integral is a Gaussian density. Quadrature checks that.

extension Chapter1 {
  func theAverage(_ notebook: ChapterNotebook) throws {
    let (toy, x) = (toy, observation.value)
    notebook.show("exactLogMarginal", "log N(x | 0, w² + s²), in nats", toy.logMarginal(of: x))
    notebook.check(
      "1", "∫ p(x|z) p(z) dz by quadrature, over N(x | 0, w² + s²)", integralOverMarginal(), equals: 1,
      within: .rounding(operations: 1000, scale: 1 + (x / toy.marginalDeviation).squared))
    theMeanWeight(notebook)
  }

  /// ∫ p(x|z) p(z) dz / p(x), over the places z = μ + σu about the posterior N(μ, σ²), where its mass is.
  private func integralOverMarginal() -> Double {
    let (x, spread) = (observation.value, toy.marginalDeviation)
    let (w, s, y) = (toy.weight / spread, toy.deviation / spread, x / spread)
    let constant = toy.halfLogNormalizer + toy.logMarginal(of: x)
    return Quadrature.integral { u in
      // (x − wz)/s, with its cancellation done on paper: the posterior's mean is wy and its deviation is s here.
      let (residual, z) = (s * y - w * u, w * y + s * u)
      return s * exp(-0.5 * residual.squared - 0.5 * z.squared - constant) / (2 * .pi).squareRoot()
    }.value
  }
}

//: The average $`\hat p(x)`$ needs samples. It is unbiased, so the mean weight $`\hat p(x)/p(x)`$ must be 1, within
//: its exact standard error $`\sqrt{R/m}`$.
//:
//: Nobody computes p(x) itself: in high dimensions it leaves the range of floating point. One computes the logarithms
//: $`\ell_i=\log p(x\mid z_i)`$ and then the **log-sum-exp**,
//:
//: ```math
//: \log\frac1m\sum_i e^{\ell_i} = \ell_{\max} + \log\frac1m\sum_i e^{\ell_i-\ell_{\max}},
//: ```
//:
//: which subtracts the largest before any exponential is taken. It is a way to compute the logarithm of (1), and no
//: other quantity.
//:
//: A standard error means something only if the average has seen enough of the weights that matter: the rule is
//: m ≥ 1000 R at least. Where 100,000 samples would do and you gave fewer, the claim below fails, for being too coarse.
//: Where even they would not do, as for x far from 0, the run says so, and claims nothing of the average.
//:
//: > **What do you expect?** R is 1.76, and m is a million. By how many per cent will the average miss p(x)?

extension Chapter1 {
  private func theMeanWeight(_ notebook: ChapterNotebook) {
    let (toy, x, m) = (toy, observation.value, Double(notebook.samples))
    let exact = toy.logMarginal(of: x)
    let logWeight = logWeight(notebook)
    let sampling = notebook.sampling("prior")
    let averages = sampling.averages(of: 2) { noise, values in
      values[1] = logWeight(noise)
      values[0] = exp(values[1] - exact)
    }
    let (average, meanOfLogs) = (averages[0], averages[1].mean)
    let logSumExp = sampling.logMean { noise in logWeight(noise[0]) }.logMean
    let logMean = notebook.choose(logSumExp, or: ["mean-of-logs": meanOfLogs, "log-of-sum": logSumExp + log(m)])
    let relativeVariance = toy.relativeVariance(of: x)
    notebook.show("relativeVariance", "R, the variance of p(x|z)/p(x) under the prior", relativeVariance)
    notebook.show("logMarginalEstimate", "log (1/m) Σ p(x|zᵢ), in nats", logMean)
    notebook.show("logMarginalStandardError", "√(R/m), in nats", (relativeVariance / m).squareRoot())

    if toy.neededSamples(of: x) <= max(m, 100_000) {
      notebook.check(
        "1", "the average over the prior is p(x): the mean weight is 1", average, equals: 1,
        exactStandardError: standardError(relativeVariance, samples: m), against: 1.25)
    } else {
      let needed = count(toy.neededSamples(of: x))
      notebook.remark("Averaging over the prior would take \(needed) samples here: nothing is claimed of the average.")
    }
    // Where all weights underflow, both sides round to a multiple of 2⁻¹⁰⁷⁴.
    notebook.check(
      "1", "log-sum-exp gives the logarithm of that average", exp(logMean - exact), equals: average.mean,
      within: .rounding(
        operations: 4 * notebook.samples + 64,
        scale: max(average.mean, .leastNormalMagnitude) * (1 + abs(exact))))
    if toy.neededSamples(of: x) <= 100_000 { notebook.draw(fan(notebook)) }
  }

  /// log p(x | z) as a function of the prior's noise, or one of the ways to get it wrong.
  private func logWeight(_ notebook: ChapterNotebook) -> @Sendable (Double) -> Double {
    let (toy, x) = (toy, observation.value)
    let deviation = notebook.choose(toy.deviation, or: ["deviation-for-variance": toy.deviation.squareRoot()])
    let decoder = Toy(weight: toy.weight, deviation: deviation)
    let dropped = notebook.makes("missing-constant") ? decoder.halfLogNormalizer : 0
    guard notebook.makes("posterior-samples-without-weights") else {
      return { z in decoder.logDensity(of: x, given: z) + dropped }
    }
    let posteriorDeviation = toy.deviation / toy.marginalDeviation
    let posteriorMean = toy.weight / toy.marginalDeviation * (x / toy.marginalDeviation)
    return { noise in decoder.logDensity(of: x, given: posteriorMean + posteriorDeviation * noise) }
  }
}

//: An eighth of a per cent, typically: $`\sqrt{R/m}`$ is 0.0013. The same number is the error of $`\log\hat p(x)`$
//: in nats, for a small relative error of a number is an error of the same size in its logarithm.

extension Chapter1 {
  /// Eight independent runs, closing on the exact density.
  private func fan(_ notebook: ChapterNotebook) -> Figure {
    let (toy, x) = (toy, observation.value)
    let density = exp(toy.logMarginal(of: x))
    let counts = (4...16).map { 1 << $0 }
    let band = counts.map { 2 * (toy.relativeVariance(of: x) / Double($0)).squareRoot() }
    let runs = (0..<8).map { run in
      counts.map { count in
        let noise = notebook.noise("fan").substream(run)
        let average = MonteCarlo(samples: count, noise: noise, threads: notebook.threads)
          .average { z in exp(toy.logDensity(of: x, given: z)) }
        return Point(Double(count), average.mean)
      }
    }
    return Figure(
      slug: "ch01-estimates-fan", title: "The average over the prior closes on p(x)",
      caption: "Eight runs, each adding samples to its own; the band is two exact standard errors to either side, and "
        + "narrows by half with every four times as many samples.",
      xAxis: Axis("samples m", scale: .logarithmic), yAxis: Axis("estimate of the density p(x)"),
      layers: [
        .band(
          x: counts.map(Double.init), lower: band.map { density * (1 - $0) }, upper: band.map { density * (1 + $0) },
          label: "± 2 standard errors", color: .sky)
      ] + runs.map { .line($0, style: .faint, color: .blue) } + [
        .horizontalLine(density, label: "N(x | 0, w² + s²)", color: .black)
      ])
  }
}

extension Chapter1 {
  /// √(R/m), and the rounding of a log-density of up to half a million nats, which is all that is left when R is 0.
  private func standardError(_ relativeVariance: Double, samples: Double) -> Double {
    let rounding = 8 * 0x1p-53 * (1 + (observation.value / toy.deviation).squared)
    return hypot((relativeVariance / samples).squareRoot(), rounding)
  }

  /// A large number in words of a sentence.
  private func count(_ value: Double) -> String {
    value < 1e15 ? "\(Int(value))" : value.isFinite ? "10^\(Int(log10(value)))" : "more than 10^308"
  }
}

//: ## 1.3 How fast the error falls
//:
//: The error is a mean of m independent deviations, so it falls as $`m^{-1/2}`$: four times the samples for half the
//: error. On a plot of log error against log m that is a line of slope −½.
//:
//: We fit that line five hundred times. Each experiment takes one sequence of draws. It stops five times, each time
//: after four times as many draws, and fits a line to the logarithms of its five errors. One experiment's slope is
//: nearly worthless, for a single error can be small by luck. The average of all slopes is not, and it has a standard
//: error of its own. No closed form of that is known to us: it is estimated from the scatter of the slopes.
//:
//: A slope of −1 would be ten times the accuracy from ten times the samples. Deterministic rules have such slopes; an
//: average of random draws does not.

extension Chapter1 {
  func theRate(_ notebook: ChapterNotebook) throws {
    let (toy, x) = (toy, observation.value)
    guard let scale = replicationScale(notebook) else { return }
    let levels = (0..<5).map { 16 * scale << (2 * $0) }
    let exact = toy.logMarginal(of: x)
    let experiments = notebook.sampling("slopes", samples: max(100, 1000 / scale))
    let slope = experiments.averages(dimension: 4096 * scale, of: 1) { noise, values in
      var (sum, seen) = (0.0, 0)
      let logErrors = levels.map { level in
        while seen < level {
          sum += exp(toy.logDensity(of: x, given: noise[seen]) - exact) - 1
          seen += 1
        }
        return log(abs(sum) / Double(level))
      }
      // The least-squares slope over log m, whose five values are log 4 apart.
      values[0] = zip([-2.0, -1, 0, 1, 2], logErrors).reduce(0) { $0 + $1.0 * $1.1 } / (10 * log(4.0))
    }[0]
    let expected = notebook.choose((right: -0.5, wrong: -1.0), or: ["error-like-one-over-m": (right: -1, wrong: -0.5)])
    notebook.check(
      "1", "the slope of log error over log m", slope, equals: expected.right, against: expected.wrong)
  }

  /// By how much the replications below must be longer than at R ≤ 1, or nil where they would show nothing.
  private func replicationScale(_ notebook: ChapterNotebook) -> Int? {
    let needed = toy.neededSamples(of: observation.value)
    guard needed <= 100_000 else {
      notebook.remark("The prior hardly ever draws a z that explains this x: replications of the average show nothing.")
      return nil
    }
    guard toy.relativeVariance(of: observation.value) > 1e-12 else {
      notebook.remark("p(x|z) hardly depends on z here: every average is right at once, to rounding.")
      return nil
    }
    return Int(max(1, (needed / 1500).rounded(.up)))
  }
}

//: ## 1.4 The logarithm leans low
//:
//: The average is unbiased; its logarithm is not, because the logarithm is concave. Let δ be the relative error,
//: $`\hat p(x)=p(x)(1+\delta)`$, so that E δ = 0 and E δ² = R/m. Expanding log(1 + δ), with μ₃ and μ₄ the third and
//: fourth central moments of one weight,
//:
//: ```math
//: \mathbb{E}\log\hat p(x) - \log p(x) = -\frac{R}{2m} + \frac{\mu_3/3-3R^2/4}{m^2}
//:   + \frac{2\mu_3R-(\mu_4-3R^2)/4-5R^3/2}{m^3} + \cdots
//: ```
//:
//: The first term is $`-\mathrm{Var}[p(x\mid z)]/2mp(x)^2`$.
//:
//: Measuring the bias takes a trick. With m = 64, one log-average scatters by √(R/m), twelve times the bias that
//: is sought. But log(1 + δ) − δ has the same mean, since E δ = 0, and a far smaller variance. And it is never
//: positive, not in a single replication: that is Jensen's inequality, seen draw by draw. The standard error of its
//: average is estimated too, from the replications.

extension Chapter1 {
  func theBiasOfTheLogarithm(_ notebook: ChapterNotebook) throws {
    guard let scale = replicationScale(notebook) else { return }
    let relativeVariance = toy.relativeVariance(of: observation.value)
    let m = 32 * scale
    let measured = biasOfTheLogarithm(of: m, replications: 8192, notebook)
    let bias = predictedBias(samples: Double(m))
    let predicted = notebook.choose(bias, or: ["unbiased-logarithm": 0])
    notebook.show("logarithmBias", "the bias of log p̂ with m = \(m), in nats", measured.mean)
    notebook.show("firstOrderBias", "−R/2m, in nats", -0.5 * relativeVariance / Double(m))
    notebook.check(
      "1", "the logarithm of an average of \(m) is low by R/2m and its next two orders", measured, equals: predicted,
      against: bias - predicted)
    if scale <= 4 { notebook.draw(biasAgainstSamples(notebook)) }
  }

  /// The mean of log(1 + δ) − δ over replications of an average of m weights.
  private func biasOfTheLogarithm(
    of m: Int, replications: Int, _ notebook: ChapterNotebook
  ) -> MonteCarloEstimate {
    let (toy, x, exact) = (toy, observation.value, toy.logMarginal(of: observation.value))
    let sampling = notebook.sampling("logarithms of \(m)", samples: replications)
    return sampling.averages(dimension: m, of: 1) { noise, values in
      let delta = noise.reduce(0) { $0 + (exp(toy.logDensity(of: x, given: $1) - exact) - 1) } / Double(m)
      values[0] = log1p(delta) - delta
    }[0]
  }

  /// E log p̂ − log p to the third order in 1/m.
  private func predictedBias(samples m: Double) -> Double {
    let moments = (2...4).map { exp(toy.logMoment(Double($0), of: observation.value)) }
    let second = toy.relativeVariance(of: observation.value)
    let third = moments[1] - 3 * moments[0] + 2
    let fourth = moments[2] - 4 * moments[1] + 6 * moments[0] - 3
    return -second / (2 * m) + (third / 3 - 0.75 * second.squared) / m.squared
      + (2 * third * second - (fourth - 3 * second.squared) / 4 - 2.5 * second * second.squared) / (m * m.squared)
  }

  /// The bias for averages of 8 to 1024 weights, beside −R/2m.
  private func biasAgainstSamples(_ notebook: ChapterNotebook) -> Figure {
    let relativeVariance = toy.relativeVariance(of: observation.value)
    let counts = (3...10).map { 1 << $0 }
    let points = counts.map { count in
      let measured = biasOfTheLogarithm(of: count, replications: 512 + (1 << 17) / count, notebook)
      return UncertainPoint(Double(count), -measured.mean, error: 2 * (measured.standardError ?? 0))
    }
    return Figure(
      slug: "ch01-logarithm-bias", title: "The logarithm of an average is too low by R/2m",
      caption: "Measured over many replications, with two standard errors, against R/2m: below thirty samples the "
        + "next orders show.",
      xAxis: Axis("samples m in one average", scale: .logarithmic),
      yAxis: Axis("log p(x) − E log p̂ (nats)", scale: .logarithmic),
      layers: [
        .line(counts.map { Point(Double($0), relativeVariance / Double(2 * $0)) }, label: "R/2m", color: .vermilion),
        .errorBars(points, label: "measured, ± 2 standard errors", color: .blue),
      ])
  }
}

//: ## 1.5 The log of a mean is not the mean of logs
//:
//: Why not average log p(x|z), which is what a program has at hand? Because that is another number. Under the prior the
//: squared residual (x − wz)² averages x² + w², so that
//:
//: ```math
//: \mathbb{E}_{z\sim p}\log p(x\mid z) = -\tfrac12\log2\pi s^2-\frac{x^2+w^2}{2s^2}
//:   \;<\; \log\mathbb{E}_{z\sim p}\,p(x\mid z).
//: ```
//:
//: > **What do you expect?** Does the difference go away with more samples?

extension Chapter1 {
  func theMeanOfLogarithms(_ notebook: ChapterNotebook) throws {
    let (toy, x) = (toy, observation.value)
    let exact = toy.logMarginal(of: x)
    let (a, residual) = (toy.weight / toy.deviation, x / toy.deviation)
    let meanOfLogs = -0.5 * (residual.squared + a.squared) - toy.halfLogNormalizer
    let average = notebook.sampling("mean of logs").average { z in toy.logDensity(of: x, given: z) }
    let variance = a.squared * (residual.squared + 0.5 * a.squared)
    // A shard's running mean is rounded once a sample.
    let rounding = 16384 * 0x1p-53 * abs(meanOfLogs)
    // Where the two means are near each other, the constant ½ log 2π is the difference to see.
    let alternatives = [exact, meanOfLogs + 0.5 * log(2 * .pi)]
    notebook.show("meanOfLogs", "E log p(x|z) under the prior, in nats", meanOfLogs)
    notebook.show("shortfallOfMeanOfLogs", "log p(x) less that", exact - meanOfLogs)
    notebook.check(
      "1", "log p(x|z) averages −½ log 2πs² − (x² + w²)/2s²", average, equals: meanOfLogs,
      exactStandardError: hypot((variance / Double(notebook.samples)).squareRoot(), rounding),
      against: alternatives.max { abs($0 - meanOfLogs) < abs($1 - meanOfLogs) } ?? exact)
    if toy.relativeVariance(of: x) > 1e-6 {
      notebook.check(
        "1", "the mean of logs lies strictly below the log of the mean", meanOfLogs, isBelow: exact,
        by: .rounding(operations: 16, scale: abs(meanOfLogs) + abs(exact)))
    }
  }
}

//: It does not: more samples only make a wrong number more certain. At the defaults the mean of logs is −6.822
//: nats, 4.901 below log p(x), and a program that reports the one for the other is that far off.
//:
//: The difference is the divergence of the prior from the posterior. So the mean of logs has an honest name too: it
//: is the bound of chapter 2 with the prior as its q.
//:
//: ## 1.6 Many data: where the product belongs
//:
//: For n independent data $`x_1,\dots,x_n`$ the likelihood is a product over the data. Equation (2) puts it inside the
//: average:
//:
//: ```math
//: \frac1m\sum_{i=1}^m\prod_{j=1}^n p(x_j\mid z_{ji})\quad\text{as printed};\qquad
//: \sum_{j=1}^n\log\frac1m\sum_{i=1}^m p(x_j\mid z_{ji})\quad\text{as it must be.} \qquad (2)
//: ```
//:
//: The second is the logarithm of a product of averages, one average a datum, and a logarithm turns a product into
//: a sum. So the sentence below (2), that the product forbids the logarithm, is mistaken. What forces the notes'
//: next step is what 1.4 and 1.8 show: the bias of a logarithm, and the variance of draws from the prior.
//:
//: We take n = 50 points of the toy and m = 100,000 samples for each. The points are the same for every seed.

extension Chapter1 {
  func manyData(_ notebook: ChapterNotebook) throws {
    let data = FiftyPoints(of: toy)
    let variances = data.points.map(toy.relativeVariance)
    let bias = -0.5 * variances.reduce(0, +) / Double(data.samples)
    notebook.show("exactLogLikelihood", "Σ log p(xⱼ) of 50 points, in nats", data.logLikelihood)

    let forms = data.estimates(notebook)
    notebook.show("sumOfLogMeans", "the sum of logarithms of means", forms.sumOfLogMeans)
    notebook.show("productInside", "the mean of products, as printed", forms.productInside)
    notebook.show("sharedLatent", "the same with one z for all data", forms.sharedLatent)
    if data.points.allSatisfy({ toy.neededSamples(of: $0) <= Double(data.samples) }) {
      let chosen = notebook.choose(
        forms.sumOfLogMeans, or: ["product-inside": forms.productInside, "shared-sample": forms.sharedLatent])
      let rounding = 0x1p-50 * (data.points.reduce(0) { $0 + ($1 / toy.deviation).squared } + 50)
      notebook.check(
        "2", "the sum of logs of means is the log-likelihood, less R/2m a point", MonteCarloEstimate([chosen]),
        equals: data.logLikelihood + bias,
        exactStandardError: hypot((variances.reduce(0, +) / Double(data.samples)).squareRoot(), rounding),
        against: data.logLikelihood + 50 * log(Double(data.samples)))
    }
    try printedForms(data, forms, notebook)
    underflow(notebook)
  }
}

//: The printed form is one of two things. With all $`z_{ji}`$ independent it has the right expectation, and is
//: useless: its relative variance is $`\prod_j(1+R_j)-1`$, with $`R_j`$ that of datum j, which is exponential in n.
//:
//: Read instead with one $`z_i`$ for all data, it has a modest variance and the wrong expectation. It is the
//: likelihood of a model in which all data share their latent variable.
//:
//: How sure is it that the first reading misses? For 0 < α < 1, $`(\sum_i W_i)^\alpha\le\sum_i W_i^\alpha`$. So, by
//: Markov's inequality, an average of m weights reaches its own expectation with a chance of at most
//: $`m^{1-\alpha}\,\mathbb{E}\,W_i^\alpha`$. Here a weight is a product over the data. Its factors are independent, so
//: that their moments multiply, and the chance is less than one in ten million.
//:
//: A claim of this book may fail by chance once in $`10^9`$, no more often. So we run the first reading twice, with
//: draws of their own, and claim that the lower of the two misses. That both reach the truth has the square of that
//: chance.

extension Chapter1 {
  /// The printed form, in both readings, beside the truth.
  private func printedForms(
    _ data: FiftyPoints, _ forms: FiftyPoints.Estimates, _ notebook: ChapterNotebook
  ) throws {
    let chance = data.chanceThatProductInsideReachesTruth
    if chance.squared <= 1e-9 {
      notebook.show("chanceOfReaching", "the product inside reaches the truth with at most this chance", chance)
      notebook.show("chanceOfReachingTwice", "two independent runs of it both do, with at most this", chance.squared)
      notebook.show("productInsideAgain", "the mean of products, in a second run", forms.productInsideAgain)
      notebook.check(
        "2", "the product inside, as printed, misses from below: the lower of two runs",
        min(forms.productInside, forms.productInsideAgain), isBelow: data.logLikelihood,
        by: .rounding(operations: 1000, scale: data.logLikelihood))
    } else {
      notebook.remark("At these parameters the weights are so even that the product inside need not miss.")
    }
    let shared = data.sharedLatentLogLikelihood
    if data.samplesNeededBySharedLatent <= Double(data.samples), toy.weight.magnitude >= 2 * toy.deviation {
      notebook.check(
        "2", "one z for all data estimates another model's likelihood", MonteCarloEstimate([forms.sharedLatent]),
        equals: shared - 0.5 * data.sharedLatentRelativeVariance / Double(data.samples),
        exactStandardError: (data.sharedLatentRelativeVariance / Double(data.samples)).squareRoot(),
        against: data.logLikelihood)
      notebook.check(
        "2", "and that model gives the data less", shared, isBelow: data.logLikelihood,
        by: .rounding(operations: 1000, scale: shared))
    }
  }
}

//: One true remark can be made about the product: multiplied out, it leaves the range of floating point. Ten times our
//: fifty points have a density that no double holds. Adding logarithms is all it takes.

extension Chapter1 {
  /// Ten times the data: no double holds their density.
  private func underflow(_ notebook: ChapterNotebook) {
    let standard = Toy(weight: 2, deviation: 0.5.squareRoot())
    let points = (0..<10).flatMap { _ in FiftyPoints(of: standard).points }
    let product = points.reduce(1) { $0 * exp(standard.logMarginal(of: $1)) }
    let sum = points.reduce(0) { $0 + standard.logMarginal(of: $1) }
    let once = FiftyPoints(of: standard).logLikelihood
    notebook.check(
      "2", "ten times the data at the default toy have ten times the log-likelihood",
      notebook.choose(sum, or: ["raw-product": log(product)]), equals: 10 * once,
      within: .rounding(operations: 5000, scale: once), against: log(product))
    notebook.check(
      "2", "multiplied out, their density underflows to 0", product, equals: 0,
      within: Tolerance(0, because: "an underflow is exactly 0"))
  }
}

/// Fifty points of a toy, and the forms of (2).
private struct FiftyPoints {
  struct Estimates {
    var sumOfLogMeans, productInside, productInsideAgain, sharedLatent: Double
  }

  let toy: Toy
  let points: [Double]
  let samples = 100_000

  init(of toy: Toy) {
    self.toy = toy
    let noise = RandomStream(seed: 2022, purpose: "fifty points").normals(0..<100)
    points = (0..<50).map { toy.weight * noise[2 * $0] + toy.deviation * noise[2 * $0 + 1] }
  }

  var logLikelihood: Double { points.reduce(0) { $0 + toy.logMarginal(of: $1) } }

  /// log ∫ ∏ p(xⱼ|z) p(z) dz.
  var sharedLatentLogLikelihood: Double {
    let (n, a) = (Double(points.count), toy.weight / toy.deviation)
    let scaled = points.map { $0 / toy.deviation }
    let (sum, squares) = (scaled.reduce(0, +), scaled.reduce(0) { $0 + $1.squared })
    return -n * toy.halfLogNormalizer - 0.5 * log1p(n * a.squared)
      - 0.5 * (squares - (a * sum).squared / (1 + n * a.squared))
  }

  /// Of the data only the mean depends on a shared z: one observation with variance s²/n.
  private var sharedLatent: (toy: Toy, mean: Double) {
    let n = Double(points.count)
    return (Toy(weight: toy.weight, deviation: toy.deviation / n.squareRoot()), points.reduce(0, +) / n)
  }

  var sharedLatentRelativeVariance: Double { sharedLatent.toy.relativeVariance(of: sharedLatent.mean) }

  var samplesNeededBySharedLatent: Double { sharedLatent.toy.neededSamples(of: sharedLatent.mean) }

  var chanceThatProductInsideReachesTruth: Double {
    let exponents = (1...19).map { step in
      let power = Double(step) / 20
      return (1 - power) * log(Double(samples)) + points.reduce(0) { $0 + toy.logMoment(power, of: $1) }
    }
    return exp(exponents.min() ?? 0)
  }

  func estimates(_ notebook: ChapterNotebook) -> Estimates {
    let (toy, points) = (toy, points)
    let sum = points.indices.reduce(0) { sum, j in
      let noise = notebook.noise("points").substream(j)
      let sampling = MonteCarlo(samples: samples, noise: noise, threads: notebook.threads)
      return sum + sampling.logMean { z in toy.logDensity(of: points[j], given: z[0]) }.logMean
    }
    let inside = ["product inside", "product inside, again"].map { purpose in
      notebook.sampling(purpose, samples: samples).logMean(dimension: points.count) { z in
        points.indices.reduce(0) { $0 + toy.logDensity(of: points[$1], given: z[$1]) }
      }.logMean
    }
    let shared = notebook.sampling("shared latent", samples: samples).logMean { z in
      points.reduce(0) { $0 + toy.logDensity(of: $1, given: z[0]) }
    }
    return Estimates(
      sumOfLogMeans: sum, productInside: inside[0], productInsideAgain: inside[1], sharedLatent: shared.logMean)
  }
}

//: ## 1.7 A decoder that is a network
//:
//: Nothing in (1) asks the decoder to be linear. Here f is a small network: one hidden layer of eight tanh units with
//: random weights, three observed dimensions, s² = 0.3. No closed form is left, but with one or two latent dimensions
//: quadrature still is, for p(x) and, from the square of p(x|z), for the exact relative variance. This cell takes
//: 250,000 samples at most.

extension Chapter1 {
  func theNetwork(_ notebook: ChapterNotebook) throws {
    let samples = min(notebook.samples, 250_000)
    for latentDimension in 1...2 {
      let decoder = try Decoder<Double>(
        latentDimension: latentDimension, hidden: [8], observationDimension: 3, activation: .tanh,
        likelihood: .gaussian(variance: 0.3), random: RandomStream(seed: 2022, purpose: "decoder"))
      let x = [0.6, -0.4, 0.9]
      let density = try moment(1, of: decoder, at: x)
      let relativeVariance = try moment(2, of: decoder, at: x).value / density.value.squared - 1
      let sampling = notebook.sampling("network \(latentDimension)", samples: samples)
      let estimate = try decoder.logMarginal(of: x, sampling: sampling).logMean
      notebook.show(
        "networkLogMarginal\(latentDimension)", "log p(x) by quadrature, d = \(latentDimension), in nats",
        log(density.value))
      notebook.check(
        "1", "a network decoder, d = \(latentDimension): the mean weight is 1 by quadrature",
        MonteCarloEstimate([exp(estimate) / density.value]), equals: 1,
        exactStandardError: hypot((relativeVariance / Double(samples)).squareRoot(), density.error / density.value),
        against: 1.25)
    }
  }

  /// E p(x|z)ᵏ under the prior, by the trapezoid rule.
  private func moment(_ power: Double, of decoder: Decoder<Double>, at x: [Double]) throws -> Quadrature.Result {
    func integrand(_ z: [Double]) -> Double {
      let logDensity = (try? decoder.logDensity(of: x, given: z)) ?? .nan
      return exp(z.reduce(power * logDensity) { $0 - 0.5 * $1.squared - 0.5 * log(2 * .pi) })
    }
    return decoder.latentDimension == 1
      ? Quadrature.integral { integrand([$0]) }
      : Quadrature.planeIntegral(intervals: 96) { integrand([$0, $1]) }
  }
}

//: ## 1.8 Real digits: when the average fails
//:
//: Now 1797 handwritten digits of 64 pixels, and the linear decoder of d latent dimensions that fits them best. It is
//: known in closed form (probabilistic PCA), and so is its log p(x) for every image.
//:
//: At d = 2 the average over all images is 0.0057 nats. A log-likelihood may well be above 0, for it is the logarithm
//: of a density.
//:
//: We estimate log p(x) for ten images, the first of each digit, by 100,000 draws from the prior. What matters is how
//: many of them count. The **effective sample size** $`(\sum_iW_i)^2/\sum_iW_i^2`$ is the number of equal weights that
//: would tell as much; for large m it is about m/(1 + R).
//:
//: > **What do you expect?** Of 100,000 draws, how many count at d = 2, 5, 10 and 20?

extension Chapter1 {
  func theDigits(_ notebook: ChapterNotebook) throws {
    let digits = try Digits.load()
    let components = try PrincipalComponents(of: digits.images)
    let images = (0...9).compactMap { digit in
      digits.labels.firstIndex(of: digit).map { Array(digits.images[row: $0]) }
    }
    let fits = try [2, 5, 10, 20].map { d in
      try PriorAverages(of: images, under: components.linearGaussian(latentDimension: d), notebook)
    }

    let plane = try components.linearGaussian(latentDimension: 2)
    let all = try (0..<digits.images.rows).map { try plane.logMarginalLikelihood(of: Array(digits.images[row: $0])) }
    notebook.check(
      "1", "the mean of log p(x) over all digits, d = 2", all.reduce(0, +) / Double(all.count), equals: 0.0057067250,
      within: .quoted(decimals: 10))

    notebook.show("imageCount", "how many images the linear decoder was fitted to", Double(all.count))
    for fit in fits {
      let d = fit.model.latentDimension
      notebook.show("exactLogMarginal\(d)", "exact mean of log p(x) over ten images, d = \(d)", mean(fit.exact))
      notebook.show(
        "estimatedLogMarginal\(d)", "the same, estimated from the prior", mean(fit.estimates.map(\.logMean)))
      let counting = mean(fit.estimates.map(\.effectiveSampleSize))
      notebook.show("effectiveSampleSize\(d)", "mean effective sample size of 100,000", counting)
    }
    try whereItHolds(fits, notebook)
    try whereItFails(fits, notebook)
    notebook.draw(try theCollapse(fits, of: images, components))
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}

//: Seven thousand at d = 2 and 140 at d = 5; at d = 10 and 20 it is 2.6 and 1.3, hardly more than the one draw that
//: weighs most. The posterior is narrower than the prior by some factor in each dimension, and the factors multiply.
//:
//: At d = 2 the rule m ≥ 1000 R holds for each image, so that the estimate can be claimed. From d = 5 on the rule is
//: broken, and nothing is claimed but the failure.

extension Chapter1 {
  /// Two latent dimensions.
  private func whereItHolds(_ fits: [PriorAverages], _ notebook: ChapterNotebook) throws {
    let (plane, five, m) = (fits[0], fits[1], Double(PriorAverages.samples))
    let variances = plane.relativeVariances
    notebook.check(
      "1", "d = 2: 1000 R is below m for each image", 1000 * (variances.max() ?? .infinity), isBelow: m,
      by: .rounding(operations: 1000, scale: m))
    notebook.check(
      "1", "d = 2: the mean weight of ten images is 1", MonteCarloEstimate(plane.meanWeights), equals: 1,
      exactStandardError: (variances.reduce(0, +) / m).squareRoot() / 10, against: 1.25)
    notebook.check(
      "1", "d = 5: 1000 R is above m for each image", 1000 * (five.relativeVariances.min() ?? 0), isAbove: m,
      by: .rounding(operations: 1000, scale: m))
  }
}

//: At d = 20 there is not one useful draw to be expected in 100,000, and the ten estimates are 23.8 nats too low on
//: average.
//:
//: Do they say so? Their own standard errors come from the weights that they have seen. If one of those outweighs
//: all others, the error that is reported is 1 nat, and it cannot be more, whatever the truth. The error to fear is
//: the one that the samples cannot show.
//:
//: That they miss is no accident of the seed: the fractional moments of 1.6, multiplied over the ten images, bound the
//: chance that the mean shortfall is 6.11 nats or less.

extension Chapter1 {
  /// Twenty latent dimensions.
  private func whereItFails(_ fits: [PriorAverages], _ notebook: ChapterNotebook) throws {
    let (twenty, m) = (fits[3], Double(PriorAverages.samples))
    let leastVariance = twenty.relativeVariances.min() ?? 0
    notebook.check(
      "1", "d = 20: m/(1 + R) is below one sample for each image", m / (1 + leastVariance), isBelow: 1,
      by: .rounding(operations: 1000, scale: 1))

    let ownErrors = twenty.estimates.map { $0.standardError ?? .nan }
    notebook.check(
      "1", "d = 20: the largest standard error reported is below the least exact one, √(R/m)",
      ownErrors.max() ?? .nan, isBelow: (leastVariance / m).squareRoot(),
      by: .rounding(operations: 1000, scale: leastVariance.squareRoot()))
    notebook.show(
      "chanceOfNoShortfall", "a mean shortfall up to 6.11 nats has at most this chance",
      try twenty.chance(of: Claim.threshold))
    let shortfall = mean(twenty.exact) - mean(twenty.estimates.map(\.logMean))
    notebook.show("meanShortfall", "exact less estimated, d = 20, in nats", shortfall)
    notebook.check(
      "1", "d = 20: the mean shortfall is over 6.11 times the mean standard error reported",
      shortfall / mean(ownErrors), isAbove: Claim.threshold, by: .rounding(operations: 1000, scale: shortfall))
  }

  /// Effective sample size, and the error with the standard error that was reported, against the latent dimension.
  private func theCollapse(
    _ fits: [PriorAverages], of images: [[Double]], _ components: PrincipalComponents
  ) throws -> Figure {
    let m = Double(PriorAverages.samples)
    let models = try (1...20).map { try components.linearGaussian(latentDimension: $0) }
    let predictions = try images.map { image in
      try models.map { Point(Double($0.latentDimension), m * exp(-(try $0.logSecondMomentRatio(of: image)))) }
        .filter { $0.y > 1e-5 }
    }
    let measured = fits.flatMap { fit in
      fit.estimates.map { Point(Double(fit.model.latentDimension), $0.effectiveSampleSize) }
    }
    let errors = fits.flatMap { fit in
      fit.estimates.enumerated().map { index, estimate in
        UncertainPoint(
          Double(fit.model.latentDimension) + 0.25 * (Double(index) - 4.5), estimate.logMean - fit.exact[index],
          error: 2 * (estimate.standardError ?? 0))
      }
    }
    return Figure(
      slug: "ch01-effective-sample-size", title: "Ten digits, 100,000 draws from the prior each",
      caption:
        "Left: the draws that count, as measured and as m/(1 + R) predicts; measured, they never fall below one. "
        + "Right: the error of log p(x), the ten side by side about each d, with the standard errors that they report; "
        + "at d = 20 no bar comes near 0.",
      panels: [
        Panel(
          title: "draws that count", xAxis: Axis("latent dimension d"),
          yAxis: Axis("effective sample size", scale: .logarithmic, range: 1e-5...1e5),
          layers: predictions.enumerated().map {
            .line($0.element, label: $0.offset == 0 ? "m/(1 + R), each image" : nil, style: .faint, color: .blue)
          } + [.scatter(measured, label: "measured", color: .vermilion)]),
        Panel(
          title: "what comes of it", xAxis: Axis("latent dimension d"), yAxis: Axis("log p̂(x) − log p(x) (nats)"),
          layers: [
            .horizontalLine(0, label: "exact", color: .black),
            .errorBars(errors, label: "estimate ± 2 standard errors", color: .vermilion),
          ]),
      ])
  }
}

/// Equation (1) for several images under one linear model, whose answers are known.
private struct PriorAverages {
  static let samples = 100_000

  let model: LinearGaussian
  let images: [[Double]]
  let exact: [Double]
  let relativeVariances: [Double]
  let estimates: [LogMeanEstimate]

  init(of images: [[Double]], under model: LinearGaussian, _ notebook: ChapterNotebook) throws {
    let decoder = try Decoder<Double>(
      hidden: MultilayerPerceptron(layers: [], activation: .identity),
      output: Dense(weight: model.weight, bias: model.bias),
      likelihood: .gaussian(variance: model.observationVariance))
    let noise = notebook.noise("digits, d = \(model.latentDimension)")
    self.model = model
    self.images = images
    exact = try images.map(model.logMarginalLikelihood)
    relativeVariances = try images.map(model.relativeVarianceOfPriorEstimate)
    estimates = try images.indices.map { index in
      let sampling = MonteCarlo(samples: Self.samples, noise: noise.substream(index), threads: notebook.threads)
      return try decoder.logMarginal(of: images[index], sampling: sampling)
    }
  }

  /// p̂(x)/p(x) of each image.
  var meanWeights: [Double] { zip(estimates, exact).map { exp($0.logMean - $1) } }

  /// A bound on the chance that the estimates fall short by no more than this on average, in nats.
  func chance(of shortfall: Double) throws -> Double {
    let exponents = try (1...9).map { step in
      let power = Double(step) / 10
      return try logMoments(power).reduce(0, +)
        + Double(images.count) * ((1 - power) * log(Double(Self.samples)) + power * shortfall)
    }
    return exp(exponents.min() ?? 0)
  }

  /// log E W^α of each image: a power of p(x|z) is p(x|z) with variance s²/α, but for a constant.
  private func logMoments(_ power: Double) throws -> [Double] {
    let variance = model.observationVariance
    let tempered = try LinearGaussian(weight: model.weight, bias: model.bias, observationVariance: variance / power)
    let constant = 0.5 * Double(model.observedDimension) * ((1 - power) * log(2 * .pi * variance) - log(power))
    return try zip(images, exact).map { try constant + tempered.logMarginalLikelihood(of: $0) - power * $1 }
  }
}

//: ## What we simplified
//:
//: The models are given: nothing is learned here. Chapter 2 turns the weakness of the average into a bound that can
//: be optimised. A better proposal than the prior would help as well: draws from q, weighted by p(z)/q(z), which is the
//: step that the mistake `posterior-samples-without-weights` leaves out. This chapter does not take it;
//: `swift run vae evaluate --importance-samples 5000` does. The linear model of 1.8 was fitted to the very images that
//: it is asked about; for judging a model that would be wrong, for judging an estimator it is not.
//:
//: ## Exercises
//:
//: Each numbered exercise has a file to edit and a criterion that judges it: `swift run chapter1 --exercise 1` says
//: which, `--check-exercise 1` judges your answer, `--solution 1` shows ours. The others are for paper.
//:
//: 1. Predict a number: how many draws does the toy need for a standard error of 0.001 nats at the defaults? And with
//:    s² = 0.005?
//:    <details><summary>Solution</summary>R/0.001²: 1.76 million. With `--variance 0.005`, R is 25.5, and it takes
//:    25.5 million: a sharper decoder is harder to average over.</details>
//: 2. Write the function that every program of this kind needs: log (1/m) Σ exp ℓ, for terms of any size. Terms near
//:    −2000 must not give −∞, terms near 2000 must not give ∞, and a term may be −∞ itself.
//:    <details><summary>Solution</summary>Take the largest term out: max ℓ + log (1/m) Σ exp(ℓ − max ℓ). No
//:    exponential exceeds 1, and one of them is 1.</details>
//: 3. Repair a derivation: the logarithm of (2) is estimated from log p(x | z), for n data with m draws each. One
//:    step is wrong. *Hint: what is averaged, and how often?*
//:    <details><summary>Solution</summary>The average belongs inside the product, once for each datum: the logarithm
//:    is then a sum of n log-mean-exps.</details>
//: - Show that 1 + R is at least 1 over the prior's mass where p(x|z) > 0. What does it say of a decoder whose noise
//:   cannot exceed a small bound?
//:   <details><summary>Solution</summary>By Cauchy and Schwarz, 1 = E[W·1] ≤ √(E W² · P(W > 0)). As the bound
//:   shrinks, so does the mass that explains x, and R grows without limit.</details>
//: - Averages of m weights are biased in the logarithm by −R/2m. Is the average of k such logarithms any better?
//:   <details><summary>Solution</summary>Its variance is k times smaller and its bias the same. Taking the logarithm
//:   of all km weights at once divides both by k.</details>
//:
//: ## Mistakes people make here
//:
//: `swift run chapter1 --list-mistakes` names them; `--mistake NAME` makes one, and says which equation caught it.
//:
//: ## Notation
//:
//: The symbols that this chapter introduces, and their names in the code.

extension Chapter1 {
  static let notation = [
    Notation("x", "observation", "an observation", shape: "D"),
    Notation("z", "latent", "its latent variable, from the prior N(0, I)", shape: "d"),
    Notation("w", "weight", "the slope of the toy's decoder"),
    Notation("W", "weight", "the linear decoder's matrix", shape: "D × d"),
    Notation("s^2", "observationVariance", "the variance of an observation about its mean f(z)"),
    Notation("d", "latentDimension", "the number of latent dimensions"),
    Notation("D", "observedDimension", "the number of observed dimensions: pixels"),
    Notation(#"\log p(x)"#, "logMarginalLikelihood", "the logarithm of equation (1)", unit: "nats"),
    Notation(#"\log W_i"#, "logWeight", "the logarithm of a weight, or of p(x | z) alone", unit: "nats"),
    Notation("R", "relativeVariance", "the variance of one weight"),
    Notation("m", "samples", "the number of draws in an average"),
  ]
}

//: ## Where the notes differ
//:
//: Each place: as printed, as it must be, and the claim above that shows the difference.

extension Chapter1 {
  static let errata = [
    Erratum(
      "above (2)", printed: #"$`P(X\mid Z,\Theta)=\mathbf N(X\mid f_\Theta(Z),\sigma I)`$"#,
      correct: #"$`\mathbf N(X\mid f_\Theta(Z),s^2I)`$, as in (8); σ belongs to the encoder"#,
      shownBy: "the same under σI, as printed above (2): 143.0 nats"),
    Erratum(
      "2", printed: #"$`\frac1m\sum_i\prod_jP(x_j\mid z_{j_i},\Theta)`$, the product inside the average"#,
      correct: #"$`\sum_j\log\frac1m\sum_iP(x_j\mid z_{j_i},\Theta)`$, the logarithm of a product of averages"#,
      shownBy: "the product inside, as printed, misses from below: the lower of two runs"),
    Erratum(
      "below (2)", printed: "the product is the problem, and the logarithm of (2) cannot be taken directly",
      correct: "it can, datum by datum; the problems are the variance of draws from the prior and the bias −R/2m",
      shownBy: "the sum of logs of means is the log-likelihood, less R/2m a point"),
  ]
}
