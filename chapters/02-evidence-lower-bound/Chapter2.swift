//: # 2 · The evidence lower bound
//:
//: **Thesis.** The logarithm of the evidence is the sum of two terms: a bound that can be computed or estimated, and a
//: divergence that usually cannot. The divergence is never negative. So raising the bound raises the evidence, or closes
//: the gap, or both.
//:
//: **You need** chapter 1's model, Bayes' rule, and expectations under a density. **We verify** equations (3) to (6) and
//: Definition 1: on a toy whose posterior is known, on one whose posterior has two modes, on a small network, and on
//: handwritten digits. Where the notes print something else, the printed form is evaluated too. A run takes less
//: than a second on two processor cores; there is no `--full`.

import Arithmetic
import EmbeddedDigits
import Notebook
import VAECore
import Verification

//: Why a bound? Chapter 1 estimated log p(x) by an average over the prior, and needed far too many draws. Most of them
//: were wasted on values of z that have nothing to do with x. So let us choose, for this x, a density q(z) that puts its
//: draws where they matter. What can be said about log p(x) with the help of *any* such q? This chapter answers that.
//:
//: Two letters keep their meaning throughout: p belongs to the model, whose parameters are Θ, and q is ours to choose. (The
//: notes write P(Z), Q(Z) and P(X) for what is p(z), q(z) and p(x) here.) A q that is meant to be near the posterior is
//: called an *approximate posterior*, and a search for a good one is called *variational inference*.

//: ## 2.1 A model whose answers are known
//:
//: On what can the bound be tested? On the toy of chapter 1. It draws a latent z and then an observation x; its parameters
//: are $`\Theta=(w,s^2)`$:
//:
//: ```math
//: z\sim\mathrm{N}(0,1),\qquad x\mid z\sim\mathrm{N}(w\,z,\;s^2).
//: ```
//:
//: Everything about it is Gaussian, so the two quantities that a real model hides are known here. The *evidence* of x,
//: another name of the marginal likelihood, is $`p(x)=\mathrm{N}(x\mid 0,\,w^2+s^2)`$. The *posterior*, which says where
//: the latent of this x may have been, is
//:
//: ```math
//: p(z\mid x) = \mathrm{N}\bigl(z\mid\frac{w\,x}{w^2+s^2},\;\frac{s^2}{w^2+s^2}\bigr).
//: ```
//:
//: The defaults are w = 2, s² = ½ and x = 1.5, so the posterior is N(2/3, 1/9). Our q is N(μ, σ²) with μ = 0.3 and
//: σ² = 0.2, a little to the left of the posterior and a little wider. The options `--mean` and `--deviation` change it.
//: `LinearGaussian` of the core is this model, in any number of dimensions. The code calls w the `slope`.
//:
//: Two checks before anything is built on them. The evidence is the integral (1), which numerical integration can do. And
//: $`p(x,z)/p(z\mid x)`$ is p(x) at *every* z, although both of its densities change with z: that is Bayes' rule.

extension Chapter2 {
  func aKnownModel(_ notebook: ChapterNotebook) throws {
    let (toy, prior) = (try self.toy, DiagonalGaussian.standard(dimension: 1))
    let posterior = toy.posterior(of: x)
    let (mean, deviation) = (posterior.mean[0], posterior.standardDeviation[0])
    notebook.show("logMarginal", "log p(x), in nats", toy.logMarginalLikelihood(of: x))
    notebook.show("posteriorMean", "the mean of p(z | x)", mean)
    notebook.show("posteriorVariance", "the variance of p(z | x)", deviation.squared)

    let evidence = try DiagonalGaussian(
      mean: [0], standardDeviation: [hypot(slope.value, observationVariance.value.squareRoot())])
    let logEvidence = evidence.logDensity(at: [x])
    let logJoint = { z in toy.logDensity(of: x, given: z) + prior.logDensity(at: [z]) }
    // The integrand, over its value at the posterior's mean, in units of the posterior's deviation.
    let integral = Quadrature.integral { t in exp(logJoint(mean + deviation * t) - logJoint(mean)) }
    let withoutTwoPi = logEvidence + halfLogTwoPi
    notebook.check(
      "1", "the integral of p(x | z) p(z) over z is N(x | 0, w² + s²)",
      logJoint(mean) + log(deviation * integral.value), equals: logEvidence, comparing: .quadrature, with: .closedForm,
      within: toy.rounding(operations: 1000, of: x, under: posterior), against: withoutTwoPi)

    let latents = (-20...20).map { mean + 0.2 * Double($0) * deviation }
    notebook.check(
      "3", "log p(x, z) − log p(z | x) is log p(x) at each of 41 z's; the farthest of them",
      farthest(latents.map { logJoint($0) - posterior.logDensity(at: [$0]) }, from: logEvidence), equals: logEvidence,
      comparing: .closedForm, with: .closedForm, because: "three densities at each z, against one density of x",
      within: toy.rounding(of: x, under: posterior), against: farthest(latents.map(logJoint), from: logEvidence))
    notebook.check(
      "1", "the core's linear-Gaussian model, which sums over eigenvalues, gives log N(x | 0, w² + s²)",
      toy.logMarginalLikelihood(of: x), equals: logEvidence, comparing: .otherCode, with: .closedForm,
      within: toy.rounding(of: x, under: posterior), against: withoutTwoPi)
  }
}

//: ## 2.2 Equation (3), line by line
//:
//: How does q get into log p(x)? The logarithm of p(x) does not depend on z, so its average under any density q is log p(x)
//: itself. Each step of (3) rewrites the integrand of the line above. The average under q stays the same:
//:
//: ```math
//: \begin{aligned}
//: \log p(x) = \int q\,\log p(x)\,dz &= \int q\,\log\frac{p(x,z)}{p(z\mid x)}\,dz &&\text{line 1}\\
//:   &= \int q\,\log\frac{p(x,z)\,q}{p(z\mid x)\,q}\,dz &&\text{line 2}\\
//:   &= \int q\,\log\frac{p(x,z)}{q}\,dz + \int q\,\log\frac{q}{p(z\mid x)}\,dz &&\text{line 3}\\
//:   &= \int q\,\log p(x\mid z)\,dz + \int q\,\log\frac{p(z)}{q}\,dz + \int q\,\log\frac{q}{p(z\mid x)}\,dz
//:   &&\text{line 4} \qquad (3)
//: \end{aligned}
//: ```
//:
//: Read as a recipe: Bayes' rule; multiply and divide by q; split the logarithm; split it again. The last two steps need
//: averages that are finite: if q is a Cauchy distribution, for example, line 3 of the toy reads −∞ + ∞.
//:
//: Two of the averages in line 4 are of one kind. The *Kullback–Leibler divergence* of two densities q and p is
//:
//: ```math
//: \mathrm{KL}(q\,\Vert\,p) = \int q\,\log\frac qp\,dz .
//: ```
//:
//: It is **never negative**. Because log t ≤ t − 1 for every t > 0, with equality only at t = 1,
//: $`-\mathrm{KL}(q\,\Vert\,p)=\int q\log\frac pq\,dz\le\int q\,\bigl(\frac pq-1\bigr)\,dz\le 1-1=0`$. And it is 0 only
//: if p/q = 1 wherever q has mass, so only if the two densities are equal. It is *not symmetric*. KL(q ‖ p) is large if q has
//: mass where p has nearly none, and does not mind what q leaves out; KL(p ‖ q) is the other way round.
//:
//: So the three averages of line 4 have names. The first is the *reconstruction term*: how well the latents that q proposes
//: explain x. The second is $`-\mathrm{KL}(q\,\Vert\,p(z))`$, what q pays for leaving the prior. The third is
//: $`\mathrm{KL}(q\,\Vert\,p(z\mid x))`$, what q pays for not being the posterior.
//:
//: We check line 4: each of its averages, and their sum. A sample of q is $`z=\mu+\sigma\varepsilon`$ with
//: $`\varepsilon\sim\mathrm{N}(0,1)`$. So each integrand is a function of the noise ε, made of four log-densities.

