//: # 4 · Gradients through a sample
//:
//: **Thesis.** The bound is an average over draws from a distribution that is itself being learned. Its gradient can
//: still be estimated without bias, in several ways. They differ in the variance of one draw, and none of them is always
//: the best.
//:
//: **You need** the bound of chapter 2, the divergence of chapter 3, and the chain rule. **We verify** equations (17) to
//: (19): the gradient of a sum, the gradient from a mini-batch, and the gradient through a sample. Every estimator is
//: compared with its exact mean and its exact variance. Of equation (20) we verify the constant that it lacks, and the two
//: sources of its noise. A run takes about 2 seconds on two processor cores, with `--quick` less than one; there is no
//: `--full`.

import Arithmetic
import EmbeddedDigits
import Notebook
import VAECore
import Verification

//: A model is trained by climbing its bound along the gradient. The bound has two kinds of parameters. Those of the decoder
//: are called Θ. The q of each data point comes from an *encoder*, a function that turns x into the mean and the deviation
//: of q; its parameters are called φ. (Chapter 6 asks what the encoder costs.) Six small problems serve as examples:
//:
//: | sections | name | what is averaged | numbers |
//: |:--|:--|:--|:--|
//: | 4.1, 4.2, 4.11 | the toy with an encoder | its bound, for data points 1.5, −0.7, 0.4 and 2.1 | w = 2, a = 0.4, σ = 0.6 (at the end of 4.11, σ = 0.2), s² = 0.3 |
//: | 4.3, 4.9, 4.11 | the toy | its bound, for one x | w = 2, s² = ½, x = 1.5, q = N(0.3, 0.2) |
//: | 4.4, 4.11 | the plane | its reconstruction term, with two latent and three observed dimensions | s² = 0.3 |
//: | 4.5, 4.6, 4.7 | the parabola | f(z) = (z − k)² | your options; by default μ = σ = 1 and k = −3 |
//: | 4.8 | the cosine | f(z) = cos ωz, and parabolas in many dimensions | μ = σ = 1 for the cosine |
//: | 4.10 | a network | its bound, for five digits | s² = 0.3 |
//:
//: Your options set the parabola: z is drawn from N(μ, σ²), and f(z) = (z − k)² is averaged. We call k the target, and
//: δ = μ − k the distance of the mean from it. The variances below contain fourth powers of δ/σ, so the run refuses a
//: distance at which double precision has no digits left for the noise.

//: ## 4.1 The gradient of a sum
//:
//: What is the gradient of the bound of n data points? The bound is a sum, one $`\mathcal L_i`$ for each data point, and the
//: gradient of a sum is the sum of the gradients. That is equation (17):
//:
//: ```math
//: \nabla_{\Theta,\phi}\,\mathcal L(\Theta,\phi) = \sum_{i=1}^n\nabla_{\Theta,\phi}\,\mathcal L_i(\Theta,\phi). \qquad (17)
//: ```
//:
//: > **In the notes.** Equation (17) ends with "− 2". That is the page number, which slipped into the formula. Behind the
//: > sum it makes every derivative wrong. Inside the brackets it would be a constant, with the gradient 0.
//:
//: To check it, we need parameters. Let the toy's decoder be $`x\mid z\sim\mathrm N(wz,s^2)`$ with s² = 0.3, and let an
//: encoder give every data point $`x_i`$ the Gaussian $`q=\mathrm N(ax_i,\sigma^2)`$. Then Θ is w, φ is (a, σ), and the
//: bound of one data point is, by chapters 2 and 3,
//:
//: ```math
//: \mathcal L_i = -\tfrac12\log 2\pi s^2-\frac{(x_i-wax_i)^2+w^2\sigma^2}{2s^2}
//:   +\tfrac12\bigl(1+\log\sigma^2-\sigma^2-a^2x_i^2\bigr).
//: ```
//:
//: One random direction tests all three derivatives at once. The slope along it must agree with a *central difference*, the
//: change of the bound between two nearby points, divided by their distance. A wrong derivative could hide only by chance.

extension Chapter4 {
  /// A random direction with positive coordinates, so that the printed −2 cannot cancel along it.
  private func direction(_ notebook: ChapterNotebook) -> [Double] {
    notebook.noise("direction").normals(0..<3).map { abs($0) + 0.1 }
  }

  func theGradientOfASum(_ notebook: ChapterNotebook) throws {
    let (toy, data, v) = (AmortizedToy(), AmortizedToy.data, direction(notebook))
    let sumOfGradients = try data.reduce(0) { try $0 + dot(toy.gradient(of: $1), v) }
    let printed = sumOfGradients - 2 * v.reduce(0, +)
    let scale = try data.reduce(0) { try $0 + abs(toy.bound(of: $1)) }
    let difference = try DirectionalDerivative(scale: scale) { t in
      try data.reduce(0) { try $0 + toy.moved(t, along: v).bound(of: $1) }
    }
    notebook.check(
      "17", "the gradients of the data add up to the gradient of the bound, along a random direction",
      notebook.choose(sumOfGradients, or: ["minus-two": printed]), equals: difference.value, comparing: .closedForm,
      with: .differences, within: difference.tolerance, against: printed)
  }
}

//: ## 4.2 A few data stand for all
//:
//: Must every step look at all data? Equation (18) replaces the sum over n data points by a sum over m of them, picked at
//: random, and multiplies by n/m:
//:
//: ```math
//: \nabla\mathcal L \approx \frac nm\sum_{b=1}^m\nabla\mathcal L_{i_b},\qquad i_b\sim\mathrm U(1,\dots,n). \qquad (18)
//: ```
//:
//: The m data points are called a *mini-batch*. Is this estimate unbiased? Each index $`i_b`$ is uniform, so the average of
//: $`\nabla\mathcal L_{i_b}`$ is $`\frac1n\sum_i\nabla\mathcal L_i`$; there are m such terms, and n/m of their sum averages the
//: full gradient. This does not need independent indices, so it also holds if no data point is picked twice. We check it
//: without any sampling. With n = 5 and m = 2 there are ten mini-batches of different data points, and 25 if a data point
//: may be picked twice. Both averages can be taken in full.
//:
//: The factor matters. Without it the average is m/n of the gradient. That changes the size of a step, and its balance
//: with every term that is not a sum over data, such as a penalty on the parameters.
//:
//: > **In the notes.** Equation (18) prints a sum over i = 1…m, which is the first m data points at every step. Its
//: > i ~ U(1, …, n) can only mean m random indices $`i_1,\dots,i_m`$.

extension Chapter4 {
  func aFewDataStandForAll(_ notebook: ChapterNotebook) throws {
    let (toy, v) = (AmortizedToy(), direction(notebook))
    // A fifth data point: of four, n/m, m and n − m would be one number.
    let along = try (AmortizedToy.data + [-1.2]).map { dot(try toy.gradient(of: $0), v) }
    let (n, m, full) = (along.count, 2, along.reduce(0, +))
    let factor = notebook.choose(Double(n) / Double(m), or: ["forgot-scale": 1])
    let estimate = { (i: Int, j: Int) in
      notebook.makes("first-data") ? factor * (along[0] + along[1]) : factor * (along[i] + along[j])
    }
    let distinct = (0..<n).flatMap { i in (i + 1..<n).map { j in estimate(i, j) } }
    let repeated = (0..<n).flatMap { i in (0..<n).map { j in estimate(i, j) } }
    let variance = { (values: [Double]) in average(values.map { ($0 - full).squared }) }
    let rounding = Tolerance.rounding(operations: 128, scale: along.reduce(0) { $0 + abs($1) })
    notebook.check(
      "18", "the ten minibatches of two data out of five average the full gradient", average(distinct), equals: full,
      comparing: .enumeration, with: .closedForm, within: rounding, against: full * Double(m) / Double(n))
    notebook.check(
      "18", "two random indices, over all 25 pairs, average the full gradient, and the first two data do not",
      average(repeated), equals: full, comparing: .enumeration, with: .closedForm, within: rounding,
      against: 2.5 * (along[0] + along[1]))
    notebook.check(
      "18", "without repetition a minibatch's variance is (n − m)/(n − 1) of that with it",
      variance(distinct) / variance(repeated), equals: Double(n - m) / Double(n - 1), comparing: .enumeration,
      with: .closedForm,
      within: .rounding(operations: 512, scale: along.reduce(0) { $0 + $1.squared } / variance(repeated)), against: 1)
  }
}

//: ## 4.3 What needs a trick, and what does not
//:
//: The reconstruction term is an average over q. Which of its gradients can simply be averaged over draws of z? The term
//: itself can: draw z from q and average log p(x | z). So can its gradient in Θ, because Θ stands only in the integrand,
//: and q does not move with it. The gradient in φ needs thought, because φ moves the draws.
//:
//: Write the draw as z = μ + σε, with the noise ε from N(0, 1). Nudge μ, and every z moves with it: the slope of the
//: average is the average of $`w(x-wz)/s^2`$.
//:
//: Now stop the gradient at the sample, as `detach` and `stop_gradient` do. The chain
//: $`\phi\to\mu,\sigma\to z\to\log p(x\mid z)`$ is cut at the arrow into z: z counts as a constant, and log p(x | z) has no
//: μ left in it. Its slope is 0, and only the divergence still has one: the slope of the bound is −μ. No program
//: complains, Θ still learns, and the encoder learns to forget the data. Here is the mistake in PyTorch, for the toy with
//: w = 2, s² = ½, x = 1.5 and q = N(0.3, 0.2):
//:
//: ```python
//: mu = torch.tensor(0.3, requires_grad=True)
//: z = mu + 0.2 ** 0.5 * torch.randn(100_000)
//: z = z.detach()  # the mistake
//: bound = (-(1.5 - 2 * z) ** 2 / (2 * 0.5)).mean() - 0.5 * mu ** 2
//: bound.backward()
//: print(mu.grad)
//: ```
//:
//: > **In the notes.** The sentence before (19) says that the integral cannot be estimated by Monte Carlo. It can, and so
//: > can its gradient in Θ.
//:
//: > **What do you expect?** With the samples stopped, what is left of the bound's slope in μ, and which way does
//: > it push?

