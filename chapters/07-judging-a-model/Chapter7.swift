//: # 7 · Judging a model
//:
//: **Thesis.** A model is judged by log p(x) of data that it has not seen. For a network in more than a few latent
//: dimensions nobody can compute that number, but it can be estimated from below, and on images of the model itself also
//: from above. An estimate is worth as much as what we know of its error. So this chapter asks of each estimate: in which
//: direction is it wrong, by how much, and would the draws warn us?
//:
//: **You need** chapter 1's average over the prior and chapter 2's bound. **We verify** equation (1) again, now as an
//: average over q, and equations (3) and (4) from both sides. A run takes about 4 seconds on two
//: processor cores, with `--quick` about 2, and with `--full`, which trains to convergence, about 20.

import ChapterData
import Notebook
import VAECore
import Verification

//: ## 7.1 Two ways to sample one number
//:
//: How do you estimate log p(x) of an image? Chapter 1 averaged p(x | z) over draws from the prior. That fails when few
//: of the draws explain x. So take the draws from the encoder's q(z | x), which knows where to look, and correct for it:
//: divide by the density that the draws really had.
//:
//: ```math
//: p(x) = \int q(z\mid x)\,\frac{p(x\mid z)\,p(z)}{q(z\mid x)}\,dz
//:   \approx \frac1K\sum_{i=1}^K w_i,\qquad w_i = \frac{p(x\mid z_i)\,p(z_i)}{q(z_i\mid x)},\quad z_i\sim q(z\mid x).
//:   \qquad (1)
//: ```
//:
//: This is *importance sampling*, q is its *proposal*, and the $`w_i`$ are the *importance weights*. (Chapter 1 took the prior
//: for q, and divided the weights by p(x).) The average of the $`w_i`$ is unbiased if q has mass wherever p(x | z) p(z) has.
//: The program keeps the logarithms of the weights.

extension Chapter7 {
  /// log w of a draw z of q, for a linear model.
  static func logWeight(
    _ model: LinearGaussian, _ x: [Double], _ q: DiagonalGaussian, at z: [Double], forgetsProposal: Bool = false
  ) -> Double {
    let logJoint = model.logDensity(of: x, given: z) + DiagonalGaussian.standard(dimension: z.count).logDensity(at: z)
    return forgetsProposal ? logJoint : logJoint - q.logDensity(at: z)
  }
}

//: To see how good it is we need models whose p(x) is known: probabilistic PCA, fitted to four fifths of the digits,
//: with d = 2, 5, 10 and 20 latent dimensions. Its posterior is known too, a diagonal Gaussian. An encoder that had
//: learned it perfectly would make all weights equal. Real encoders are not perfect, so we imitate one that is a little
//: wrong in each dimension: its mean is a quarter of a posterior deviation off, and its deviation is 1.2 times the
//: posterior's.
//:
//: We take 20 held-out images and K = 1000 draws for each, from the prior and from this q.
//:
//: > **What do you expect?** In which dimension does the prior start to fail, and what does its standard error say
//: > then?

extension Chapter7 {
  func twoWaysToSample(_ notebook: ChapterNotebook) throws {
    let (data, dimensions) = (try digits(notebook).training, try fitting([2, 5, 10, 20], notebook))
    let table = try dimensions.map { try linearStudy(latentDimension: $0, notebook) }
    let own = try linearStudy(latentDimension: latent.value, notebook)
    notebook.show(
      "exactLogLikelihood", "log p(x) per \(data.noun) with d = \(latent.value), exactly, in nats", own.exact)
    notebook.show("priorEstimate", "the same from draws of the prior", own.prior)
    notebook.show("importanceEstimate", "the same from draws of q", own.importance)
    notebook.show("importanceStandardError", "its standard error over draws", own.importanceError)
    notebook.show(
      "exactByDimension", "log p(x) per \(data.noun), exactly, for d = \(inWords(dimensions))", table.map(\.exact))
    notebook.show("priorByDimension", "from draws of the prior", table.map(\.prior))
    notebook.show(
      "priorErrorByDimension", "the standard error of one \(data.noun), as the draws say", table.map(\.priorError))
    notebook.show("importanceByDimension", "from draws of q", table.map(\.importance))
    for (d, study) in zip(dimensions, table) {
      notebook.check(
        "1", "with d = \(d), draws of q weighted by w average p(x)", study.weights, equals: 1, with: .closedForm,
        exactStandardError: study.errorOfWeights, against: study.withoutProposal,
        unless: study.weights.hides(study.withoutProposal, from: 1, exactStandardError: study.errorOfWeights))
    }
    notebook.check(
      "1", "with d = 2, draws of the prior give log p(x) too", table[0].prior, equals: table[0].exact,
      comparing: .draws, with: .closedForm, within: table[0].errorOfPrior, against: table[0].meanOfLogs)
    thePriorFails(dimensions.last ?? 2, table[table.count - 1], notebook)
    notebook.draw(estimatesOverDimension(dimensions, table, data))
  }
}

