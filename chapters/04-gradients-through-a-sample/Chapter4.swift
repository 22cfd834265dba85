//: # 4 · Gradients through a sample
//:
//: **Thesis.** The bound is an average over draws from a distribution that is itself being learned. Its gradient can
//: still be estimated without bias, in several ways; they differ in what one draw costs in variance, and none is
//: always the best.
//:
//: **You need** chapter 3's divergence and the chain rule. **We verify** equations (17) to (19): the gradient of a
//: sum, the gradient from a minibatch, and the gradient through a sample. Every estimator is held against its exact
//: mean and its exact variance. Of equation (20) we verify the constant that it lacks, and the two sources of its
//: noise.

import ArgumentParser
import Datasets
import Foundation
import Notebook
import Plotting
import VAECore
import Verification

@main
struct Chapter4: Chapter {
  static let number = 4
  // Quoted: 1.064, where the two variances cross: an exercise's own.
  static let title = "Gradients through a sample"
  static let thesis = "A gradient can pass through a draw: several estimators, one mean, very different variances."
  static let equations = ["17", "18", "19", "20"]
  static let mistakes = [
    Mistake("minus-two", "keeps the −2 that is printed at the end of (17)", caughtBy: "17"),
    Mistake("forgot-scale", "forgets the n/m of (18)", caughtBy: "18"),
    Mistake("first-data", "sums over i = 1…m, as (18) prints it: the same data every time", caughtBy: "18"),
    Mistake(
      "detached-sample", "stops the gradient at the sample", caughtBy: "19",
      askedIn: [
        "pytorch/pytorch#4620", "evelinehong/slot-attention-pytorch#4", "ethanluoyc/pytorch-vae#5",
        "vdumoulin/morphing_faces#2",
      ]),
    Mistake("shared-noise", "uses one ε for all dimensions", caughtBy: "19"),
    Mistake("variance-for-deviation", "draws μ + σ²ε where (19) has μ + σε", caughtBy: "19"),
    Mistake(
      "small-noise", "draws ε with a deviation of 0.01, and averages hardly more than the mean's own value",
      caughtBy: "19", askedIn: ["keras-team/keras#4211", "keras-team/keras-io#790"]),
    Mistake(
      "score-of-the-sample", "differentiates log q by the sample and not by its parameter", caughtBy: "19",
      askedIn: ["tensorflow/probability#622"]),
    Mistake(
      "biased-baseline", "lets a draw take part in its own baseline", caughtBy: "19", askedIn: ["pyro-ppl/pyro#42"]),
    Mistake("log-variance-chain", "forgets the ½σ that turns ∂/∂σ into ∂/∂log σ²", caughtBy: "19"),
    Mistake(
      "sum-over-samples", "sums over the V samples of (19) where it averages", caughtBy: "19",
      askedIn: ["y0ast/Variational-Autoencoder#10"]),
    Mistake(
      "moving-landing", "lets log q's parameters move where sticking the landing holds them still", caughtBy: "19",
      askedIn: ["thu-ml/zhusuan#67", "pymc-devs/pymc#1615", "pyro-ppl/pyro#63"]),
    Mistake("transposed-weight", "reads W by columns on the way back, where it is stored by rows", caughtBy: "17"),
    Mistake(
      "unscaled-squared-error", "leaves the 1/2s² out of (20), as printed", caughtBy: "20",
      askedIn: [
        "pytorch/examples#399", "TimyadNyda/Variational-Lstm-Autoencoder#8", "ethanluoyc/pytorch-vae#3",
        "RasmussenLab/vamb#1", "hwalsuklee/tensorflow-mnist-VAE#3",
      ]),
    Mistake(
      "mean-over-pixels", "averages the squared error over the pixels where (20) sums", caughtBy: "20",
      askedIn: [
        "AntixK/PyTorch-VAE#11", "AntixK/PyTorch-VAE#23", "AntixK/PyTorch-VAE#35", "AntixK/PyTorch-VAE#40",
        "AntixK/PyTorch-VAE#56", "AntixK/PyTorch-VAE#95", "pytorch/examples#290", "pytorch/examples#294",
        "pytorch/examples#817", "pytorch/examples#296", "pytorch/examples#226", "orybkin/sigma-vae-tensorflow#2",
        "orybkin/sigma-vae-pytorch#12",
      ]),
    Mistake("draws-for-data", "expects V draws to divide all of (20)'s noise by V", caughtBy: "20"),
  ]

  @Option(parsing: .unconditional, help: "The mean μ of q.")
  var mean: Entry<Real> = "1"

  @Option(parsing: .unconditional, help: "The standard deviation σ of q.")
  var deviation: Entry<PositiveReal> = "1"

  @Option(parsing: .unconditional, help: "The target k of f(x) = (x − k)².")
  var target: Entry<Real> = "-3"

  @OptionGroup var options: ChapterOptions

  var parameters: [Parameter] {
    [Parameter("mean", mean), Parameter("deviation", deviation), Parameter("target", target)]
  }

  var outline: [Section] {
    [
      Section("4.1", "The gradient of a sum", theGradientOfASum),
      Section("4.2", "A few data stand for all", aFewDataStandForAll),
      Section("4.3", "What needs a trick, and what does not", whatNeedsATrick),
      Section("4.4", "The same expectation twice", theSameExpectationTwice),
      Section("4.5", "One gradient, several estimators", oneGradientSeveralEstimators),
      Section("4.6", "What one draw costs", whatOneDrawCosts),
      Section("4.7", "More draws for each datum", moreDraws),
      Section("4.8", "Where the path is the worse way", whereThePathIsWorse),
      Section("4.9", "The gradient of a bound", theGradientOfABound),
      Section("4.10", "The network's own gradient", theNetworksOwnGradient),
      Section("4.11", "The printed objective, and its two noises", thePrintedObjective),
    ]
  }
}

//: The chapter's own options set one small problem: x is drawn from N(μ, σ²), and f(x) = (x − k)² is averaged. Call
//: k the target, and δ = μ − k the distance of the mean from it. The variances below hold fourth powers of δ/σ, so the
//: run refuses a distance that leaves double precision no digits for the noise.

extension Chapter4 {
  func checkParameters() throws {
    guard (1e-50...1e50).contains(deviation.value) else {
      throw InvalidInput("--deviation", expected: "a number from 1e-50 to 1e50", found: "'\(deviation.text)'")
    }
    guard abs(mean.value - target.value) <= 1e6 * deviation.value else {
      throw InvalidInput(
        "--target", expected: "a target within a million deviations of the mean",
        found: "'\(target.text)' with mean \(mean.text) and deviation \(deviation.text)")
    }
  }
}

//: ## 4.1 The gradient of a sum
//:
//: The bound of n data is a sum, and the gradient of a sum is the sum of the gradients. That is all that equation
//: (17) says:
//:
//: ```math
//: \nabla_{\Theta,\phi}\,\mathcal L(\Theta,\phi) = \sum_{i=1}^n\nabla_{\Theta,\phi}\,\mathcal L_i(\Theta,\phi). \qquad (17)
//: ```
//:
//: The notes end it with "− 2". That is the page number, which slipped into the formula. Behind the sum it makes every
//: derivative wrong. Inside the brackets it would be a constant, and the gradient of a constant is 0.
//:
//: To see both, we need parameters. Let the toy's decoder be $`x\mid z\sim\mathrm N(wz,s^2)`$ with s² = 0.3, and
//: let an encoder give every datum $`x_i`$ the Gaussian $`q=\mathrm N(ax_i,\sigma^2)`$. Then Θ is w, φ is (a, σ),
//: and the bound of one datum is
//:
//: ```math
//: \mathcal L_i = -\tfrac12\log 2\pi s^2-\frac{(x_i-wax_i)^2+w^2\sigma^2}{2s^2}
//:   +\tfrac12\bigl(1+\log\sigma^2-\sigma^2-a^2x_i^2\bigr).
//: ```
//:
//: One random direction tests all three derivatives at once: if the slope along it agrees with a central difference, a
//: wrong derivative would have to be hidden by chance.

/// The toy with an encoder: parameters (w, a, σ), observation variance 0.3.
private struct AmortizedToy {
  static let data = [1.5, -0.7, 0.4, 2.1]
  var parameters = [2, 0.4, 0.6]
  var observationVariance = 0.3

  /// The expected squared error, (x − wax)² + w²σ².
  func squaredError(of x: Double) -> Double {
    let (w, a, deviation) = (parameters[0], parameters[1], parameters[2])
    return (x - w * a * x).squared + (w * deviation).squared
  }

  /// The divergence (16) of N(ax, σ²) from the prior.
  func divergence(of x: Double) -> Double {
    let (a, deviation) = (parameters[1], parameters[2])
    return -0.5 * (1 + log(deviation.squared) - deviation.squared - (a * x).squared)
  }

  func bound(of x: Double) -> Double {
    -0.5 * log(2 * .pi * observationVariance) - squaredError(of: x) / (2 * observationVariance) - divergence(of: x)
  }

  func gradient(of x: Double) -> [Double] {
    let (w, a, deviation) = (parameters[0], parameters[1], parameters[2])
    let residual = (x - w * a * x) / observationVariance
    return [
      residual * a * x - w * deviation.squared / observationVariance,
      residual * w * x - a * x.squared,
      -w.squared * deviation / observationVariance + 1 / deviation - deviation,
    ]
  }

  func moved(_ distance: Double, along direction: [Double]) -> AmortizedToy {
    let moved = zip(parameters, direction).map { $0 + distance * $1 }
    return AmortizedToy(parameters: moved, observationVariance: observationVariance)
  }
}

private func dot(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }

extension Chapter4 {
  /// A random direction with positive coordinates, so that the printed −2 cannot cancel along it.
  private func direction(_ notebook: ChapterNotebook) -> [Double] {
    notebook.noise("direction").normals(0..<3).map { abs($0) + 0.1 }
  }

