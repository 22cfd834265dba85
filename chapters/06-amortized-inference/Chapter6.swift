//: # 6 · Amortized inference
//:
//: **Thesis.** A VAE does not search for the best q of each image. One network, the encoder, gives the q of every image at
//: once. This makes it fast, and it has a price: two gaps between the bound and log p(x). We measure both, test whether the
//: encoder's q says honestly how much it knows, and look at all codes together.
//:
//: **You need** the bound of chapter 2 and the training of chapter 5. **We verify** equations (7) and (8) where they say
//: that q has its parameters from a network, the same for all data. A run takes about 6 seconds on two processor cores,
//: with `--quick` about 2, and with `--full`, which trains to convergence, about 25.

import ChapterData
import Notebook
import Plotting
import VAECore
import Verification

//: ## 6.1 Why one network for all images
//:
//: Where does the q of an image come from? Chapter 2's bound holds for every q. So one could give each image $`x_i`$ its own
//: mean $`\mu_i`$ and deviations $`\sigma_i`$, and climb the bound with them directly. Equation (7) does something else: its
//: q has the *same* parameters φ for all data, and a network makes μ and σ from x.
//:
//: ```math
//: q(z\mid x_i,\phi) = \mathrm N\bigl(z\mid\mu(x_i,\phi),\mathrm{diag}\,\sigma^2(x_i,\phi)\bigr). \qquad (7),(8)
//: ```
//:
//: This is called *amortized* inference: the work is paid once, in training, and shared by all images. What does it buy?
//: We take a model trained on the digits as in chapter 5, hold its decoder fixed, and look at 24 images that it has never
//: seen. The encoder gives their q at once. For comparison, each image gets a q of its own, which starts in the middle of
//: the latent space with deviations of ¼ and takes steps of Adam.
//:
//: We need the bound without the noise of draws. With two latent dimensions the average over q is an integral over a
//: plane. A sum over 225 points is enough for q's as narrow as these; a finer grid confirms it.

extension Decoder {
  /// The bound of a q for one image, with the average over q as an integral, and its gradient with respect to q.
  func bound(of q: DiagonalGaussian, for x: [Double]) -> (value: Double, gradient: GaussianGradient) {
    var (reconstruction, gradient) = (0.0, q.divergenceFromStandardWithPullback().pullback(-1))
    for (noise, weight) in Chapter6.planeRule {
      let (z, drawPullback) = q.reparameterizedWithPullback(noise: noise)
      let (logDensity, decoderPullback) = logDensityWithPullback(of: x, given: z)
      reconstruction += weight * logDensity
      gradient = gradient + drawPullback(decoderPullback(weight).latent)
    }
    return (reconstruction - q.divergenceFromStandard(), gradient)
  }
}

extension Chapter6 {
  func whyOneNetwork(_ notebook: ChapterNotebook) throws {
    let (model, images, data) = (try trained(notebook), try newImages(), try data.load())
    let encoded = notebook.concurrentMap(images) { x in
      model.decoder.bound(of: model.encoder.approximatePosterior(of: x), for: x).value
    }
    try theRuleIsFineEnough(model, images, notebook)
    let mistaken = notebook.concurrentMap(Array(images.indices)) { i in
      let next = images[(i + 1) % images.count]
      return model.decoder.bound(of: model.encoder.approximatePosterior(of: next), for: images[i]).value
    }
    let start = try ownStart
    let climbs = notebook.concurrentMap(images) { model.decoder.climb(from: start, for: $0, steps: 60).bounds }
    let steps = zip(climbs, encoded).map { climb, encoded in
      Double(climb.firstIndex { $0 >= encoded } ?? climb.count)
    }
    notebook.show("encoderBound", "the encoder's bound of new \(data.nouns), in nats", average(encoded))
    notebook.show("startingBound", "the bound where each own q starts", average(climbs.map { $0[0] }))
    notebook.show("stepsToPassTheEncoder", "steps until an own q is as good, on average, at most 60", average(steps))
    notebook.show(
      "boundAfterEqualSteps", "the bound of own q after as many steps as training showed each \(data.noun)",
      average(climbs.map { $0[min(epochs, $0.count - 1)] }))
    notebook.show(
      "imagesLeftBehind", "\(data.nouns) whose own q is still below the encoder's after 60 steps",
      Double(zip(climbs, encoded).count { $0[$0.count - 1] < $1 }))
    notebook.check(
      "7", "the encoder's q belongs to its image: with the q of the next image, the bound is lower",
      notebook.choose(average(encoded), or: ["wrong-image": average(mistaken)]), isAbove: average(mistaken),
      comparing: .quadrature, with: .quadrature, because: "the same integral, of two different q",
      by: Self.planeDigits, against: average(mistaken), unless: data.onlyOfDigits
    )
    notebook.draw(climbing(climbs, encoded, data))
  }