//: With d = 2 both agree with the exact value. With d = 20 the prior's estimate is 58.7 nats too low, and its largest
//: standard error is 1 nat. The logarithm of an average of K weights cannot report more: it reports 1 when one weight
//: outweighs all others. So a standard error near 1 nat means *I do not know*.
//:
//: Is that bad luck? No. Let $`\hat W`$ be an average of K of chapter 1's weights W = p(x | z)/p(x). For every α between 0
//: and 1, $`\mathrm E\,\hat W^\alpha\le K^{1-\alpha}\,\mathrm E\,W^\alpha`$, as in chapter 1, and the right side has a
//: closed form for a linear model. The chance that the mean of $`\log\hat W`$ over n images exceeds −t is at most
//: $`e^{\alpha nt}\prod_i\mathrm E\,\hat W_i^\alpha`$, by Markov's inequality. Set this equal to η: with probability
//: $`1-\eta`$ the mean falls short by at least
//:
//: ```math
//: t = \frac1\alpha\bigl[\tfrac1n\log\eta-(1-\alpha)\log K-\tfrac1n\sum_{i=1}^n\log\mathrm E\,W_i^\alpha\bigr].
//: ```

extension Chapter7 {
  private func thePriorFails(_ d: Int, _ study: LinearStudy, _ notebook: ChapterNotebook) {
    let shortfall = study.guaranteedShortfall(draws: importanceSamples.value)
    notebook.show("guaranteedShortfall", "what the prior must miss with d = \(d), but for one run in 10⁹", shortfall)
    notebook.check(
      "1", "with d = \(d), the prior's estimate is too low by the shortfall that Markov's inequality guarantees",
      study.prior - study.exact, isBelow: -shortfall, comparing: .draws, with: .closedForm,
      by: .rounding(operations: 1000, scale: max(100, abs(study.exact))), against: study.importance - study.exact,
      unless: shortfall > 1 ? nil : "Markov's inequality promises next to nothing here")
  }
}

//: With $`\eta=10^{-9}`$ and the best α that is 33.1 nats here. So the prior fails with practically every seed.
//:
//: ## 7.2 A ladder of bounds
//:
//: Is the estimate too high or too low, on average? The average of weights is unbiased, but we report its logarithm.
//: Call its expectation
//:
//: ```math
//: L_K = \mathrm E\,\log\frac1K\sum_{i=1}^K w_i .
//: ```
//:
//: For K = 1 this is the mean of log w under q, the first term of equation (3): the evidence lower bound. It never exceeds
//: log p(x), by Jensen's inequality. And it rises with K. To see why, split 2K draws into two halves: the logarithm of the
//: whole average is at least the average of the two halves' logarithms, because the logarithm is concave. This holds draw
//: for draw. (It is true for K and K + 1 as well.) $`L_K`$ is the *importance-weighted bound* of Burda, Grosse and
//: Salakhutdinov (2016); a VAE that is trained on it is an *importance-weighted autoencoder* (IWAE). We follow the toy
//: w = 2, s² = ½, x = 1.5 with q = N(0.3, 0.2), whose log p(x) is known.

extension Chapter7 {
  func aLadderOfBounds(_ notebook: ChapterNotebook) throws {
    let (toy, x, _, q) = try toy
    let (exact, bound) = (toy.logMarginalLikelihood(of: x), toy.evidenceLowerBound(q, for: [x]))
    let logWeight = try logWeightOfNoise(notebook)
    let (rungs, rises) = try ladderFromBelow(notebook)
    notebook.show("toyLogLikelihood", "log p(x) of the toy, in nats", exact)
    notebook.show("lowerBound", "the evidence lower bound of q", bound.value)
    notebook.show("ladder", "the bound from K = 1, 4, 16, 64 and 256 draws", rungs.map(\.mean))
    let single = notebook.sampling("single weights").average(logWeight)
    let error = logWeightOfDraw(of: q, try self.toy).standardError(samples: notebook.samples)
    notebook.check(
      "3", "the mean of log w under q is the evidence lower bound", single, equals: bound.value, with: .closedForm,
      exactStandardError: error, against: bound.reconstruction,
      unless: try levelLadder ?? single.hides(bound.reconstruction, from: bound.value, exactStandardError: error))
    for (place, rise) in rises.enumerated() {
      notebook.check(
        "1", "the bound rises from K = \(Self.rungs[place]) to \(Self.rungs[place + 1]) on the same draws", rise.mean,
        isAbove: 0, comparing: .draws, with: .closedForm, by: rise.allowance, against: 0,
        unless: try levelLadder)
    }
    try theConstant(logWeight, notebook)
  }
}

//: How many draws do you need? Write the average as p(x)(1 + r). Then $`\mathrm E\,r=0`$ and
//: $`\mathrm E\,r^2=R/K`$, with R the variance of w over p(x)², and
//: $`\log(1+r)\approx r-\tfrac12r^2`$. So
//:
//: ```math
//: L_K \approx \log p(x) - \frac{\mathrm{Var}(w)}{2K\,p(x)^2} .
//: ```
//:
//: A plot that falls like 1/K proves little, because it does so even in a program that has lost a factor of 2. So we check
//: the constant R/2. For Gaussians the moments of w are known where they are finite, so at K = 64 we include the next two
//: orders, as in chapter 1. (A q that is too narrow makes R infinite, and then the formula does not hold.)