  func theGradientOfASum(_ notebook: ChapterNotebook) throws {
    let (toy, data, v) = (AmortizedToy(), AmortizedToy.data, direction(notebook))
    let sumOfGradients = data.reduce(0) { $0 + dot(toy.gradient(of: $1), v) }
    let printed = sumOfGradients - 2 * v.reduce(0, +)
    let scale = data.reduce(0) { $0 + abs(toy.bound(of: $1)) }
    let slope = DirectionalDerivative(scale: scale) { t in
      data.reduce(0) { $0 + toy.moved(t, along: v).bound(of: $1) }
    }
    notebook.check(
      "17", "the gradients of the data add up to the gradient of the bound, along a random direction",
      notebook.choose(sumOfGradients, or: ["minus-two": printed]), equals: slope.value, within: slope.tolerance,
      against: printed)

    let shifted = DirectionalDerivative(scale: scale + 2) { t in
      data.reduce(-2) { $0 + toy.moved(t, along: v).bound(of: $1) }
    }
    notebook.check(
      "17", "a −2 inside the brackets would not survive the gradient", sumOfGradients, equals: shifted.value,
      within: shifted.tolerance, against: printed)
    notebook.check(
      "17", "with the −2 behind it, as printed, the sum falls short", printed, isBelow: slope.value, by: slope.tolerance
    )
  }
}

//: ## 4.2 A few data stand for all
//:
//: Equation (18) replaces the sum over n data by a sum over m of them, picked at random, and multiplies by n/m:
//:
//: ```math
//: \nabla\mathcal L \approx \frac nm\sum_{k=1}^m\nabla\mathcal L_{i_k},\qquad i_k\sim\mathrm U(1,\dots,n). \qquad (18)
//: ```
//:
//: Is that unbiased? With n = 4 and m = 2 nothing need be sampled: there are six minibatches, and their average can be
//: taken. If data may be picked twice there are sixteen, and the average is the same.
//:
//: The factor matters. Without it the average is m/n of the gradient. That changes the size of a step, and its balance
//: with any term that is not a sum over data.
//:
//: And the indices matter: (18) prints a sum over i = 1…m, which is the first m data at every step. Its i ~ U(1, …, n)
//: can only mean m random indices $`i_1,\dots,i_m`$.

extension Chapter4 {
  func aFewDataStandForAll(_ notebook: ChapterNotebook) throws {
    let (toy, v) = (AmortizedToy(), direction(notebook))
    let slopes = AmortizedToy.data.map { dot(toy.gradient(of: $0), v) }
    let (n, m) = (slopes.count, 2)
    let full = slopes.reduce(0, +)
    let factor = notebook.choose(Double(n) / Double(m), or: ["forgot-scale": 1])
    let estimate = { (i: Int, j: Int) in
      notebook.makes("first-data") ? factor * (slopes[0] + slopes[1]) : factor * (slopes[i] + slopes[j])
    }
    let distinct = (0..<n).flatMap { i in (i + 1..<n).map { j in estimate(i, j) } }
    let repeated = (0..<n).flatMap { i in (0..<n).map { j in estimate(i, j) } }
    let average = { (values: [Double]) in values.reduce(0, +) / Double(values.count) }
    let variance = { (values: [Double]) in average(values.map { ($0 - full).squared }) }
    let rounding = Tolerance.rounding(operations: 64, scale: slopes.reduce(0) { $0 + abs($1) })
    notebook.check(
      "18", "the six minibatches average the full gradient", average(distinct), equals: full, within: rounding,
      against: full * Double(m) / Double(n))
    notebook.check(
      "18", "so do the sixteen, when a datum may be picked twice", average(repeated), equals: full, within: rounding,
      against: full * Double(m) / Double(n))
    notebook.check(
      "18", "without repetition the variance is (n − m)/(n − 1) of that with it",
      variance(distinct) / variance(repeated), equals: Double(n - m) / Double(n - 1),
      within: .rounding(operations: 256, scale: slopes.reduce(0) { $0 + $1.squared } / variance(repeated)))

    let weightSlopes = AmortizedToy.data.map { toy.gradient(of: $0)[0] }
    notebook.check(
      "18", "the first m data alone, as printed, give another ∂/∂w", 2 * (weightSlopes[0] + weightSlopes[1]),
      isBelow: weightSlopes.reduce(0, +), by: .rounding(operations: 64, scale: weightSlopes.reduce(0) { $0 + abs($1) }))
  }
}

//: ## 4.3 What needs a trick, and what does not
//:
//: Before (19) the notes say that the integral cannot be estimated by Monte Carlo. It can: draw z from q and average
//: log p(x | z). So can its gradient in Θ, because Θ stands in the integrand alone and q does not move with it. What
//: needs thought is the gradient in φ, because φ moves the draws.
//:
//: Write the draw as z = μ + σε, with the noise ε from N(0, 1). Nudge μ, and every z moves with it: the slope of the
//: average is the average of $`w(x-wz)/s^2`$.
//:
//: Now stop the gradient at the sample, as `detach` and `stop_gradient` do: z stays where it is, and log p(x | z) has
//: no μ left in it. Its slope is 0, and the whole bound's is minus that of the divergence, −μ. Nothing complains, Θ
//: still learns, and the encoder learns to forget the data. That is the bug behind many a "my encoder does not train".
//:
//: The numbers are those of the toy of chapter 2: w = 2, s² = ½, x = 1.5 and q = N(0.3, 0.2).
//:
//: > **What do you expect?** With the samples stopped, what is left of the bound's slope in μ, and which way does
//: > it push?

/// The toy at one datum: z ~ N(0, 1), x | z ~ N(wz, s²), with w = 2, s² = ½, x = 1.5.
private enum Toy {
  static let weight = 2.0
  static let variance = 0.5
  static let observation = 1.5

  static func logLikelihood(at z: Double) -> Double {
    -0.5 * log(2 * .pi * variance) - (observation - weight * z).squared / (2 * variance)
  }
}

extension Chapter4 {
  func whatNeedsATrick(_ notebook: ChapterNotebook) throws {
    let (w, s2, x) = (Toy.weight, Toy.variance, Toy.observation)
    let (mean, deviation) = (0.3, 0.2.squareRoot())
    let residual = x - w * mean
    let isDetached = notebook.makes("detached-sample")
    let averages = notebook.sampling("reconstruction").averages(of: 3) { noise, values in
      let z = mean + deviation * noise
      values[0] = Toy.logLikelihood(at: z)
      values[1] = (x - w * z) * z / s2
      values[2] = isDetached ? 0 : w * (x - w * z) / s2
    }
    // Each is a polynomial c₀ + c₁ε + c₂ε² of the noise, whose variance is c₁² + 2c₂².
    let standardError = { (c1: Double, c2: Double) in
      ((c1.squared + 2 * c2.squared) / Double(notebook.samples)).squareRoot()
    }
    let reach = w * deviation
    notebook.check(
      "19", "draws from q estimate the integral itself", averages[0],
      equals: Toy.logLikelihood(at: mean) - reach.squared / (2 * s2),
      exactStandardError: standardError(residual * reach / s2, reach.squared / (2 * s2)),
      against: Toy.logLikelihood(at: mean))
    notebook.check(
      "19", "and its gradient in Θ: ∂/∂w", averages[1], equals: (residual * mean - w * deviation.squared) / s2,
      exactStandardError: standardError((residual * deviation - reach * mean) / s2, reach * deviation / s2),
      against: residual * mean / s2)
    notebook.check(
      "19", "the gradient in φ passes through the sample: ∂/∂μ", averages[2], equals: w * residual / s2,
      exactStandardError: standardError(w * reach / s2, 0), against: 0)
    stoppingTheGradient(notebook, mean: mean, deviation: deviation)
  }

  /// Nudges μ on common noise, with samples that move along and with samples that stay.
  private func stoppingTheGradient(_ notebook: ChapterNotebook, mean: Double, deviation: Double) {
    let noise = notebook.noise("common noise").normals(0..<1000)
    let z = noise.map { mean + deviation * $0 }
    let slope = { (isStopped: Bool) in
      DirectionalDerivative(scale: 10) { shift in
        let z = noise.map { mean + (isStopped ? 0 : shift) + deviation * $0 }
        let q = try? DiagonalGaussian(mean: [mean + shift], standardDeviation: [deviation])
        return average(z.map(Toy.logLikelihood)) - (q?.divergenceFromStandard() ?? .nan)
      }
    }
    let pathwise = average(z.map { Toy.weight * (Toy.observation - Toy.weight * $0) / Toy.variance })
    let (moving, stopped) = (slope(false), slope(true))
    notebook.check(
      "19", "on common noise, the bound's slope in μ is the samples' slope less the divergence's", pathwise - mean,
      equals: moving.value, within: moving.tolerance, against: -mean)
    notebook.check(
      "19", "with the samples stopped, the reconstruction adds nothing to −μ, from the divergence", -mean,
      equals: stopped.value, within: stopped.tolerance, against: pathwise - mean)
  }