extension Chapter4 {
  func whatNeedsATrick(_ notebook: ChapterNotebook) throws {
    let (toy, x, q) = try bookToy
    let (w, s2, mean, deviation) = (toy.matrix[0, 0], toy.observationVariance, q.mean[0], q.standardDeviation[0])
    let isDetached = notebook.makes("detached-sample")
    let averages = notebook.sampling("reconstruction").averages(of: 3) { noise, values in
      let z = mean + deviation * noise
      values[0] = toy.logDensity(of: x, given: z)
      values[1] = (x - w * z) * z / s2
      values[2] = isDetached ? 0 : w * (x - w * z) / s2
    }
    // The same three as quadratics of the noise, whose variances are known.
    let residual = x - w * mean
    let logDensity = toy.logDensity(of: [x], atDrawOf: q)
    let inTheta = QuadraticOfNoise(
      constant: residual * mean / s2, linear: (residual - w * mean) * deviation / s2,
      square: -w * deviation.squared / s2)
    let inPhi = QuadraticOfNoise(constant: w * residual / s2, linear: -w * w * deviation / s2, square: 0)
    notebook.check(
      "19", "draws from q estimate the integral itself", averages[0],
      equals: toy.evidenceLowerBound(q, for: [x]).reconstruction, with: .closedForm,
      exactStandardError: logDensity.standardError(samples: notebook.samples),
      against: logDensity.constant)
    notebook.check(
      "19", "draws from q estimate the integral's gradient in Θ, ∂/∂w", averages[1], equals: inTheta.mean,
      with: .closedForm, exactStandardError: inTheta.standardError(samples: notebook.samples),
      against: inTheta.constant)
    notebook.check(
      "19", "the gradient in φ passes through the sample: ∂/∂μ", averages[2], equals: inPhi.mean, with: .closedForm,
      exactStandardError: inPhi.standardError(samples: notebook.samples), against: 0)
    try stoppingTheGradient(notebook)
  }

  /// Nudges μ on common noise, with samples that move along and with samples that stay.
  private func stoppingTheGradient(_ notebook: ChapterNotebook) throws {
    let (toy, x, q) = try bookToy
    let (w, mean, deviation) = (toy.matrix[0, 0], q.mean[0], q.standardDeviation[0])
    let noise = notebook.noise("common noise").normals(0..<1000)
    let difference = { (isStopped: Bool) in
      try DirectionalDerivative(scale: 10) { shift in
        let moved = try DiagonalGaussian(mean: [mean + shift], standardDeviation: [deviation])
        let z = noise.map { (isStopped ? q : moved).reparameterized(noise: [$0])[0] }
        return average(z.map { toy.logDensity(of: x, given: $0) }) - moved.divergenceFromStandard()
      }
    }
    let (moving, stopped) = try (difference(false), difference(true))
    let pathwise = average(noise.map { w * (x - w * (mean + deviation * $0)) / toy.observationVariance })
    notebook.check(
      "19", "on common noise, the bound's slope in μ is the samples' slope less μ, and not what stopped samples leave",
      pathwise - mean, equals: moving.value, comparing: .closedForm, with: .differences, within: moving.tolerance,
      against: stopped.value)
  }
}

//: With the samples stopped, −0.3 is left of what is 3.3 on average (section 4.9), and it pushes μ to the prior's 0.
//:
//: ## 4.4 The same expectation twice
//:
//: How does one differentiate an average whose distribution moves? By moving the parameters out of the distribution and
//: into the integrand. If ε ~ N(0, I), then μ + σ ⊙ ε has the distribution q, so an average under q is an average under noise
//: that no parameter moves. This is the *reparameterization trick*, equation (19):
//:
//: ```math
//: \int q(z\mid x,\phi)\log p(x\mid z,\Theta)\,dz
//:   = \int p(\varepsilon)\log p(x\mid\mu+\sigma\odot\varepsilon,\Theta)\,d\varepsilon
//:   \approx\frac1V\sum_{v=1}^V\log p(x\mid\mu+\sigma\odot\varepsilon_v,\Theta). \qquad (19)
//: ```
//:
//: The product ⊙ is taken elementwise, each coordinate with its own noise.
//:
//: We take the plane, a linear decoder with d = 2 latent and D = 3 observed dimensions. Its matrix W has no symmetry and
//: s² = 0.3, so nothing cancels by luck; q has the means 0.5 and −1 and the deviations 0.8 and 0.5, and x = (0.8, −1.1, 0.5).
//: The squared error $`\lVert x-Wz\rVert^2`$ averages its value at μ plus what the noise adds, so the closed form is
//: $`-\tfrac32\log 2\pi s^2-\bigl(\lVert x-W\mu\rVert^2+\sum_j\sigma_j^2\lVert w_j\rVert^2\bigr)/2s^2`$, with $`w_j`$ the
//: columns of W.
//:
//: > **In the notes.** Equation (19) prints εσ, and p(ε) without saying that it is N(0, I).

extension Chapter4 {
  func theSameExpectationTwice(_ notebook: ChapterNotebook) throws {
    let (model, x) = try planeModel
    let q = try DiagonalGaussian(mean: [0.5, -1], standardDeviation: [0.8, 0.5])
    let standard = DiagonalGaussian.standard(dimension: 2)
    let exact = model.evidenceLowerBound(q, for: x).reconstruction
    let underQ = Quadrature.planeIntegral { z0, z1 in
      exp(q.logDensity(at: [z0, z1])) * model.logDensity(of: x, given: [z0, z1])
    }
    let underNoise = Quadrature.planeIntegral { e0, e1 in
      exp(standard.logDensity(at: [e0, e1])) * model.logDensity(of: x, given: q.reparameterized(noise: [e0, e1]))
    }
    let innerProduct = Quadrature.planeIntegral { e0, e1 in
      let shift = dot(q.standardDeviation, [e0, e1])
      return exp(standard.logDensity(at: [e0, e1])) * model.logDensity(of: x, given: q.mean.map { $0 + shift })
    }
    // The rule is exact to rounding on such integrands: what is left is the sum of its own 241² terms.
    let tolerance = Tolerance.rounding(operations: 60_000, scale: exact)
    notebook.check(
      "19", "the integral of log p(x | z) over z is the closed form", underQ.value, equals: exact,
      comparing: .quadrature, with: .closedForm, within: tolerance, against: model.logDensity(of: x, given: q.mean))
    notebook.check(
      "19", "the integral over ε, elementwise, is the integral over z, and with an inner product εσ it is not",
      underNoise.value, equals: underQ.value, comparing: .quadrature, with: .quadrature,
      because: "one integrand holds q, the other the law of the noise", within: tolerance, against: innerProduct.value)

    let sharesNoise = notebook.makes("shared-noise")
    let drawn = try DiagonalGaussian(
      mean: q.mean,
      standardDeviation: notebook.choose(
        q.standardDeviation,
        or: [
          "variance-for-deviation": q.standardDeviation.map(\.squared),
          "small-noise": q.standardDeviation.map { 0.01 * $0 },
        ]))
    let sampled = notebook.sampling("the same expectation").averages(dimension: 2, of: 1) { noise, values in
      let z = drawn.reparameterized(noise: sharesNoise ? [noise[0], noise[0]] : noise)
      values[0] = model.logDensity(of: x, given: z)
    }[0]
    // Of one ε for both dimensions the average is the sum of all coefficients of ε² and ε₁ε₂.
    let logDensity = model.logDensity(of: x, atDrawOf: q)
    notebook.check(
      "19", "draws μ + σ ⊙ ε average log p(x | z) to the closed form", sampled, equals: exact, with: .closedForm,
      exactStandardError: logDensity.standardError(samples: notebook.samples),
      against: logDensity.constant + logDensity.square.elements.reduce(0, +))
  }
}

//: ## 4.5 One gradient, several estimators
//:
//: Is reparameterization the only way? We compare it with others on a small problem, the parabola: z ~ N(μ, σ²) and
//: f(z) = (z − k)². The average of f is (μ − k)² + σ², so the gradient is known: 2(μ − k) along μ and 2σ along σ. What does
//: one draw z = μ + σε say about it?
//:
//: - *Pathwise*, or reparameterized: differentiate f along the sample's path, $`f'(z)`$ for μ and $`f'(z)\,\varepsilon`$ for
//:   σ. It needs a derivative of f.
//: - *Finite differences on common noise*: evaluate f with μ nudged both ways by a step h and the same ε. For our f,
//:   which is quadratic, this is the pathwise draw itself. For other functions it is biased: for z³ its mean is h² off.
//: - *Score function*: keep the sample fixed and differentiate the density that drew it. Since ∇q = q ∇log q,
//:
//: ```math
//: \nabla\,\mathrm E_q f = \int f\,\nabla q\,dz = \int f\,q\,\nabla\log q\,dz = \mathrm E_q\bigl[f\,\nabla\log q\bigr].
//: ```
//:
//: The gradient u = ∇log q is called the *score*. From $`\log q=-(z-\mu)^2/2\sigma^2-\log\sigma-\tfrac12\log2\pi`$ its two
//: components are
//:
//: ```math
//: \frac{\partial\log q}{\partial\mu}=\frac{z-\mu}{\sigma^2}=\frac{\varepsilon}{\sigma},\qquad
//: \frac{\partial\log q}{\partial\sigma}=\frac{(z-\mu)^2}{\sigma^3}-\frac1\sigma=\frac{\varepsilon^2-1}{\sigma}.
//: ```
//:
//: The score-function estimator, also called *REINFORCE* (Williams 1992), needs only the value of f, so it also works
//: where f has no derivative. The notes do not mention it. Our test problem, and the cosine of section 4.8, are those of
//: the survey by Mohamed, Rosca, Figurnov and Mnih (2020). The figure shows the difference. Nudge μ, and on the path every
//: sample slides, with its f. For the score function the samples stay where they are, and count more or less.
//:
//: The score averages 0: $`\mathrm E_qu=\int\nabla q\,dz=\nabla\int q\,dz=\nabla1=0`$. So you may subtract any constant c
//: from f first, a *baseline*, which is the simplest *control variate*: the mean stays the same. The variance of (f − c)u is
//: a parabola in c, with its lowest point at $`\mathrm E[f\,u^2]/\mathrm E[u^2]`$: that is the best baseline. The mean of f
//: is the usual one.
//:
//: An encoder gives log σ² rather than σ. Since σ = exp(½ log σ²), one more link joins the chain: ∂/∂log σ² is ½σ ∂/∂σ.
//:
//: Two mistakes are common: to stop the gradient at the sample, and to take one parameter's factor for the other's. Each
//: claim must be able to tell one of them from the right average. If the target is more than twenty deviations away, the
//: plain score function is too noisy for that.
//:
//: > **What do you expect?** For our f, all of them average the same gradient. At δ = 4 and σ = 1, how many score-function
//: > draws do you need for ∂/∂μ to match one pathwise draw?