extension Chapter2 {
  private typealias LogDensities = (likelihood: Double, prior: Double, posterior: Double, approximation: Double)

  /// The four log-densities of (3) at z = μ + σε.
  private func logDensities() throws -> (_ noise: Double) -> LogDensities {
    let (toy, q, prior) = (try self.toy, try approximatePosterior, DiagonalGaussian.standard(dimension: 1))
    let (x, posterior) = (x, toy.posterior(of: x))
    return { noise in
      let z = q.reparameterized(noise: [noise])
      // log q(z) is log N(ε | 0, 1) − log σ, which is right where μ + σε rounds to μ, too.
      return (
        toy.logDensity(of: x, given: z[0]), prior.logDensity(at: z), posterior.logDensity(at: z),
        prior.logDensity(at: [noise]) - 0.5 * q.logVariance[0]
      )
    }
  }

  func lineByLine(_ notebook: ChapterNotebook) throws {
    let (toy, q, logs) = try (self.toy, approximatePosterior, logDensities())
    let average = { (integrand: (LogDensities) -> Double) in Quadrature.expectation { integrand(logs($0)) }.value }
    let likelihood = average { $0.likelihood }
    let priorRatio = average { $0.prior - $0.approximation }
    let posteriorRatio = average { $0.approximation - $0.posterior }

    let (expected, logEvidence) = (reconstruction(notebook), toy.logMarginalLikelihood(of: x))
    let (toPrior, toPosterior) = (q.divergenceFromStandard(), q.divergence(to: toy.posterior(of: x)))
    // The mistakes: a density without its 2π, and a divergence ½ (μ² + σ² − log σ²) without its −1.
    for (statement, integral, closedForm, mistaken) in [
      (
        "the first integral of line 4 is the reconstruction −½ log 2πs² − ((x − wμ)² + w²σ²)/2s²", likelihood,
        expected, expected + halfLogTwoPi
      ), ("the second integral of line 4 is −KL(q ‖ p(z))", priorRatio, -toPrior, -toPrior - 0.5),
      ("the third integral of line 4 is KL(q ‖ p(z | x))", posteriorRatio, toPosterior, toPosterior + 0.5),
      (
        "the three integrals of line 4 add up to log p(x)", likelihood + priorRatio + posteriorRatio, logEvidence,
        logEvidence + halfLogTwoPi
      ),
    ] {
      notebook.check(
        "3", statement, integral, equals: closedForm, comparing: .quadrature, with: .closedForm,
        within: toy.rounding(operations: 1000, of: x, under: q), against: mistaken)
    }
    try sampledTerms(notebook)
  }

  /// The reconstruction in closed form, or one of the ways to get it wrong.
  private func reconstruction(_ notebook: ChapterNotebook) -> Double {
    let (w, s2, mu, sigma) = (slope.value, observationVariance.value, mean.value, deviation.value)
    let squaredError = notebook.choose(
      (x - w * mu).squared + w.squared * sigma.squared,
      or: [
        "deviation-for-variance": (x - w * mu).squared + w.squared * sigma,
        "decoder-at-the-mean": (x - w * mu).squared,
        "prior-samples": x.squared + w.squared,
      ])
    let normalizer = notebook.choose(-halfLogTwoPi - 0.5 * log(s2), or: ["missing-normalizer": 0])
    return normalizer - squaredError / (2 * s2)
  }
}

//: Each integral is what its formula says, and together they make log p(x). For most models there is no formula, and the
//: integrals must be estimated from samples. For a statistical claim about that we need the variance of each integrand.
//: The logarithm of a Gaussian density is quadratic, so each integrand is a quadratic
//: $`c_0+c_1\varepsilon+c_2\varepsilon^2`$. Since E ε² = 1, E ε⁴ = 3 and the odd moments are 0, its mean is $`c_0+c_2`$
//: and its variance is $`c_1^2\,\mathrm E\varepsilon^2+c_2^2\,(\mathrm E\varepsilon^4-1)=c_1^2+2c_2^2`$. The core's
//: `QuadraticOfNoise` is such a function, so every sampled average below has an exact standard error.
//:
//: > **What do you expect?** To estimate a bound, you sample the first integrand of line 3. For which q does it not
//: > fluctuate at all?

extension Chapter2 {
  private func sampledTerms(_ notebook: ChapterNotebook) throws {
    let (x, toy, q) = (x, try self.toy, try approximatePosterior)
    let standard = DiagonalGaussian.standard(dimension: 1)
    // The log-densities as quadratics of the noise.
    let likelihood = toy.logDensity(of: [x], atDrawOf: q)
    let joint = likelihood + standard.logDensity(atDrawOf: q)
    let posterior = toy.posterior(of: x)
    let (mean, deviation) = (posterior.mean[0], posterior.standardDeviation[0])
    let atPosterior = toy.logDensity(of: [x], atDrawOf: posterior)
    notebook.show(
      "reconstructionDeviationAtPosterior", "the standard deviation of log p(x | z) if q is the posterior, in nats",
      atPosterior.standardError(samples: 1))

    let (expectedAtPosterior, logDeviation) = (atPosterior.mean, 0.5 * q.logVariance[0])
    let sampled = notebook.sampling("terms of equation (3)").averages(of: 3) { noise, values in
      let z = q.reparameterized(noise: [noise])
      values[0] = toy.logDensity(of: x, given: z[0])
      values[1] = values[0] + standard.logDensity(at: z) - (standard.logDensity(at: [noise]) - logDeviation)
      values[2] = (toy.logDensity(of: x, given: mean + deviation * noise) - expectedAtPosterior).squared
    }
    let expected = reconstruction(notebook)
    let rounding = 0x1p-26 * toy.magnitude(of: x, under: q)
    // The mistakes: only q's mean is decoded; the logarithm of a mean weight for the mean logarithm.
    for (estimate, statement, expected, integrand, mistaken) in [
      (sampled[0], "log p(x | z) average the reconstruction", expected, likelihood, likelihood.constant),
      (
        sampled[1], "log p(x, z)/q(z) average the bound", expected - q.divergenceFromStandard(),
        joint - q.logDensity(atDrawOf: q), toy.logMarginalLikelihood(of: x)
      ),
    ] {
      let deviation = integrand.standardError(samples: 1)
      let isSeen = abs(mistaken - integrand.mean) > deviation / 30 && deviation > rounding
      notebook.check(
        "3", "draws of \(statement)", estimate, equals: expected, with: .closedForm,
        exactStandardError: integrand.standardError(samples: notebook.samples), against: mistaken,
        unless: isSeen ? nil : "the mistake is below rounding, or below a thirtieth of one draw's deviation")
    }
    notebook.check(
      "3", "with the posterior as q, one draw of log p(x | z) has the variance c₁² + 2c₂², and not 0", sampled[2],
      equals: atPosterior.variance, with: .closedForm,
      exactStandardError: atPosterior.standardErrorOfVariance(samples: notebook.samples), against: 0,
      unless: atPosterior.variance > rounding.squared ? nil : "log p(x | z) changes with z by no more than rounding")
  }
}