  private func average(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}

//: With the samples stopped, −0.3 is left of what is 3.3 on average (4.9), and it pushes μ to the prior's 0.
//:
//: ## 4.4 The same expectation twice
//:
//: The trick of (19) is a change of variables. If ε ~ N(0, I), then μ + σ ⊙ ε has the law q, so that any average under
//: q is an average under noise that no parameter moves:
//:
//: ```math
//: \int q(z\mid x,\phi)\log p(x\mid z,\Theta)\,dz
//:   = \int p(\varepsilon)\log p(x\mid\mu+\sigma\odot\varepsilon,\Theta)\,d\varepsilon
//:   \approx\frac1V\sum_{v=1}^V\log p(x\mid\mu+\sigma\odot\varepsilon_v,\Theta). \qquad (19)
//: ```
//:
//: The product is taken elementwise, each coordinate with its own noise; the notes print εσ, and p(ε) without saying
//: that it is N(0, I).
//:
//: We take d = 2 latent and D = 3 observed dimensions, a weight matrix W without symmetry, and s² = 0.3, so that
//: nothing cancels by luck. The closed form is
//: $`-\tfrac32\log 2\pi s^2-\bigl(\lVert x-W\mu\rVert^2+\lVert W\,\mathrm{diag}\,\sigma\rVert_F^2\bigr)/2s^2`$.

/// Two latent and three observed dimensions: x | z ~ N(Wz, s² I).
private enum Plane {
  /// The columns of W.
  static let weight = (SIMD3(1.2, 0.4, -0.3), SIMD3(-0.7, 0.9, 1.6))
  static let observation = SIMD3(0.8, -1.1, 0.5)
  static let variance = 0.3

  static func logLikelihood(at z0: Double, _ z1: Double, variance: Double = variance) -> Double {
    -1.5 * log(2 * .pi * variance) - squaredError(at: z0, z1) / (2 * variance)
  }

  static func squaredError(at z0: Double, _ z1: Double) -> Double {
    let residual = observation - z0 * weight.0 - z1 * weight.1
    return dot(residual, residual)
  }

  @inline(__always)
  static func dot(_ left: SIMD3<Double>, _ right: SIMD3<Double>) -> Double { (left * right).sum() }
}

/// The density of N(0, 1).
private func normalDensity(_ x: Double) -> Double { exp(-0.5 * x.squared) / (2 * Double.pi).squareRoot() }

extension Chapter4 {
  func theSameExpectationTwice(_ notebook: ChapterNotebook) throws {
    let (mean, deviation, s2) = ([0.5, -1], [0.8, 0.5], Plane.variance)
    let columns = (deviation[0] * Plane.weight.0, deviation[1] * Plane.weight.1)
    let (first, second) = (Plane.dot(columns.0, columns.0), Plane.dot(columns.1, columns.1))
    let mixed = Plane.dot(columns.0, columns.1)
    let exact = Plane.logLikelihood(at: mean[0], mean[1]) - (first + second) / (2 * s2)
    // The rule is exact to rounding on such integrands: what is left is the sum of its own 241² terms.
    let tolerance = Tolerance.rounding(operations: 60_000, scale: exact)

    let underQ = Quadrature.planeIntegral { z0, z1 in
      normalDensity((z0 - mean[0]) / deviation[0]) / deviation[0] * normalDensity((z1 - mean[1]) / deviation[1])
        / deviation[1] * Plane.logLikelihood(at: z0, z1)
    }
    let underNoise = Quadrature.planeIntegral { e0, e1 in
      normalDensity(e0) * normalDensity(e1)
        * Plane.logLikelihood(at: mean[0] + deviation[0] * e0, mean[1] + deviation[1] * e1)
    }
    let innerProduct = Quadrature.planeIntegral { e0, e1 in
      let shift = deviation[0] * e0 + deviation[1] * e1
      return normalDensity(e0) * normalDensity(e1) * Plane.logLikelihood(at: mean[0] + shift, mean[1] + shift)
    }
    notebook.check("19", "the integral over z is the closed form", underQ.value, equals: exact, within: tolerance)
    notebook.check(
      "19", "the integral over ε is the integral over z", underNoise.value, equals: underQ.value, within: tolerance)
    notebook.check(
      "19", "with εσ read as an inner product it is another number", innerProduct.value, isBelow: exact, by: tolerance)

    // log p is a quadratic form −‖r − Aε‖²/2s² of the noise, with A = W diag σ and r = x − Wμ.
    let residual = Plane.observation - mean[0] * Plane.weight.0 - mean[1] * Plane.weight.1
    let linear = Plane.dot(residual, columns.0).squared + Plane.dot(residual, columns.1).squared
    let quadratic = 0.5 * (first.squared + second.squared) + mixed.squared
    let sharesNoise = notebook.makes("shared-noise")
    let spread = notebook.choose(
      deviation, or: ["variance-for-deviation": deviation.map(\.squared), "small-noise": deviation.map { 0.01 * $0 }])
    let sampled = notebook.sampling("the same expectation").averages(dimension: 2, of: 1) { noise, values in
      values[0] = Plane.logLikelihood(
        at: mean[0] + spread[0] * noise[0], mean[1] + spread[1] * noise[sharesNoise ? 0 : 1])
    }[0]
    notebook.check(
      "19", "draws μ + σ ⊙ ε average it", sampled, equals: exact,
      exactStandardError: ((linear + quadratic) / s2.squared / Double(notebook.samples)).squareRoot(),
      against: exact - mixed / s2)
  }
}

//: ## 4.5 One gradient, several estimators
//:
//: Now the chapter's problem: x ~ N(μ, σ²) and f(x) = (x − k)². Its average is (μ − k)² + σ², so the gradient is
//: known: 2(μ − k) along μ and 2σ along σ. What does one draw of ε say about it?
//:
//: - *Reparameterized*, or pathwise: differentiate f along the sample's path, $`f'(x)`$ for μ and $`f'(x)\,\varepsilon`$ for
//:   σ. It needs a derivative of f.
//: - *Finite differences on common noise*: evaluate f with μ nudged both ways and the same ε.
//: - *Score function*: leave the sample alone and differentiate the density that drew it,
//:
//: ```math
//: \nabla\,\mathrm E_q f = \int f\,\nabla q = \mathrm E_q\bigl[f\,\nabla\log q\bigr],\qquad
//: \frac{\partial\log q}{\partial\mu}=\frac{\varepsilon}{\sigma},\quad
//: \frac{\partial\log q}{\partial\sigma}=\frac{\varepsilon^2-1}{\sigma}.
//: ```
//:
//: The score function asks nothing of f but its value, so that it serves where f has no derivative. It is the other
//: valid trick, which the notes do not mention.
//:
//: The score itself, u = ∇ log q, averages 0, so that any constant may be subtracted from f first: a *baseline*. The
//: mean of f is the usual one. The best is $`\mathrm E[f\,u^2]/\mathrm E[u^2]`$.
//:
//: An encoder gives log σ² rather than σ. Since σ = exp(½ log σ²), one more link joins the chain: ∂/∂log σ² is ½σ ∂/∂σ.
//:
//: Each claim must be able to see a bias of a tenth of one draw's deviation, for which nine thousand draws are enough.
//:
//: > **What do you expect?** All of them average the same gradient. At δ = 4 and σ = 1, how many draws of the score
//: > function tell as much about ∂/∂μ as one draw of the path?

/// One way to estimate a derivative: what one draw says, and the mean and variance that theory gives it.
private struct Estimator: Sendable {
  typealias Draw = @Sendable (_ noise: Double) -> Double
  let name: String
  let expectation: Double
  let variance: Double
  let draw: Draw

  init(_ name: String, expectation: Double, variance: Double, _ draw: @escaping Draw) {
    (self.name, self.expectation, self.variance, self.draw) = (name, expectation, variance, draw)
  }

  /// One draw's squared deviation from the exact derivative.
  var squaredDeviation: Draw { { [draw, expectation] in (draw($0) - expectation).squared } }
}

extension Chapter4 {
  /// Estimators of ∂/∂μ of E (x − k)², at a distance δ = μ − k.
  private func ofMean(distance m: Double, deviation: Double, _ notebook: ChapterNotebook) -> [Estimator] {
    let f: Estimator.Draw = { (m + deviation * $0).squared }
    let (variance, step) = (deviation.squared, deviation / 8)
    let (mean, best) = (m.squared + variance, m.squared + 3 * variance)
    let sign = notebook.choose(1.0, or: ["score-of-the-sample": -1])
    return [
      Estimator("reparameterized", expectation: 2 * m, variance: 4 * variance) { 2 * (m + deviation * $0) },
      Estimator("differences on common noise", expectation: 2 * m, variance: 4 * variance) {
        ((m + step + deviation * $0).squared - (m - step + deviation * $0).squared) / (2 * step)
      },
      Estimator(
        "score function", expectation: 2 * m,
        variance: m.squared * (m / deviation).squared + 14 * m.squared + 15 * variance
      ) {
        f($0) * sign * $0 / deviation
      },
      Estimator("score, mean baseline", expectation: 2 * m, variance: 8 * m.squared + 10 * variance) {
        (f($0) - mean) * sign * $0 / deviation
      },
      Estimator("score, best baseline", expectation: 2 * m, variance: 8 * m.squared + 6 * variance) {
        (f($0) - best) * $0 / deviation
      },
    ]
  }

  /// Estimators of ∂/∂σ of E (x − k)², at a distance δ = μ − k.
  private func ofDeviation(distance m: Double, deviation: Double) -> [Estimator] {
    let f: Estimator.Draw = { (m + deviation * $0).squared }
    let (variance, exact) = (deviation.squared, 2 * deviation)
    let best = m.squared + 5 * variance
    return [
      Estimator("reparameterized", expectation: exact, variance: 4 * m.squared + 8 * variance) {
        2 * (m + deviation * $0) * $0
      },
      Estimator(
        "score function", expectation: exact,
        variance: 2 * m.squared * (m / deviation).squared + 60 * m.squared + 74 * variance
      ) {
        f($0) * ($0.squared - 1) / deviation
      },
      Estimator("score, best baseline", expectation: exact, variance: 40 * m.squared + 24 * variance) {
        (f($0) - best) * ($0.squared - 1) / deviation
      },
    ]
  }

  /// Claims that each estimator averages its exact derivative, and returns the variances of its draws.
  private func checkMeans(
    _ estimators: [Estimator], of derivative: String, _ notebook: ChapterNotebook
  ) -> [Double] {
    estimators.map { estimator in
      let average = notebook.sampling(derivative).average(estimator.draw)
      notebook.check(
        "19", "\(derivative), \(estimator.name): unbiased", average, equals: estimator.expectation,
        exactStandardError: (estimator.variance / Double(notebook.samples)).squareRoot(),
        against: estimator.expectation + 0.1 * estimator.variance.squareRoot())
      return average.variance ?? .nan
    }
  }