extension Chapter4 {
  /// δ = μ − k.
  private var distance: Double { mean.value - target.value }

  /// Estimators of ∂/∂μ of E (z − k)², at a distance δ = μ − k.
  func ofMean(distance: Double, deviation: Double, _ notebook: ChapterNotebook) -> [Estimator] {
    let f = { (distance + deviation * $0).squared }
    let (delta2, variance) = (distance.squared, deviation.squared)
    let (exact, mean, best) = (2 * distance, delta2 + variance, delta2 + 3 * variance)
    let sign = notebook.choose(1.0, or: ["score-of-the-sample": -1])
    return [
      Estimator("reparameterized", expectation: exact, variance: 4 * variance) { 2 * (distance + deviation * $0) },
      Estimator(
        "score function", expectation: exact,
        variance: delta2 * (distance / deviation).squared + 14 * delta2 + 15 * variance
      ) { f($0) * sign * $0 / deviation },
      Estimator("score, mean baseline", expectation: exact, variance: 8 * delta2 + 10 * variance) {
        (f($0) - mean) * sign * $0 / deviation
      },
      Estimator("score, best baseline", expectation: exact, variance: 8 * delta2 + 6 * variance) {
        (f($0) - best) * $0 / deviation
      },
    ]
  }

  /// Estimators of ∂/∂σ of E (z − k)², at a distance δ = μ − k.
  func ofDeviation(distance: Double, deviation: Double) -> [Estimator] {
    let f = { (distance + deviation * $0).squared }
    let (delta2, variance, exact) = (distance.squared, deviation.squared, 2 * deviation)
    let best = delta2 + 5 * variance
    return [
      Estimator("reparameterized", expectation: exact, variance: 4 * delta2 + 8 * variance) {
        2 * (distance + deviation * $0) * $0
      },
      Estimator(
        "score function", expectation: exact,
        variance: 2 * delta2 * (distance / deviation).squared + 60 * delta2 + 74 * variance
      ) { f($0) * ($0.squared - 1) / deviation },
      Estimator("score, best baseline", expectation: exact, variance: 40 * delta2 + 24 * variance) {
        (f($0) - best) * ($0.squared - 1) / deviation
      },
    ]
  }

  /// Claims that each estimator averages its exact derivative, and returns the variances of its draws.
  ///
  /// - Parameter condition: Why draws of the plain score function are too few to see a mistake, where they are.
  private func checkMeans(
    _ estimators: [Estimator], of derivative: String, against mistaken: Double, unless condition: String? = nil,
    _ notebook: ChapterNotebook
  ) -> [Double] {
    let averages = notebook.sampling(derivative).averages(of: estimators.map(\.draw))
    for (estimator, average) in zip(estimators, averages) {
      notebook.check(
        "19", "\(derivative), \(estimator.name): its draws are unbiased", average, equals: estimator.expectation,
        with: .closedForm,
        exactStandardError: estimator.standardError(samples: notebook.samples), against: mistaken,
        unless: estimator.name == "score function" ? condition : nil)
    }
    return averages.map { $0.variance ?? .nan }
  }

  /// Claims that each formula of a variance is the integral of the squared deviation, and not another estimator's.
  ///
  /// - Parameter conditioning: How much larger than the deviation the numbers are that it is taken between.
  private func checkFormulas(
    _ estimators: [Estimator], of derivative: String, conditioning: Double = 1, _ notebook: ChapterNotebook
  ) {
    for (index, estimator) in estimators.enumerated() {
      notebook.check(
        "19", "\(derivative), \(estimator.name): the variance by integral is that of the formula",
        Quadrature.expectation(estimator.squaredDeviation).value, equals: estimator.variance, comparing: .quadrature,
        with: .closedForm, within: .rounding(operations: 2000, scale: estimator.variance * conditioning),
        against: estimators[index == 0 ? estimators.count - 1 : 0].variance)
    }
  }

  func oneGradientSeveralEstimators(_ notebook: ChapterNotebook) throws {
    let (distance, deviation) = (distance, deviation.value)
    let (exactMean, exactDeviation) = (2 * distance, 2 * deviation)
    notebook.show("meanGradient", "∂/∂μ of E f, exact: 2(μ − k)", exactMean)
    notebook.show("deviationGradient", "∂/∂σ of E f, exact: 2σ", exactDeviation)
    // A stopped gradient averages 0, and the other parameter's factor its derivative: the farther of the two.
    let mistaken = { (exact: Double, other: Double) in abs(exact - other) > abs(exact) ? other : 0 }
    let isFar = abs(distance) > 20 * deviation
    let condition = isFar ? "the target is over twenty deviations away, and the score function too noisy" : nil
    let meanVariances = checkMeans(
      ofMean(distance: distance, deviation: deviation, notebook), of: "∂/∂μ",
      against: mistaken(exactMean, exactDeviation), unless: condition, notebook)
    let deviationVariances = checkMeans(
      ofDeviation(distance: distance, deviation: deviation), of: "∂/∂σ",
      against: mistaken(exactDeviation, exactMean), unless: condition, notebook)
    theBaselineOfTheOthers(notebook)
    notebook.show("pathwiseMeanVariance", "measured: ∂/∂μ, reparameterized", meanVariances[0])
    notebook.show("scoreMeanVariance", "measured: ∂/∂μ, score function", meanVariances[1])
    notebook.show("pathwiseDeviationVariance", "measured: ∂/∂σ, reparameterized", deviationVariances[0])
    notebook.show("scoreDeviationVariance", "measured: ∂/∂σ, score function", deviationVariances[1])
    commonNoise(notebook)
    try theLastLink(notebook)
    // Beyond these sizes a picture has no numbers to draw.
    if (1e-40...1e40).contains(deviation) { notebook.draw(slidingAndReweighting(notebook)) }
  }

  /// Claims that a central difference on common noise is the path's draw for (z − k)², and biased for z³.
  private func commonNoise(_ notebook: ChapterNotebook) {
    let (distance, deviation, noise) = (distance, deviation.value, 1.5)
    let (step, path) = (deviation / 8, ofMean(distance: distance, deviation: deviation, notebook)[0])
    let f = { (shift: Double) in (distance + shift + deviation * noise).squared }
    notebook.check(
      "19", "∂/∂μ, a central difference on common noise is the path's draw for (z − k)², at ε = 1.5",
      (f(step) - f(-step)) / (2 * step), equals: path.draw(noise), comparing: .differences, with: .closedForm,
      within: .rounding(operations: 8, scale: (abs(distance) + 2 * deviation).squared / step),
      against: (f(step) - f(0)) / step)
    let h = 0.125
    let differences = Quadrature.expectation { (pow(1 + h + $0, 3) - pow(1 - h + $0, 3)) / (2 * h) }
    notebook.check(
      "19", "differences with a step h average 6 + h², not 6, for z³ at μ = σ = 1", differences.value,
      equals: 6 + h.squared, comparing: .quadrature, with: .closedForm, within: .rounding(operations: 2000, scale: 40),
      against: 6)
  }

  /// Claims that the core's gradient goes on from σ to the encoder's log σ², for the draw z itself.
  private func theLastLink(_ notebook: ChapterNotebook) throws {
    // Not the deviation itself, because a lost power of it goes unseen at 1.
    let (q, noise) = (try DiagonalGaussian(mean: [distance], standardDeviation: [0.75 * deviation.value]), [1.5])
    let gradient = q.reparameterizedWithPullback(noise: noise).pullback([1])
    let toward = gradient.logVariance(of: q)[0]
    let difference = try DirectionalDerivative(scale: abs(distance) + deviation.value) { step in
      try DiagonalGaussian(mean: q.mean, logVariance: [q.logVariance[0] + step]).reparameterized(noise: noise)[0]
    }
    notebook.check(
      "19", "∂z/∂log σ² is ½σ ∂z/∂σ, at ¾σ and ε = 1.5",
      notebook.choose(toward, or: ["log-variance-chain": gradient.standardDeviation[0]]), equals: difference.value,
      comparing: .closedForm, with: .differences, within: difference.tolerance, against: 2 * toward)
  }
}

//: About 124: one draw has the variance 4 on the path, and 495 by the score function; section 4.6 has the formulas.
//:
//: In practice the mean of f is not known. Can it be estimated from the draws themselves? Of V draws, let each take the
//: mean of the V − 1 others as its baseline. No draw takes part in its own baseline, so the baseline is independent of the
//: score that it multiplies, and the estimate stays unbiased. Written out, it is the sample covariance of f and the score
//: u:
//:
//: ```math
//: \frac1V\sum_v\bigl(f_v-\frac1{V-1}\sum_{v'\ne v}f_{v'}\bigr)u_v = \frac1{V-1}\bigl(\sum_vf_vu_v-\frac1V\sum_vf_v\sum_vu_v\bigr).
//: ```
//:
//: If each draw takes part in its own baseline, V stands where V − 1 must, and the gradient shrinks by 1/V of itself. If it
//: does not, the variance of the average of V = 4 draws is exactly $`\tfrac83(\delta^2+\sigma^2)`$.