//: The answer depends on what you sample. Sample all of $`\log p(x,z)/q(z)`$, and nothing fluctuates if q is the
//: posterior: there $`p(x,z)/q(z)`$ is p(x) at every z, and each single sample gives $`\log p(x)`$. Now take the
//: divergence in closed form, as (20) does, and sample only $`\log p(x\mid z)`$. That still fluctuates at the
//: posterior: by default one sample has a standard deviation of 0.667 nats there.
//:
//: ## 2.3 Bound plus divergence is the log-evidence
//:
//: Which of the three averages can a program compute? The first two contain only q and the model's own densities. The
//: third contains the posterior, which nobody has. So put the first two together: they are the *evidence lower bound*
//: $`\mathcal{L}`$, or **ELBO**. With this name, equation (3) becomes equation (4):
//:
//: ```math
//: \mathcal{L}(\Theta,q) = \mathbb{E}_{z\sim q}\log p(x\mid z,\Theta) - \mathrm{KL}\bigl(q(z)\,\Vert\,p(z)\bigr),\qquad
//: \log p(x\mid\Theta) = \mathcal{L}(\Theta,q) + \mathrm{KL}\bigl(q(z)\,\Vert\,p(z\mid x,\Theta)\bigr). \qquad (4)
//: ```
//:
//: Two divergences from the same q appear, and they are easily taken for each other. The one inside the bound goes
//: to the *prior*, needs no posterior, and has a minus sign. The one outside goes to the *posterior*, is out of reach for
//: most models, and has a plus sign. A program that minimizes the loss $`-\mathcal{L}`$ turns both signs, and many wrong
//: signs come from there.
//:
//: > **What do you expect?** Take a q ten times too wide, or far from the posterior. How well does (4) hold then?

extension Chapter2 {
  func boundPlusDivergence(_ notebook: ChapterNotebook) throws {
    let (toy, q) = try (self.toy, approximatePosterior)
    let (toPrior, toPosterior) = (q.divergenceFromStandard(), toy.divergenceToPosterior(from: q, given: [x]))
    let bound = notebook.choose(
      reconstruction(notebook) - toPrior,
      or: [
        "wrong-sign-divergence": reconstruction(notebook) + toPrior,
        "divergence-to-prior-for-posterior": reconstruction(notebook) - toPosterior,
      ])
    let gap = notebook.choose(
      toPosterior,
      or: [
        "divergence-to-prior-for-posterior": toPrior, "reversed-divergence": toy.posterior(of: x).divergence(to: q),
      ])
    notebook.show("evidenceLowerBound", "L(Θ, q), in nats", bound)
    notebook.show("divergenceToPosterior", "KL(q ‖ p(z | x, Θ)), in nats", gap)
    let logEvidence = toy.logMarginalLikelihood(of: x)
    // The mistake: a divergence ½ (μ² + σ² − log σ²) without its −1.
    notebook.check(
      "4", "the bound and the divergence to the posterior add up to log p(x)", bound + gap, equals: logEvidence,
      comparing: .closedForm, with: .closedForm, because: "neither summand is made from the formula of log p(x)",
      within: toy.rounding(of: x, under: q), against: logEvidence - 0.5)

    let grid = try grid(around: toy.posterior(of: x))
    let sums = grid.map { toy.evidenceLowerBound($0, for: [x]).value + toy.divergenceToPosterior(from: $0, given: [x]) }
    notebook.check(
      "4", "the core's bound and divergence add up to log p(x) for every q of a grid; the farthest of them",
      farthest(sums, from: logEvidence), equals: logEvidence, comparing: .otherCode, with: .closedForm,
      within: toy.rounding(of: x, underEach: grid), against: logEvidence - 0.5)
    try anotherTheta(notebook)
    notebook.draw(try stackedBars())
  }
}

//: Just as well, to rounding. The identity is not an approximation: a bad q only moves nats from one term to the other, as
//: the bars in the figure show for six q's.
//:
//: Does the gap depend on the model? Yes: the posterior belongs to the model, so the divergence changes with Θ even if q
//: stays as it is. To see it, take a second $`\Theta'`$ whose posterior is four times as precise, $`w'^2=4w^2+3s^2`$. The q
//: that was the posterior of Θ, and left no gap, now leaves one of at least $`\tfrac32-\log 2`$ nats. A training step that
//: raises the bound by moving Θ moves the gap as well.
//:
//: > **In the notes.** The first line of (4), and (5), print KL(Q(Z) ‖ P(Z|X)) without Θ.

extension Chapter2 {
  private func anotherTheta(_ notebook: ChapterNotebook) throws {
    let (toy, w, s2) = (try self.toy, slope.value, observationVariance.value)
    let moved = try LinearGaussian(slope: (4 * w.squared + 3 * s2).squareRoot(), observationVariance: s2)
    let before = toy.posterior(of: x)
    let shift = (before.mean[0] - moved.posteriorMean(of: [x])[0]) / before.standardDeviation[0]
    // The divergence between Gaussians of variances v and v/4.
    let gap = notebook.choose(1.5 - log(2) + 2 * shift.squared, or: ["fixed-theta": 0])
    notebook.check(
      "4", "the posterior of Θ misses log p(x | Θ′) by KL(q ‖ p(z | x, Θ′)), and not by 0",
      gap,
      equals: moved.logMarginalLikelihood(of: x) - moved.evidenceLowerBound(before, for: [x]).value,
      comparing: .closedForm, with: .otherCode, within: moved.rounding(of: x, under: before), against: 0)
  }
}