  /// The tolerance of an average over q.
  static let planeDigits = Tolerance(1e-4, because: "what a finer grid changes, with room: section 6.1")

  /// A finer grid that reaches farther gives the same averages.
  private func theRuleIsFineEnough(_ model: Autoencoder, _ images: [[Double]], _ notebook: ChapterNotebook) throws {
    let (fineRule, start) = (Self.planeRule(step: 0.5, points: 16), try ownStart)
    let changes = notebook.concurrentMap(images) { x in
      [model.encoder.approximatePosterior(of: x), start].map { q in
        let fine = fineRule.reduce(0) { sum, point in
          sum + point.weight * model.decoder.logDensity(of: x, given: q.reparameterized(noise: point.noise))
        }
        return abs(model.decoder.bound(of: q, for: x).value - (fine - q.divergenceFromStandard()))
      }.largest
    }
    let excesses = images.map { x in
      let q = model.encoder.approximatePosterior(of: x)
      return abs(
        model.decoder.logDensity(of: x, given: q.mean) - q.divergenceFromStandard()
          - model.decoder.bound(of: q, for: x).value)
    }
    notebook.show(
      "changeOfFinerGrid", "the largest change of a bound on a finer grid, in nats", changes.largest)
    notebook.check(
      "7", "a finer grid that reaches farther gives the same bounds", changes.largest, equals: 0,
      comparing: .quadrature, with: .quadrature, because: "most of the points are others", within: Self.planeDigits,
      against: 0.5 * average(excesses), unless: try tooCoarse(changes.largest, within: Self.planeDigits))
  }

  /// The q from which each image's own q starts, in the middle of the latent space.
  private var ownStart: DiagonalGaussian {
    get throws { try DiagonalGaussian(mean: [0, 0], standardDeviation: [0.25, 0.25]) }
  }
}

//: On average an own q needs 30 steps to be as good as the encoder's, each as expensive as 225 passes through the decoder and
//: back. The encoder needs one pass, and was trained once for all images. What is the better q, though? In training the
//: model saw each image 40 times. After 40 steps of their own, the q of these images reach 1.03 nats on average, and the
//: encoder's 3.32; but that depends on the seed. With the seeds 1 to 5 the own q are between 0.6 nats worse and 2.1 nats
//: better than the encoder's. So the encoder buys speed, and not a better q. Some of the own q climb the wrong hill: of the
//: 24, 3 are still below the encoder's after 60 steps (2 to 6 with the other seeds), as the figure shows. The encoder has
//: learned from other images where to begin.
//:
//: ## 6.2 What a diagonal q costs
//:
//: How good can q become at best? That depends on the family that it is taken from. Ours has independent coordinates. If the
//: true posterior's coordinates depend on each other, no such q is equal to it. What remains is the *approximation gap*:
//: log p(x) minus the bound of the best q in the family.
//:
//: In the linear model it is known. Let $`M=I+W^\top W/s^2`$ be the inverse covariance of the posterior. The best diagonal q
//: has the posterior's mean and $`\sigma_j^2=1/M_{jj}`$, and
//:
//: ```math
//: \text{gap} = \tfrac12\bigl(\sum_j\log M_{jj}-\log\det M\bigr).
//: ```
//:
//: Where does this come from? For equal means,
//: $`\mathrm{KL}(q\,\Vert\,p(z\mid x))=\tfrac12(\sum_jM_{jj}\sigma_j^2-d-\sum_j\log\sigma_j^2-\log\det M)`$. Its derivative
//: in $`\sigma_j^2`$ is 0 at $`1/M_{jj}`$, which leaves the formula. Note that $`1/M_{jj}`$, the variance of $`z_j`$ if the
//: other coordinates are known, is not the posterior's variance of $`z_j`$, which is $`(M^{-1})_{jj}`$. It is smaller if the
//: coordinates are correlated. So in this model the diagonal q that maximizes the bound is too narrow.
//:
//: We take W = diag(2, 1) with its latent axes turned by an angle of π/8, s² = ½ and x = (1.5, −0.5).