extension Chapter4 {
  private func theBaselineOfTheOthers(_ notebook: ChapterNotebook) {
    // Not the deviation itself, as above.
    let (distance, deviation, draws) = (distance, 0.75 * deviation.value, 4.0)
    let functions = { (noise: [Double]) in noise.map { (distance + deviation * $0).squared } }
    let estimate = { (noise: [Double]) in
      let (f, takesPart) = (functions(noise), notebook.makes("biased-baseline"))
      let sum = f.reduce(0, +)
      let terms = zip(f, noise).map { own, epsilon in
        (own - (takesPart ? sum / draws : (sum - own) / (draws - 1))) * epsilon / deviation
      }
      return average(terms)
    }
    let covariance = { (noise: [Double]) in
      let f = functions(noise)
      return (dot(f, noise) - f.reduce(0, +) * noise.reduce(0, +) / draws) / (draws - 1) / deviation
    }
    let some = [-1, 0.5, 1.5, 0.2]
    notebook.check(
      "19", "∂/∂μ at ¾σ, score, baseline of three other draws: it is the sample covariance of f and the score",
      estimate(some), equals: covariance(some), comparing: .otherCode, with: .closedForm,
      within: .rounding(operations: 64, scale: (abs(distance) + 2 * deviation).squared / deviation),
      against: 0.75 * covariance(some))
    let (exact, variance) = (2 * distance, 8 * (distance.squared + deviation.squared) / 3)
    let conditioning = 1 + abs(distance) / deviation
    let isNear = abs(distance) < 1e-6 * deviation
    // The alternatives: each draw in its own baseline, and a quarter of the variance with the mean as baseline.
    notebook.check(
      "19", "∂/∂μ at ¾σ, score, baseline of three other draws: it is unbiased",
      gaussExpectation(dimension: 4, of: estimate), equals: exact, comparing: .quadrature, with: .closedForm,
      within: .rounding(operations: 2000, scale: variance.squareRoot() * conditioning), against: 0.75 * exact,
      unless: isNear ? "the mean is on the target, where any baseline gives 0" : nil)
    notebook.check(
      "19", "∂/∂μ at ¾σ, score, baseline of three other draws: the variance by integral is that of the formula",
      gaussExpectation(dimension: 4) { (estimate($0) - exact).squared }, equals: variance, comparing: .quadrature,
      with: .closedForm, within: .rounding(operations: 2000, scale: variance * conditioning),
      against: 2 * distance.squared + 2.5 * deviation.squared)
  }
}

//: ## 4.6 What one draw costs
//:
//: If all of them are unbiased for this f, what is the difference? The variance of one draw. It is, exactly,
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
//: How does one get such a formula? With the even moments of the noise, E ε² = 1, E ε⁴ = 3, E ε⁶ = 15 and E ε⁸ = 105; the
//: odd ones are 0. Take the second: one draw is
//: $`(\delta+\sigma\varepsilon)^2\varepsilon/\sigma=\delta^2\varepsilon/\sigma+2\delta\varepsilon^2+\sigma\varepsilon^3`$. Its square
//: averages $`\delta^4/\sigma^2+4\delta^2\cdot3+\sigma^2\cdot15+2\delta^2\cdot3`$, where the last term is twice the product
//: of the first and the third summand. Subtract the squared mean, $`(2\delta)^2`$, and $`\delta^4/\sigma^2+14\delta^2+15\sigma^2`$
//: is left. The others go the same way.
//:
//: At the defaults, δ = 4 and σ = 1, the variances for ∂/∂μ are 4 on the path and 495, 138 and 134 for the three score
//: functions; for ∂/∂σ they are 72, 1546 and 664. So for ∂/∂μ the score function needs 124 draws where the path needs one.
//: The reason: the score function multiplies its noise by the value of f, which grows with the distance, and a baseline
//: removes the constant part of it. The pathwise estimator uses only the slope of f.
//:
//: Differences on common noise are the path's draws, with its variance. With separate noise on the two sides, a step h has
//: the variance $`(2\delta^2\sigma^2+\sigma^4)/h^2+2\sigma^2`$, which grows without limit as the step shrinks. At h = σ/8 it
//: is 2114, where the path has 4.
//:
//: Each formula is compared with an integral, here and at ¾ of the deviation, because a lost power of σ does not show
//: at σ = 1. For the path and the plain score function it is compared with draws too.

extension Chapter4 {
  func whatOneDrawCosts(_ notebook: ChapterNotebook) throws {
    let (distance, deviation) = (distance, deviation.value)
    let ofMean = ofMean(distance: distance, deviation: deviation, notebook)
    let ofDeviation = ofDeviation(distance: distance, deviation: deviation)
    for (place, deviation) in [("", deviation), (" at ¾σ", 0.75 * deviation)] {
      // δ + σε is rounded in units of δ, and its deviation from δ is σ.
      let conditioning = 1 + abs(distance) / deviation
      checkFormulas(
        self.ofMean(distance: distance, deviation: deviation, notebook), of: "∂/∂μ\(place)",
        conditioning: conditioning, notebook)
      checkFormulas(
        self.ofDeviation(distance: distance, deviation: deviation), of: "∂/∂σ\(place)", conditioning: conditioning,
        notebook)
    }
    notebook.show(
      "scoreDrawsForOneOfThePath", "score-function draws needed to match one pathwise draw of ∂/∂μ",
      ofMean[1].variance / ofMean[0].variance)
    separateNoise(notebook)
    theFarDraws(notebook)
    checkMeasured([ofMean[0], ofMean[1]], of: "∂/∂μ", notebook)
    checkMeasured([ofDeviation[0], ofDeviation[1]], of: "∂/∂σ", notebook)
    notebook.draw(varianceAgainstDistance(notebook))
    notebook.draw(singleSampleGradients(ofMean, notebook))
  }
}

//: The first figure shows the variances against the distance of the target, the second what single draws look like: the score
//: function's have the right mean and little else.
//:
//: Measuring these variances has a trap. The square of a draw of the score function contains $`\varepsilon^6`$ for ∂/∂μ and
//: $`\varepsilon^8`$ for ∂/∂σ. The error of an average of squares depends on their own squares, so on
//: $`\varepsilon^{12}`$ and $`\varepsilon^{16}`$. Of a million draws, the 53 that lie beyond 4.04 deviations carry half of the
//: average of the latter, and such an average is far from normal. The claims therefore draw the noise twice as wide and
//: weight each draw by the ratio of the two densities, $`2\exp(-\tfrac38\varepsilon^2)`$, which keeps every term bounded.
//: This is called *importance sampling*.

extension Chapter4 {
  /// Claims what a difference costs whose sides have noises of their own: the variances of f at both sides, over 4h².
  private func separateNoise(_ notebook: ChapterNotebook) {
    let formula = { (distance: Double, deviation: Double) in
      let (step, variance) = (deviation / 8, deviation.squared)
      return variance * ((2 * distance.squared + variance) / step.squared + 2)
    }
    notebook.show(
      "separateNoiseVariance", "∂/∂μ by differences on separate noise, h = σ/8: the variance",
      formula(distance, deviation.value))
    let (distance, deviation) = (distance, 0.75 * deviation.value)
    let (step, expected) = (deviation / 8, formula(distance, deviation))
    let sides = [distance + step, distance - step].map { side in
      Quadrature.expectation { ((side + deviation * $0).squared - side.squared - deviation.squared).squared }.value
    }
    notebook.check(
      "19", "∂/∂μ at ¾σ, differences on separate noise: the variance by integral is that of the formula",
      (sides[0] + sides[1]) / (4 * step.squared), equals: expected, comparing: .quadrature, with: .closedForm,
      within: .rounding(operations: 2000, scale: expected * (1 + abs(distance) / deviation)),
      against: 4 * deviation.squared)
  }

  /// Claims that a few draws far out carry half of E ε¹⁶.
  private func theFarDraws(_ notebook: ChapterNotebook) {
    let (limit, density) = (4.04, DiagonalGaussian.standard(dimension: 1))
    // Over ε = limit + exp v, on both sides, where the integrand dies out at both ends.
    let beyond = { (power: Double) in
      Quadrature.integral(over: -40...4, intervals: 2000) { v in
        let noise = limit + exp(v)
        return 2 * pow(noise, power) * exp(density.logDensity(at: [noise]) + v)
      }.value
    }
    notebook.show("farDraws", "how many of a million draws lie beyond 4.04 deviations", 1e6 * beyond(0))
    // E ε¹⁶ is 1 · 3 · 5 ⋯ 15.
    notebook.check(
      "19", "the draws beyond 4.04 deviations carry half of E ε¹⁶", beyond(16) / 2_027_025, equals: 0.5,
      comparing: .quadrature, with: .reference, within: .quoted(decimals: 2), against: beyond(0))
  }

  /// An estimator's squared deviation as an estimator of its variance, with draws of N(0, 2²) weighed back to N(0, 1).
  private func weighedSquare(of estimator: Estimator) -> Estimator {
    let ratio = { (noise: Double) in 2 * exp(-0.375 * noise.squared) }
    let mean = Quadrature.expectation(estimator.squaredDeviation).value
    let secondMoment = Quadrature.expectation { ratio($0) * estimator.squaredDeviation($0).squared }.value
    return Estimator(estimator.name, expectation: estimator.variance, variance: secondMoment - mean.squared) {
      ratio(2 * $0) * estimator.squaredDeviation(2 * $0)
    }
  }

  private func checkMeasured(_ estimators: [Estimator], of derivative: String, _ notebook: ChapterNotebook) {
    let squares = estimators.map(weighedSquare)
    let averages = notebook.sampling("wide \(derivative)").averages(of: squares.map(\.draw))
    for (square, (other, measured)) in zip(squares, zip(estimators.reversed(), averages)) {
      notebook.check(
        "19", "\(derivative), \(square.name): the measured variance is that of the formula", measured,
        equals: square.expectation, with: .closedForm,
        exactStandardError: square.standardError(samples: notebook.samples), against: other.variance)
    }
  }
}

//: ## 4.7 More draws for each data point
//:
//: Equation (19) averages V draws. How many should you take? The expectation does not depend on V: one draw is already
//: unbiased. The V draws are independent, so the variance is divided by V. We average the path's ∂/∂μ over V = 10 and 100
//: draws, many times.
//:
//: Decoding the mean μ in place of a draw would not be the same: without noise, σ has no gradient except the divergence's,
//: and the result is no longer a bound (chapter 5). And if you sum over the V draws where (19) averages, the gradient of
//: the reconstruction grows with V, and the divergence counts for less.