extension Chapter7 {
  private func theConstant(_ logWeight: @escaping (Double) -> Double, _ notebook: ChapterNotebook) throws {
    let (toy, x, posterior, q) = try toy
    let exact = toy.logMarginalLikelihood(of: x)
    let moments = q.centralMoments(ofWeightsToward: posterior)
    let expansion = Expansion(moments, draws: 64)
    let measured = notebook.sampling("averages of 64", samples: 2048).averages(dimension: 64, of: 1) { noise, values in
      let delta = average(noise.map { exp(logWeight($0) - exact) - 1 })
      values[0] = delta - log1p(delta)
    }[0]
    notebook.show(
      "relativeVariance", "R, the variance of w over p(x)²", moments.second,
      orSay: "R, the variance of w over p(x)², is infinite: this q is too narrow.")
    notebook.show(
      "ladderConstant", "2K times the distance of the bound from log p(x), measured at K = 64", 128 * measured.mean,
      orSay: "At K = 64 the bound's distance from log p(x) cannot be measured: some weights are too large for a number."
    )
    notebook.check(
      "1", "the bound from 64 draws lies R/2K and two higher orders below log p(x)", measured, equals: -expansion.lower,
      with: .closedForm, against: -2 * expansion.lower, unless: expansion.isAccurate ? nil : Expansion.tooRough)
  }
}

//: With K = 256 the ladder has reached −1.922, and log p(x) is −1.921. The measured constant is 0.79, and R is 0.78.
//:
//: ## 7.3 A bound from above
//:
//: All of this came from below. If the estimate is too low, is the model bad, or q? A bound from above would decide. Exchange
//: q and the posterior p(z | x) in the last section. Because w is p(x) times p(z | x)/q(z),
//:
//: ```math
//: \mathrm E_{p(z\mid x)}\log w = \log p(x) + \mathrm{KL}\bigl(p(z\mid x)\,\Vert\,q\bigr),\qquad
//: \mathrm E_{p(z\mid x)}\frac1w = \frac1{p(x)} .
//: ```
//:
//: The first has the divergence of (4) in the other direction: it is an *evidence upper bound*. The second makes a ladder
//: that comes down: $`U_K=-\mathrm E\log\frac1K\sum_i 1/w_i`$, with draws from the posterior. It lies above log p(x) and falls
//: with K for the same reasons as before. Together,
//:
//: ```math
//: \text{lower bound}\;\le\;L_K\;\le\;\log p(x)\;\le\;U_K\;\le\;\text{upper bound}.
//: ```
//:
//: > **What do you expect?** Do both ladders approach log p(x) at the same speed?

extension Chapter7 {
  func aBoundFromAbove(_ notebook: ChapterNotebook) throws {
    let (toy, x, posterior, q) = try toy
    let exact = toy.logMarginalLikelihood(of: x)
    let (lower, upper) = (toy.evidenceLowerBound(q, for: [x]).value, exact + posterior.divergence(to: q))
    let source = notebook.choose(posterior, or: ["upper-bound-from-q": q])
    let logWeight = { (noise: Double) in Self.logWeight(toy, [x], q, at: source.reparameterized(noise: [noise])) }
    let single = notebook.sampling("single weights of the posterior").average(logWeight)
    let error = logWeightOfDraw(of: posterior, try self.toy).standardError(samples: notebook.samples)
    let (rungs, rises) = ladder("ladder from above", notebook) { -logWeight($0) }
    notebook.show("upperBound", "log p(x) + KL(p(z|x) ‖ q), exactly, in nats", upper)
    notebook.show("ladderFromAbove", "the upper bound from K = 1, 4, 16, 64 and 256 draws", rungs.map { -$0.mean })
    notebook.show("sampledUpperBound", "the last of these", -rungs[4].mean)
    notebook.check(
      "4", "the mean of log w under the posterior is log p(x) + KL(p(z|x) ‖ q)", single, equals: upper,
      with: .closedForm, exactStandardError: error, against: lower,
      unless: try levelLadder ?? single.hides(lower, from: upper, exactStandardError: error))
    for (place, rise) in rises.prefix(2).enumerated() {
      notebook.check(
        "1", "the upper bound falls from K = \(Self.rungs[place]) to \(Self.rungs[place + 1]) on the same draws",
        -rise.mean, isBelow: 0, comparing: .draws, with: .closedForm, by: rise.allowance, against: 0,
        unless: try levelLadder)
    }
    notebook.check(
      "4", "the upper bound from 16 draws of the posterior lies above log p(x)", -rungs[2].mean, isAbove: exact,
      comparing: .draws, with: .closedForm, by: rungs[2].allowance, against: lower,
      unless: posterior.relativeVariance(ofWeightsToward: q) > 2 ? nil : "the ladder from above is nearly level")
    try oneDrawIsEnough(exact, notebook)
    let fromBelow = try ladderFromBelow(notebook).rungs.map(\.mean)
    notebook.draw(bracket(rungs.map { -$0.mean }, fromBelow, exact: exact))
  }
}

//: They do not: with 256 draws the upper one is still at −1.903. Here q is wider than the posterior, so w has an upper limit,
//: but 1/w is sometimes huge. R of the ladder in section 7.2 was 0.78, and R of this one is 706.
//:
//: There is a better bound from above, and it needs only *one* draw from the posterior. Put it at a random place among
//: K − 1 draws of q, and take the logarithm of the average weight as before. The density of the K draws is now that of
//: K draws of q times $`\frac1K\sum_i p(z_i\mid x)/q(z_i)=1+r`$, one term for each place. So the expectation is, with
//: draws of q under the sign E,
//:
//: ```math
//: \mathrm E\,(1+r)\,\log\bigl(p(x)(1+r)\bigr) \approx \log p(x) + \frac{R}{2K} .
//: ```
//:
//: It is at least log p(x), because t log t is convex and E (1 + r) = 1. And to first order it lies as far above log p(x) as
//: $`L_K`$ lies below it, with the same R.