extension Chapter6 {
  /// The linear model with its latent axes turned.
  private func turned(by angle: Double) throws -> LinearGaussian {
    let straight = try LinearGaussian(
      matrix: .diagonal([2, 1]), bias: [0, 0], observationVariance: Self.noise)
    return try straight.rotated(by: Matrix([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]]))
  }

  func whatADiagonalCosts(_ notebook: ChapterNotebook) throws {
    let (model, x) = (try turned(by: rotation.value), [1.5, -0.5])
    let (mean, precision) = (model.posteriorMean(of: x), model.posteriorPrecision)
    let determinant = precision[0, 0] * precision[1, 1] - precision[0, 1].squared
    let q = { (variances: [Double]) in try DiagonalGaussian(mean: mean, logVariance: variances.map { log($0) }) }
    let best = try q([1 / precision[0, 0], 1 / precision[1, 1]])
    let marginal = try q([precision[1, 1] / determinant, precision[0, 0] / determinant])
    let gap = { (q: DiagonalGaussian) in
      let average = Quadrature.planeIntegral { e, f in
        exp(-0.5 * (e * e + f * f) - 2 * halfLogTwoPi)
          * model.logDensity(of: x, given: q.reparameterized(noise: [e, f]))
      }
      return model.logMarginalLikelihood(of: x) - (average.value - q.divergenceFromStandard())
    }
    let formula = 0.5 * (log(precision[0, 0]) + log(precision[1, 1]) - log(determinant))
    let (ofBest, ofMarginal) = (gap(best), gap(marginal))
    let tolerance = Tolerance.rounding(operations: 60_000, scale: 20)
    let isStraight = abs(sin(2 * rotation.value)) < 1e-3 ? "the axes are not turned, and a diagonal q is exact" : nil
    notebook.show("approximationGap", "the gap of the best diagonal q, in nats", formula)
    notebook.show("marginalGap", "the gap of the q with the posterior's own variances", ofMarginal)
    notebook.check(
      "8", "the gap of the best diagonal q, by an integral over the plane, is ½(Σ log Mⱼⱼ − log det M)",
      notebook.choose(ofBest, or: ["marginal-variance": ofMarginal]), equals: formula, comparing: .quadrature,
      with: .closedForm, within: tolerance, against: ofMarginal, unless: isStraight)
    let straight = try turned(by: 0)
    notebook.check(
      "8", "with the axes turned back p(x) is the same, and the best bound is log p(x) itself",
      straight.evidenceLowerBound(straight.bestDiagonalPosterior(of: x), for: x).value,
      equals: model.logMarginalLikelihood(of: x), comparing: .closedForm, with: .closedForm,
      because: "one is the bound of a q, the other needs no q, and the axes differ", within: tolerance,
      against: model.logMarginalLikelihood(of: x) - formula, unless: isStraight)
    notebook.draw(gapOverTheAngle(try (0...60).map { try turned(by: .pi * Double($0) / 120).gapOfDiagonalFamily }))
  }
}

//: The gap is 0.077 nats, and a q with the posterior's own variances has a larger one, 0.090. The figure shows the gap over
//: the angle. The models at all angles give every x the same density. Yet the bound prefers the one without a turn, where its
//: q can follow. So maximizing the bound is not maximum likelihood: the decoder bends toward posteriors that q can express.
//: Here this costs nothing, because some rotation always makes the columns of W orthogonal. In other models it can cost
//: likelihood (Turner and Sahani 2011).
//:
//: ## 6.3 What sharing the network costs
//:
//: What if the encoder does not find the best q of the family? It must find one for every x, and it is one function for all.
//: What it misses is the *amortization gap*: the bound of the best q for each x, minus the bound of the encoder's q, averaged
//: over x.
//:
//: For the toy, w = 2 and s² = ½, the posterior is N(a*x, τ²), with $`a^*=w/(w^2+s^2)=4/9`$ and
//: $`\tau^2=s^2/(w^2+s^2)=1/9`$. Let the encoder be $`q(z\mid x)=\mathrm N(ax,\sigma^2)`$ with a = 0.4 and σ = 0.5. The gap
//: for one x is the divergence of two Gaussians, KL(q ‖ p(z | x)), and the average of x² is w² + s², so
//:
//: ```math
//: \text{gap} = \tfrac12\bigl[\frac{\sigma^2}{\tau^2}-1-\log\frac{\sigma^2}{\tau^2}
//:   +\frac{(a-a^*)^2(w^2+s^2)}{\tau^2}\bigr].
//: ```

extension Chapter6 {
  /// The toy, and the variance of its observations.
  var toy: (model: LinearGaussian, variance: Double) {
    get throws {
      (
        try LinearGaussian(slope: Self.slope, observationVariance: Self.noise),
        Self.slope.squared + Self.noise
      )
    }
  }

  /// a* and τ of the toy's posterior N(a* x, τ²).
  var posteriorOfToy: (slope: Double, deviation: Double) {
    let variance = Self.slope.squared + Self.noise
    return (Self.slope / variance, (Self.noise / variance).squareRoot())
  }