//: ## 2.4 The same where only quadrature knows the answer
//:
//: Does (4) need a Gaussian posterior? Nothing in (3) asked for one. The *bent toy* observes $`x=2`$ under
//: $`x\mid z\sim\mathrm{N}(z^2,\tfrac14)`$: $`z=\sqrt2`$ explains it as well as $`z=-\sqrt2`$, and the posterior
//: has two modes. The third model is the tanh decoder of chapter 1, with other random parameters and x = (0.5, −0.4, 0.8),
//: for a latent of one dimension and of two. The network has no formula for p(x). The bent toy has one, with Bessel
//: functions $`I_{\pm1/4}`$, so we can check the numerical integration by it. Both models have so few latent dimensions that
//: the trapezoid rule can integrate over all of them.
//:
//: The formula comes from $`\int e^{-az^4+bz^2}dz=\tfrac\pi2\sqrt{b/2a}\;e^t\,[I_{-1/4}(t)+I_{1/4}(t)]`$ with
//: $`t=b^2/8a`$. Here $`a=2`$ and $`b=7.5`$.
//:
//: The parts of the sum come from different places, so that an error in one of them shows: $`\log p(x)`$ from one grid, the
//: posterior's normalizer from another that is shifted and finer, the divergence to the prior from its closed form. The
//: reconstruction is an integral over the noise ε, and the divergence to the posterior one over z. The q's are N(0, 1)
//: and two or three others near the posterior and far from it.

extension Chapter2 {
  func wherePosteriorsBend(_ notebook: ChapterNotebook) throws {
    let bent = try bentToy
    // The joint density at x = 2 is exp(−az⁴ + bz² − 2x²) over 2π · ½.
    let (a, b) = (2.0, 7.5)
    let t = b.squared / (8 * a)
    let integral = 0.5 * Double.pi * (b / (2 * a)).squareRoot() * exp(t) * (bessel(-0.25, t) + bessel(0.25, t))
    let logEvidence = log(integral) - 2 * 4 - 2 * halfLogTwoPi - 0.5 * log(0.25)
    notebook.check(
      "1", "the bent toy's log p(x) by quadrature is that of the formula with Bessel functions, with both modes",
      bent.logEvidence, equals: logEvidence, comparing: .quadrature, with: .closedForm, within: bent.tolerance,
      against: logEvidence - log(2))
    for (name, model, members) in [
      ("the bent toy", bent, [([0], [1]), ([0], [0.828]), ([1.33], [0.188]), ([-1], [0.5])]),
      (
        "a tanh decoder, one latent dimension", networkModel(latentDimension: 1, notebook),
        [([0], [1]), ([0.4], [0.6]), ([-1], [0.3])]
      ),
      (
        "a tanh decoder, two latent dimensions", networkModel(latentDimension: 2, notebook),
        [([0, 0], [1, 1]), ([0.4, -0.7], [0.6, 0.9])]
      ),
    ] as [(String, IntegrableModel, [([Double], [Double])])] {
      let parts = try members.map { mean, deviation in
        let q = try DiagonalGaussian(mean: mean, standardDeviation: deviation)
        return (bound: model.evidenceLowerBound(q), divergence: model.divergenceToPosterior(from: q))
      }
      let (logEvidence, sums) = (model.logEvidence, parts.map { $0.bound.value + $0.divergence })
      // The mistake: the divergence to the prior for that to the posterior, which leaves the reconstruction.
      notebook.check(
        "4", "\(name): bound plus divergence is log p(x) for each of \(sums.count) q's; the farthest",
        farthest(sums, from: logEvidence), equals: logEvidence, comparing: .quadrature, with: .quadrature,
        because: "the integrals are over ε, over z, and over two grids of the joint density", within: model.tolerance,
        against: farthest(parts.map(\.bound.reconstruction), from: logEvidence))
    }
  }
}

//: ## 2.5 The same for handwritten digits
//:
//: Do real data change anything? We take 1797 digits of 8 × 8 pixels from 0 to 1 under a linear-Gaussian decoder,
//: $`x\mid z\sim\mathrm{N}(Wz+b,\,s^2I)`$, fitted in closed form. That is probabilistic principal component analysis
//: (PCA), and its evidence and posterior are known in every latent dimension. Again the two sides of (4) must agree for
//: each image and each q. We take q's near each image's posterior and far from it: their means are shifted and their
//: deviations stretched at random. Along the principal components every posterior would be diagonal, so we also turn the
//: latent axes at random.

extension Chapter2 {
  func handwrittenDigits(_ notebook: ChapterNotebook) throws {
    let images = try Digits.load().images
    let components = PrincipalComponents(of: images)
    notebook.show("imageCount", "how many images the linear decoder was fitted to", Double(images.count))
    for latentDimension in [2, 5, 10] {
      let model = try components.linearGaussian(latentDimension: latentDimension).rotated(
        by: rotation(of: latentDimension, notebook))
      var (differences, magnitudes) = ([Double](), [Double]())
      for index in stride(from: 0, to: images.count, by: 60) {
        let x = images[index]
        let logEvidence = model.logMarginalLikelihood(of: x)
        for q in try wanderers(around: model.bestDiagonalPosterior(of: x), index, notebook) {
          let bound = model.evidenceLowerBound(q, for: x)
          differences.append(bound.value + model.divergenceToPosterior(from: q, given: x) - logEvidence)
          magnitudes.append(abs(bound.reconstruction) + bound.divergence + 64)
        }
      }
      if latentDimension == 10 { try oneDigit(images[0], under: model, notebook) }
      // Each side sums over pixels and latents a few times; the normalizer alone is 64 terms. The mistake: the
      // posterior's covariance is taken for diagonal.
      notebook.check(
        "4",
        "digits, \(latentDimension) latents, \(differences.count) pairs of image and q: "
          + "bound + divergence − log p(x) is 0; the largest",
        farthest(differences, from: 0), equals: 0, comparing: .closedForm, with: .closedForm,
        because: "the bound has residuals and variances, log p(x) a spectrum",
        within: .rounding(operations: 4 * 64 * (latentDimension + 2), scale: magnitudes.largest),
        against: -model.gapOfDiagonalFamily)
    }
  }
}

//: The identity holds for all of them. Look at a single digit, the first of the data, at ten latents: log p(x) is 33.48 nats.
//: The best diagonal q has a bound of 32.81, and the other 0.68 nats are its divergence to the posterior. With the prior as
//: q the bound would be 126.9 nats lower.

extension Chapter2 {
  /// The three terms of (4) for one image.
  private func oneDigit(_ x: [Double], under model: LinearGaussian, _ notebook: ChapterNotebook) throws {
    let (best, d) = (model.bestDiagonalPosterior(of: x), model.latentDimension)
    let (bound, prior) = (model.evidenceLowerBound(best, for: x).value, DiagonalGaussian.standard(dimension: d))
    let exact = model.logMarginalLikelihood(of: x)
    notebook.show("digitLogMarginal", "log p(x) of the first digit, ten latents, in nats", exact)
    notebook.show("digitBound", "the bound of the best diagonal q", bound)
    notebook.show("digitDivergence", "KL(q ‖ p(z | x)) of that q", model.divergenceToPosterior(from: best, given: x))
    notebook.show(
      "digitLossOfPrior", "by how much the bound of the prior as q is lower",
      bound - model.evidenceLowerBound(prior, for: x).value)
  }
}