  /// Claims that each formula of a variance is the integral of the squared deviation.
  ///
  /// - Parameter conditioning: How much larger than the deviation the numbers are that it is taken between.
  private func checkFormulas(
    _ estimators: [Estimator], of derivative: String, conditioning: Double = 1, _ notebook: ChapterNotebook
  ) {
    for estimator in estimators {
      let squaredDeviation = estimator.squaredDeviation
      notebook.check(
        "19", "\(derivative), \(estimator.name): its variance, by integral and by formula",
        Quadrature.expectation(squaredDeviation).value, equals: estimator.variance,
        within: .rounding(operations: 2000, scale: estimator.variance * conditioning))
    }
  }

  func oneGradientSeveralEstimators(_ notebook: ChapterNotebook) throws {
    let (m, deviation) = (mean.value - target.value, deviation.value)
    notebook.show("meanGradient", "∂/∂μ of E f, exact: 2(μ − k)", 2 * m)
    notebook.show("deviationGradient", "∂/∂σ of E f, exact: 2σ", 2 * deviation)
    let ofMean = checkMeans(ofMean(distance: m, deviation: deviation, notebook), of: "∂/∂μ", notebook)
    let ofDeviation = checkMeans(ofDeviation(distance: m, deviation: deviation), of: "∂/∂σ", notebook)
    theBaselineOfTheOthers(distance: m, deviation: deviation, notebook)
    notebook.show("pathwiseMeanVariance", "measured: ∂/∂μ, reparameterized", ofMean[0])
    notebook.show("scoreMeanVariance", "measured: ∂/∂μ, score function", ofMean[2])
    notebook.show("pathwiseDeviationVariance", "measured: ∂/∂σ, reparameterized", ofDeviation[0])
    notebook.show("scoreDeviationVariance", "measured: ∂/∂σ, score function", ofDeviation[1])

    // An encoder gives log σ², and ∂σ/∂log σ² = ½σ; of E f only σ² depends on it.
    let chained = notebook.choose(0.5 * deviation, or: ["log-variance-chain": 1]) * (2 * deviation)
    let slope = DirectionalDerivative(scale: deviation.squared) { exp(2 * log(deviation) + $0) }
    notebook.check(
      "19", "∂/∂log σ² is ½σ ∂/∂σ", chained, equals: slope.value, within: slope.tolerance,
      against: 2 * deviation.squared)

    let q = try DiagonalGaussian(mean: [m], standardDeviation: [deviation])
    let pullback = try q.pullbackOfReparameterization([2 * (m + deviation * 1.5)], noise: [1.5])
    notebook.check(
      "19", "the core's pullback gives the cell's ∂/∂σ at ε = 1.5", pullback.standardDeviation[0],
      equals: self.ofDeviation(distance: m, deviation: deviation)[0].draw(1.5),
      within: .rounding(operations: 8, scale: 3 * (abs(m) + 2 * deviation)))
  }
}

//: About 124: one draw has the variance 4 on the path, and 495 by the score function; 4.6 has the formulas.
//:
//: In practice the mean of f is not known, and one takes it from the other draws at hand. Of V draws, each takes
//: the mean of the V − 1 others: no draw takes part in its own baseline, and nothing is biased. Written out, it is
//: the sample covariance of f and the score u:
//:
//: ```math
//: \frac1V\sum_v\bigl(f_v-\frac1{V-1}\sum_{v'\ne v}f_{v'}\bigr)u_v = \frac1{V-1}\bigl(\sum_vf_vu_v-\frac1V\sum_vf_v\sum_vu_v\bigr).
//: ```
//:
//: Let each draw take part in its own baseline, and V stands where V − 1 must: the gradient shrinks by 1/V of itself.
//: Leave it out, and with V = 4 the variance is exactly $`\tfrac83(\delta^2+\sigma^2)`$.

extension Chapter4 {
  private func theBaselineOfTheOthers(distance: Double, deviation: Double, _ notebook: ChapterNotebook) {
    let draws = 4
    let divisor = notebook.choose(Double(draws - 1), or: ["biased-baseline": Double(draws)])
    let average = notebook.sampling("baseline of the others").averages(dimension: draws, of: 1) { noise, values in
      var (products, functions, scores) = (0.0, 0.0, 0.0)
      for epsilon in noise {
        let (f, score) = ((distance + deviation * epsilon).squared, epsilon / deviation)
        products += f * score
        functions += f
        scores += score
      }
      values[0] = (products - functions * scores / Double(draws)) / divisor
    }[0]
    let variance = 8 * (distance.squared + deviation.squared) / 3
    notebook.check(
      "19", "∂/∂μ, score, the mean of three other draws as baseline: unbiased", average, equals: 2 * distance,
      exactStandardError: (variance / Double(notebook.samples)).squareRoot(),
      against: 2 * distance + 0.1 * variance.squareRoot())
  }
}

//: ## 4.6 What one draw costs
//:
//: All are unbiased; what tells them apart is the variance of one draw. It is, exactly,
//:
//: ```math
//: \begin{aligned}
//: \partial/\partial\mu:&\quad \text{path } 4\sigma^2,\quad
//:   \text{score } \delta^4/\sigma^2+14\delta^2+15\sigma^2,\quad \text{mean baseline } 8\delta^2+10\sigma^2,\quad
//:   \text{best } 8\delta^2+6\sigma^2;\\
//: \partial/\partial\sigma:&\quad \text{path } 4\delta^2+8\sigma^2,\quad
//:   \text{score } 2\delta^4/\sigma^2+60\delta^2+74\sigma^2,\quad \text{best baseline } 40\delta^2+24\sigma^2.
//: \end{aligned}
//: ```
//:
//: At the defaults, δ = 4 and σ = 1, that is 4 against 495, 138 and 134, and 72 against 1546 and 664. So for ∂/∂μ the
//: score function needs 124 draws where the path needs one.
//:
//: The score function multiplies its noise by the value of f, which grows with the distance; a baseline removes the
//: constant part of it. The path feels the slope of f alone.
//:
//: Differences on common noise have the path's variance. With a noise of its own on each side, a step h would cost
//: $`(2\delta^2\sigma^2+\sigma^4)/h^2+2\sigma^2`$, which grows without limit as the step shrinks. At h = σ/8 it
//: is 2114, where the path has 4.
//:
//: Each formula is compared with an integral, and for the path and the plain score function with draws too.

extension Chapter4 {
  func whatOneDrawCosts(_ notebook: ChapterNotebook) throws {
    let (m, deviation) = (mean.value - target.value, deviation.value)
    let ofMean = ofMean(distance: m, deviation: deviation, notebook)
    let ofDeviation = ofDeviation(distance: m, deviation: deviation)
    // m + σε is rounded in units of m, and its deviation from m is σ.
    let conditioning = 1 + abs(m) / deviation
    checkFormulas([ofMean[0]] + ofMean[2...], of: "∂/∂μ", conditioning: conditioning, notebook)
    // The difference of two squares, over a step in proportion to σ, is rounded in units of δ²/σ.
    checkFormulas([ofMean[1]], of: "∂/∂μ", conditioning: conditioning.squared, notebook)
    checkFormulas(ofDeviation, of: "∂/∂σ", conditioning: conditioning, notebook)
    notebook.show(
      "scoreDrawsForOneOfThePath", "draws of the score function that tell as much of ∂/∂μ as one of the path",
      ofMean[2].variance / ofMean[0].variance)
    separateNoise(distance: m, deviation: deviation, conditioning: conditioning, notebook)
    checkMeasured([ofMean[0], ofMean[2]], of: "∂/∂μ", notebook)
    checkMeasured([ofDeviation[0], ofDeviation[1]], of: "∂/∂σ", notebook)
    notebook.draw(varianceAgainstDistance(notebook))
    notebook.draw(singleSampleGradients(ofMean, notebook))
  }
}

//: For the draws there is a trap. The square of a draw of the score function contains $`\varepsilon^8`$, whose average
//: is decided by a handful of draws, so that even a million of them are not yet normal. The claims therefore draw the
//: noise twice as wide and weigh each draw by the ratio of the two densities, $`2\exp(-\tfrac38\varepsilon^2)`$, which
//: keeps every term bounded. That is called importance sampling.

extension Chapter4 {
  /// Claims what a difference costs whose two sides have noises of their own: the variances of f at both sides, over 4h².
  private func separateNoise(
    distance: Double, deviation: Double, conditioning: Double, _ notebook: ChapterNotebook
  ) {
    let (step, variance) = (deviation / 8, deviation.squared)
    let sides = [distance + step, distance - step].map { distance in
      Quadrature.expectation { ((distance + deviation * $0).squared - distance.squared - variance).squared }.value
    }
    let formula = variance * ((2 * distance.squared + variance) / step.squared + 2)
    notebook.show("separateNoiseVariance", "∂/∂μ by differences on separate noise, h = σ/8: the variance", formula)
    notebook.check(
      "19", "∂/∂μ, differences on separate noise: their variance, by integral and by formula",
      (sides[0] + sides[1]) / (4 * step.squared), equals: formula,
      within: .rounding(operations: 2000, scale: formula * conditioning), against: 4 * variance)
  }