extension Chapter7 {
  private func oneDrawIsEnough(_ exact: Double, _ notebook: ChapterNotebook) throws {
    let (toy, x, posterior, q) = try toy
    let first = notebook.choose(posterior, or: ["upper-bound-from-q": q])
    let expansion = Expansion(q.centralMoments(ofWeightsToward: posterior), draws: 64)
    let measured = logAverageOf64(firstFrom: first, othersFrom: q, notebook) {
      exp(Self.logWeight(toy, [x], q, at: $0) - exact)
    }
    notebook.show(
      "varianceFromAbove", "R of the ladder from above", posterior.relativeVariance(ofWeightsToward: q),
      orSay: "R of the ladder from above is infinite, or too large for a number.")
    notebook.show(
      "oneDrawExcess", "how far 63 draws of q and one of the posterior lie above log p(x)", measured.mean,
      orSay: "With one draw of the posterior, some weights are too large for a number.")
    notebook.check(
      "1", "with one draw of the posterior among 64, the average log lies R/2K and two higher orders above log p(x)",
      measured, equals: expansion.upper, with: .closedForm, against: expansion.lower,
      unless: expansion.isAccurate && expansion.sees(samples: 2048) ? nil : Expansion.tooRough)
  }
}

//: So 63 draws of q and one of the posterior give a better upper bound than 256 draws of the posterior. But where does one
//: get a draw of the posterior? For a real image, usually not at all. For an image that the *model* made, it costs nothing:
//: draw z from the prior and x from p(x | z). Then z is a draw of p(z | x), because the pair (z, x) is a draw of p(z, x),
//: whichever came first. Section 7.5 does this with a trained network.
//:
//: ## 7.4 When not to believe an estimate
//:
//: Can the draws show that they miss something? Two diagnostics try. The *effective sample size*
//: $`(\sum w_i)^2/\sum w_i^2`$ of chapter 1 says how many equal weights would be as good. The *Pareto shape* k looks at the
//: tail of the weights. If the share of weights above t falls like $`t^{-1/k}`$, then only moments of order below 1/k exist:
//: for k ≥ ½ the variance is infinite.
//:
//: For a Gaussian posterior N(m, τ²) and q = N(μ, σ²) the shape is known. At $`z=\mu+\sigma\varepsilon`$,
//:
//: ```math
//: \log\frac{p(z\mid x)}{q(z)} = \text{constant} + b\,\varepsilon + \tfrac12\bigl(1-\frac{\sigma^2}{\tau^2}\bigr)\varepsilon^2 .
//: ```
//:
//: The share of draws with $`\tfrac12\varepsilon^2>c`$ falls like $`e^{-c}`$. So if q is the narrower one, the share of
//: weights above t falls like $`t^{-1/k}`$ with k = 1 − σ²/τ², up to powers of log t. If q is the wider one, the same
//: holds for 1/w under the posterior, with k = 1 − τ²/σ². So unless σ = τ, one of the two ladders has a heavy tail.
//:
//: How would a program find k? *Hill's estimator* takes the weights above a threshold: the mean excess of their
//: logarithms over it tends to k as the threshold rises. We take the threshold two deviations out.
//:
//: > **What do you expect?** The toy's σ² is 0.2 and τ² is 1/9. Will the estimate find k = 1 − 5/9?

extension Chapter7 {
  func whenNotToBelieve(_ notebook: ChapterNotebook) throws {
    let (_, _, posterior, q) = try toy
    let (exact, tail, mistaken) = heavyEnd(of: q, posterior)
    let excess = hillEstimate(q, posterior, notebook.sampling("tail"))
    notebook.show("paretoShapeExact", "k, the shape of the heavier end of the bracket", exact)
    notebook.show("paretoShape", "Hill's estimate from two deviations out", excess.mean)
    let same = exact > 0.01 ? nil : "q is as wide as the posterior"
    notebook.check(
      "1", "Hill's estimate is the mean excess of the log-weights two deviations out", excess,
      equals: tail.meanExcess(beyond: 2), with: .quadrature, against: mistaken.meanExcess(beyond: 2),
      unless: same ?? excess.hides(mistaken.meanExcess(beyond: 2), from: tail.meanExcess(beyond: 2)))
    notebook.check(
      "1", "a thousand deviations out the mean excess is 1 − σ²/τ², the smaller variance over the larger",
      tail.meanExcess(beyond: 1000), equals: exact, comparing: .quadrature, with: .closedForm,
      within: Tolerance((tail.slope + 1) / 1000, because: "the next term of the expansion, b over the distance"),
      against: mistaken.shape, unless: same ?? (tail.slope < 20 * exact ? nil : "q is too far from the posterior"))
    notebook.draw(hillOverThreshold(tail, exact: exact))
    try theDiagnosticAtWork(notebook)
  }
}

//: It finds 0.62, and k is 0.44. The estimator is not broken: 0.62 is the mean excess two deviations out. But the mean excess
//: comes near k only far beyond the draws of a usual run, as the figure shows. So a warning from this diagnostic is worth
//: having, and its silence proves little.
//:
//: What about the effective sample size? We go back to all estimates of section 7.1, from the prior and from q, and
//: *trust* those with an effective sample size of 100 or more.