  /// q(z | x) of the toy's encoder.
  private func encoderOfToy(_ x: Double) -> DiagonalGaussian? {
    try? DiagonalGaussian(mean: [encoderSlope.value * x], standardDeviation: [deviation.value])
  }

  func whatSharingCosts(_ notebook: ChapterNotebook) throws {
    let (toy, variance) = try toy
    let (a, sigma, best) = (encoderSlope.value, deviation.value, posteriorOfToy)
    let ratio = (sigma / best.deviation).squared
    let (ofSpread, ofMean) = (
      0.5 * (ratio - 1 - log(ratio)), 0.5 * ((a - best.slope) / best.deviation).squared * variance
    )
    let gap = ofSpread + ofMean
    let integral = Quadrature.expectation(standardDeviation: variance.squareRoot()) { x in
      encoderOfToy(x).map { toy.divergenceToPosterior(from: $0, given: [x]) } ?? .nan
    }
    let isExact = ofMean < 1e-6 * (1 + gap) || ofSpread < 1e-6 * (1 + gap)
    notebook.show("amortizationGap", "the toy's gap, averaged over x from the model, in nats", gap)
    notebook.check(
      "7", "the formula is KL(q ‖ posterior) averaged over x, by an integral",
      notebook.choose(gap, or: ["one-x-for-all": ofSpread + ofMean / variance, "spread-forgotten": ofMean]),
      equals: integral.value, comparing: .closedForm, with: .quadrature, within: integral.tolerance,
      against: ofSpread + ofMean / variance,
      unless: isExact ? "the encoder's mean or deviation is the posterior's" : nil)
  }
}

//: That is 0.26 nats, most of it for the deviation, which should be 1/3.
//:
//: ## 6.4 Both gaps on digits
//:
//: How large are the two gaps of a trained model? For each of the 24 new images we need three numbers: the encoder's bound,
//: the bound of the best q, and log p(x). With two latent dimensions all three are integrals over a plane. The best q is
//: found by climbing from the encoder's.

extension Chapter6 {
  func bothGapsOnDigits(_ notebook: ChapterNotebook) throws {
    let (model, images) = (try trained(notebook), try newImages())
    let grid = LatentGrid(of: model.decoder, distance: full ? 0.025 : options.quick ? 0.08 : 0.05, notebook)
    let data = try data.load()
    let rows = notebook.concurrentMap(images) { x in
      let bounds = model.decoder.climb(from: model.encoder.approximatePosterior(of: x), for: x, steps: 40).bounds
      return (encoder: bounds[0], best: bounds.largest, exact: grid.logMarginalLikelihood(of: x))
    }
    let amortization = MonteCarloEstimate(rows.map { $0.best - $0.encoder })
    let approximation = MonteCarloEstimate(rows.map { $0.exact - $0.best })
    notebook.show(
      "digitsAmortizationGap", "best bound less the encoder's, averaged over \(data.nouns), in nats", amortization.mean)
    notebook.show(
      "digitsAmortizationError", "its standard error over \(data.nouns)", amortization.standardError ?? .nan)
    notebook.show("digitsApproximationGap", "log p(x) less the best bound", approximation.mean)
    notebook.show(
      "digitsApproximationError", "its standard error over \(data.nouns)", approximation.standardError ?? .nan)
    let changeOfGrid = try theGridIsFineEnough(model, images, rows.map(\.exact), from: grid, notebook)
    try theIntegralIsLogP(model, images, rows, from: grid, changeOfGrid, notebook)
    let least = rows.map { $0.exact - $0.best }.smallest
    notebook.check(
      "7", "the smallest of all gaps between log p(x) and the best bound is not negative", least, isAbove: 0,
      comparing: .quadrature, with: .quadrature,
      because: "one integral is of p, the other of log p under q",
      by: Self.planeDigits,
      against: -rows.map { $0.best - $0.encoder }.largest,
      unless: try tooCoarse(changeOfGrid, within: Self.planeDigits)
        ?? (data.areDigits || abs(least) > Self.planeDigits.value ? nil : "the best q of an image is its posterior"))
    try theWidthOfTheEncoder(model, images, rows.map(\.best), notebook)
    notebook.draw(bothGaps(rows.map { ($0.encoder, $0.best, $0.exact) }, data))
  }