  /// Claims that draws of N(0, 2²), weighed back to N(0, 1), average the squared deviation to the variance.
  private func checkMeasured(_ estimators: [Estimator], of derivative: String, _ notebook: ChapterNotebook) {
    let weight: Estimator.Draw = { 2 * exp(-0.375 * $0.squared) }
    for estimator in estimators {
      let squaredDeviation = estimator.squaredDeviation
      let measured = notebook.sampling("wide \(derivative)").average { weight(2 * $0) * squaredDeviation(2 * $0) }
      let secondMoment = Quadrature.expectation { weight($0) * squaredDeviation($0).squared }.value
      let standardError = ((secondMoment - estimator.variance.squared) / Double(notebook.samples)).squareRoot()
      notebook.check(
        "19", "\(derivative), \(estimator.name): its variance, measured and by formula", measured,
        equals: estimator.variance,
        exactStandardError: standardError, against: 1.2 * estimator.variance)
    }
  }

  /// Variances of one draw in units of σ², exact and measured.
  private func varianceAgainstDistance(_ notebook: ChapterNotebook) -> Figure {
    let curve = (0...60).map { pow(10, -1 + 2.5 * Double($0) / 60) }
    let marks = (0...6).map { pow(10, -1 + 2.5 * Double($0) / 6) }
    let noise = notebook.noise("measured variances").normals(0..<20_000)
    let colors: [Color] = [.blue, .vermilion, .green]
    let panel = { (title: String, labels: [String], estimators: (Double) -> [Estimator]) in
      Panel(
        title: title, xAxis: Axis("distance |μ − k| / σ (deviations)", scale: .logarithmic),
        yAxis: Axis("variance of one draw (σ²)", scale: .logarithmic, range: 1...1e7),
        layers: labels.indices.flatMap { index in
          [
            Layer.line(
              curve.map { Point($0, estimators($0)[index].variance) }, label: labels[index], color: colors[index]),
            Layer.scatter(
              marks.map { distance in
                Point(distance, MonteCarloEstimate(noise.map(estimators(distance)[index].draw)).variance ?? .nan)
              }, color: colors[index]),
          ]
        }, key: .topLeft)
    }
    let labels = ["reparameterized", "score function", "score, best baseline"]
    return Figure(
      slug: "ch04-estimator-variance", title: "What one draw costs, against the distance of the target",
      caption: "Lines are exact, points measured from 20,000 draws: the score function's variance grows as the fourth "
        + "power of the distance, with a baseline as the second; the path's does not grow at all for ∂/∂μ.",
      panels: [
        panel("∂/∂μ", labels) { distance in
          let all = self.ofMean(distance: distance, deviation: 1, notebook)
          return [all[0], all[2], all[4]]
        },
        panel("∂/∂σ", labels) { self.ofDeviation(distance: $0, deviation: 1) },
      ])
  }

  /// What single draws say about ∂/∂μ.
  private func singleSampleGradients(_ estimators: [Estimator], _ notebook: ChapterNotebook) -> Figure {
    let noise = notebook.noise("histograms").normals(0..<20_000)
    let (center, reach) = (estimators[2].expectation, 2 * estimators[2].variance.squareRoot())
    let bins = 80
    let width = 2 * reach / Double(bins)
    let edges = (0...bins).map { center - reach + width * Double($0) }
    let heights = { (estimator: Estimator) in
      var counts = [Double](repeating: 0, count: bins)
      for bin in noise.map({ Int(((estimator.draw($0) - edges[0]) / width).rounded(.down)) })
      where counts.indices.contains(bin) {
        counts[bin] += 100 / Double(noise.count)
      }
      return counts
    }
    return Figure(
      slug: "ch04-single-draws", title: "One draw's opinion of ∂/∂μ",
      caption:
        "20,000 draws of each estimator: same mean, but the score function's draws scatter widely, with a long tail.",
      xAxis: Axis("one draw of the gradient (units of f per unit of μ)"), yAxis: Axis("share of the draws (% per bin)"),
      layers: [
        .histogram(edges: edges, heights: heights(estimators[0]), label: "reparameterized", color: .blue),
        .histogram(edges: edges, heights: heights(estimators[2]), label: "score function", color: .vermilion),
        .verticalLine(center, label: "exact gradient", color: .black),
      ], key: .topRight)
  }
}

//: ## 4.7 More draws for each datum
//:
//: Equation (19) averages V draws. How many should one take? V changes no expectation: one draw is unbiased already.
//: It divides the variance by V. We average the path's ∂/∂μ over V = 1, 10 and 100 draws, many times.
//:
//: Using the mean μ in place of a draw would be another thing: without noise, σ has no gradient but the
//: divergence's, and the bound is no longer a bound.
//:
//: Summing over the V draws where (19) averages is the same error as summing over data where one means to average: the
//: gradient grows with V, and the weight of the divergence beside it shrinks.

extension Chapter4 {
  func moreDraws(_ notebook: ChapterNotebook) throws {
    let (m, deviation) = (mean.value - target.value, deviation.value)
    // A tenth of the run's samples, and at most 10⁵ averages: the last takes 100 draws each.
    let count = Swift.min(Swift.max(2, notebook.samples / 10), 100_000)
    for draws in [1, 10, 100] {
      let divisor = notebook.choose(Double(draws), or: ["sum-over-samples": 1])
      let moments = notebook.sampling("V = \(draws)", samples: count).averages(dimension: draws, of: 2) {
        noise, values in
        let slope = noise.reduce(0) { $0 + 2 * (m + deviation * $1) } / divisor
        values[0] = slope
        values[1] = (slope - 2 * m).squared
      }
      let variance = 4 * deviation.squared / Double(draws)
      notebook.check(
        "19", "V = \(draws): no bias", moments[0], equals: 2 * m,
        exactStandardError: (variance / Double(count)).squareRoot(), against: 2 * m + 0.5 * variance.squareRoot())
      notebook.check(
        "19", "V = \(draws): the variance is that of one draw, divided by V", moments[1], equals: variance,
        exactStandardError: variance * (2 / Double(count)).squareRoot(), against: 1.5 * variance)
    }
  }
}

//: ## 4.8 Where the path is the worse way
//:
//: "Reparameterization has lower variance" is a habit, not a theorem. The path feels the slope of f, the score
//: function its value. Take f(x) = cos ωx, whose value never exceeds 1 while its slope grows with the frequency ω.
//:
//: With x ~ N(1, 1), both second moments follow from $`\mathrm E\cos(\omega x)=e^{-\omega^2/2}\cos\omega`$; from
//: each the square of the gradient $`G=-\omega\,e^{-\omega^2/2}\sin\omega`$ is subtracted:
//:
//: ```math
//: \text{path: } \tfrac{\omega^2}2\bigl(1-e^{-2\omega^2}\cos 2\omega\bigr)-G^2,\qquad
//: \text{score: } \tfrac12\bigl(1+(1-4\omega^2)e^{-2\omega^2}\cos 2\omega\bigr)-G^2.
//: ```
//:
//: > **What do you expect?** At which of ω = ½, 2 and 5 does the path have the smaller variance?

extension Chapter4 {
  /// The two estimators of ∂/∂μ of E cos ωx at x ~ N(1, 1).
  private func ofCosine(_ k: Double) -> [Estimator] {
    let gradient = -k * exp(-0.5 * k.squared) * sin(k)
    let wave = exp(-2 * k.squared) * cos(2 * k)
    return [
      Estimator("reparameterized", expectation: gradient, variance: 0.5 * k.squared * (1 - wave) - gradient.squared) {
        -k * sin(k * (1 + $0))
      },
      Estimator(
        "score function", expectation: gradient,
        variance: 0.5 * (1 + (1 - 4 * k.squared) * wave) - gradient.squared
      ) { cos(k * (1 + $0)) * $0 },
    ]
  }

  func whereThePathIsWorse(_ notebook: ChapterNotebook) throws {
    for (name, k) in [("cos ½x", 0.5), ("cos 2x", 2), ("cos 5x", 5)] {
      checkFormulas(ofCosine(k), of: "∂/∂μ of \(name)", notebook)
    }
    let (slow, fast) = (ofCosine(0.5), ofCosine(5))
    let rounding = Tolerance.rounding(operations: 64, scale: 25)
    notebook.check(
      "19", "the path is the better way for cos ½x", slow[0].variance, isBelow: slow[1].variance, by: rounding)
    notebook.check(
      "19", "and the worse way for cos 5x", fast[0].variance, isAbove: fast[1].variance, by: rounding)
    _ = checkMeans(fast, of: "∂/∂μ of cos 5x", notebook)
    notebook.draw(varianceAgainstFrequency())
  }