extension Chapter4 {
  func moreDraws(_ notebook: ChapterNotebook) throws {
    let (distance, deviation) = (distance, deviation.value)
    // A tenth of the run's samples, and at most 10⁵ averages: the last takes 100 draws each.
    let count = min(max(2, notebook.samples / 10), 100_000)
    let path = ofMean(distance: distance, deviation: deviation, notebook)[0]
    let isNear = abs(distance) < 0.1 * deviation
    for draws in [10, 100] {
      let divisor = notebook.choose(Double(draws), or: ["sum-over-samples": 1])
      let moments = notebook.sampling("V = \(draws)", samples: count).averages(dimension: draws, of: 2) {
        noise, values in
        let gradient = noise.reduce(0) { $0 + path.draw($1) } / divisor
        values[0] = gradient
        values[1] = (gradient - 2 * distance).squared
      }
      // An average of V normals is one normal whose deviation is smaller by √V.
      let average = QuadraticOfNoise(
        constant: 2 * distance, linear: 2 * deviation / Double(draws).squareRoot(), square: 0)
      notebook.check(
        "19", "the average of V = \(draws) draws has no bias", moments[0], equals: average.mean, with: .closedForm,
        exactStandardError: average.standardError(samples: count), against: Double(draws) * average.mean,
        unless: isNear ? "the mean is so near the target that a sum of draws averages about 0 too" : nil)
      notebook.check(
        "19", "the average of V = \(draws) draws has the variance of one draw, divided by V", moments[1],
        equals: average.variance, with: .closedForm,
        exactStandardError: average.standardErrorOfVariance(samples: count), against: 4 * deviation.squared)
    }
  }
}

//: So V = 10 has a tenth of the variance, and V = 100 a hundredth, with the same mean.
//:
//: ## 4.8 Where the path is the worse way
//:
//: Is the pathwise estimator always the better one? "Reparameterization has lower variance" is a habit, not a theorem. The
//: pathwise estimator uses the slope of f, the score-function estimator its value. Take f(z) = cos ωz, whose value never
//: exceeds 1 while its slope grows with the frequency ω.
//:
//: With z ~ N(1, 1), both second moments follow from $`\mathrm E\cos(\omega z)=e^{-\omega^2/2}\cos\omega`$; from
//: each the square of the gradient $`G=-\omega\,e^{-\omega^2/2}\sin\omega`$ is subtracted:
//:
//: ```math
//: \text{path: } \tfrac{\omega^2}2\bigl(1-e^{-2\omega^2}\cos 2\omega\bigr)-G^2,\qquad
//: \text{score: } \tfrac12\bigl(1+(1-4\omega^2)e^{-2\omega^2}\cos 2\omega\bigr)-G^2.
//: ```
//:
//: > **What do you expect?** At which of ω = ½, 2 and 5 does the path have the smaller variance?

extension Chapter4 {
  /// The two estimators of ∂/∂μ of E cos ωz at z ~ N(1, 1).
  func ofCosine(_ frequency: Double) -> [Estimator] {
    let omega2 = frequency.squared
    let gradient = -frequency * exp(-0.5 * omega2) * sin(frequency)
    let wave = exp(-2 * omega2) * cos(2 * frequency)
    return [
      Estimator("reparameterized", expectation: gradient, variance: 0.5 * omega2 * (1 - wave) - gradient.squared) {
        -frequency * sin(frequency * (1 + $0))
      },
      Estimator(
        "score function", expectation: gradient, variance: 0.5 * (1 + (1 - 4 * omega2) * wave) - gradient.squared
      ) { cos(frequency * (1 + $0)) * $0 },
    ]
  }

  func whereThePathIsWorse(_ notebook: ChapterNotebook) throws {
    for (name, frequency) in [("cos ½z", 0.5), ("cos 2z", 2), ("cos 5z", 5)] {
      checkFormulas(ofCosine(frequency), of: "∂/∂μ of \(name)", notebook)
    }
    // At ω = 5 a gradient of 2·10⁻⁵ would drown in the noise.
    _ = checkMeans(ofCosine(0.5), of: "∂/∂μ of cos ½z", against: 0, notebook)
    _ = checkMeans(ofCosine(2), of: "∂/∂μ of cos 2z", against: 0, notebook)
    let (slow, fast) = (ofCosine(0.5), ofCosine(5))
    let integral = { (better: Estimator) in Quadrature.expectation(better.squaredDeviation).value }
    let rounding = Tolerance.rounding(operations: 2000, scale: 25)
    notebook.check(
      "19", "the path is the better way for cos ½z, by 0.42", integral(slow[0]), isBelow: slow[1].variance,
      comparing: .quadrature, with: .closedForm, by: rounding, gap: 0.42)
    notebook.check(
      "19", "the score function is the better way for cos 5z, by 12", integral(fast[1]), isBelow: fast[0].variance,
      comparing: .quadrature, with: .closedForm, by: rounding, gap: 12)
    notebook.draw(varianceAgainstFrequency())
    whatDecides(notebook)
  }
}

//: Only at ω = ½. There the path has 0.0393 against 0.455; at ω = 2 it has 1.94 against 0.441, and at ω = 5 it has
//: 12.5 against 0.5. So it matters how often f turns within one deviation of z.
//:
//: But that is not all. Add a constant to f. The path does not notice it, while the score-function estimator multiplies
//: it by the score: for cos 5z + 4 its variance is 16.5, more than the path's, and you need a baseline to get back to
//: 0.5.
//:
//: In a VAE the dimension matters most. Let f be $`\sum_j(z_j-k)^2`$ in d dimensions. For this sum, the path's ∂/∂μ₁ has
//: the same variance in every dimension, because the slope of f along $`z_1`$ does not depend on the other coordinates. The
//: score-function estimator multiplies its score by the whole value of f, so each other coordinate adds the variance of
//: its $`(z_j-k)^2`$ over σ², which is $`4\delta^2+2\sigma^2`$. At δ = 4 and σ = 1, with the mean of f as the baseline, its
//: variance is 138 in one dimension, 732 in ten and 3372 in fifty. The path has 4 in all of them, as the figure shows.
//:
//: The bound of a VAE is usually smooth in z, and z has many dimensions. That is why the pathwise estimator is the habit.

extension Chapter4 {
  private func whatDecides(_ notebook: ChapterNotebook) {
    let (path, score) = (ofCosine(5)[0], ofCosine(5)[1])
    let withConstant = Quadrature.expectation { ((cos(5 * (1 + $0)) + 4) * $0 - score.expectation).squared }
    notebook.check(
      "19", "for cos 5z + 4, without a baseline, the path's variance is below the score function's, by 4",
      path.variance, isBelow: withConstant.value, comparing: .closedForm, with: .quadrature,
      by: .rounding(operations: 2000, scale: 25), gap: 4)

    let delta = 4.0
    let inDimensions = { (d: Double, sigma: Double) in
      8 * delta.squared + 10 * sigma.squared + (d - 1) * (4 * delta.squared + 2 * sigma.squared)
    }
    let sigma = 0.5
    for d in [2, 4] {
      let mean = Double(d) * (delta.squared + sigma.squared)
      let variance = gaussExpectation(dimension: d) { noise in
        let f = noise.reduce(0) { $0 + (delta + sigma * $1).squared }
        return ((f - mean) * noise[0] / sigma - 2 * delta).squared
      }
      let formula = inDimensions(Double(d), sigma)
      notebook.check(
        "19", "∂/∂μ₁ in \(d) dimensions, σ = ½, score, mean baseline: the variance by integral is that of the formula",
        variance, equals: formula, comparing: .quadrature, with: .closedForm,
        within: .rounding(operations: 2000, scale: formula), against: inDimensions(1, sigma))
    }
    for d in [1, 10, 50] {
      notebook.show(
        "scoreVarianceInDimension\(d)", "∂/∂μ₁ in d = \(d), score, mean baseline", inDimensions(Double(d), 1))
    }
    notebook.draw(varianceAgainstDimension { inDimensions($0, 1) })
  }
}

//: ## 4.9 The gradient of a bound
//:
//: How do these estimators work on a whole bound? Back to the toy. Its bound's derivative along μ at q = N(0.3, 0.2) is
//: exactly 3.3. One draw of the bound is $`\ell(z)=\log p(x,z)-\log q(z)`$, and there are four customary ways from it to a
//: derivative along μ:
//:
//: | estimator | one draw, with z = μ + σε | variance of one draw |
//: |:--|:--|--:|
//: | score function | $`\ell(z)\,\varepsilon/\sigma`$ | 85.5 |
//: | sampled divergence | $`\frac{d}{d\mu}\ell(\mu+\sigma\varepsilon)=\frac{w(x-wz)}{s^2}-z`$ | $`\sigma^2(w^2/s^2+1)^2`$ = 16.2 |
//: | analytic divergence | $`\frac{w(x-wz)}{s^2}-\mu`$ | $`\sigma^2(w^2/s^2)^2`$ = 12.8 |
//: | sticking the landing | $`\frac{w(x-wz)}{s^2}-z+\frac\varepsilon\sigma`$ | $`\sigma^2(w^2/s^2+1-1/\sigma^2)^2`$ = 3.2 |
//:
//: The second differentiates all of ℓ along the path. The density's own parameters move along, so log q of the moving
//: sample, $`-\tfrac12\varepsilon^2-\log\sigma`$ and a constant, does not change with μ at all. The third takes the
//: divergence from (16), with the slope −μ, and only the reconstruction along the path. These are the two estimators of
//: Kingma and Welling (2014). The fourth (Roeder, Wu and Duvenaud 2017) goes along the path too, but holds the parameters of
//: log q still. It leaves out the score ε/σ, which averages 0. Each of the last three is linear in ε, so its variance is
//: the square of the coefficient of ε.