  /// A quarter of the points gives the same log p(x).
  private func theGridIsFineEnough(
    _ model: Autoencoder, _ images: [[Double]], _ exact: [Double], from grid: LatentGrid, _ notebook: ChapterNotebook
  ) throws -> Double {
    let coarse = LatentGrid(of: model.decoder, distance: 2 * grid.distance, notebook)
    let changes = notebook.concurrentMap(Array(images.indices)) { i in
      abs(coarse.logMarginalLikelihood(of: images[i]) - exact[i])
    }
    notebook.show(
      "changeOfCoarserGrid", "the largest change of log p(x) on a grid of twice the distance, in nats", changes.largest)
    notebook.check(
      "1", "a grid of twice the distance gives the same log p(x)", changes.largest, equals: 0,
      comparing: .quadrature, with: .quadrature, because: "three of four points are missing",
      within: Tolerance(1e-3, because: "the finer of the two grids is closer by orders of magnitude"),
      against: log(2), unless: try tooCoarse(changes.largest, within: Tolerance(1e-3, because: "the same")))
    return changes.largest
  }

  /// Importance weights average p(x), if the integral is right, also where the grid does not look: a quarter of the draws
  /// come from the prior, the others from the cells of the grid by their share of the integral.
  private func theIntegralIsLogP(
    _ model: Autoencoder, _ images: [[Double]], _ rows: [(encoder: Double, best: Double, exact: Double)],
    from grid: LatentGrid, _ changeOfGrid: Double, _ notebook: ChapterNotebook
  ) throws {
    let (prior, noise) = (DiagonalGaussian.standard(dimension: 2), notebook.noise("importance samples"))
    let draws = options.quick ? 1000 : 2000
    let weights = notebook.concurrentMap(Array(images.indices)) { i in
      let (cells, x) = (grid.posterior(of: images[i]), images[i])
      let (normals, uniforms) = (noise.substream(2 * i), noise.substream(2 * i + 1))
      return (0..<draws).map { draw in
        let u = (0..<3).map { uniforms.uniform(at: 3 * draw + $0) }
        let z =
          draw % 4 == 0
          ? normals.normals(2 * draw..<2 * draw + 2) : cells.draw(cell: u[0], place: (u[1], u[2]))
        let logPrior = prior.logDensity(at: z)
        let proposal = 0.25 * exp(logPrior) + 0.75 * cells.density(at: z)
        return exp(model.decoder.logDensity(of: x, given: z) + logPrior - rows[i].exact) / proposal
      }
    }
    notebook.check(
      "1", "importance weights average the integral's p(x), image by image",
      MonteCarloEstimate(weights.flatMap(\.self)),
      equals: 1, with: .quadrature, against: grid.distance.squared,
      unless: try tooCoarse(changeOfGrid, within: Self.planeDigits))
  }
}

//: The amortization gap is 0.75 nats with a standard error of 0.20 over the images, the approximation gap 0.083 with 0.012.
//: Other seeds give other models: with the seeds 1 to 5 the amortization gap is 0.8 to 2.9 nats, and the approximation gap
//: 0.07 to 0.40. It is the encoder that costs most, each time. The figure shows both for each image.
//:
//: Does a larger encoder help? With the same decoder we train two new ones, with hidden layers of 1 and of 32 units.

extension Chapter6 {
  private func theWidthOfTheEncoder(
    _ model: Autoencoder, _ images: [[Double]], _ best: [Double], _ notebook: ChapterNotebook
  ) throws {
    let training = try data.load().training.images
    let (seed, steps) = (notebook.seed, options.quick ? 1200 : 2400)
    let gaps = notebook.concurrentMap([1, 32]) { width in
      let encoder = Self.trainedEncoder(width: width, for: model.decoder, on: training, steps: steps, seed: seed)
      return average(
        zip(images, best).map { x, best in
          best - model.decoder.bound(of: encoder.approximatePosterior(of: x), for: x).value
        })
    }
    notebook.show("gapOfNarrowEncoder", "the amortization gap with 1 hidden unit, in nats", gaps[0])
    notebook.show("gapOfWideEncoder", "with 32", gaps[1])
    notebook.check(
      "7", "the amortization gap is smaller with 32 hidden units than with 1", gaps[1], isBelow: gaps[0],
      comparing: .quadrature, with: .quadrature, because: "the same integral, of two different encoders",
      by: Self.planeDigits, against: gaps[0], unless: try data.load().onlyOfDigits)
  }
}