extension Chapter7 {
  private func theDiagnosticAtWork(_ notebook: ChapterNotebook) throws {
    let estimates = try fitting([2, 5, 10, 20], notebook).flatMap {
      try linearStudy(latentDimension: $0, notebook).estimates
    }
    let trusted = estimates.filter { $0.effectiveSampleSize >= 100 }.map(\.standardErrorsOff)
    let others = estimates.filter { $0.effectiveSampleSize < 100 }.map(\.standardErrorsOff)
    notebook.show("trusted", "estimates that we trust", Double(trusted.count))
    notebook.show("errorOfTrusted", "the largest error of those we trust, in standard errors", trusted.largest)
    notebook.show("errorOfOthers", "the largest error of the others", others.largest)
    notebook.show(
      "shareFarOff", "the share of the others that are off by more than three of them", share(others) { $0 > 3 })
    notebook.check(
      "1", "each estimate with an effective sample size of at least 100 is right to within its error",
      trusted.largest, isBelow: Claim.threshold, comparing: .draws, with: .closedForm,
      by: .rounding(operations: 1000, scale: 100), against: others.largest, unless: try data.load().onlyOfDigits)
  }
}

//: The 82 that we trust are right to within their error. Of the others, 54 % are off by more than three of their standard
//: errors, the worst by 118. On these models the effective sample size is a good diagnostic. Chapter 1 has a model on which
//: it is perfect and the estimate is wrong.
//:
//: ## 7.5 A trained model between its bounds
//:
//: How far is the bound of a trained VAE from log p(x), which nobody knows? We train one on the digits as in chapter 5, with
//: d = 5. On images that the model itself makes, both ends can be sampled: each image comes with the z that made it.

extension Chapter7 {
  func aTrainedModel(_ notebook: ChapterNotebook) throws {
    let (model, data) = (try trained(notebook), try data.load())
    let noise = notebook.noise("simulated images")
    let pairs = notebook.concurrentMap(Array(0..<300)) { Simulated(by: model, draws: 100, noise.substream($0)) }
    let brackets = [1, 10, 100].map { Bracket(pairs, draws: $0) }
    let widths = brackets.map(\.width)
    notebook.show(
      "simulatedLower", "the lower bound of simulated \(data.nouns), K = 1, 10, 100, nats", brackets.map(\.lower))
    notebook.show(
      "simulatedUpper", "the upper bound with the draw that made the \(data.noun) among K", brackets.map(\.upper))
    notebook.show("bracketWidth", "the distance between them", widths.map(\.mean))
    notebook.show("bracketWidthError", "its standard error over \(data.nouns)", widths.map { $0.standardError ?? .nan })
    let between = MonteCarloEstimate(pairs.map { $0.ofProposal[1] - $0.ofProposal[0] })
    notebook.check(
      "1", "on images of the model, the upper bound with one draw lies above the lower bound", widths[0].mean,
      isAbove: 0, comparing: .draws, with: .closedForm, by: widths[0].allowance, against: between.mean,
      unless: data.onlyOfDigits ?? tooLittleTraining)
    let narrowing = MonteCarloEstimate(pairs.map { $0.bracketWidth(1) - $0.bracketWidth(100) })
    notebook.check(
      "1", "with 100 draws the bracket is narrower than with one", narrowing.mean, isAbove: 0, comparing: .draws,
      with: .closedForm, by: narrowing.allowance, against: 0,
      unless: data.onlyOfDigits ?? tooLittleTraining)
    try theDrawThatMadeTheImage(model, notebook)
    try activeUnits(model, notebook)
  }
}

//: With one draw, the bracket is 8.0 nats wide, and with 100 draws 2.2, with a standard error of 0.2 over the images. Other
//: seeds train other models: the seeds 1 to 3 give 9.2 to 10.6 nats, and 2.7 to 3.6. So averaged over images that such a model
//: makes, log p(x) from 100 draws is right to a few nats.
//:
//: How do we know that the weights of a network are computed correctly, if nothing is known exactly? There is a test that
//: needs no p(x). Hide the z that made the image among K − 1 draws of q. Given all K, the chance that number i is the true
//: one is $`w_i/\sum_j w_j`$, by Bayes' rule. So the true draw's share of the weights has the same mean as
//: $`\sum_i(w_i/\sum_j w_j)^2`$, one over the effective sample size. A forgotten term in the weights breaks this.

extension Chapter7 {
  private func theDrawThatMadeTheImage(_ model: Autoencoder, _ notebook: ChapterNotebook) throws {
    let noise = notebook.noise("more simulated images")
    let count = full ? 100_000 : 4000
    let pairs = notebook.concurrentMap(Array(0..<count)) { Simulated(by: model, draws: 9, noise.substream($0)) }
    let right = MonteCarloEstimate(pairs.map { surplusOfFirst([$0.ofTruth] + $0.ofProposal) })
    let wrong = MonteCarloEstimate(pairs.map { surplusOfFirst([$0.jointOfTruth] + $0.jointsOfProposal) })
    notebook.show(
      "shareSurplus", "the true draw's share of the weight less one over the effective sample size", right.mean)
    notebook.check(
      "1", "the draw that made the image has on average one over the effective sample size of the weight",
      notebook.choose(right, or: ["no-proposal-density": wrong]), equals: 0, with: .closedForm, against: wrong.mean,
      unless: latent.value >= 5 ? nil : "with few latent dimensions the mistake is too small to see")
  }
}

//: Papers report one more number, the *active units* (of the same paper as the importance-weighted bound). A latent coordinate is active if
//: the encoder's mean for it varies from image to image, by custom with a variance above 0.01. For probabilistic PCA that
//: variance is known: coordinate j of the posterior mean has the variance $`1-s^2/\lambda_j`$, with λ the eigenvalues of the
//: data's covariance. All five coordinates of our VAE are active.