extension Chapter4 {
  /// Estimators of ∂bound/∂μ of the toy at q = N(μ, σ²).
  private func ofBound(_ q: DiagonalGaussian) throws -> [Estimator] {
    let (toy, x, _) = try bookToy
    let (w, s2, mean, deviation) = (toy.matrix[0, 0], toy.observationVariance, q.mean[0], q.standardDeviation[0])
    let (precision, variance) = (w.squared / s2, deviation.squared)
    let exact = toy.gradientOfBound(q, for: [x]).mean[0]
    let reconstruction = { w * (x - w * (mean + deviation * $0)) / s2 }
    // h = A + Bε + Cε²
    let prior = DiagonalGaussian.standard(dimension: 1)
    let h = toy.logDensity(of: [x], atDrawOf: q) + prior.logDensity(atDrawOf: q) - q.logDensity(atDrawOf: q)
    let (a, b, c) = (h.constant, h.linear[0], h.square[0, 0])
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
        return (toy.logDensity(of: x, given: z) - 0.5 * z.squared + log(deviation) + 0.5 * $0.squared) * $0 / deviation
      },
    ]
  }

  func theGradientOfABound(_ notebook: ChapterNotebook) throws {
    let (toy, x, q) = try bookToy
    let estimators = try ofBound(q)
    let exact = estimators[0].expectation
    let difference = try DirectionalDerivative(scale: 10) { shift in
      let moved = try DiagonalGaussian(mean: [q.mean[0] + shift], standardDeviation: q.standardDeviation)
      return toy.evidenceLowerBound(moved, for: [x]).value
    }
    notebook.show("boundGradient", "∂bound/∂μ of the toy at q = N(0.3, 0.2)", exact)
    notebook.check(
      "17", "the core's ∂bound/∂μ is the slope of the exact bound", exact, equals: difference.value,
      comparing: .closedForm, with: .differences, within: difference.tolerance, against: exact + q.mean[0])
    _ = checkMeans(estimators, of: "∂bound/∂μ", against: -q.mean[0], notebook)
    checkFormulas(estimators, of: "∂bound/∂μ", notebook)
    try landing(notebook)
  }
}

//: At the posterior N(2/3, 1/9) the variances become 33.2, 9, 64/9 and 0. There ℓ is the constant log p(x), and only sticking
//: the landing makes use of that: every single draw is 0. Away from the posterior it has no such advantage, as an exercise
//: on paper shows. So none of these four is always the best, either.

extension Chapter4 {
  private func landing(_ notebook: ChapterNotebook) throws {
    let (toy, x, _) = try bookToy
    let landed = try ofBound(toy.posterior(of: x))
    checkFormulas(Array(landed[1...2]), of: "∂bound/∂μ at the posterior", notebook)
    let still = notebook.choose(landed[0], or: ["moving-landing": landed[2]])
    let sumOfDraws = { (estimator: Estimator) in [-3, -1, 0.5, 2].reduce(0) { $0 + abs(estimator.draw($1)) } }
    notebook.check(
      "19", "at the posterior every draw of sticking the landing is 0", sumOfDraws(still), equals: 0,
      comparing: .closedForm, with: .reference, within: .rounding(operations: 64, scale: 12),
      against: sumOfDraws(landed[2]))
    let squared = toy.logMarginalLikelihood(of: x).squared
    notebook.check(
      "19", "at the posterior the score function's variance is (log p(x))²/v, with no digit of the gradient in it",
      Quadrature.expectation(landed[3].squaredDeviation).value, equals: 9 * squared, comparing: .quadrature,
      with: .closedForm, within: .rounding(operations: 2000, scale: 9 * squared), against: squared)
  }
}

//: ## 4.10 The network's own gradient
//:
//: How do you know that a network's gradient is right? It is the chain rule, layer by layer, from the bound back to each
//: parameter. Written by hand, it has room for many small errors, and none of them crashes: training merely goes slower,
//: or to a worse place. Two tests with random directions find such errors, except by a coincidence of probability 0.
//:
//: The first looks at one layer F. Forward, it maps a small change ξ of its input to the change F′ξ of its output, where F′
//: is the matrix of derivatives. Backward, it maps a gradient γ for the output to the gradient F′ᵀγ for the input. Both are
//: the same matrix, so
//:
//: ```math
//: \langle\gamma, F'\xi\rangle = \langle F'^\top\gamma, \xi\rangle
//: ```
//:
//: for all ξ and γ. A transposed matrix, a lost factor or a slope taken at the wrong place breaks this. But the input is
//: only half of the story, because the gradient that training uses is that of the parameters. So we also let ξ be a change
//: of the matrix W, and then a change of the bias b. A layer that forgets the slope of its activation on the way to W
//: would pass the test of its input, and fails this one.
//:
//: The second test looks at the whole model: its bound on real images, on fixed noise, is an ordinary function of the
//: parameters. So its slope along a random direction must be the central difference. Fixing the noise is (19) once more:
//: with new noise on each side, we would subtract two different random numbers.
//:
//: What is the whole model? It is a path from an image to its bound:
//:
//: ```math
//: x\;\to\;\mu,\sigma\;\to\;z=\mu+\sigma\odot\varepsilon\;\to\;f(z)\;\to\;\log p(x\mid z).
//: ```
//:
//: The encoder takes the first step, the noise the second, the decoder the third. The decoder never sees x, and the
//: encoder has no other way to the reconstruction; the divergence is taken from μ and σ on the way. So (7), the bound
//: with an encoder, can be computed step by step. The cell does so before it looks at the gradient. It takes five digits
//: of 8 × 8 pixels, three draws for each, sixteen hidden units in each network, two latent dimensions and s² = 0.3.
//:
//: > **In the notes.** Below (20) they point to a Figure 1, and print none. Chapter 5 draws it.

extension Chapter4 {
  func theNetworksOwnGradient(_ notebook: ChapterNotebook) throws {
    eachLayer(notebook)
    try wholeModel(notebook)
  }

  /// ⟨γ, F′ξ⟩ = ⟨F′ᵀγ, ξ⟩, summed over four inputs.
  private func eachLayer(_ notebook: ChapterNotebook) {
    let four = { (purpose: String, dimension: Int) in
      (0..<4).map { notebook.noise(purpose).normals($0 * dimension..<($0 + 1) * dimension) }
    }
    let (changes, gradients) = (four("change of the input", 3), four("gradient of the output", 3))
    let size = zip(gradients.joined(), changes.joined()).reduce(0) { $0 + abs($1.0) + abs($1.1) }

    // A matrix that is not square cannot hide its transpose.
    let dense = Layer(inputs: 3, outputs: 2, random: notebook.noise("dense layer"))
    let gradientsOfTwo = four("gradient of two outputs", 2)
    let byColumns = Matrix(rows: 2, columns: 3, elements: dense.matrix.transposed.elements)
    let towardInput = zip(changes, gradientsOfTwo).map { dense.valueWithPullback(of: $0).pullback($1).0 }
    let backward = notebook.choose(
      towardInput, or: ["transposed-weight": gradientsOfTwo.map(byColumns.transposedTimes)])
    notebook.check(
      "17", "dense, 3 → 2: ⟨γ, F′ξ⟩ = ⟨F′ᵀγ, ξ⟩", sumOfProducts(backward, changes),
      equals: sumOfProducts(gradientsOfTwo, changes.map(dense.value)), comparing: .otherCode, with: .closedForm,
      within: .rounding(operations: 144, scale: size.squared),
      against: sumOfProducts(gradientsOfTwo.map(byColumns.transposedTimes), changes))

    // Of both signs, and away from 0, where the rectifier has no derivative.
    let inputs = four("input", 3).map { zip($0, [-1.0, 1, -1]).map { $1 * (abs($0) + 0.1) } }
    for activation in [Activation.tanh, .relu, .softplus, .sigmoid] {
      let layer = Layer(matrix: .diagonal([1, 1, 1]), bias: [0, 0, 0], activation: activation)
      let backward = zip(inputs, gradients).map { layer.valueWithPullback(of: $0).pullback($1).0 }
      let difference = DirectionalDerivative(scale: size) { t in
        let moved = zip(inputs, changes).map { zip($0, $1).map { $0 + t * $1 } }
        return sumOfProducts(gradients, moved.map(layer.value))
      }
      notebook.check(
        "17", "\(activation.rawValue): ⟨γ, F′ξ⟩ = ⟨F′ᵀγ, ξ⟩", sumOfProducts(backward, changes),
        equals: difference.value, comparing: .closedForm, with: .differences, within: difference.tolerance,
        against: sumOfProducts(gradients, changes))
    }
    parametersOfALayer(inputs: inputs, gradients: gradientsOfTwo, size: size, notebook)
  }

  /// The same for the parameters of a layer: ξ is a change of W, or of b.
  private func parametersOfALayer(
    inputs: [[Double]], gradients: [[Double]], size: Double, _ notebook: ChapterNotebook
  ) {
    let layer = Layer(inputs: 3, outputs: 2, activation: .tanh, random: notebook.noise("tanh layer"))
    let backward = zip(inputs, gradients).map { layer.valueWithPullback(of: $0).pullback($1).1 }
    let gradient = backward.dropFirst().reduce(backward[0], +)
    let change = layer.withNormals(of: notebook.noise("change of the parameters"))
    for (name, change) in [
      ("W", Layer(matrix: change.matrix, bias: [0, 0])),
      ("b", Layer(matrix: change.matrix.map { 0 * $0 }, bias: change.bias)),
    ] {
      let difference = DirectionalDerivative(scale: size) { t in
        sumOfProducts(gradients, inputs.map((layer + t * change).value))
      }
      notebook.check(
        "17", "tanh, 3 → 2, a change of its \(name): ⟨γ, F′ξ⟩ = ⟨F′ᵀγ, ξ⟩", gradient.dot(change),
        equals: difference.value, comparing: .closedForm, with: .differences, within: difference.tolerance,
        against: sumOfProducts(gradients, inputs.map(change.value)))
    }
  }