//: It does: the gap falls from 21.25 nats with 1 unit to 1.52 with 32. (The encoder that was trained together with this
//: decoder had 0.75: it was trained longer.)
//:
//: ## 6.5 Is the encoder honest?
//:
//: If q says that z lies in some interval with 90 %, does it? There is a test that needs no exact posterior,
//: *simulation-based calibration*. Draw z from the prior, and x from the model given z. If q(z | x) is the posterior, then
//: the true z and a fresh draw z′ from q have the same distribution given x. So if you compare the two, each is the larger
//: one half of the time. And q's 90 % interval must contain z in 90 % of cases.
//:
//: If q has the right mean but the deviation σ in place of τ, the interval reaches 1.645 σ to either side of the mean, and
//: contains z with probability $`2\Phi(1.645\,\sigma/\tau)-1`$, where Φ is the normal distribution function. The toy's encoder
//: has σ = 0.5 and τ = 1/3: its interval contains z in 98.6 % of cases.
//:
//: The test has a trap. Let q ignore x and be the prior itself. It knows nothing about x. But the true z was drawn from the
//: prior too, so z and z′ rank equally, and the test passes: this q is calibrated and useless. If an encoder gives the
//: prior for every x, that is *posterior collapse*, and this test does not notice it.
//:
//: The remedy is to rank a quantity that looks at the data: log p(x | z). A useless z′ explains x worse than the true z
//: does. The true z wins with probability
//:
//: ```math
//: \tfrac12+\frac1\pi\arcsin\frac{w}{\sqrt{w^2+2s^2}}.
//: ```
//:
//: Why? With z′ the error of x is $`e'=w(z-z')+s\varepsilon`$, with z it is $`e=s\varepsilon`$. |e′| > |e| means that e′ − e and
//: e′ + e have the same sign. They are Gaussians with means 0, and their correlation is $`w/\sqrt{w^2+2s^2}`$. Two such
//: Gaussians with correlation ρ have the same sign with probability ½ + asin(ρ)/π. The test with quantities that depend on
//: the data is due to Modrák and others (2023).
//:
//: > **What do you expect?** The toy has w = 2 and s² = ½. How often does the true z win against a draw from the prior?

extension Chapter6 {
  func isTheEncoderHonest(_ notebook: ChapterNotebook) throws {
    let (w, s, best, sigma) = (Self.slope, Self.noise.squareRoot(), posteriorOfToy, deviation.value)
    let rank = { (z: Double, other: Double, x: Double) -> (latent: Double, likelihood: Double) in
      (other < z ? 1 : 0, (x - w * other).squared > (x - w * z).squared ? 1 : 0)
    }
    let usesLatent = notebook.makes("rank-of-the-latent")
    let averages = notebook.sampling("calibration").averages(dimension: 4, of: 5) { noise, values in
      let (z, x) = (noise[0], w * noise[0] + s * noise[1])
      let posterior = rank(z, best.slope * x + best.deviation * noise[2], x)
      let prior = rank(z, noise[3], x)
      (values[0], values[1]) = (posterior.latent, posterior.likelihood)
      (values[2], values[3]) = (prior.latent, usesLatent ? prior.latent : prior.likelihood)
      values[4] = abs(z - best.slope * x) < 1.6448536 * sigma ? 1 : 0
    }
    let useless = 0.5 + atan(w / (2 * s * s).squareRoot()) / .pi
    let error = { (p: Double) in (p * (1 - p) / Double(notebook.samples)).squareRoot() }
    notebook.show("rankOfLatent", "how often the true z is above a draw from a useless q = prior", averages[2].mean)
    notebook.show("rankOfLikelihood", "how often the true z explains x better than such a draw", averages[3].mean)
    for (index, name, other) in [
      (0, "z is above a draw from the posterior", 0.75), (2, "z is above a draw from the prior", 0.75),
    ] {
      notebook.check(
        "7", "half of the time the true \(name)", averages[index], equals: 0.5, with: .closedForm,
        exactStandardError: error(0.5), against: other)
    }
    notebook.check(
      "7", "half of the time the true z explains x better than a draw from the posterior", averages[1], equals: 0.5,
      with: .closedForm, exactStandardError: error(0.5), against: useless)
    notebook.check(
      "7", "against draws from the prior, the true z explains x better with probability ½ + asin(w/√(w² + 2s²))/π",
      averages[3], equals: useless, with: .closedForm, exactStandardError: error(useless), against: 0.5)
    coverage(averages[4], sigma / best.deviation, notebook)
    notebook.draw(ranks(notebook))
  }

  private func coverage(_ measured: MonteCarloEstimate, _ ratio: Double, _ notebook: ChapterNotebook) {
    let covered = { (ratio: Double) in Self.probabilityWithin(1.6448536 * ratio) }
    let expected = covered(notebook.choose(ratio, or: ["variance-for-deviation": ratio.squared]))
    let error = (expected * (1 - expected) / Double(notebook.samples)).squareRoot()
    notebook.show("coverage90", "how often q's 90 % interval contains z, with the deviation σ for τ", covered(ratio))
    notebook.check(
      "7", "the 90 % interval of a q with deviation σ contains z with probability 2Φ(1.645 σ/τ) − 1", measured,
      equals: expected, with: .quadrature, exactStandardError: error, against: abs(ratio - 1) > 0.05 ? 0.9 : 0.8,
      unless: expected > 0.9999 || expected < 1e-3 ? "the interval contains z nearly always or never" : nil)
  }
}