//: ## 2.6 Which side of log p(x)
//:
//: Why is $`\mathcal L`$ called a lower bound? Section 2.2 proved that a divergence is never negative, and 0 only between equal
//: densities. Put that into (4), and equation (5) follows:
//:
//: ```math
//: \log p(x\mid\Theta)\;\ge\;\mathcal{L}(\Theta,q)\qquad\text{for every }\Theta\text{ and every }q,
//: \qquad\text{with equality exactly where } q(z)=p(z\mid x,\Theta). \qquad (5)
//: ```
//:
//: "Every q" means every density for which $`\mathcal L`$ has a value; for a q like the Cauchy distribution of section 2.2 the
//: value is −∞, and (5) still holds. The direction matters: a lower bound is a guarantee, and raising it raises what is
//: guaranteed, while raising a bound that lies *above* log p(x) guarantees nothing. In the grid of section 2.3 the bound of
//: every q except the posterior lies strictly below log p(x).
//:
//: > **In the notes.** The first half of (5) is printed the other way round, $`\log P(X|\Theta)\le\mathcal{L}(\Theta,Q)`$,
//: > and for all Φ, which is not defined there.

extension Chapter2 {
  func whichSide(_ notebook: ChapterNotebook) throws {
    let toy = try self.toy
    let posterior = try toy.posterior(of: x).moved(by: 0, scaledBy: 1)
    let others = try grid(around: posterior).filter { $0 != posterior }
    let highest = others.map { toy.evidenceLowerBound($0, for: [x]).value }.largest
    let room = toy.logMarginalLikelihood(of: x) - highest
    // The nearest q's are shifted by half a deviation, and cost ½ · ¼.
    notebook.check(
      "5", "of the grid's q's that are not the posterior, the highest bound lies ⅛ nat below log p(x), and not above",
      notebook.choose(room, or: ["bound-above": -room]), equals: 0.125, comparing: .otherCode, with: .closedForm,
      within: toy.rounding(of: x, under: posterior), against: -0.125)

    notebook.draw(try boundSurface())
  }
}

//: The figure shows the bound over both parameters of q. It is a hill under the plane log p(x), and it touches the plane at
//: one place.
//:
//: ## 2.7 Touching everywhere, or only once
//:
//: Is a lower bound enough to learn by? That depends on where it touches. For each Θ there is a q at which $`\mathcal L`$ is
//: equal to log p(x | Θ): the posterior under that Θ.

extension Chapter2 {
  func touching(_ notebook: ChapterNotebook) throws {
    let (toy, s2) = (try self.toy, observationVariance.value)
    let touches = try [0.25, 0.5, 1, 2, 4].map { factor in
      let moved = try LinearGaussian(slope: factor * slope.value, observationVariance: s2)
      return moved.evidenceLowerBound(moved.posterior(of: x), for: [x]).value - moved.logMarginalLikelihood(of: x)
    }
    // A slope four times as large has terms up to 16 times as large. The mistake: a divergence without its −1.
    notebook.check(
      "5", "at five Θ's the bound at the posterior is log p(x | Θ); the largest difference", farthest(touches, from: 0),
      equals: 0, comparing: .closedForm, with: .closedForm, because: "log p(x | Θ) is not made from q",
      within: toy.rounding(operations: 64 * 16, of: x, under: toy.posterior(of: x)), against: -0.5)
    try definitionOne(notebook)
  }
}

//: So log p(x | Θ) is the largest bound over all q, $`\log p(x\mid\Theta)=\max_q\mathcal L(\Theta,q)`$, and one can climb in
//: turns: set q to the posterior of the current Θ, choose the best Θ for that q, and repeat. This is the
//: *expectation–maximization* algorithm (EM). **No turn lowers log p.** With $`q_t`$ the posterior of $`\Theta_t`$,
//: $`\log p(x\mid\Theta_{t+1})\ge\mathcal L(\Theta_{t+1},q_t)\ge\mathcal L(\Theta_t,q_t)=\log p(x\mid\Theta_t)`$: the first
//: step is (5), the second the choice of $`\Theta_{t+1}`$, and the third the touching.
//:
//: "Never lower" does not mean "to the top". Take the toy with s² fixed at ½ and the one observation x = 1.5, so Θ is w.
//: With q = N(μ, σ²) the best w is $`x\mu/(\mu^2+\sigma^2)`$. If $`x^2>s^2`$ and w is not 0 at the start, the turns end at
//: the top of log p, where $`w^2=x^2-s^2`$. But from $`w=0`$ the posterior is the prior, the best w for it is 0 again, and
//: the turns stay at what is a minimum of log p.
//:
//: What if a bound touches at one point only? For the same toy, put $`f(w)=\log p(1.5\mid w)`$ and $`g(w)=f(w)-(w-2)^2`$.
//: This g lies below f and touches it at w = 2. Climb g, and you stop at its own top, where f is lower than it could be. The
//: figure shows f, g, and the bounds of two turns of EM, which start from w = 2 as well.
//:
//: > **In the notes.** Definition 1 calls g(x, y(x)) a variational lower bound of f if $`g\le f`$ everywhere and $`g=f`$ at
//: > *some* $`x_0`$. Its x is not our observation but what one learns, our Θ; its y is our q. As printed the definition is
//: > too weak to learn by: the g above satisfies it. It is enough, though not necessary, that there is a touching y for
//: > *every* x, and the evidence lower bound has one.

extension Chapter2 {
  private func definitionOne(_ notebook: ChapterNotebook) throws {
    let (x, s2, start) = (1.5, 0.5, 2.0)
    let toy = { w in try LinearGaussian(slope: w, observationVariance: s2) }
    let f = { w in try toy(w).logMarginalLikelihood(of: x) }
    let g = { w in try f(w) - (w - start).squared }
    let (stuck, top) = (try highestPoint(from: [start]) { try g($0[0]) }.point[0], (x.squared - s2).squareRoot())
    notebook.check(
      "Definition 1", "f at the top of g is below the top of f, so the printed definition is too weak", try f(stuck),
      isBelow: try f(top), comparing: .otherCode, with: .closedForm, by: .rounding(operations: 32, scale: 4),
      gap: 0.0741)

    // In turns: q becomes the posterior of w, then w the best for that q.
    let turned = { (w: Double) in
      let q = try toy(w).posterior(of: x)
      return x * q.mean[0] / (q.mean[0].squared + q.standardDeviation[0].squared)
    }
    var slopes = [start]
    for turn in 0..<100 { slopes.append(try turned(slopes[turn])) }
    let rises = try zip(slopes, slopes[1...20]).map { try f($1) - f($0) }
    // The mistake: x/μ, which forgets σ².
    let q = try toy(start).posterior(of: x)
    notebook.check(
      "Definition 1", "climbing the bound in turns raises f in each of the first 20 turns, by at least 1.57e-8 nats",
      rises.smallest, equals: 1.57e-8, comparing: .otherCode, with: .reference, within: .quoted(decimals: 10),
      against: try f(x / q.mean[0]) - f(start))
    notebook.check(
      "Definition 1", "climbing in turns ends at the top of f, because f = max_q L, and not at the top of g",
      notebook.choose(slopes[100], or: ["touching-once": stuck]), equals: top, comparing: .otherCode, with: .closedForm,
      within: .rounding(operations: 64, scale: 2), against: stuck)
    notebook.check(
      "Definition 1", "a turn that starts at w = 0 stays at 0, and does not go to the top of f", try turned(0),
      equals: 0, comparing: .otherCode, with: .closedForm, within: .rounding(operations: 4, scale: 1), against: top)
    notebook.draw(try boundsInTurn(from: start, turns: slopes[1...2], observation: x, observationVariance: s2))
  }
}