  /// The bound's gradient on five digits, along a random direction in Θ and in φ.
  private func wholeModel(_ notebook: ChapterNotebook) throws {
    let images = Array(try Digits.load().images.prefix(5))
    let stream = notebook.noise("draws of the model")
    let noises = (0..<5).map { i in (0..<3).map { v in stream.normals(2 * (3 * i + v)..<2 * (3 * i + v + 1)) } }
    let pairs = zip(images, noises).flatMap { x, own in own.map { (x, $0) } }
    let random = notebook.noise("weights of the model")
    let model = Autoencoder(
      encoder: Encoder(
        observedDimension: images[0].count, hidden: [16], latentDimension: 2, random: random.substream(0)),
      decoder: Decoder(
        latentDimension: 2, hidden: [16], observedDimension: images[0].count, likelihood: .gaussian(variance: 0.3),
        random: random.substream(1)))
    // Every draw's bound and gradient, and their means.
    let draws = pairs.map { model.lowerBoundWithGradient(of: $0, noise: $1) }
    let bound = average(draws.map(\.bound.value))
    let scale = average(draws.map { abs($0.bound.reconstruction) + $0.bound.divergence })
    let gradient = (1 / Double(draws.count)) * draws.dropFirst().reduce(draws[0].gradient) { $0 + $1.gradient }

    // The path of Figure 1, by the densities of Gaussians.
    let deviations = [Double](repeating: 0.3.squareRoot(), count: images[0].count)
    let walked = { (x: [Double], noise: [Double]) in
      let q = model.encoder.approximatePosterior(of: x)
      let output = model.decoder.network.value(of: q.reparameterized(noise: noise))
      let pixels = try DiagonalGaussian(mean: output, standardDeviation: deviations)
      return pixels.logDensity(at: x) - q.divergence(to: .standard(dimension: 2))
    }
    notebook.check(
      "7, Figure 1", "five digits, step by step through encoder, draw and decoder, have the bound of the whole model",
      try average(pairs.map { try walked($0, $1) }), equals: bound, comparing: .otherCode, with: .closedForm,
      within: .rounding(operations: 64 * 1000, scale: scale),
      against: try average(images.map { try walked($0, [0, 0]) }))
    let directions = ["Θ", "φ"].map { model.withNormals(of: notebook.noise("direction in \($0)")) }
    // As printed, (20) has 2s² of the gradient in Θ; where it stops at the samples, φ keeps that of the divergence.
    let stopped = average(
      images.map { x in
        let (q, pullback) = model.encoder.approximatePosteriorWithPullback(of: x)
        return pullback(q.divergenceFromStandardWithPullback().pullback(-1)).dot(directions[1].encoder)
      })
    for (name, v, mistaken) in [
      ("Θ", Autoencoder(encoder: 0 * model.encoder, decoder: directions[0].decoder), nil),
      ("φ", Autoencoder(encoder: directions[1].encoder, decoder: 0 * model.decoder), stopped),
    ] {
      let difference = DirectionalDerivative(step: 0x1p-12, scale: scale) { t in
        average(zip(images, noises).map { (model + t * v).evidenceLowerBound(of: $0, noises: $1).value })
      }
      notebook.check(
        "17", "the bound of five digits: its gradient in \(name) is the slope along a random direction",
        gradient.dot(v), equals: difference.value, comparing: .closedForm, with: .differences,
        within: difference.tolerance, against: mistaken ?? 0.6 * gradient.dot(v))
    }
  }
}

//: ## 4.11 The printed objective, and its two noises
//:
//: What does a program compute, in the end? With (16), (18) and (19) in place the notes write it down:
//:
//: ```math
//: \begin{aligned}
//: \nabla\mathcal L\approx\frac nm\sum_{b=1}^m\nabla\bigl[
//:   &-\frac1V\sum_{v=1}^V\lVert f(\mu+\sigma\odot\varepsilon_v)-x_{i_b}\rVert^2\\
//:   &+\tfrac12\sum_{j=1}^d(1+\log\sigma_j^2-\sigma_j^2-\mu_j^2)\bigr]. \qquad (20)
//: \end{aligned}
//: ```
//:
//: The squared error stands there without a factor. But $`\log p(x\mid z)`$ is $`-\lVert f-x\rVert^2/2s^2`$ and a
//: constant, so the printed gradient of the reconstruction is 2s² times the bound's. They are the same only at s² = ½,
//: so a test at s² = ½ sees nothing. Ours uses a different s².
//:
//: As printed, (20) climbs the bound of a different model, whose s² is ½. In the terms of the given model it weights the
//: divergence by 1/2s² where the bound has 1. The same holds backwards. Putting a weight β on the divergence is called a
//: *beta-VAE* (Higgins and others 2017). Together with a squared error, every weight β chooses an s²: a program that
//: *averages* the squared error over D pixels, and weights the divergence by β, has chosen s² = βD/2.
//:
//: > **What do you expect?** A popular program averages over D = 3·64·64 colour values between −1 and 1 and sets β =
//: > 0.00025, since 1 "does not reconstruct". Which deviation s has it chosen for a pixel's noise?

extension Chapter4 {
  func thePrintedObjective(_ notebook: ChapterNotebook) throws {
    let (model, x) = try planeModel
    let (z, v, s2) = ([0.7, -0.2], notebook.noise("direction in the latent").normals(0..<2), model.observationVariance)
    let residual = zip(x, model.matrix.times(z)).map { $0 - $1 }
    // The slope of −‖x − Wz‖² along v.
    let printed = 2 * dot(residual, model.matrix.times(v))
    let difference = DirectionalDerivative(scale: 20) { t in
      model.logDensity(of: x, given: zip(z, v).map { $0 + t * $1 })
    }
    let factor = notebook.choose(
      1 / (2 * s2), or: ["unscaled-squared-error": 1, "mean-over-pixels": 1 / Double(x.count)])
    notebook.check(
      "20", "minus the squared error over 2s² has the slope of log p(x | z)", factor * printed,
      equals: difference.value, comparing: .closedForm, with: .differences, within: difference.tolerance,
      against: printed)
    try theOtherModel(notebook)
    let implied = impliedVariance(weight: 0.00025, dimension: 3 * 64 * 64)
    notebook.show("impliedVariance", "s² = βD/2, chosen by β = 0.00025 beside a mean over D = 3 · 64 · 64", implied)
    notebook.show("impliedDeviation", "s, on pixels between −1 and 1", implied.squareRoot())
    try theWeighedPosterior(notebook)
    try theLearnedVariance(notebook)
    try theTwoNoises(notebook)
  }

  /// s² = βD/2, the noise that a weight on the divergence chooses, beside a mean squared error.
  private func impliedVariance(weight beta: Double, dimension: Double) -> Double { beta * dimension / 2 }

  /// As printed, (20) is the gradient of the bound of a toy whose s² is ½.
  private func theOtherModel(_ notebook: ChapterNotebook) throws {
    let (toy, v, x) = (AmortizedToy(), direction(notebook), 1.5)
    let other = AmortizedToy(observationVariance: 0.5)
    let printed = try DirectionalDerivative(scale: 20) { t in
      let (moved, q) = (toy.moved(t, along: v), try toy.moved(t, along: v).approximatePosterior(of: x))
      let w = moved.parameters[0]
      let squaredError = (x - w * q.mean[0]).squared + (w * q.standardDeviation[0]).squared
      return -squaredError - q.divergenceFromStandard()
    }
    notebook.check(
      "20", "as printed, (20) is the gradient of another toy's bound, with s² = ½", printed.value,
      equals: dot(try other.gradient(of: x), v), comparing: .differences, with: .closedForm,
      within: printed.tolerance, against: dot(try toy.gradient(of: x), v))
  }
}

//: That is 1.24, while values between −1 and 1 have a deviation of at most 1: the decoder may leave all but the coarsest
//: shape to noise. To see what an s² does, set it: `swift run vae train --observation-variance`.
//:
//: What does a large weight do to q? Hold the toy's decoder fixed. The best q for an objective with β times the divergence
//: is the posterior of a toy with βs² in place of s², because the objective is β times that toy's bound, up to a constant:
//:
//: ```math
//: \mathrm N\bigl(\frac{wx}{w^2+\beta s^2},\;\frac{\beta s^2}{w^2+\beta s^2}\bigr).
//: ```
//:
//: With β = 784 and our x, the toy's best q is N(0.008, 0.990), nearly the prior: what its one pixel says about z hardly
//: counts. If q is the prior for every x, that is called *posterior collapse*.
//:
//: Averaging log p(x | z) over D pixels, where you should sum, also sets β = D. But then there are D pixels, and the two
//: factors cancel: for a toy with 784 equal pixels, all N(wz, s²), the best q is the posterior of *one* of them. All that
//: the other pixels say about z is lost. So the decoder gets latents that are much too vague, and its images look more
//: alike than they should. For a linear decoder, chapter 8 shows that a coordinate collapses if its eigenvalue is at most
//: s². Averaging over D pixels raises this limit to Ds².

extension Chapter4 {
  /// The slopes of the reconstruction − β · divergence where a changed s² has its best q.
  private func theWeighedPosterior(_ notebook: ChapterNotebook) throws {
    let (beta, (toy, x, _)) = (784.0, try bookToy)
    let other = try LinearGaussian(slope: toy.matrix[0, 0], observationVariance: beta * toy.observationVariance)
    let q = other.posterior(of: x)
    notebook.show("weighedPosteriorMean", "the mean of the best q beside 784 times the divergence", q.mean[0])
    notebook.show("weighedPosteriorVariance", "its variance", q.standardDeviation[0].squared)
    let v = notebook.noise("direction of a weighed q").normals(0..<2)
    let slope = { (model: LinearGaussian, x: [Double], q: DiagonalGaussian, pixels: Double, beta: Double) in
      try DirectionalDerivative(scale: 10 + 10 * beta) { t in
        let moved = try DiagonalGaussian(mean: [q.mean[0] + t * v[0]], logVariance: [q.logVariance[0] + t * v[1]])
        let bound = model.evidenceLowerBound(moved, for: x)
        return bound.reconstruction / pixels - beta * bound.divergence
      }
    }
    let weighed = try slope(toy, [x], q, 1, beta)
    notebook.check(
      "20", "at the posterior of the toy with βs² the bound with β = 784 has no slope", weighed.value, equals: 0,
      comparing: .differences, with: .reference, within: weighed.tolerance, against: try slope(toy, [x], q, 1, 1).value)

    let (pixels, one) = (Int(beta), toy.posterior(of: x))
    let matrix = Matrix(rows: pixels, columns: 1, elements: [Double](repeating: toy.matrix[0, 0], count: pixels))
    let (bias, image) = ([Double](repeating: 0, count: pixels), [Double](repeating: x, count: pixels))
    let many = try LinearGaussian(matrix: matrix, bias: bias, observationVariance: toy.observationVariance)
    let averaged = try slope(many, image, one, beta, 1)
    notebook.check(
      "20", "averaged over 784 pixels, the objective has no slope at the posterior of one pixel",
      averaged.value, equals: 0, comparing: .differences, with: .reference, within: averaged.tolerance,
      against: try slope(many, image, one, 1, 1).value)
    // With s² = ½ the reconstruction is minus the squared error, but for a constant.
    let chosen = try [1.0, 2].map { factor in
      let variance = factor * impliedVariance(weight: 0.25, dimension: beta)
      let other = try LinearGaussian(matrix: matrix, bias: bias, observationVariance: variance)
      return try slope(many, image, other.bestDiagonalPosterior(of: image), beta, 0.25)
    }
    notebook.check(
      "20", "beside a mean squared error and β = ¼ the objective has no slope at the posterior with s² = βD/2",
      chosen[0].value, equals: 0, comparing: .differences, with: .reference, within: chosen[0].tolerance,
      against: chosen[1].value)
  }
}