extension Chapter7 {
  private func activeUnits(_ model: Autoencoder, _ notebook: ChapterNotebook) throws {
    let (digits, d) = (try digits(notebook), latent.value)
    let ofEncoder = variances(digits.training.images.map { model.encoder.approximatePosterior(of: $0).mean })
    let linear = try digits.components.linearGaussian(latentDimension: d)
    let ofLinear = variances(digits.training.images.map { linear.posteriorMean(of: $0) })
    let expected = digits.components.eigenvalues[..<d].map { 1 - linear.observationVariance / $0 }
    notebook.show("activeUnits", "coordinates with more than 0.01 of it", Double(ofEncoder.filter { $0 > 0.01 }.count))
    notebook.check(
      "8", "for probabilistic PCA, coordinate j of the posterior mean varies by 1 − s²/λⱼ over the training images",
      ofLinear[d - 1], equals: expected[d - 1], comparing: .enumeration, with: .closedForm,
      within: .rounding(operations: 200_000, scale: 1), against: 1)
  }
}

//: ## 7.6 A score for one image
//:
//: Can log p(x) decide whether one image is a digit at all? We score 120 held-out digits, the same digits upside down, and 20
//: images of noise, each pixel a standard normal draw, with 200 weights per image, in one batch. A score is the logarithm
//: of the average weight.
//:
//: A batch invites a bug. Log-sum-exp subtracts the largest log-weight, so the exponentials do not underflow. If it
//: subtracts the largest of the whole *batch*, the weights of a much less likely image all become 0, and its score −∞.

extension Chapter7 {
  func aScoreForOneImage(_ notebook: ChapterNotebook) throws {
    let (model, examples) = (try trained(notebook), try digits(notebook).training)
    let digits = Array(try digits(notebook).heldOut.prefix(120))
    let (n, turned) = (digits.count, examples.shape == nil ? "back to front" : "upside down")
    let images = digits + digits.map { $0.reversed() } + imagesOfNoise(20, examples.dimension, notebook)
    let logWeights = logWeights(of: images, under: model, notebook)
    let scores = scores(logWeights, notebook)
    let alone = logWeights.map { LogMeanEstimate($0) }
    let differences = (0..<n).map { scores[$0] - scores[n + $0] }
    let difference = MonteCarloEstimate(differences)
    notebook.show("scoreOfDigits", "the mean score of \(examples.kind), in nats", average(scores[..<n]))
    notebook.show("scoreUpsideDown", "of the same \(examples.kind) \(turned)", average(scores[n..<2 * n]))
    notebook.show("scoreOfNoise", "of noise", average(scores[(2 * n)...]))
    notebook.show(
      "uprightWins", "the share of \(examples.kind) that score higher upright", share(differences) { $0 > 0 })
    notebook.check(
      "1", "the score of an image is the log of its own average weight, whatever else is in the batch",
      average(scores), equals: average(alone.map(\.logMean)), comparing: .otherCode, with: .draws,
      within: .rounding(operations: 200_000, scale: size(of: scores, examples)), against: average(scores) + log(200))
    notebook.check(
      "1", "digits score higher than the same digits upside down", difference.mean, isAbove: 0, comparing: .draws,
      with: .closedForm, by: difference.allowance, against: -difference.mean,
      unless: examples.onlyOfDigits ?? tooLittleTraining)
    fiveSamples(logWeights, n, size(of: scores, examples), examples, notebook)
    if examples.shape != nil {
      notebook.draw(likelyAndUnlikely(digits, scores, examples))
    } else {
      notebook.remark("The likeliest and the unlikeliest rows have no picture.")
    }
    try theDensestImage(notebook)
  }
}

//: Digits score 19.0 nats on average, upside-down digits −6.8, and noise −1258. Of the digits, 93 % score higher upright; a 0
//: or an 8 looks much the same either way.
//:
//: > **What do you expect?** Would five samples per image have been enough? And for which images does a small number of
//: > samples lower the score most?

extension Chapter7 {
  private func fiveSamples(
    _ logWeights: [[Double]], _ n: Int, _ size: Double, _ data: Examples, _ notebook: ChapterNotebook
  ) {
    let turned = data.shape == nil ? "turned" : "upside-down"
    let losses = logWeights.map { lossOfFive($0, notebook) }
    notebook.show(
      "lossOfFive", "how much five samples lower the score of \(data.kind), \(turned) \(data.kind) and noise, in nats",
      [average(losses[..<n]), average(losses[n..<2 * n]), average(losses[(2 * n)...])])
    notebook.check(
      "1", "groups of five samples score each image lower than all 200 together", losses.smallest, isAbove: 0,
      comparing: .draws, with: .closedForm, by: .rounding(operations: 1000, scale: size), against: 0)
    let many = logWeights[..<n].map { LogMeanEstimate($0) }
    let few = logWeights[..<n].map { LogMeanEstimate(Array($0.prefix(5))) }
    let (reversed, unsure) = reversedPairs(many, few)
    notebook.show("reversedPairs", "pairs of \(data.kind) that five samples put in the other order", reversed)
    notebook.show("unsurePairs", "the share of these whose scores differ by less than three standard errors", unsure)
    notebook.draw(fiveLessMany(Array(many.prefix(40)), Array(few.prefix(40)), data))
  }
}