//: In 85 % of cases, where a calibrated q would lose half of the time: the quantity that looks at x has exposed the useless
//: encoder. The figure shows the same with 19 draws for each image.
//:
//: ## 6.6 All codes together
//:
//: What do the q of all images look like together? Draw an image at random, then z from its q. The distribution of z is the
//: *aggregate posterior*, $`\bar q(z)=\frac1n\sum_iq(z\mid x_i)`$. The mean divergence, which training keeps small, is made
//: of two parts (Hoffman and Johnson 2016):
//:
//: ```math
//: \frac1n\sum_i\mathrm{KL}\bigl(q(z\mid x_i)\,\Vert\,p\bigr)
//:   = I(x;z) + \mathrm{KL}\bigl(\bar q\,\Vert\,p\bigr).
//: ```
//:
//: (Write log q/p as $`\log q/\bar q+\log\bar q/p`$ and average.) The first part is the *mutual information*, what z tells about
//: x. The second is paid for codes that do not fill the prior. If the data come from the model and q is the posterior,
//: the aggregate *is* the prior, because the average of p(z | x) over p(x) is p(z). On the toy with q = N(ax, σ²) the
//: aggregate is a Gaussian with variance a²(w² + s²) + σ².

extension Chapter6 {
  func allCodesTogether(_ notebook: ChapterNotebook) throws {
    let (a, sigma, variance, best) = (encoderSlope.value, deviation.value, try toy.variance, posteriorOfToy)
    let spread = (a.squared * variance + sigma.squared).squareRoot()
    let information = log(spread / sigma)
    let ofAggregate = try DiagonalGaussian(mean: [0], standardDeviation: [spread]).divergenceFromStandard()
    let mean = Quadrature.expectation(standardDeviation: variance.squareRoot()) { x in
      encoderOfToy(x)?.divergenceFromStandard() ?? .nan
    }
    notebook.show("mutualInformation", "what the toy's z tells about x, in nats", information)
    notebook.show("aggregateDivergence", "KL(aggregate ‖ prior) of the toy's encoder, in nats", ofAggregate)
    notebook.check(
      "7", "the mean divergence, by an integral over x, is information plus KL(aggregate ‖ prior)", mean.value,
      equals: information + ofAggregate, comparing: .quadrature, with: .closedForm, within: mean.tolerance,
      against: information, unless: ofAggregate < 1e-6 * (1 + information) ? "the aggregate is the prior" : nil)

    let (w, s) = (Self.slope, Self.noise.squareRoot())
    let squares = notebook.sampling("aggregate of the posterior").averages(dimension: 3, of: 1) { noise, values in
      let x = w * noise[0] + s * noise[1]
      values[0] = (best.slope * x + best.deviation * noise[2]).squared
    }[0]
    notebook.check(
      "7", "for x from the model, draws from the posteriors have the prior's variance, 1", squares, equals: 1,
      with: .closedForm, exactStandardError: (2 / Double(notebook.samples)).squareRoot(),
      against: 1 - best.deviation.squared)
    try codesOfDigits(notebook)
  }
}

//: On the toy the second part is only 0.0002 nats: its aggregate is nearly the prior. And on digits? There the data do not
//: come from the model. We draw one z for each training image.

extension Chapter6 {
  private func codesOfDigits(_ notebook: ChapterNotebook) throws {
    let (model, data) = (try trained(notebook), try data.load())
    let images = data.training.images
    let posteriors = images.map { model.encoder.approximatePosterior(of: $0) }
    let (noise, prior) = (notebook.noise("codes of digits"), DiagonalGaussian.standard(dimension: 2))
    let codes = posteriors.indices.map { posteriors[$0].reparameterized(noise: noise.normals(2 * $0..<2 * $0 + 2)) }
    let excess = notebook.concurrentMap(Array(codes.indices)) { i in
      // Without its own q, which is large at its own draw and would count as structure.
      let others = posteriors.indices.filter { $0 != i }.map { posteriors[$0].logDensity(at: codes[i]) }
      return logSumExp(others) - log(Double(others.count)) - prior.logDensity(at: codes[i])
    }
    let divergence = MonteCarloEstimate(excess)
    let mean = average(posteriors.map { $0.divergenceFromStandard() })
    notebook.show("digitsMeanDivergence", "the mean divergence of the \(data.kind)' q, in nats", mean)
    notebook.show("digitsAggregateDivergence", "KL(aggregate ‖ prior) on \(data.kind), from draws", divergence.mean)
    notebook.show(
      "digitsInformation", "what is left: the information of z about the \(data.noun)", mean - divergence.mean)
    notebook.check(
      "7", "on digits the codes do not fill the prior: KL(aggregate ‖ prior) is above 0", divergence.mean, isAbove: 0,
      comparing: .draws, with: .closedForm,
      by: Tolerance(
        Claim.threshold * (divergence.standardError ?? .nan), because: "6.11 standard errors of one draw per image"),
      against: 0, unless: data.onlyOfDigits)
  }
}