//: ## 2.8 What a restricted family costs
//:
//: What if the posterior is not among the q's that we may choose? A VAE takes its q from a family, the Gaussians with a
//: diagonal covariance. If the posterior is not one of them, even the best q of the family leaves a gap. The bent toy's
//: posterior has two modes, and a Gaussian has one.
//:
//: > **In the notes.** The second line of (5), with its q that is the posterior, no longer holds after (6), where q is
//: > restricted to Gaussians.
//:
//: > **What do you expect?** Does the best Gaussian cover both modes, or sit on one? What does it lose?

extension Chapter2 {
  func restrictedFamily(_ notebook: ChapterNotebook) throws {
    let bent = try bentToy
    // The search is over the mean and log σ.
    let found = try highestPoint(from: [1, -1]) { point in
      bent.evidenceLowerBound(try DiagonalGaussian(mean: [point[0]], logVariance: [2 * point[1]])).value
    }
    let best = try DiagonalGaussian(mean: [found.point[0]], logVariance: [2 * found.point[1]])
    let (mean, deviation) = (best.mean[0], best.standardDeviation[0])
    let gap = bent.logEvidence - found.value
    notebook.show("bentGap", "log p(x) less the best Gaussian's bound, bent toy, in nats", gap)
    notebook.show("bentGapBeyondLog2", "that less log 2", gap - log(2))
    // The bound has curvature −1/σ² at its top, so an error of r nats hides a shift of μ by σ√(2r), and less of σ.
    let flat = Tolerance(
      deviation * (2 * bent.tolerance.value).squareRoot(), because: "shifts that change the bound by its rounding")
    notebook.check(
      "5", "the best Gaussian's mean is √((15 + √177)/16) = 1.3300, and not the posterior's mode, √(15/8)", mean,
      equals: ((15 + 177.0.squareRoot()) / 16).squareRoot(), comparing: .otherCode, with: .closedForm, within: flat,
      against: (15.0 / 8).squareRoot())
    notebook.check(
      "5", "the best Gaussian's deviation is √((15 − √177)/48) = 0.1880, and not that of the mode's curvature, 1/√30",
      deviation, equals: ((15 - 177.0.squareRoot()) / 48).squareRoot(), comparing: .otherCode, with: .closedForm,
      within: flat, against: (1.0 / 30).squareRoot())
    notebook.check(
      "5", "the best Gaussian leaves a gap of 0.711697 nats, and not 0", gap, equals: 0.711697, comparing: .otherCode,
      with: .reference, within: .quoted(decimals: 6), against: 0)

    let covering = try highestPoint(from: [0]) { point in
      bent.evidenceLowerBound(try DiagonalGaussian(mean: [0], logVariance: [2 * point[0]])).value
    }
    notebook.check(
      "5", "the best Gaussian that covers both modes, with its mean at 0, leaves a gap of 3.4235 nats",
      bent.logEvidence - covering.value, equals: 3.4235, comparing: .otherCode, with: .reference,
      within: .quoted(decimals: 4), against: gap)

    let mirrored = try DiagonalGaussian(mean: [-mean], logVariance: best.logVariance)
    let mixture = { z in logMeanExp([best.logDensity(at: [z]), mirrored.logDensity(at: [z])]) }
    let mixed = Quadrature.integral { z in exp(mixture(z)) * (bent.logJoint([z]) - mixture(z)) }
    notebook.check(
      "5", "an equal mixture of the best Gaussian and its mirror image, which no Φ = (μ, σ) names, wins back log 2",
      mixed.value, equals: found.value + log(2), comparing: .quadrature, with: .quadrature,
      because: "one integral over both modes, the other over the noise of one",
      within: Tolerance(
        exp(-0.5 * (mean / deviation).squared) + bent.tolerance.value + mixed.error,
        because: "the overlap of the two modes, at most exp(−μ²/2σ²), and the quadratures"), against: found.value)
    notebook.check(
      "5", "the bound of that mixture lies below log p(x) too", mixed.value, isBelow: bent.logEvidence,
      comparing: .quadrature, with: .quadrature, because: "the mixture is in one of the integrals only",
      by: Tolerance(bent.tolerance.value + mixed.error, because: "the quadratures"), gap: 0.01855)
    notebook.draw(oneModeOfTwo(of: bent, best: best))
    try rotatedModel(notebook)
  }
}

//: It sits on one, and by symmetry it does not matter which. Missing half of the posterior's mass costs log 2 nats; the rest
//: of the gap, 0.0185, is the mode's own shape, which is not quite a Gaussian's. Covering both modes costs far more: the
//: best Gaussian with its mean at 0 puts much of its mass between the modes, where the posterior has almost none, and
//: its gap is 3.42 nats. This is the direction of the divergence at work: KL(q ‖ p) punishes mass in the wrong place, and
//: not the mode that is left out.
//:
//: The search can be checked by a formula. Because $`\mathbb{E}z^2=\mu^2+\sigma^2`$ and
//: $`\mathbb{E}z^4=\mu^4+6\mu^2\sigma^2+3\sigma^4`$, the bound is a polynomial in μ and σ plus log σ. Its derivatives
//: vanish at $`\mu^2=(15+\sqrt{177})/16`$ and $`\sigma^2=(15-\sqrt{177})/48`$. *Laplace's approximation*, the Gaussian
//: at the posterior's mode with the mode's curvature, is close to that but is not the best.
//:
//: The equal mixture of both best Gaussians wins back log 2, except for the overlap of the two, which is at most
//: $`\exp(-\mu^2/2\sigma^2)`$. No mean and deviation describe that mixture, and (5) holds for it all the same.
//:
//: The second example has a posterior that *is* Gaussian, in two latent dimensions. The decoder's matrix is
//: $`\mathrm{diag}(2,1)\,O`$ with a rotation O of the latent axes, $`s^2=\tfrac12`$ and x = (1.5, −1). The rotation leaves
//: p(x) as it is, because the prior is round. But it turns the posterior, and a diagonal q cannot turn with it. With M the
//: inverse of the posterior's covariance, the best diagonal q has the posterior's mean and $`\sigma_j^2=1/M_{jj}`$, and its
//: gap is
//:
//: ```math
//: \min_{q\text{ diagonal}}\mathrm{KL}(q\,\Vert\,p(z\mid x))=\tfrac12\bigl(\sum_j\log M_{jj}-\log\det M\bigr),
//: ```
//:
//: which chapter 6 derives. It is 0 if M is diagonal.