//: With five samples 145 of the 7140 pairs of digits change their order (186 to 238 with the seeds 1 to 3). The standard errors
//: of the scores warn of it: in 90 % of these pairs the two scores differ by less than three standard errors. The bias is worse, because no error shows it:
//: five samples lower the score of a digit by 0.41 nats, of an upside-down digit by 1.37, of noise by 68.2. The worse the
//: encoder's q fits, the more is lost with few samples. So part of the gap between digits and others comes from the encoder,
//: and not from the model.
//:
//: Does the highest score at least go to the most typical digit? For probabilistic PCA we can answer this. Its densest
//: image is the mean b. An image that it *draws* has D coordinates along the axes of its covariance, each a standard normal
//: variable in units of its deviation, and lies below b by half the sum of their squares:
//:
//: ```math
//: \log p(b)-\log p(x)=\tfrac12\sum_{j=1}^D\varepsilon_j^2,\qquad\text{with mean }\tfrac D2\text{ and variance }\tfrac D2 .
//: ```
//:
//: > **What do you expect?** Of a million images that the model draws, how many come within 10 nats of the densest?

extension Chapter7 {
  private func theDensestImage(_ notebook: ChapterNotebook) throws {
    let (model, top, drawn, fitted) = try distancesFromTheDensest(notebook)
    let (data, images) = (try digits(notebook), try digits(notebook).training.nouns)
    let (half, n) = (0.5 * Double(model.observedDimension), Double(drawn.count))
    let threshold = half - half.squareRoot()
    let near = probability(within: threshold, of: 2 * half)
    notebook.show("densestScore", "log p(x) of the densest \(data.training.noun), in nats", top)
    notebook.show(
      "nearestDraw", "how far the nearest of 20,000 \(images) that the model draws lies below it", drawn.smallest)
    notebook.show("withinTenNats", "the chance of a draw within 10 nats of it", probability(within: 10, of: 2 * half))
    notebook.check(
      "1", "images that the model draws lie D/2 nats below its densest image, on average", MonteCarloEstimate(drawn),
      equals: half, with: .closedForm, exactStandardError: (half / n).squareRoot(), against: 0.5 * Double(latent.value))
    notebook.check(
      "1", "images that the model draws lie within D/2 − √(D/2) nats of the densest as often as ½ Σ ε² is so small",
      MonteCarloEstimate(drawn.map { $0 < threshold ? 1 : 0 }), equals: near, with: .closedForm,
      exactStandardError: (near * (1 - near) / n).squareRoot(),
      against: probability(within: threshold, of: 2 * half - 2))
    notebook.check(
      "1", "the images that the model was fitted to lie D/2 nats below its densest image, too, on average",
      average(fitted), equals: half, comparing: .enumeration, with: .closedForm,
      within: .rounding(operations: 1_000_000, scale: max(100, 2 * half)),
      against: half * (1 - 1 / Double(fitted.count)))
    guard data.training.shape != nil else { return notebook.remark("The densest row has no picture.") }
    notebook.draw(densestAndDrawn(model, self.images(drawnFrom: model, 7, notebook), data))
  }
}

//: Most likely none: the chance is 2.5 · 10⁻⁸ for each, and the nearest of 20,000 is still 12.6 nats away. The densest image
//: is a grey blur that the model practically never draws. So a score far *above* the usual ones is as suspicious as one far
//: below.
//:
//: ## 7.7 Which of two models
//:
//: Is one model better than another, or is the difference an accident of the images? Probabilistic PCA with d = 5 has a mean
//: log p(x) of 8.79 nats on held-out images, and with d = 6 of 10.45. The scatter between images is large, but an image that
//: is hard for one model is usually hard for the other, too. So look at the difference image by image: its standard error
//: is the one that counts. Resampling shows it: draw as many images, with replacement, and see how much the difference
//: varies.

extension Chapter7 {
  func whichOfTwoModels(_ notebook: ChapterNotebook) throws {
    let (digits, dimensions) = (try digits(notebook), try twoDimensions(notebook))
    let models = try dimensions.map { try digits.components.linearGaussian(latentDimension: $0) }
    let values = models.map { model in digits.heldOut.map { model.logMarginalLikelihood(of: $0) } }
    let differences = zip(values[1], values[0]).map { $0 - $1 }
    let (n, difference) = (differences.count, MonteCarloEstimate(differences))
    let unpaired = hypot(standardError(of: values[0]), standardError(of: values[1]))
    notebook.show(
      "logLikelihoods",
      "log p(x) per held-out \(digits.training.noun) with d = \(dimensions[0]) and d = \(dimensions[1]), in nats",
      values.map { average($0) })
    notebook.show(
      "pairedDifference", "the difference, \(digits.training.noun) by \(digits.training.noun)", difference.mean)
    notebook.show("pairedError", "its standard error", difference.standardError ?? .nan)
    notebook.show(
      "unpairedError", "the standard error as if the \(digits.training.nouns) were different ones", unpaired)
    let resampled = resampledVariance(of: differences, notebook)
    let variance = difference.sumOfSquaredDeviations / Double(n).squared
    notebook.check(
      "1", "resampling the images moves the difference of two models by its paired standard error",
      resampled, equals: notebook.choose(variance, or: ["unpaired-error": unpaired.squared]), with: .enumeration,
      against: notebook.choose(unpaired.squared, or: ["unpaired-error": variance]))
    try theUnit(digits, dimensions[0], values[0], notebook)
  }
}