//: You need not choose a weight if s² is learned with the other parameters. Then the constant $`-\tfrac D2\log2\pi s^2`$
//: must stay: without it s² would grow without end. With it, the best s² is the mean squared error of a pixel. A warning:
//: the density has no upper limit. A decoder that can reproduce its training data exactly drives s² to 0 and log p to
//: infinity, so watch the bound on data that the model was not trained on.

extension Chapter4 {
  /// The slope of log p(x | z) along log s², where s² is the mean squared error.
  private func theLearnedVariance(_ notebook: ChapterNotebook) throws {
    let ((model, x), z) = (try planeModel, [0.7, -0.2])
    let residual = zip(x, model.matrix.times(z)).map { $0 - $1 }
    let best = dot(residual, residual) / Double(x.count)
    let difference = try DirectionalDerivative(scale: 20) { t in
      try LinearGaussian(matrix: model.matrix, bias: model.bias, observationVariance: best * exp(t))
        .logDensity(of: x, given: z)
    }
    notebook.check(
      "20", "log p(x | z) has no slope along log s² where s² is the mean squared error", difference.value, equals: 0,
      comparing: .differences, with: .reference, within: difference.tolerance, against: 1.5)
  }
}

//: How noisy is one step? Two things in (20) are drawn at random: the data points of the mini-batch, and the noise of each
//: sample. That is why it is called *doubly stochastic* variational inference (Titsias and Lázaro-Gredilla 2014). The law
//: of total variance splits the variance of one step into two parts:
//:
//: ```math
//: \mathrm{Var} = \frac{n^2}m\bigl[\mathrm{Var}_i\bigl(\nabla\mathcal L_i\bigr)
//:   +\frac1V\,\mathrm E_i\,\mathrm{Var}_\varepsilon\bigl(\nabla\mathcal L_i(\varepsilon)\bigr)\bigr].
//: ```
//:
//: More draws V shrink only the second part, and a larger mini-batch m shrinks both. One more draw needs the decoder once
//: more; one more data point needs the encoder, too, so it costs somewhat more. Most programs take the larger mini-batch,
//: and V = 1. The formula is for data points that are picked with repetition: for m distinct ones, the first part is
//: smaller by the factor (n − m)/(n − 1) of section 4.2. The cell measures both parts for ∂/∂a of the toy with an encoder,
//: with n = 4 data points of which m are picked with repetition: two with V = 3, and three with V = 1.
//:
//: > **In the notes.** Below (20) the procedure is called "double stochastic derivation".

extension Chapter4 {
  private func theTwoNoises(_ notebook: ChapterNotebook) throws {
    let (toy, data) = (AmortizedToy(parameters: [2, 0.4, 0.2]), AmortizedToy.data)
    let (w, a, deviation, s2) = (toy.parameters[0], toy.parameters[1], toy.parameters[2], toy.observationVariance)
    // Each data point's ∂/∂a, and the deviation that one draw gives it.
    let (terms, noises) = (
      try data.map { try toy.gradient(of: $0)[1] }, data.map { w.squared * abs($0) * deviation / s2 }
    )
    let two = PickedSum(terms: terms, noises: noises, picks: 2)
    notebook.show("minibatchPart", "the variance of ∂/∂a that the choice of two data makes", two.minibatchPart)
    notebook.show("samplingPart", "the variance that one draw for each of them adds", two.samplingPart(draws: 1))
    let ofDraw = { (x: Double, noise: Double) in
      w * x * (x - w * (a * x + deviation * noise)) / s2 - a * x.squared
    }
    for (name, m, draws) in [("three", 3, 1), ("two", 2, 3)] {
      let sum = PickedSum(terms: terms, noises: noises, picks: m)
      let (factor, full) = (Double(data.count) / Double(m), sum.full)
      let sampling = notebook.sampling("both noises, V = \(draws)")
      let moments = sampling.averages(dimension: m * (2 + draws), of: 2) { noise, values in
        var estimate = 0.0
        for first in stride(from: 0, to: noise.count, by: 2 + draws) {
          // The signs of two normals pick one of four data; the others are its draws.
          let x = data[(noise[first] > 0 ? 1 : 0) + (noise[first + 1] > 0 ? 2 : 0)]
          let gradients = (0..<draws).reduce(0) { $0 + ofDraw(x, noise[first + 2 + $1]) }
          estimate += factor * gradients / Double(draws)
        }
        (values[0], values[1]) = (estimate, (estimate - full).squared)
      }
      let variance = sum.minibatchPart + sum.samplingPart(draws: draws)
      let allDivided = (sum.minibatchPart + sum.samplingPart(draws: 1)) / Double(draws)
      notebook.check(
        "20", "\(name) data, V = \(draws): the estimate of ∂/∂a is unbiased", moments[0], equals: full,
        with: .closedForm, exactStandardError: (variance / Double(notebook.samples)).squareRoot(),
        against: full / factor)
      notebook.check(
        "20", "\(name) data, V = \(draws): its variance is the minibatch part plus the sampling part over V",
        moments[1], equals: notebook.choose(variance, or: ["draws-for-data": allDivided]), with: .closedForm,
        exactStandardError: sum.standardErrorOfVariance(draws: draws, samples: notebook.samples),
        against: sum.minibatchPart)
    }
  }
}

//: ## What we simplified
//:
//: All Gaussians here have independent coordinates. A sample of another distribution can be reparameterized too, if its
//: inverse distribution function or an implicit derivative is at hand. A discrete sample cannot be, because it does not move
//: smoothly with a parameter; there the score function remains unbiased. The best baseline is known here; in practice it
//: is estimated from other samples.
//:
//: ## Further reading
//:
//: - Williams (1992), *Simple statistical gradient-following algorithms for connectionist reinforcement learning*, Machine
//:   Learning 8, and Glynn (1990), *Likelihood ratio gradient estimation for stochastic systems*, Communications of the ACM
//:   33: the score function and its baseline.
//: - Kingma and Welling (2014), *Auto-encoding variational Bayes*, ICLR ([arXiv](https://arxiv.org/abs/1312.6114)), and
//:   Rezende, Mohamed and Wierstra (2014), *Stochastic backpropagation and approximate inference in deep generative models*,
//:   ICML ([arXiv](https://arxiv.org/abs/1401.4082)): the reparameterization trick for VAEs.
//: - Titsias and Lázaro-Gredilla (2014), *Doubly stochastic variational Bayes for non-conjugate inference*, ICML: the two
//:   noises of section 4.11.
//: - Ranganath, Gerrish and Blei (2014), *Black box variational inference*, AISTATS
//:   ([arXiv](https://arxiv.org/abs/1401.0118)): the score function for whole bounds, with control variates.
//: - Kool, van Hoof and Welling (2019), *Buy 4 REINFORCE samples, get a baseline for free!*, ICLR workshop on deep
//:   reinforcement learning meets structured prediction: the baseline of the other draws.
//: - Roeder, Wu and Duvenaud (2017), *Sticking the landing: simple, lower-variance gradient estimators for variational
//:   inference*, NeurIPS ([arXiv](https://arxiv.org/abs/1703.09194)): section 4.9.
//: - Mohamed, Rosca, Figurnov and Mnih (2020), *Monte Carlo gradient estimation in machine learning*, Journal of Machine
//:   Learning Research 21 ([arXiv](https://arxiv.org/abs/1906.10652)): the survey, from which the parabola and the cosine are.
//: - Figurnov, Mohamed and Mnih (2018), *Implicit reparameterization gradients*, NeurIPS
//:   ([arXiv](https://arxiv.org/abs/1805.08498)): other distributions than the Gaussian.
//: - Higgins and others (2017), *beta-VAE: learning basic visual concepts with a constrained variational framework*, ICLR.
//:
//: ## Exercises
//:
//: Each numbered exercise has a file to edit and a criterion that judges it: `swift run chapter4 --exercise 1` says
//: which, `--check-exercise 1` judges your answer, `--solution 1` shows ours. The others are for paper.
//:
//: 1. Write a function: an unbiased estimate of the gradient of a sum over n data points, from the gradients of m that
//:    were picked at random.
//:    <details><summary>Solution</summary>n/m times the sum over the picked data, by their own indices.</details>
//: 2. Predict two numbers: how many draws of the score function for ∂/∂μ are as good as one of the path at the defaults,
//:    and how many with the best baseline?
//:    <details><summary>Solution</summary>495/4 ≈ 124, and 134/4 ≈ 34.</details>
//: 3. Repair a derivation: the gradient along log σ², through the sample. One step is wrong. *Hint: differentiate
//:    exp(λ/2) by λ.*
//:    <details><summary>Solution</summary>The derivative of exp(λ/2) is ½ exp(λ/2) = ½σ: the last link of the chain
//:    has a half.</details>
//: - Derive the best baseline for ∂/∂μ of E (z − k)².
//:   <details><summary>Solution</summary>The variance of (f − c)u is quadratic in c and least at E[f u²]/E[u²]. With
//:   u = ε/σ and f = (δ + σε)² that is E[f ε²] = δ² + 3σ².</details>
//: - With the toy's numbers, for which variance v of q does the sampled divergence have less variance than sticking
//:   the landing?
//:   <details><summary>Solution</summary>Both are v times a square: 9² against (9 − 1/v)². The second is larger where
//:   1/v > 18: for a q with less than half the posterior's variance.</details>
//: - Find the ω at which the two variances for cos ωz are equal.
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
//:
//: ## Where the notes differ
//:
//: Each place: as printed, as it must be, and the claim above that shows the difference.