extension Chapter2 {
  private func rotatedModel(_ notebook: ChapterNotebook) throws {
    let straight = try LinearGaussian(matrix: Matrix([[2, 0], [0, 1]]), bias: [0, 0], observationVariance: 0.5)
    let (x, tolerance) = ([1.5, -1], Tolerance.rounding(operations: 100, scale: 10))
    let logEvidence = straight.logMarginalLikelihood(of: x)
    for (name, angle) in [("π/8", Double.pi / 8), ("π/4", Double.pi / 4)] {
      let rotation = Matrix([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])
      let turned = try straight.rotated(by: rotation)
      let best = turned.evidenceLowerBound(turned.bestDiagonalPosterior(of: x), for: x).value
      // M has the determinant 27, and M₁₁ M₂₂ = 27 (1 + k). The mistake: variances (M⁻¹)ⱼⱼ for 1/Mⱼⱼ.
      let k = sin(2 * angle).squared / 3
      notebook.check(
        "5", "turned by θ = \(name), the best diagonal q leaves a gap of ½ log(1 + ⅓ sin² 2θ)", logEvidence - best,
        equals: 0.5 * log1p(k), comparing: .otherCode, with: .closedForm, within: tolerance,
        against: k - 0.5 * log1p(k))
      let found = try highestPoint(from: [0, 0, 0, 0]) { point in
        let q = try DiagonalGaussian(mean: Array(point[..<2]), logVariance: Array(point[2...]))
        return turned.evidenceLowerBound(q, for: x).value
      }
      notebook.check(
        "5", "turned by θ = \(name), a search finds no better diagonal q than σⱼ² = 1/Mⱼⱼ", best,
        equals: found.value, comparing: .closedForm, with: .otherCode, within: tolerance,
        against: logEvidence - k + 0.5 * log1p(k))
      let ofData = try LinearGaussian(matrix: rotation.times(straight.matrix), bias: [0, 0], observationVariance: 0.5)
      notebook.check(
        "1", "turned by θ = \(name), the latent axes leave log p(x) as it is", turned.logMarginalLikelihood(of: x),
        equals: logEvidence, comparing: .otherCode, with: .closedForm, within: tolerance,
        against: ofData.logMarginalLikelihood(of: x))
    }
  }
}

//: The gap is the same from the formula and from the search, and log p(x) has not changed: only the direction of the axes
//: makes this gap.
//:
//: ## 2.9 A q for each data point
//:
//: What changes with many data points? If $`x_1,\dots,x_n`$ are independent given Θ, the logarithms add up, and so do the
//: bounds. That is equation (6):
//:
//: ```math
//: \sum_{i=1}^n\log p(x_i\mid\Theta)\;\ge\;\sum_{i=1}^n\bigl[\mathbb{E}_{z\sim q_i}\log p(x_i\mid z,\Theta)
//:   -\mathrm{KL}\bigl(q_i(z)\,\Vert\,p(z)\bigr)\bigr]. \qquad (6)
//: ```
//:
//: Each $`x_i`$ has its own $`q_i`$, because each has its own posterior. The inequality stays true for one shared q, but
//: then it touches only if all data have the same posterior.
//:
//: > **In the notes.** Equation (6) writes one letter Q for all data. It also prints $`\log p(x_i,\Theta)`$, with a comma. A
//: > joint density would need a prior over Θ, and there is none. Give w one, say N(0, 1), and the printed inequality is
//: > false where the q's are good: log p(w) < 0 pulls its left side below their bound.
//:
//: > **What do you expect?** Take five data points of the toy, with neighbouring posteriors one posterior deviation
//: > apart. How many nats does one q for all of them cost?

extension Chapter2 {
  func eachDatum(_ notebook: ChapterNotebook) throws {
    try fiveObservations(notebook)
    try sharedDigits(notebook)
  }

  private func fiveObservations(_ notebook: ChapterNotebook) throws {
    let (toy, w, s2) = (try self.toy, slope.value, observationVariance.value)
    let middle = toy.posterior(of: x)
    let spacing = (s2 * (w.squared + s2)).squareRoot() / abs(w)
    let data = (-2...2).map { x + Double($0) * spacing }
    let tolerance = toy.rounding(operations: 5 * 500, of: abs(x) + 2 * spacing, under: middle)
    let tooFar =
      toy.magnitude(of: abs(x) + 2 * spacing, under: middle) < 1e12
      ? nil : "five data one deviation apart would have log-densities beyond 1e12 nats"
    let logEvidence = data.reduce(0) { $0 + toy.logMarginalLikelihood(of: $1) }
    let own = data.reduce(0) { $0 + toy.evidenceLowerBound(toy.posterior(of: $1), for: [$1]).value }
    // The search is over the shift and the logarithm of the scale, in units of the middle posterior.
    let shared = try highestPoint(from: [1, 1]) { point in
      let q = try middle.moved(by: point[0], scaledBy: exp(point[1]))
      return data.reduce(0) { $0 + toy.evidenceLowerBound(q, for: [$1]).value }
    }.value
    // The mistakes: log p(xᵢ, Θ) as (6) prints it, with w from N(0, 1); one q for all data.
    let logPriorOfSlope = DiagonalGaussian.standard(dimension: 1).logDensity(at: [w])
    notebook.check(
      "6", "with a q for each of five data the summed bound is Σ log p(xᵢ | Θ), and not Σ log p(xᵢ, Θ)",
      notebook.choose(own, or: ["shared-approximation": shared]), equals: logEvidence, comparing: .closedForm,
      with: .closedForm, because: "log p(xᵢ | Θ) is not made from q", within: tolerance,
      against: logEvidence + 5 * logPriorOfSlope, unless: tooFar)
    notebook.check(
      "6", "the best q that five data share loses 5 nats, and not 0", logEvidence - shared, equals: 5,
      comparing: .otherCode, with: .closedForm, within: tolerance, against: 0, unless: tooFar)
  }
}

//: It costs 5 nats. The best shared q is the middle posterior. A q with the posterior's deviation whose mean is c deviations
//: off has a gap of c²/2, so the shifts of −2, −1, 0, 1 and 2 deviations cost $`\tfrac12(4+1+0+1+4)=5`$ nats, for every s²
//: and every w except 0.
//:
//: For the digits at eight latent dimensions the loss is known as well. Coordinate j of the posterior means has
//: variance $`(\lambda_j-s^2)/\lambda_j`$ over the data, where $`\lambda_j`$ is an eigenvalue of the data's
//: covariance, and the posterior has variance $`s^2/\lambda_j`$. The mean of c²/2 over the images, summed over the
//: coordinates, is therefore $`\tfrac12\sum_j(\lambda_j/s^2-1)`$: so many nats per image does sharing cost.
//:
//: A wrong q can be worse than no latent at all. Drop the latent, and keep only the mean image and the noise, N(b, s²I), with
//: the same s². That loses $`\tfrac12\sum_j\log(\lambda_j/s^2)`$ nats less than sharing does.
//:
//: The mean of the images' best bounds is *positive*, 14.2 nats. That is no error: p(x) is a density, and a density over 64
//: pixels that each vary little may well exceed 1. A negative loss is not a bug.