//: Of 3.88 nats of divergence, 0.46 tell nothing about the image (0.30 to 0.44 with the seeds 1 to 5). They are the price of
//: codes that leave holes in the prior. A z drawn from the prior may fall into such a hole, where the decoder has never
//: been trained. This is one source of samples that do not look like digits.
//:
//: ## What we simplified
//:
//: There are two latent dimensions, so averages are integrals over a plane, and one decoder for all encoders of section 6.4.
//: Chapter 7 estimates log p(x) where no integral is possible.
//:
//: ## Further reading
//:
//: - Dayan, Hinton, Neal and Zemel (1995), *The Helmholtz machine*, Neural Computation 7, and Gershman and Goodman (2014),
//:   *Amortized inference in probabilistic reasoning*, Annual Meeting of the Cognitive Science Society: one network for all.
//: - Cremer, Li and Duvenaud (2018), *Inference suboptimality in variational autoencoders*, ICML
//:   ([arXiv](https://arxiv.org/abs/1801.03558)): the two gaps, and their names.
//: - Kim, Wiseman, Miller, Sontag and Rush (2018), *Semi-amortized variational autoencoders*, ICML
//:   ([arXiv](https://arxiv.org/abs/1802.02550)), and Marino, Yue and Mandt (2018), *Iterative amortized inference*, ICML
//:   ([arXiv](https://arxiv.org/abs/1807.09356)): some steps of an own q, starting from the encoder's.
//: - Turner and Sahani (2011), *Two problems with variational expectation maximisation for time-series models*, in *Bayesian
//:   Time Series Models*: too narrow, and biased toward what q can follow.
//: - Talts, Betancourt, Simpson, Vehtari and Gelman (2018), *Validating Bayesian inference algorithms with simulation-based
//:   calibration* ([arXiv](https://arxiv.org/abs/1804.06788)), and Modrák and others (2023), *Simulation-based calibration
//:   checking for Bayesian computation: the choice of test quantities shapes sensitivity*, Bayesian Analysis
//:   ([arXiv](https://arxiv.org/abs/2211.02383)): section 6.5.
//: - Hoffman and Johnson (2016), *ELBO surgery: yet another way to carve up the variational evidence lower bound*, NeurIPS
//:   workshop on advances in approximate Bayesian inference: section 6.6.
//: - Tomczak and Welling (2018), *VAE with a VampPrior*, AISTATS ([arXiv](https://arxiv.org/abs/1705.07120)): a prior that
//:   follows the codes.
//:
//: ## Exercises
//:
//: Each numbered exercise has a file to edit and a criterion that judges it: `swift run chapter6 --exercise 1` says
//: which, `--check-exercise 1` judges your answer, `--solution 1` shows ours. The others are for paper.
//:
//: 1. Predict a number: with the toy's w = 2 and s² = ½, which slope a gives the encoder N(ax, τ²) the smallest gap?
//:    <details><summary>Solution</summary>a* = w/(w² + s²) = 2/4.5, which is 4/9.</details>
//: 2. Write a function: how often a 90 % interval contains z, if q has the right deviation and a mean that is off by δ.
//:    *Hint: z − mean is a Gaussian around δ.*
//:    <details><summary>Solution</summary>Φ(1.645 − δ/τ) − Φ(−1.645 − δ/τ).</details>
//: 3. Repair a derivation: the best diagonal q of a correlated posterior. One step is wrong. *Hint: what multiplies
//:    σⱼ² in the divergence?*
//:    <details><summary>Solution</summary>The trace is $`\sum_jM_{jj}\sigma_j^2`$, so $`\sigma_j^2=1/M_{jj}`$, not
//:    $`(M^{-1})_{jj}`$.</details>
//: - Show that the amortization gap is never negative.
//:   <details><summary>Solution</summary>The best q of the family is at least as good as the encoder's q, which belongs to
//:   the family.</details>
//:
//: ## Mistakes people make here
//:
//: `swift run chapter6 --list-mistakes` names them; `--mistake NAME` makes one, and says which equation caught it.
//:
//: ## Notation
//:
//: The symbols that this chapter introduces, and their names in the code.