  private func varianceAgainstFrequency() -> Figure {
    let frequencies = (0...80).map { pow(10, -1 + 2 * Double($0) / 80) }
    let curve = { (index: Int) in frequencies.map { Point($0, self.ofCosine($0)[index].variance) } }
    return Figure(
      slug: "ch04-where-the-path-loses", title: "Which estimator wins depends on how fast f turns",
      caption:
        "The variance of one draw of ∂/∂μ for f = cos ωx, x ~ N(1, 1): above ω = 2 the path's is about ω²/2, "
        + "as the slope of f grows, and the score function's about ½.",
      xAxis: Axis("frequency ω (radians per deviation)", scale: .logarithmic),
      yAxis: Axis("variance of one draw", scale: .logarithmic),
      layers: [
        .line(curve(0), label: "reparameterized", color: .blue),
        .line(curve(1), label: "score function", color: .vermilion),
      ], key: .topLeft)
  }
}

//: At ω = ½ alone. There the path has 0.0393 against 0.455; at ω = 2 it has 1.94 against 0.441, and at ω = 5 it has
//: 12.5 against 0.5.
//:
//: What decides is how often f turns within one deviation of x. A bound is smooth on that scale as a rule, and
//: that, not a law, is why the path is the habit.
//:
//: ## 4.9 The gradient of a bound
//:
//: Back to the toy, and the whole bound. Its derivative along μ at q = N(0.3, 0.2) is exactly 3.3. Every estimator of
//: it starts from $`h(z)=\log p(x,z)-\log q(z)`$, and there are four customary ways to go on.
//:
//: - *Score function*: h times ε/σ.
//: - *Sampled divergence*: differentiate all of h along the path. The density's own parameters move along, and log q of
//:   the moving sample does not change with μ at all.
//: - *Analytic divergence*: take the divergence from chapter 3's closed form, and only the reconstruction along the path.
//: - *Sticking the landing*: along the path, with the parameters of log q held still. What is left out is the score, which
//:   averages 0.
//:
//: The variances of the last three are $`\sigma^2(w^2/s^2+1)^2`$, $`\sigma^2(w^2/s^2)^2`$ and
//: $`\sigma^2(w^2/s^2+1-1/\sigma^2)^2`$: 16.2, 12.8 and 3.2. The score function has 85.5.

extension Chapter4 {
  /// Estimators of ∂bound/∂μ of the toy at q = N(μ, σ²).
  private func ofBound(mean: Double, deviation: Double) -> [Estimator] {
    let (w, s2, x) = (Toy.weight, Toy.variance, Toy.observation)
    let (precision, variance, residual) = (w.squared / s2, deviation.squared, x - w * mean)
    let exact = w * residual / s2 - mean
    let reconstruction: Estimator.Draw = { w * (x - w * (mean + deviation * $0)) / s2 }
    // h = A + Bε + Cε²
    let a = Toy.logLikelihood(at: mean) - 0.5 * mean.squared + log(deviation)
    let (b, c) = (exact * deviation, 0.5 * (1 - variance * (precision + 1)))
    return [
      Estimator("sticking the landing", expectation: exact, variance: variance * (precision + 1 - 1 / variance).squared)
      {
        reconstruction($0) - (mean + deviation * $0) + $0 / deviation
      },
      Estimator("analytic divergence", expectation: exact, variance: variance * precision.squared) {
        reconstruction($0) - mean
      },
      Estimator("sampled divergence", expectation: exact, variance: variance * (precision + 1).squared) {
        reconstruction($0) - (mean + deviation * $0)
      },
      Estimator(
        "score function", expectation: exact,
        variance: (a.squared + 2 * b.squared + 6 * a * c + 15 * c.squared) / variance
      ) {
        let z = mean + deviation * $0
        return (Toy.logLikelihood(at: z) - 0.5 * z.squared + log(deviation) + 0.5 * $0.squared) * $0 / deviation
      },
    ]
  }

  func theGradientOfABound(_ notebook: ChapterNotebook) throws {
    let (mean, deviation) = (0.3, 0.2.squareRoot())
    let estimators = ofBound(mean: mean, deviation: deviation)
    let model = try LinearGaussian(
      weight: Matrix([[Toy.weight]]), bias: [0], observationVariance: Toy.variance)
    let q = try DiagonalGaussian(mean: [mean], standardDeviation: [deviation])
    let slope = DirectionalDerivative(scale: 10) { shift in
      let moved = try? DiagonalGaussian(mean: [mean + shift], standardDeviation: [deviation])
      return moved.flatMap { try? model.evidenceLowerBound($0, for: [Toy.observation]).value } ?? .nan
    }
    notebook.show("boundGradient", "∂bound/∂μ of the toy at q = N(0.3, 0.2)", estimators[0].expectation)
    notebook.check(
      "17", "the formula for ∂bound/∂μ is the slope of the exact bound", estimators[0].expectation, equals: slope.value,
      within: slope.tolerance, against: estimators[0].expectation + mean)
    notebook.check(
      "17", "and the core's own gradient", try model.gradientOfBound(q, for: [Toy.observation]).mean[0],
      equals: estimators[0].expectation, within: .rounding(operations: 32, scale: 4))
    _ = checkMeans(estimators, of: "∂bound/∂μ", notebook)
    checkFormulas(estimators, of: "∂bound/∂μ", notebook)
    try landing(on: model, notebook)
  }
}

//: At the posterior N(2/3, 1/9) they become 9, 64/9 and 0, and 33.2. There h is the constant log p(x), and sticking the
//: landing alone knows it: every single draw is 0.
//:
//: Away from the posterior it has no such privilege, as an exercise on paper shows: there is no best of the four
//: either.

extension Chapter4 {
  private func landing(on model: LinearGaussian, _ notebook: ChapterNotebook) throws {
    let logMarginal = try model.logMarginalLikelihood(of: [Toy.observation])
    let landed = ofBound(mean: 2 / 3, deviation: 1 / 3)
    checkFormulas(Array(landed.dropFirst()), of: "∂bound/∂μ at the posterior", notebook)
    let still = notebook.choose(landed[0], or: ["moving-landing": landed[2]])
    notebook.check(
      "19", "at the posterior every draw of sticking the landing is 0",
      [-3, -1, 0.5, 2].map { abs(still.draw($0)) }.reduce(0, +), equals: 0,
      within: .rounding(operations: 64, scale: 12))
    notebook.check(
      "19", "there the score function's variance is (log p(x))²/v, with no digit of the gradient in it",
      landed[3].variance, equals: 9 * logMarginal.squared, within: .rounding(operations: 64, scale: 50))
  }
}

//: ## 4.10 The network's own gradient
//:
//: A network's gradient is the chain rule, layer by layer, from the bound back to each weight. Written by hand, it has
//: room for many small errors, and none of them crashes: training merely goes slower, or to a worse place. There are
//: two tests that see them all.
//:
//: The first looks at one layer. Forward, it maps a small change ξ of its input to the change Jξ of its output.
//: Backward, it maps a gradient γ for the output to the gradient Jᵀγ for the input. Both are the same matrix J, so
//: that
//:
//: ```math
//: \langle\gamma, J\xi\rangle = \langle J^\top\gamma, \xi\rangle
//: ```
//:
//: for any ξ and γ. A transposed weight, a lost factor, a slope taken at the wrong place: random ξ and γ see each
//: of them.
//:
//: The second looks at the whole model: its bound on real images, on fixed noise, is a function of the parameters
//: like any other. So its gradient along a random direction must be the central difference. Fixing the noise is
//: (19) once more: with new noise on each side, the difference would be of two random numbers.
//:
//: What is the whole model? Below (20) the notes point to a Figure 1, and print none. It would show a path, from an
//: image to its bound:
//:
//: ```math
//: x\;\to\;\mu,\sigma\;\to\;z=\mu+\sigma\odot\varepsilon\;\to\;f(z)\;\to\;\log p(x\mid z).
//: ```
//:
//: The encoder takes the first step, the noise the second, the decoder the third. The decoder never sees x, and the
//: encoder has no other way to the reconstruction; the divergence is taken from μ and σ on the way. So (7), the bound
//: with an encoder, can be walked step by step. The cell does so before it looks at the gradient.
//:
//: We take five digits of 8 × 8 pixels, three draws for each, sixteen hidden units on either side, two latent
//: dimensions and s² = 0.3.

extension Chapter4 {
  func theNetworksOwnGradient(_ notebook: ChapterNotebook) throws {
    try eachLayer(notebook)
    try wholeModel(notebook)
  }

  /// ⟨γ, Jξ⟩ = ⟨Jᵀγ, ξ⟩ for a dense layer and the activations.
  private func eachLayer(_ notebook: ChapterNotebook) throws {
    let draws = { (purpose: String) in
      Matrix(rows: 4, columns: 3, elements: notebook.noise(purpose).normals(0..<12))
    }
    let (change, gradient) = (draws("change of the input"), draws("gradient of the output"))
    let size = zip(gradient.elements, change.elements).reduce(0) { $0 + abs($1.0) + abs($1.1) }
    try denseLayer(change: change, size: size, notebook)

    // Away from 0, where the rectifier has no derivative.
    let x = Matrix(rows: 4, columns: 3, elements: draws("input").elements.map { $0 < 0 ? $0 - 0.1 : $0 + 0.1 })
    for activation in [Activation.tanh, .relu, .softplus, .sigmoid] {
      let pulled = try activation.pullback(of: gradient, output: activation.value(of: x))
      let slope = DirectionalDerivative(scale: size) { t in
        let moved = zip(x.elements, change.elements).map { $0 + t * $1 }
        return dot(gradient.elements, activation.value(of: Matrix(rows: 4, columns: 3, elements: moved)).elements)
      }
      notebook.check(
        "17", "\(activation.rawValue): ⟨γ, Jξ⟩ = ⟨Jᵀγ, ξ⟩", dot(pulled.elements, change.elements),
        equals: slope.value, within: slope.tolerance)
    }
  }

  /// A layer from three inputs to two outputs: a weight that is not square cannot hide its transpose.
  private func denseLayer(change: Matrix<Double>, size: Double, _ notebook: ChapterNotebook) throws {
    let layer = Dense<Double>(inputs: 3, outputs: 2, random: notebook.noise("dense layer"))
    let gradient = Matrix(rows: 4, columns: 2, elements: notebook.noise("gradient of two outputs").normals(0..<8))
    let byColumns = Matrix(rows: 2, columns: 3, elements: layer.weight.transposed.elements)
    let backward = try notebook.choose(
      layer.pullbackToInput(of: gradient), or: ["transposed-weight": gradient.multiplied(by: byColumns)])
    notebook.check(
      "17", "dense, 3 → 2: ⟨γ, Jξ⟩ = ⟨Jᵀγ, ξ⟩", dot(backward.elements, change.elements),
      equals: dot(gradient.elements, try layer.value(of: change).elements),
      within: .rounding(operations: 144, scale: size.squared))
  }

  /// The mean over the observations of (7), its expectations estimated by the draws that the noise becomes.
  private func stepByStep(
    _ model: VariationalAutoencoder<Double>, _ observations: Matrix<Double>, _ noise: Matrix<Double>
  ) throws -> EvidenceLowerBound {
    let draws = noise.rows / observations.rows
    var mean = EvidenceLowerBound(reconstruction: 0, divergence: 0)
    for i in 0..<observations.rows {
      let x = Array(observations[row: i])
      let q = try model.encoder.approximatePosterior(of: x)
      for v in 0..<draws {
        let z = try q.reparameterized(noise: Array(noise[row: i * draws + v]))
        mean.reconstruction += try model.decoder.logDensity(of: x, given: z) / Double(noise.rows)
      }
      mean.divergence += q.divergenceFromStandard() / Double(observations.rows)
    }
    return mean
  }