//: The difference is 1.67 nats. Its paired standard error is 0.19 nats, so the second model is better; with the unpaired one,
//: 0.81, one could doubt it.
//:
//: Can numbers from two papers be compared? Only if they mean the same. A density has a *unit*: one over that of x. If one
//: paper has pixels from 0 to 1 and another from 0 to 16, then p(x) has 64 factors of 1/16 in it, and log p(x) differs by
//: 64 log 16, about 177 nats, for the very same model. And some numbers are not densities at all. Many programs use the
//: cross-entropy, the log-likelihood of black-or-white pixels, on *grey* ones. Chapter 1 integrated its exponential over
//: the greys of one pixel: the integral is at most ½, where a density has 1. With 64 pixels at least 64 log 2, about 44.4
//: nats, are missing, and how many depends on the model. So such a score cannot be compared with a density.

extension Chapter7 {
  private func theUnit(
    _ digits: DigitsAndComponents, _ d: Int, _ values: [Double], _ notebook: ChapterNotebook
  ) throws {
    let pixels = digits.training.dimension
    let scaled = PrincipalComponents(of: digits.training.images.map { $0.map { 16 * $0 } })
    let model = try scaled.linearGaussian(latentDimension: d)
    let ofScaled = average(digits.heldOut.map { x in model.logMarginalLikelihood(of: x.map { 16 * $0 }) })
    notebook.show("unitShift", "\(pixels) log 16, in nats", Double(pixels) * log(16))
    notebook.check(
      "1", "fitted to pixels 16 times as large, the same model has \(pixels) log 16 nats less", ofScaled,
      equals: average(values) - Double(pixels) * log(16), comparing: .otherCode, with: .closedForm,
      within: .rounding(operations: 1_000_000, scale: size(of: values, digits.training) / 10),
      against: average(values) - log(16))
    let (overGreys, overReals) = (massOfGreyPixel(probability: 0.3), massOfGaussianPixel(variance: 0.01))
    notebook.show("crossEntropyMass", "∫ exp(−cross-entropy) over the greys of one pixel, λ = 0.3", overGreys.value)
    notebook.show(
      "missingMass", "\(pixels) log 2, the least that \(pixels) grey pixels miss, in nats", Double(pixels) * log(2))
    notebook.check(
      "8", "the density of a pixel integrates to 1",
      notebook.choose(overReals.value, or: ["grey-under-bernoulli": overGreys.value]), equals: 1,
      comparing: .quadrature, with: .closedForm, within: overReals.tolerance, against: overGreys.value)
  }
}

//: ## What we simplified
//:
//: Annealed importance sampling walks from the prior to the posterior in small steps and works in many more dimensions; run
//: backward from a true draw, it gives a bracket too. And a high log p(x) does not mean that samples look good.
//:
//: ## Further reading
//:
//: - Burda, Grosse and Salakhutdinov (2016), *Importance weighted autoencoders*, ICLR
//:   ([arXiv](https://arxiv.org/abs/1509.00519)): section 7.2 and the active units.
//: - Rainforth and others (2018), *Tighter variational bounds are not necessarily better*, ICML
//:   ([arXiv](https://arxiv.org/abs/1802.04537)): what a large K does to gradients.
//: - Grosse, Ghahramani and Adams (2015), *Sandwiching the marginal likelihood using bidirectional Monte Carlo*
//:   ([arXiv](https://arxiv.org/abs/1511.02543)): bounds from above, with simulated data.
//: - Neal (2001), *Annealed importance sampling*, Statistics and Computing 11, and Wu, Burda, Salakhutdinov and Grosse (2017),
//:   *On the quantitative analysis of decoder-based generative models*, ICLR ([arXiv](https://arxiv.org/abs/1611.04273)).
//: - Hill (1975), *A simple general approach to inference about the tail of a distribution*, Annals of Statistics 3, and
//:   Vehtari, Simpson, Gelman, Yao and Gabry (2024), *Pareto smoothed importance sampling*, Journal of Machine Learning
//:   Research 25 ([arXiv](https://arxiv.org/abs/1507.02646)): the shape k.
//: - Nalisnick, Matsukawa, Teh, Gorur and Lakshminarayanan (2019), *Do deep generative models know what they don't know?*, ICLR
//:   ([arXiv](https://arxiv.org/abs/1810.09136)): scores of other images, with networks.
//: - Theis, van den Oord and Bethge (2016), *A note on the evaluation of generative models*, ICLR
//:   ([arXiv](https://arxiv.org/abs/1511.01844)).
//:
//: ## Exercises
//:
//: Each numbered exercise has a file to edit and a criterion that judges it: `swift run chapter7 --exercise 1` says
//: which, `--check-exercise 1` judges your answer, `--solution 1` shows ours.
//:
//: 1. Predict a number: the widest error bar. What is the largest standard error that K = 50 weights can report for the
//:    logarithm of their average? *Hint: let one weight outweigh all others.*
//:    <details><summary>Solution</summary>1 nat, for any K: then the mean is w/K and its standard error is also
//:    w/K.</details>
//: 2. Write a function: log p(x) from the log-weights of K draws, without overflow.
//:    <details><summary>Solution</summary>Subtract the image's own largest log-weight, average the exponentials, take the
//:    logarithm, and add it back.</details>
//: 3. Repair a derivation: the variance of the weights for a q of the wrong width. One step is wrong. *Hint: where is the
//:    variance infinite?*
//:    <details><summary>Solution</summary>p²/q has the precision 2/τ² − 1/σ², so R + 1 = σ²/(τ√(2σ² − τ²)), which is infinite
//:    for σ² ≤ τ²/2.</details>
//:
//: ## Mistakes people make here
//:
//: `swift run chapter7 --list-mistakes` names them; `--mistake NAME` makes one, and says which equation caught it.
//:
//: ## Notation
//:
//: The symbols that this chapter introduces, and their names in the code.