extension Chapter2 {
  private func sharedDigits(_ notebook: ChapterNotebook) throws {
    let images = try Digits.load().images
    let components = PrincipalComponents(of: images)
    let model = try components.linearGaussian(latentDimension: 8)
    let (n, posteriors) = (Double(images.count), images.map(model.bestDiagonalPosterior))
    let sharedQ = try DiagonalGaussian(
      mean: (0..<8).map { j in posteriors.reduce(0) { $0 + $1.mean[j] } / n },
      standardDeviation: posteriors[0].standardDeviation)
    let own = zip(images, posteriors).reduce(0) { $0 + model.evidenceLowerBound($1.1, for: $1.0).value } / n
    let shared = images.reduce(0) { $0 + model.evidenceLowerBound(sharedQ, for: $1).value } / n
    let (ratios, tolerance) = (
      components.eigenvalues[..<8].map { $0 / model.observationVariance },
      Tolerance.rounding(operations: images.count + 4 * 64 * 10, scale: abs(shared) + abs(own) + 64)
    )
    notebook.check(
      "6", "digits: with a q for each image the mean bound is the mean log p(xᵢ | Θ), known from the spectrum",
      notebook.choose(own, or: ["shared-approximation": shared]),
      equals: try components.averageLogLikelihood(latentDimension: 8), comparing: .enumeration, with: .closedForm,
      within: tolerance, against: shared)
    notebook.check(
      "6", "digits: sharing q costs ½ Σ(λ/s² − 1) nats per image, and not 0", own - shared,
      equals: ratios.reduce(0) { $0 + 0.5 * ($1 - 1) }, comparing: .enumeration, with: .closedForm, within: tolerance,
      against: 0)
    let withoutLatent = try DiagonalGaussian(
      mean: model.bias, standardDeviation: model.bias.map { _ in model.observationVariance.squareRoot() })
    let dropped = images.reduce(0) { $0 + withoutLatent.logDensity(at: $1) } / n
    notebook.check(
      "6", "digits: dropping the latent costs ½ Σ log(λ/s²) nats less than sharing q", dropped - shared,
      equals: ratios.reduce(0) { $0 + 0.5 * log($1) }, comparing: .enumeration, with: .closedForm, within: tolerance,
      against: 0)
  }
}

//: ## What we simplified
//:
//: Every model here is small enough that its answers are known, which is what makes the identities checkable; a real
//: decoder has neither $`\log p(x)`$ nor the posterior, and only the bound is left. The best q's are posteriors in
//: closed form, or were found by a search over their few parameters. Chapter 3 derives the divergence to the prior,
//: and chapter 4 shows how to climb the bound by its gradient. A tighter bound from several draws of q, the
//: importance-weighted bound, waits in chapter 7.
//:
//: ## Further reading
//:
//: - Kullback and Leibler (1951), *On information and sufficiency*, Annals of Mathematical Statistics 22: the divergence.
//: - Dempster, Laird and Rubin (1977), *Maximum likelihood from incomplete data via the EM algorithm*, Journal of the Royal
//:   Statistical Society B 39, and Neal and Hinton (1998), *A view of the EM algorithm that justifies incremental, sparse,
//:   and other variants*, in *Learning in Graphical Models*: the turns of section 2.7, as climbing one function of q and Θ.
//: - Jordan, Ghahramani, Jaakkola and Saul (1999), *An introduction to variational methods for graphical models*, Machine
//:   Learning 37, and Blei, Kucukelbir and McAuliffe (2017), *Variational inference: a review for statisticians*, Journal of
//:   the American Statistical Association ([arXiv](https://arxiv.org/abs/1601.00670)): the bound before VAEs and today.
//: - Minka (2005), *Divergence measures and message passing*, Microsoft Research technical report: which direction of
//:   the divergence covers modes and which one chooses among them.
//: - Kingma and Welling (2014), *Auto-encoding variational Bayes*, ICLR ([arXiv](https://arxiv.org/abs/1312.6114)), and
//:   Rezende, Mohamed and Wierstra (2014), *Stochastic backpropagation and approximate inference in deep generative models*,
//:   ICML ([arXiv](https://arxiv.org/abs/1401.4082)): where the bound became the loss of a network.
//: - Turner and Sahani (2011), *Two problems with variational expectation maximisation for time-series models*, in *Bayesian
//:   Time Series Models*: what a restricted family does to Θ.
//:
//: ## Exercises
//:
//: Each numbered exercise has a file to edit and a criterion that judges it: `swift run chapter2 --exercise 1` says
//: which, `--check-exercise 1` judges your answer, `--solution 1` shows ours. The others are for paper.
//:
//: 1. Write a function: the evidence lower bound of the toy, for any w, s² and x and any q = N(μ, σ²), from the
//:    right-hand side of (4).
//:    <details><summary>Solution</summary>The reconstruction is −½ log 2πs² − [(x − wμ)² + w²σ²]/2s², the divergence
//:    ½ (μ² + σ² − 1 − log σ²), and the bound their difference.</details>
//: 2. Predict two numbers. With q = N(μ, σ²), the gap in the toy is ½ [(μ − m)²/v + σ²/v − 1 − log σ²/v], where m and
//:    v are the posterior's mean and variance. What does a q with the right mean cost if its deviation is three times
//:    too wide, and what if it is three times too narrow?
//:    <details><summary>Solution</summary>Too wide: ½ (9 − 1 − log 9) ≈ 2.90 nats against ½ (1/9 − 1 + log 9) ≈ 0.65.
//:    The bars in section 2.3 show it: q pays for mass where the posterior has none.</details>
//: 3. Repair a derivation: the last line of (3), at one z. Its three integrands add up to log p(x); one step has the
//:    wrong sign.
//:    <details><summary>Solution</summary>Take log p(x | z) away from log p(x, z) − log q(z), and what is left is log p(z) −
//:    log q(z): minus the integrand of the divergence to the prior.</details>
//: - Derive $`\log p(x)\ge\mathcal{L}`$ from Jensen's inequality instead. Which term does that derivation lose sight
//:   of?
//:   <details><summary>Solution</summary>log p(x) = log E_q [p(x, z)/q(z)] ≥ E_q log [p(x, z)/q(z)] = L, since the
//:   logarithm is concave. It shows that there is a gap and not what the gap is: the divergence to the
//:   posterior.</details>
//: - At which q is the bound's single sample free of noise, and why? *Hint: look at the integrand of the bound in
//:   (3).*
//:   <details><summary>Solution</summary>At q(z) = p(z | x): then p(x, z)/q(z) = p(x) for every z. Run `swift run
//:   chapter2 --mean 0.66666666667 --deviation 0.33333333333` and look at the standard error.</details>
//: - With $`w=0`$ the toy's observation says nothing about z. What are the posterior, the best q and its bound?
//:   <details><summary>Solution</summary>The posterior is the prior, and q = p(z) closes the gap at no divergence: L
//:   = log N(x | 0, s²). Sharing that q between all data costs nothing.</details>
//:
//: ## Mistakes people make here
//:
//: `swift run chapter2 --list-mistakes` names them; `--mistake NAME` makes one, and says which equation caught it.
//:
//: ## Notation
//:
//: The symbols that this chapter introduces, and their names in the code.
//:
//: ## Where the notes differ
//:
//: Each place: as printed, as it must be, and the claim above that shows the difference.