  /// The bound's gradient on five digits, along a random direction in Θ and in φ.
  private func wholeModel(_ notebook: ChapterNotebook) throws {
    let images = try Digits.load().images
    let observations = Matrix(
      rows: 5, columns: images.columns, elements: Array(images.elements[..<(5 * images.columns)]))
    let noise = Matrix(rows: 15, columns: 2, elements: notebook.noise("draws of the model").normals(0..<30))
    let random = notebook.noise("weights of the model")
    let model = try VariationalAutoencoder<Double>(
      encoder: Encoder(
        observationDimension: images.columns, hidden: [16], latentDimension: 2, activation: .tanh,
        random: random.substream(0)),
      decoder: Decoder(
        latentDimension: 2, hidden: [16], observationDimension: images.columns, activation: .tanh,
        likelihood: .gaussian(variance: 0.3), random: random.substream(1)))
    let (bound, gradient) = try model.gradientOfEvidenceLowerBound(observations: observations, noise: noise)
    let walked = try stepByStep(model, observations, noise)
    let withoutDraws = try stepByStep(
      model, observations, Matrix(rows: noise.rows, columns: noise.columns, repeating: 0))
    notebook.check(
      "7, Figure 1", "five digits, step by step through encoder, draw and decoder: the bound of the whole model",
      walked.value, equals: bound.value,
      within: .rounding(operations: 64 * 1000, scale: abs(bound.reconstruction) + bound.divergence),
      against: withoutDraws.value)
    let (parameters, slopes) = (model.parameters, gradient.parameters)
    for (name, part) in [("Θ", "decoder"), ("φ", "encoder")] {
      // Normal draws for the part's parameters, 0 for the others.
      let isInPart = model.parameterShapes.flatMap { shape in
        [Double](repeating: shape.name.hasPrefix(part) ? 1 : 0, count: shape.shape.reduce(1, *))
      }
      let v = zip(notebook.noise("direction in \(name)").normals(0..<parameters.count), isInPart).map { $0 * $1 }
      let slope = DirectionalDerivative(step: 0x1p-12, scale: abs(bound.reconstruction) + bound.divergence) { t in
        var moved = model
        guard (try? moved.setParameters(zip(parameters, v).map { $0 + t * $1 })) != nil else { return .nan }
        return (try? moved.evidenceLowerBound(observations: observations, noise: noise))?.value ?? .nan
      }
      notebook.check(
        "17", "the bound of five digits: its gradient in \(name) is the slope along a random direction", dot(slopes, v),
        equals: slope.value, within: slope.tolerance)
    }
  }
}

//: ## 4.11 The printed objective, and its two noises
//:
//: With (16), (18) and (19) in place the notes write down what a program computes:
//:
//: ```math
//: \begin{aligned}
//: \nabla\mathcal L\approx\frac nm\sum_{k=1}^m\nabla\bigl[
//:   &-\frac1V\sum_{v=1}^V\lVert f(\mu+\sigma\odot\varepsilon_v)-x_{i_k}\rVert^2\\
//:   &+\tfrac12\sum_{j=1}^d(1+\log\sigma_j^2-\sigma_j^2-\mu_j^2)\bigr]. \qquad (20)
//: \end{aligned}
//: ```
//:
//: The squared error stands there without a factor. But $`\log p(x\mid z)`$ is $`-\lVert f-x\rVert^2/2s^2`$ and a
//: constant, so that the printed gradient of the reconstruction is 2s² times the bound's. Only at s² = ½ are they
//: the same, so that a test at s² = ½ sees nothing. Ours is at another s².
//:
//: As printed, (20) climbs the bound of another model, whose s² is ½. In the terms of the given model it weighs the
//: divergence by β = 1/2s². The same holds backwards: any weight β on the divergence, beside a squared error,
//: chooses an s². A program that *averages* the squared error over D pixels, and weighs the divergence by β, has
//: chosen s² = βD/2.
//:
//: > **What do you expect?** A popular program averages over D = 3·64·64 colour values between −1 and 1 and sets β =
//: > 0.00025, since 1 "does not reconstruct". Which deviation s has it chosen for a pixel's noise?

extension Chapter4 {
  func thePrintedObjective(_ notebook: ChapterNotebook) throws {
    let z = [0.7, -0.2]
    let direction = notebook.noise("direction in the latent").normals(0..<2)
    let printed = DirectionalDerivative(scale: 20) { t in
      -Plane.squaredError(at: z[0] + t * direction[0], z[1] + t * direction[1])
    }
    let likelihood = DirectionalDerivative(scale: 20) { t in
      Plane.logLikelihood(at: z[0] + t * direction[0], z[1] + t * direction[1])
    }
    let (s2, pixels) = (Plane.variance, 3.0)
    let factor = notebook.choose(1 / (2 * s2), or: ["unscaled-squared-error": 1, "mean-over-pixels": 1 / pixels])
    notebook.check(
      "20", "minus the squared error over 2s² has the slope of log p(x | z)",
      factor * printed.value, equals: likelihood.value,
      within: Tolerance(
        printed.tolerance.value / (2 * s2) + likelihood.tolerance.value, because: "both central differences"),
      against: printed.value)
    theOtherModel(notebook)
    theImpliedDeviation(notebook)
    try theWeighedPosterior(notebook)
    theLearnedVariance(notebook)
    theTwoNoises(notebook)
  }

  /// The noise that a weight on the divergence chooses, beside a mean squared error.
  private func theImpliedDeviation(_ notebook: ChapterNotebook) {
    let (weight, colours) = (0.00025, 3.0 * 64 * 64)
    notebook.show(
      "impliedVariance", "s² = βD/2, chosen by β = 0.00025 beside a mean over D = 3 · 64 · 64", weight * colours / 2)
    notebook.show("impliedDeviation", "s, on pixels between −1 and 1", (weight * colours / 2).squareRoot())
  }

  /// As printed, (20) is the gradient of the bound of a toy whose s² is ½.
  private func theOtherModel(_ notebook: ChapterNotebook) {
    let (toy, v, x) = (AmortizedToy(), direction(notebook), 1.5)
    let other = AmortizedToy(observationVariance: 0.5)
    let slope = { (factor: Double) in
      DirectionalDerivative(scale: 20) { t in
        let moved = toy.moved(t, along: v)
        return -factor * moved.squaredError(of: x) - moved.divergence(of: x)
      }
    }
    let (printed, right) = (slope(1), slope(1 / (2 * toy.observationVariance)))
    notebook.check(
      "20", "as printed, it is the gradient of another toy's bound, with s² = ½", printed.value,
      equals: dot(other.gradient(of: x), v), within: printed.tolerance, against: right.value)
    notebook.check(
      "20", "the bound's own gradient is the one with 1/2s²", right.value, equals: dot(toy.gradient(of: x), v),
      within: right.tolerance, against: printed.value)
  }
}

//: That is 1.24, while values between −1 and 1 have a deviation of 1 at most: the decoder is allowed to leave all but
//: the coarsest shape to noise. To see what an s² does, set it: `swift run vae train --observation-variance`.
//:
//: What does a large weight do to q? Hold the toy's decoder. The q that is best beside β times the divergence is the
//: posterior of a toy with βs² in the place of s²:
//:
//: ```math
//: \mathrm N\bigl(\frac{wx}{w^2+\beta s^2},\;\frac{\beta s^2}{w^2+\beta s^2}\bigr).
//: ```
//:
//: To average log p(x | z) over 784 pixels where one should sum is to set β = 784. The toy's q is then nearly the
//: prior, whatever x is: no wonder that all images look the same.

extension Chapter4 {
  /// The slope of reconstruction − β · divergence at the posterior of the toy with βs².
  private func theWeighedPosterior(_ notebook: ChapterNotebook) throws {
    let (weight, x) = (784.0, [Toy.observation])
    let model = { (variance: Double) in
      try LinearGaussian(weight: Matrix([[Toy.weight]]), bias: [0], observationVariance: variance)
    }
    let (toy, q) = try (model(Toy.variance), model(weight * Toy.variance).bestDiagonalPosterior(of: x))
    notebook.show("weighedPosteriorMean", "the mean of the best q beside 784 times the divergence", q.mean[0])
    notebook.show("weighedPosteriorVariance", "its variance", q.standardDeviation[0].squared)
    let v = notebook.noise("direction of a weighed q").normals(0..<2)
    let slope = { (weight: Double) in
      DirectionalDerivative(scale: 10 * weight) { t in
        let moved = try? DiagonalGaussian(mean: [q.mean[0] + t * v[0]], logVariance: [q.logVariance[0] + t * v[1]])
        let bound = moved.flatMap { try? toy.evidenceLowerBound($0, for: x) }
        return bound.map { $0.reconstruction - weight * $0.divergence } ?? .nan
      }
    }
    let (weighed, plain) = (slope(weight), slope(1))
    notebook.check(
      "20", "at the posterior of the toy with βs² the bound with β = 784 has no slope", weighed.value, equals: 0,
      within: weighed.tolerance, against: plain.value)
  }
}

//: No weight need be chosen where s² is learned with the rest. Then the constant $`-\tfrac D2\log2\pi s^2`$ must stay:
//: without it s² would grow without end. With it, the best s² is the mean squared error of a pixel.

extension Chapter4 {
  /// The slope of log p(x | z) along log s², where s² is the mean squared error.
  private func theLearnedVariance(_ notebook: ChapterNotebook) {
    let best = Plane.squaredError(at: 0.7, -0.2) / 3
    let slope = DirectionalDerivative(scale: 20) { t in Plane.logLikelihood(at: 0.7, -0.2, variance: best * exp(t)) }
    notebook.check(
      "20", "log p(x | z) has no slope along log s² where s² is the mean squared error", slope.value, equals: 0,
      within: slope.tolerance, against: 1.5)
  }
}

//: Two things in (20) are drawn at random: the data of the minibatch, and the noise of each sample. That is the
//: *doubly stochastic* of "doubly stochastic variational inference", which the notes call a derivation. The law of
//: total variance splits the noise of one step:
//:
//: ```math
//: \mathrm{Var} = \frac{n^2}m\bigl[\mathrm{Var}_i\bigl(\nabla\mathcal L_i\bigr)
//:   +\frac1V\,\mathrm E_i\,\mathrm{Var}_\varepsilon\bigl(\nabla\mathcal L_i(\varepsilon)\bigr)\bigr].
//: ```
//:
//: More draws V shrink the second part alone. A larger minibatch m shrinks both, at the same cost; so V = 1 is the
//: custom. The cell measures it for ∂/∂a of the toy, with n = 4, m = 2 data picked with repetition, and V = 1 and 3.

extension Chapter4 {
  private func theTwoNoises(_ notebook: ChapterNotebook) {
    let (toy, data) = (AmortizedToy(parameters: [2, 0.4, 0.2]), AmortizedToy.data)
    let s2 = toy.observationVariance
    let (w, a, deviation) = (toy.parameters[0], toy.parameters[1], toy.parameters[2])
    let (n, m) = (Double(data.count), 2)
    let slopes = data.map { toy.gradient(of: $0)[1] }
    let full = slopes.reduce(0, +)
    let deviations = slopes.map { $0 - full / n }
    let noises = data.map { w.squared * $0 * deviation / s2 }
    let minibatchPart = n.squared / Double(m) * deviations.reduce(0) { $0 + $1.squared } / n
    let samplingPart = n.squared / Double(m) * noises.reduce(0) { $0 + $1.squared } / n
    notebook.show("minibatchPart", "the variance of ∂/∂a that the choice of two data makes", minibatchPart)
    notebook.show("samplingPart", "the variance that one draw for each of them adds", samplingPart)
    for draws in [1, 3] {
      let moments = notebook.sampling("both noises, V = \(draws)").averages(dimension: m * (2 + draws), of: 2) {
        noise, values in
        var estimate = 0.0
        for k in 0..<m {
          let own = noise[k * (2 + draws)..<(k + 1) * (2 + draws)]
          // The signs of two normals pick one of four data.
          let x = data[(own[own.startIndex] > 0 ? 1 : 0) + (own[own.startIndex + 1] > 0 ? 2 : 0)]
          let path = own.dropFirst(2).reduce(0) { $0 + w * x * (x - w * (a * x + deviation * $1)) / s2 }
          estimate += n / Double(m) * (path / Double(draws) - a * x.squared)
        }
        values[0] = estimate
        values[1] = (estimate - full).squared
      }
      let variance = minibatchPart + samplingPart / Double(draws)
      let allDivided = (minibatchPart + samplingPart) / Double(draws)
      // The fourth moment of one pick, a mixture of four Gaussians, and from it that of the sum of m picks.
      let ofPick = zip(deviations, noises).reduce(0) { sum, pick in
        let (shift, spread) = (pick.0.squared, pick.1.squared / Double(draws))
        return sum + (shift * (shift + 6 * spread) + 3 * spread.squared) / n
      }
      let scale = n / Double(m)
      let fourth = Double(m) * (scale.squared.squared * ofPick + 3 * Double(m - 1) * (variance / Double(m)).squared)
      notebook.check(
        "20", "two data, V = \(draws): the estimate of ∂/∂a is unbiased", moments[0], equals: full,
        exactStandardError: (variance / Double(notebook.samples)).squareRoot(),
        against: full + 0.1 * variance.squareRoot())
      notebook.check(
        "20", "two data, V = \(draws): its variance is the minibatch part plus the sampling part over V", moments[1],
        equals: notebook.choose(variance, or: ["draws-for-data": allDivided]),
        exactStandardError: ((fourth - variance.squared) / Double(notebook.samples)).squareRoot(),
        against: 1.5 * variance)
    }
  }
}

//: ## What we simplified
//:
//: All Gaussians here have independent coordinates. A sample of another law can be reparameterized too, if its inverse
//: distribution function or an implicit derivative is at hand; a discrete one cannot, and there the score function is
//: the way. The best baseline is known here; in practice it is estimated, from other samples.
//:
//: ## Exercises
//:
//: Each numbered exercise has a file to edit and a criterion that judges it: `swift run chapter4 --exercise 1` says
//: which, `--check-exercise 1` judges your answer, `--solution 1` shows ours. The others are for paper.
//:
//: 1. Write a function: an unbiased estimate of the gradient of a sum over n data, from the gradients of m data that
//:    were picked at random.
//:    <details><summary>Solution</summary>n/m times the sum over the picked data, by their own indices.</details>
//: 2. Predict two numbers: how many draws of the score function for ∂/∂μ are worth one of the path at the defaults,
//:    and how many with the best baseline?
//:    <details><summary>Solution</summary>495/4 ≈ 124, and 134/4 ≈ 34.</details>
//: 3. Repair a derivation: the gradient along log σ², through the sample. One step is wrong. *Hint: differentiate
//:    exp(λ/2) by λ.*
//:    <details><summary>Solution</summary>The derivative of exp(λ/2) is ½ exp(λ/2) = ½σ: the last link of the chain
//:    has a half.</details>
//: - Derive the best baseline for ∂/∂μ of E (x − k)².
//:   <details><summary>Solution</summary>The variance of (f − c)u is quadratic in c and least at E[f u²]/E[u²]. With
//:   u = ε/σ and f = (δ + σε)² that is E[f ε²] = δ² + 3σ².</details>
//: - With the toy's numbers, for which variance v of q does the sampled divergence have less variance than sticking
//:   the landing?
//:   <details><summary>Solution</summary>Both are v times a square: 9² against (9 − 1/v)². The second is larger where
//:   1/v > 18: for a q with less than half the posterior's variance.</details>
//: - Find the ω at which the two variances for cos ωx are equal.
//:   <details><summary>Solution</summary>Both second moments are equal where ω²(1 − c) = 1 + (1 − 4ω²)c with c =
//:   exp(−2ω²) cos 2ω. Without the terms in c that is ω = 1; they move it to about 1.064.</details>
//:
//: ## Mistakes people make here
//:
//: `swift run chapter4 --list-mistakes` names them; `--mistake NAME` makes one, and says which equation caught it.
//:
//: ## Notation
//:
//: The symbols that this chapter introduces, and their names in the code.

extension Chapter4 {
  static let notation = [
    Notation(#"\varepsilon"#, "noise", "a draw from N(0, I)", shape: "d"),
    Notation(#"\mu+\sigma\odot\varepsilon"#, "reparameterized", "the sample that the noise becomes", shape: "d"),
    Notation(#"\nabla\log q"#, "score", "the gradient of log q by its parameters", shape: "d"),
    Notation(#"\Theta"#, "Decoder", "the decoder's parameters"),
    Notation(#"\phi"#, "Encoder", "the encoder's parameters"),
    Notation(#"\delta"#, "distance", "how far the mean lies from the target, μ − k"),
    Notation("V", "draws", "the number of draws for each datum"),
  ]
}

//: ## Where the notes differ
//:
//: Each place: as printed, as it must be, and the claim above that shows the difference.

extension Chapter4 {
  static let errata = [
    Erratum(
      "17", printed: #"$`\dots=\sum_i\nabla\mathcal L_i(\Theta,\phi)-2`$"#,
      correct: #"$`\sum_i\nabla\mathcal L_i(\Theta,\phi)`$; the page number leaked in, and two brackets are missing"#,
      shownBy: "with the −2 behind it, as printed, the sum falls short"),
    Erratum(
      "18", printed: #"$`\sum_{i=1}^m`$ with $`i\sim\mathbf U(1,\dots,n)`$"#,
      correct: #"$`\sum_{k=1}^m`$ over m random indices $`i_1,\dots,i_m`$"#,
      shownBy: "the first m data alone, as printed, give another ∂/∂w"),
    Erratum(
      "above (19)", printed: "the integral cannot be estimated by Monte Carlo",
      correct:
        #"it can, and so can its gradient in Θ; the gradient in $`\phi`$ needs a trick, and the score is another"#,
      shownBy: "draws from q estimate the integral itself"),
    Erratum(
      "19", printed: #"$`\epsilon\sigma`$, and $`p(\epsilon)`$ without its law"#,
      correct: #"$`\epsilon\odot\sigma`$, elementwise, with $`p(\epsilon)=\mathbf N(0,I)`$"#,
      shownBy: "with εσ read as an inner product it is another number"),
    Erratum(
      "20", printed: #"$`-\lVert f_\Theta-x_i\rVert^2`$"#,
      correct: #"$`-\lVert f_\Theta-x_i\rVert^2/2s^2`$, and $`-\frac D2\log2\pi s^2`$ where s is learned"#,
      shownBy: "minus the squared error over 2s² has the slope of log p(x | z)"),
    Erratum(
      "below (20)", printed: "“double stochastic derivation or variational Bayesian derivation”",
      correct: "doubly stochastic variational inference: an estimate with two sources of noise",
      shownBy: "two data, V = 3: its variance is the minibatch part plus the sampling part over V"),
    Erratum(
      "below (20)", printed: "“Schematically it's looks like Figure 1”, and no figure",
      correct: #"the path $`x\to\mu,\sigma\to z\to f(z)\to\log p(x\mid z)`$, with the divergence taken from μ and σ"#,
      shownBy: "five digits, step by step through encoder, draw and decoder: the bound of the whole model"),
  ]
}
