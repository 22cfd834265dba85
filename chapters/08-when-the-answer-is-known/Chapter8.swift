//: # 8 · When the answer is known: the linear VAE
//:
//: **Thesis.** With a linear decoder, the best bound that any training can reach is known before training. So we can
//: measure how far a trained VAE is from it, and see that posterior collapse belongs to the optimum and not to the
//: optimizer.
//:
//: **You need** chapter 5's training and the linear-Gaussian model of chapter 2. **We verify** equation (2), solved
//: exactly; equation (7), without draws; and equation (20), whose steps must end at a point that we know. A run takes about
//: 4 seconds on two processor cores, with `--quick` about 2, and with `--full`, which trains to convergence, about 10.

import ChapterData
import Notebook
import VAECore
import Verification

//: The data are all 1797 digits of 8 × 8 pixels. We subtract the mean image from each of them. That shifts the images
//: and changes no density, and it makes 0 the best bias of the decoder.

//: ## 8.1 The best answer, without training
//:
//: How good can a linear VAE be? Its decoder is f(z) = Wz + b, so an image has the Gaussian density N(b, C) with
//: $`C=WW^\top+s^2I`$. With b the mean image, the average of its logarithm over the data depends on the images only through
//: their covariance. Take the eigenvectors $`u_j`$ of that covariance, with eigenvalues $`\lambda_1\ge\lambda_2\ge\dots`$, and
//: let C have the eigenvalue $`c_j`$ in the direction of $`u_j`$. (The best C has these directions: Tipping and Bishop prove
//: it.) Then
//:
//: ```math
//: \frac1n\sum_{i=1}^n\log p(x_i)=-\frac12\sum_{j=1}^D\bigl(\log2\pi c_j+\frac{\lambda_j}{c_j}\bigr). \qquad (2)
//: ```
//:
//: Each term is largest at $`c_j=\lambda_j`$. With d columns, W can choose $`c_j`$ in d directions, but never below s².
//: All other directions share c = s², and the best s² is the mean of their eigenvalues: set the derivative of
//: $`(D-d)\log s^2+\sum_{j>d}\lambda_j/s^2`$ to 0. So the columns are
//:
//: ```math
//: w_j=\sqrt{\lambda_j-s^2}\;u_j\quad\text{if }\lambda_j>s^2,\text{ otherwise } w_j=0;\qquad
//: s^2=\frac1{D-d}\sum_{j>d}\lambda_j .
//: ```
//:
//: This is *probabilistic PCA* (Tipping and Bishop 1999). It solves equation (2), the maximum-likelihood problem that the
//: notes begin with, exactly for a linear decoder.

extension Chapter8 {
  /// The most likely linear model of data whose covariance has a known spectrum, with s² fitted or given.
  func bestModel(
    _ data: LinearData, latent d: Int, variance: Double?, _ notebook: ChapterNotebook
  ) throws -> LinearGaussian {
    let (spectrum, n) = (data.spectrum, Double(data.images.count))
    let eigenvalues = notebook.choose(
      spectrum.eigenvalues, or: ["divisor-n-minus-1": spectrum.eigenvalues.map { $0 * n / (n - 1) }])
    let discarded = eigenvalues.dropFirst(d)
    let fitted = notebook.choose(average(discarded), or: ["sum-of-the-discarded": discarded.reduce(0, +)])
    let s2 = variance ?? fitted
    let columns = (0..<d).map { j in
      let lift = notebook.choose(eigenvalues[j] - s2, or: ["variance-not-subtracted": eigenvalues[j]])
      return spectrum.eigenvectors[row: j].map { max(0, lift).squareRoot() * $0 }
    }
    return try LinearGaussian(matrix: Matrix(columns).transposed, bias: spectrum.mean, observationVariance: s2)
  }
}

//: We check the formula on the images themselves: the average of log p(x) over all 1797 must be the value that the
//: eigenvalues give. And to first order nothing nearby may be better: along a random direction of W, b and log s², the
//: average must have slope 0.

extension Chapter8 {
  func theBestAnswer(_ notebook: ChapterNotebook) throws {
    let (digits, fixed) = (try digits(notebook), observationVariance.value)
    let best = try bestModel(digits, latent: latent.value, variance: fixed, notebook)
    let optimum = try optimalBound(digits.spectrum, latent: latent.value, variance: fixed)
    notebook.show(
      "optimalBound", "the largest log p(x) of a linear model, in nats per \(digits.examples.noun)", optimum)
    notebook.show("optimalVariance", "its s²", best.observationVariance)
    notebook.check(
      "2", "the average log p(x) of the \(digits.examples.nouns) under the best model is what the eigenvalues say",
      average(digits.images.map { best.logMarginalLikelihood(of: $0) }), equals: optimum, comparing: .otherCode,
      with: .closedForm, within: rounding(best.observationVariance, digits),
      against: optimum + 0.5 * Double(digits.spectrum.mean.count) * log(2 * .pi))

    let slope = try slopeOfLogLikelihood(best, digits, notebook)
    notebook.check(
      "2", "along a random direction of W, b and log s² the average log p(x) has slope 0 at the best model",
      slope.value, equals: 0, comparing: .differences, with: .closedForm, within: slope.tolerance,
      against: try slopeOfLogLikelihood(unlifted(best, digits), digits, notebook).value,
      unless: best.observationVariance < 0.01 ? "below s² = 0.01 the columns hardly depend on s²" : nil)
    notebook.draw(spectra(digits, best.observationVariance, try held(notebook)))
  }
}

//: The figure shows the eigenvalues, of all digits and of the zeros and sevens that sections 8.4 and 8.5 need. The dashed
//: lines are values of s²: a latent coordinate is worth something if its eigenvalue lies above the line.
//:
//: ## 8.2 A bound without draws
//:
//: Can a bound be computed without drawing z? Chapter 5 could not. Here we can: E log p(x | z) under a Gaussian q has a
//: formula if f is linear. So equation (7) has an exact value for every Gaussian encoder with a diagonal covariance and
//: every linear decoder, trained or not.
//:
//: ```math
//: \mathrm E_q\log p(x\mid z)=-\frac1{2s^2}\bigl(\lVert x-W\mu-b\rVert^2+\sum_j\sigma_j^2\lVert w_j\rVert^2\bigr)
//:   -\frac D2\log2\pi s^2. \qquad (7)
//: ```
//:
//: (The squared error averages its value at μ plus what the variance of each $`z_j`$ adds along the column $`w_j`$.) The linear
//: VAE is the core's own, with networks that have no hidden layers. Its encoder has a matrix for μ and one for log σ². The
//: best log σ² is the same for all images, so we start its matrix at 0. Training may move it.

extension Chapter8 {
  /// A linear VAE with random matrices for μ and for the decoder.
  func linearAutoencoder(
    latent: Int, pixels: Int, _ likelihood: Likelihood, _ noise: RandomStream
  ) -> Autoencoder {
    var encoder = Encoder(observedDimension: pixels, hidden: [], latentDimension: latent, random: noise.substream(0))
    encoder.logVariance.matrix = Matrix(rows: latent, columns: pixels)
    let decoder = Decoder(
      latentDimension: latent, hidden: [], observedDimension: pixels, likelihood: likelihood, random: noise.substream(1)
    )
    return Autoencoder(encoder: encoder, decoder: decoder)
  }

  /// The exact bound of each image.
  func exactBounds(
    of model: Autoencoder, _ images: [[Double]], _ notebook: ChapterNotebook
  ) throws -> [EvidenceLowerBound] {
    let decoder = try model.linearDecoder
    return notebook.concurrentMap(images) { x in
      decoder.evidenceLowerBound(model.encoder.approximatePosterior(of: x), for: x)
    }
  }

  func aBoundWithoutDraws(_ notebook: ChapterNotebook) throws {
    let (digits, model) = (try digits(notebook), try startingModel(notebook))
    let (x, q) = (digits.images[0], model.encoder.approximatePosterior(of: digits.images[0]))
    let exact = try exactBounds(of: model, [x], notebook)[0]
    let drawn = notebook.sampling("draws of one bound", samples: 20_000).averages(
      dimension: latent.value, of: 1
    ) { noise, values in
      values[0] = model.evidenceLowerBound(of: x, noises: [noise]).value
    }
    notebook.check(
      "7", "the bound of one image, averaged over draws by the core, is the exact one", drawn[0], equals: exact.value,
      with: .closedForm,
      exactStandardError: try model.linearDecoder.logDensity(of: x, atDrawOf: q).standardError(samples: 20_000),
      against: model.decoder.logDensity(of: x, given: q.mean) - exact.divergence)
  }
}

//: ## 8.3 Does training find it?
//:
//: Does the doubly stochastic gradient of chapter 5 find the best model? We train with two latent dimensions, mini-batches of
//: 50 images, one draw per image, and Adam. Nothing in the program knows about eigenvectors. The matrices start at random,
//: the biases at 0, and s² at the mean square of the centred pixels.
//:
//: To stop close to the optimum, the steps must become small: the noise of the gradient does not vanish at the optimum,
//: and the larger the learning rate, the more it shakes the parameters. So the rate is 0.05 for the first third of the
//: epochs, and then falls, by the same factor in each epoch, to 0.0003.
//:
//: > **What do you expect?** How many nats per image will be missing: 1, 0.1, or 0.01?

extension Chapter8 {
  func train(
    _ start: Autoencoder, on images: [[Double]], batch: Int, epochs: Int, _ notebook: ChapterNotebook,
    afterEpoch: (Autoencoder) throws -> Void = { _ in }
  ) rethrows -> Autoencoder {
    let rate = 0.05 * min(1, 64 / Double(images[0].count))  // Sums over more than 64 pixels need smaller steps.
    var training = Training(of: start, batchSize: batch, learningRate: rate, seed: notebook.seed)
    for epoch in 1...epochs {
      let progress = Double(3 * epoch - epochs) / Double(2 * epochs)
      training.optimizer.learningRate = rate * pow(0.0003 / 0.05, max(0, progress))
      training.epoch(over: images)
      try afterEpoch(training.model)
      notebook.progress("epoch \(epoch) of \(epochs)")
    }
    return training.model
  }

  func doesTrainingFindIt(_ notebook: ChapterNotebook) throws {
    let (digits, trained, start) = (try digits(notebook), try trained(notebook), try startingModel(notebook))
    let optimum = try optimalBound(digits.spectrum, latent: latent.value, variance: observationVariance.value)
    let bound = average(try exactBounds(of: trained.model, digits.images, notebook).map(\.value))
    let before = average(try exactBounds(of: start, digits.images, notebook).map(\.value))
    let boundAtMean = try boundAtTheMean(trained.model, digits.images)
    notebook.show("boundBefore", "the bound before training, in nats per \(digits.examples.noun)", before)
    notebook.show("trainedBound", "after training", bound)
    notebook.show("gapToOptimum", "what is missing to the best possible bound", optimum - bound)
    notebook.show("learnedVariance", "the decoder's s² after training", trained.model.decoder.likelihood.variance ?? 0)
    notebook.check(
      "20", "the trained bound comes within 0.05 nats of the best possible one", bound, equals: optimum,
      comparing: .draws, with: .closedForm, within: enough, against: before, unless: tooMuchToLearn)
    notebook.check(
      "7", "the trained bound does not exceed the best possible one", bound, isBelow: optimum, comparing: .draws,
      with: .closedForm, by: rounding(trained.model.decoder.likelihood.variance ?? 1, digits), against: boundAtMean,
      unless: reasonNotToCompare(boundAtMean, optimum, digits))
    notebook.draw(gapOverTraining(trained.curve, digits.examples))
    try theSubspaceThatItFound(trained.model, digits, notebook)
  }
}

//: A few thousandths of a nat are missing. The figure shows the way there. As long as the learning rate is large, the gap
//: stays near one nat; smaller steps close it. What is left has two parts: the decoder's density is not quite the best, and
//: the encoder's q is not quite the posterior.
//:
//: What can you rely on? No theorem says that Adam ends within 0.05 nats. But each step of the last epochs moves a
//: parameter by no more than about the learning rate, and the noise averages out over many such steps. So the gap hardly
//: depends on the seed: the seeds 1 to 3 end 0.0029 to 0.0039 nats below the optimum.
//:
//: Did it find the same *model*, or a different one that is as good? The columns of W should span the plane of the first d
//: eigenvectors. We compare two planes by their *largest principal angle*: take the direction of one plane that is farthest
//: from the other plane, and measure its angle to its projection there. This needs an orthonormal basis of each plane. With
//: the columns of W as they are, the result would not be an angle.

extension Chapter8 {
  /// The largest principal angle between the space that a matrix's columns span and that of the first eigenvectors.
  func largestPrincipalAngle(
    _ matrix: Matrix, _ spectrum: PrincipalComponents, dimension: Int, _ notebook: ChapterNotebook
  ) -> Double {
    let own = SymmetricEigen(matrix.transposed.times(matrix))
    let basis = (0..<dimension).map { j in
      let length = notebook.choose(own.values[j].squareRoot(), or: ["unnormalized-columns": 1])
      return matrix.times(own.vectors[row: j]).map { $0 / length }
    }
    let shadows = Matrix((0..<dimension).map { k in basis.map { dot(spectrum.eigenvectors[row: k], $0) } })
    let leastSquaredCosine = SymmetricEigen(shadows.transposed.times(shadows)).values.last ?? 1
    return degrees(ofSquaredCosine: leastSquaredCosine)
  }

  private func theSubspaceThatItFound(
    _ model: Autoencoder, _ digits: LinearData, _ notebook: ChapterNotebook
  ) throws {
    let (matrix, start) = (try model.linearDecoder.matrix, try startingModel(notebook))
    let used = latent.value - collapsed(digits.spectrum.eigenvalues, latent.value, model.decoder.likelihood.variance)
    let angle = { self.largestPrincipalAngle($0, digits.spectrum, dimension: used, notebook) }
    notebook.show(
      "largestPrincipalAngle", "between learned columns and principal components, in degrees", angle(matrix))
    notebook.check(
      "20", "the learned columns span the principal subspace to within one degree", angle(matrix), isBelow: 1,
      comparing: .draws, with: .reference,
      by: Tolerance(0, because: "the angle of given columns is exact; the degree is what is claimed"),
      against: angle(try start.linearDecoder.matrix),
      unless: tooMuchToLearn
        ?? (observationVariance.value == nil && [2, 3].contains(latent.value)
          ? nil : "the last eigenvalue lies too close to the next, or to s²"))
    let best = try bestModel(digits, latent: latent.value, variance: nil, notebook).observationVariance
    notebook.check(
      "20", "the learned s² is the mean of the discarded eigenvalues", model.decoder.likelihood.variance ?? .nan,
      equals: best, comparing: .draws, with: .closedForm,
      within: Tolerance(
        2 * best * (0.05 / Double(digits.examples.dimension - latent.value)).squareRoot(),
        because: "an error of log s² by δ costs (D − d)δ²/4 nats, and the gap is below 0.05"),
      against: start.decoder.likelihood.variance ?? .nan,
      unless: observationVariance.value == nil ? tooMuchToLearn : "s² was given, not learned")
  }
}

//: ## 8.4 Which rotation does it pick?
//:
//: The learned columns are within half a degree of the best plane. Are they also the principal components themselves? They
//: need not be: replace W by WO with a rotation O, and p(x) does not change. But the *bound* may. The inverse of the
//: posterior's covariance is $`M=I+W^\top W/s^2`$, and a q with independent coordinates can be the posterior only if M is
//: diagonal, so only if the columns of W are orthogonal. What is missing is the approximation gap of chapter 6:
//:
//: ```math
//: \log p(x)-\max_{q\text{ diagonal}}\mathcal L=\tfrac12\bigl(\sum_j\log M_{jj}-\log\det M\bigr).
//: ```
//:
//: At the optimum $`M_{jj}=\lambda_j/s^2`$. Turn the first two coordinates by 45°: both diagonal elements become the mean
//: of the two, and the bound loses ½ log of $`(\lambda_1+\lambda_2)^2/(4\lambda_1\lambda_2)`$. Nothing else decides how the
//: columns are turned. If two eigenvalues are close, the loss is tiny. And at 45° itself its slope is 0: columns that happen
//: to start there need many steps to leave. So we train longer here, in more and smaller mini-batches.

extension Chapter8 {
  func whichRotation(_ notebook: ChapterNotebook) throws {
    let (digits, pair) = (try digits(notebook), try zerosAndSevens(notebook))
    let cost = { (spectrum: PrincipalComponents) in
      let (first, second) = (spectrum.eigenvalues[0], spectrum.eigenvalues[1])
      return 0.5 * log((first + second).squared / (4 * first * second))
    }
    notebook.show(
      "costOfRotation", "what a turn by 45° costs for all \(digits.examples.kind), in nats", cost(digits.spectrum))
    notebook.show("costOfRotationForPair", "what it costs for \(pair.name)", cost(pair.spectrum))

    let best = try pair.spectrum.linearGaussian(latentDimension: 2)
    let half = (0.5).squareRoot()
    let turned = try best.rotated(by: Matrix([[half, -half], [half, half]]))
    let boundOfTurned = average(
      pair.images.map { turned.evidenceLowerBound(turned.bestDiagonalPosterior(of: $0), for: $0).value })
    let optimum = try optimalBound(pair.spectrum, latent: 2, variance: nil)
    notebook.check(
      "7", "turned by 45°, the best model of \(pair.name) loses as much of its bound as the two eigenvalues say",
      boundOfTurned, equals: optimum - cost(pair.spectrum), comparing: .otherCode, with: .closedForm,
      within: rounding(best.observationVariance, pair), against: optimum)
    try theRotationThatItPicked(pair, cost: cost(pair.spectrum), notebook)
  }

  private func theRotationThatItPicked(_ pair: LinearData, cost: Double, _ notebook: ChapterNotebook) throws {
    let start = linearAutoencoder(
      latent: 2, pixels: pair.examples.dimension, .gaussianWithLearnedVariance(logVariance: log(pair.meanSquare)),
      notebook.noise("initial parameters"))
    let model = try train(start, on: pair.images, batch: 10, epochs: epochsOfPair, notebook)
    let decoder = try model.linearDecoder
    let columns = pair.columnsInOrder(of: decoder.matrix)
    let angles = columns.enumerated().map { j, column in
      degrees(
        ofSquaredCosine: dot(column, pair.spectrum.eigenvectors[row: j]).squared / dot(column, column))
    }
    notebook.show("columnAngles", "between each learned column and its principal component, in degrees", angles)
    notebook.show("gapOfRotation", "what the learned rotation costs, in nats", decoder.gapOfDiagonalFamily)
    notebook.check(
      "20", "trained on \(pair.name), the columns turn until they cost less than a quarter of a turn by 45°",
      decoder.gapOfDiagonalFamily, isBelow: cost / 4, comparing: .draws, with: .closedForm,
      by: .rounding(operations: 1000, scale: 10), against: cost,
      unless: pair.examples.onlyOfDigits ?? tooFewEpochs)
    notebook.draw(learnedColumns(columns, pair))
  }
}

//: For all digits a turn by 45° costs about 0.001 nats, less than what training leaves. So practically nothing decides how
//: the columns of section 8.3 are turned in their plane, and you should not expect them to look like principal components.
//: For zeros and sevens a turn costs about 0.2 nats. There the columns are within a degree of the principal components, as
//: the figure shows, up to their signs and order (within two degrees with the seeds 1 to 3). A VAE prefers certain axes
//: because its q is diagonal, and the more the eigenvalues differ, the stronger the preference.
//:
//: ## 8.5 When does a coordinate collapse?
//:
//: Why does a trained VAE sometimes ignore a latent coordinate, so that its q is the prior for every image? This is *posterior
//: collapse*. The optimizer, the decoder and the divergence have all been blamed. In the linear VAE one can say when it must
//: happen. Hold s² fixed. A column of length w along $`u_j`$ makes $`c_j=w^2+s^2`$, and from (2) its share of the best bound
//: and that share's derivative are
//:
//: ```math
//: -\tfrac12\bigl(\log2\pi c_j+\frac{\lambda_j}{c_j}\bigr),\qquad
//: \frac{\partial}{\partial c_j}=\frac{\lambda_j-c_j}{2c_j^2}.
//: ```
//:
//: If $`\lambda_j>s^2`$, the share rises until $`w^2=\lambda_j-s^2`$. If $`\lambda_j\le s^2`$, it falls from w = 0 on: the
//: best column is 0, and a coordinate that changes nothing is best left at the prior. So at the optimum of the linear VAE
//: coordinate j is collapsed **if and only if** $`\lambda_j\le s^2`$. Otherwise its q has the variance $`s^2/\lambda_j`$, and
//: its means vary over the images with the variance $`1-s^2/\lambda_j`$. Put both into (16): the divergence, averaged over the
//: images, is $`\tfrac12\log(\lambda_j/s^2)`$.
//:
//: We take the zeros and sevens again, hold s² between their second and third eigenvalue, and give the model four
//: coordinates. (With your own `--observation-variance`, we take the model of section 8.3.)
//:
//: > **What do you expect?** How many of the four coordinates will carry something?

extension Chapter8 {
  func whenACoordinateCollapses(_ notebook: ChapterNotebook) throws {
    let held = try held(notebook)
    let (spectrum, images, d, s2) = (held.data.spectrum, held.data.images, held.latent, held.variance)
    let best = try bestModel(held.data, latent: d, variance: s2, notebook)
    let shares = spectrum.eigenvalues.prefix(d).map { 0.5 * log(max(1, $0 / s2)) }
    notebook.show("heldVariance", "the s² that is held fixed", s2)
    notebook.show("optimalDivergences", "½ log(λⱼ/s²), or 0: nats per coordinate", shares)
    notebook.check(
      "7",
      "at the optimum the mean divergence of the \(held.data.examples.nouns) is the sum of ½ log(λⱼ/s²) over λⱼ > s²",
      average(best.posteriors(of: images).map { $0.divergenceFromStandard() }), equals: shares.reduce(0, +),
      comparing: .otherCode, with: .closedForm, within: rounding(s2, held.data),
      against: average(try unlifted(best, held.data).posteriors(of: images).map { $0.divergenceFromStandard() }))

    let model = try trainedWithHeldVariance(notebook)
    let divergences = try divergencePerCoordinate(model, images, notebook)
    let count = divergences.filter { $0 < 0.03 }.count
    let belowTwice = collapsed(spectrum.eigenvalues, d, 2 * s2)
    let expected = notebook.choose(collapsed(spectrum.eigenvalues, d, s2), or: ["collapse-below-twice": belowTwice])
    notebook.show("divergences", "the mean divergence of each trained coordinate, largest first", divergences)
    notebook.show("collapsedCoordinates", "how many trained coordinates carry less than 0.03 nats", Double(count))
    notebook.show("expectedCollapsedCoordinates", "how many eigenvalues of the first d are ≤ s²", Double(expected))
    notebook.check(
      "7", "as many coordinates collapse in training as there are eigenvalues ≤ s²", Double(expected),
      equals: Double(count), comparing: .closedForm, with: .draws, within: Tolerance(0.5, because: "a whole number"),
      against: Double(belowTwice), unless: nothingToSee(held))
    notebook.check(
      "20", "with s² held, too, training comes within 0.05 nats of the best possible bound",
      average(try exactBounds(of: model, images, notebook).map(\.value)),
      equals: try optimalBound(spectrum, latent: d, variance: s2), comparing: .draws, with: .closedForm,
      within: enough, against: try optimalBound(spectrum, latent: 0, variance: s2), unless: nothingToSee(held))
    notebook.draw(divergencesOfCoordinates(divergences, shares))
  }
}

//: Two, because two eigenvalues lie above s². The other two coordinates would cost more divergence than they could gain in
//: reconstruction. A learned s² prevents this in the linear VAE: it falls to the mean of the discarded eigenvalues, which is
//: below the eigenvalues that are kept (unless all of these are equal to it). And a program that fixes s² by accident, as
//: equation (20) does by leaving out 1/(2s²), collapses every coordinate with an eigenvalue below ½. With a mean over the 64
//: pixels in place of the sum, it collapses those below 32, which is all of them.
//:
//: ## 8.6 Is the optimizer to blame?
//:
//: Could a better optimizer open the collapsed coordinates? We start *at* the optimum, collapsed coordinates included, and
//: ask for the gradient. It needs no sampling: the gradient of a linear VAE is a quadratic function of the noise ε, and
//: for such functions the mean over the 2d points $`\pm\sqrt d\,e_j`$ is the mean over all Gaussian draws.

extension Chapter8 {
  /// The core's gradient of the mean bound, averaged over all images and, exactly, over all draws.
  func meanGradient(of model: Autoencoder, _ images: [[Double]], _ notebook: ChapterNotebook) -> Autoencoder {
    let d = model.encoder.mean.bias.count
    let noises = (0..<2 * d).map { i in
      (0..<d).map { $0 == i / 2 ? (i % 2 == 0 ? 1 : -1) * Double(d).squareRoot() : 0 }
    }
    let parts = stride(from: 0, to: images.count, by: 100).map { Array(images[$0..<min($0 + 100, images.count)]) }
    let sums = notebook.concurrentMap(parts) { part in
      part.reduce(model.zero) { sum, x in
        noises.reduce(sum) { $0 + model.lowerBoundWithGradient(of: x, noise: $1).gradient }
      }
    }
    return 1 / Double(images.count * noises.count) * sums.dropFirst().reduce(sums[0], +)
  }

  func isTheOptimizerToBlame(_ notebook: ChapterNotebook) throws {
    let (digits, held) = (try digits(notebook), try held(notebook))
    let cases: [(section: String, data: LinearData, latent: Int, variance: Double?)] = [
      ("8.3", digits, latent.value, observationVariance.value), ("8.5", held.data, held.latent, held.variance),
    ]
    for (section, data, d, variance) in cases {
      let best = try bestModel(data, latent: d, variance: variance, notebook)
      let length = { (linear: LinearGaussian) in
        let gradient = self.meanGradient(of: linear.autoencoder(learns: variance == nil), data.images, notebook)
        return gradient.dot(gradient).squareRoot()
      }
      notebook.check(
        "20", "at the optimum of section \(section) the core's gradient, averaged over images and draws, is 0",
        length(best), equals: 0, comparing: .enumeration, with: .closedForm,
        within: rounding(best.observationVariance, data), against: try length(unlifted(best, data)))
    }
    try everyWayOut(held, notebook)
  }
}

//: An optimizer that follows the mean gradient stays where this gradient is 0. But is it a maximum, or a saddle from which a
//: small push would help? Open coordinate j a little: a column $`t\,u_j`$ in the decoder, and $`t\,u_j/s^2`$ in the encoder, the
//: best row for it. Put both into (7), with σ = 1. The bound changes by
//:
//: ```math
//: \frac{t^2}{2s^2}\bigl(\frac{\lambda_j}{s^2}-1\bigr)+O(t^4).
//: ```
//:
//: So a closed coordinate with $`\lambda_j>s^2`$ sits on a saddle. One with $`\lambda_j<s^2`$ does not: opening it lowers the
//: bound. We measure both. Then we start training on the saddle: the best model, except that its first coordinate is closed.
//: The mean gradient is 0 there, too, but single draws of it are not.
//:
//: > **What do you expect?** Does the closed coordinate open again?

extension Chapter8 {
  private func everyWayOut(_ held: HeldVariance, _ notebook: ChapterNotebook) throws {
    let (spectrum, d, s2) = (held.data.spectrum, held.latent, held.variance)
    let best = try bestModel(held.data, latent: d, variance: s2, notebook)
    let curvatures = try [0, d - 1].map { j in
      // Opened by t, the bound is a polynomial c₀ + c₂t² + c₄t⁴: two differences give c₂.
      let bound = { (t: Double) in
        let opened = best.autoencoder(learns: false).opening(j, by: t, along: spectrum.eigenvectors[row: j])
        return average(try self.exactBounds(of: opened, held.data.images, notebook).map(\.value))
      }
      let (step, closed) = (0.5 * s2.squareRoot(), try bound(0))
      return (16 * (try bound(step / 2) - closed) - (try bound(step) - closed)) / (3 * step.squared)
    }
    notebook.show("curvatures", "the bound's coefficient of t² for the first and the last coordinate", curvatures)
    for (name, j, curvature) in [("first", 0, curvatures[0]), ("last", d - 1, curvatures[1])] {
      let ratio = spectrum.eigenvalues[j] / s2
      notebook.check(
        "7", "opening the \(name) coordinate by t changes the bound by t²(λⱼ/s² − 1)/(2s²)", curvature,
        equals: (ratio - 1) / (2 * s2), comparing: .differences, with: .closedForm,
        within: Tolerance(
          50 * rounding(s2, held.data).value / s2, because: "rounding of four bounds, divided by the squared step"),
        against: (ratio / 2 - 1) / (2 * s2))
    }
    try fromTheSaddle(best.autoencoder(learns: false), held, notebook)
  }

  private func fromTheSaddle(_ best: Autoencoder, _ held: HeldVariance, _ notebook: ChapterNotebook) throws {
    let saddle = best.opening(0, by: 0, along: held.data.spectrum.eigenvectors[row: 0])
    let length = { (model: Autoencoder) in
      let gradient = self.meanGradient(of: model, held.data.images, notebook)
      return gradient.dot(gradient).squareRoot()
    }
    let ajar = best.opening(0, by: 0.1, along: held.data.spectrum.eigenvectors[row: 0])
    notebook.check(
      "20", "with the first coordinate closed the core's mean gradient is 0, too", length(saddle), equals: 0,
      comparing: .enumeration, with: .closedForm, within: rounding(held.variance, held.data), against: length(ajar))
    let bounds = try [saddle, train(from: saddle, held, notebook)].map { model in
      average(try exactBounds(of: model, held.data.images, notebook).map(\.value))
    }
    let optimum = try optimalBound(held.data.spectrum, latent: held.latent, variance: held.variance)
    notebook.show("gapOnSaddle", "what is missing with the first coordinate closed, in nats", optimum - bounds[0])
    notebook.show("gapFromSaddle", "what is missing after training from there", optimum - bounds[1])
    notebook.check(
      "20", "training that starts with the first coordinate closed opens it, to within 0.05 nats of the best bound",
      bounds[1], equals: optimum, comparing: .draws, with: .closedForm, within: enough, against: bounds[0],
      unless: optimum - bounds[0] < 0.06 ? "the first coordinate is worth too little" : nothingToSee(held))
  }
}

//: It opens, because λ₁ lies above s², and the same optimizer was enough. Here collapse is a property of the optimum: for
//: *this* model at *this* s², an empty coordinate is the best answer. If you do not like it, change the model: take a smaller
//: or a learned s², a decoder that cannot do without z, or fewer coordinates.
//:
//: ## What we simplified
//:
//: A linear decoder has one optimum, up to signs, the order of the coordinates and, for log p(x) without an encoder, rotations.
//: A network's decoder may have many local optima, and there the optimizer can be to blame as well.
//:
//: ## Further reading
//:
//: - Tipping and Bishop (1999), *Probabilistic principal component analysis*, Journal of the Royal Statistical Society B 61:
//:   section 8.1 with all proofs.
//: - Baldi and Hornik (1989), *Neural networks and principal component analysis: learning from examples without local minima*,
//:   Neural Networks 2: linear autoencoders before VAEs.
//: - Lucas, Tucker, Grosse and Norouzi (2019), *Don't blame the ELBO! A linear VAE perspective on posterior collapse*, NeurIPS
//:   ([arXiv](https://arxiv.org/abs/1911.02469)): this chapter's subject, with proofs.
//: - Dai, Wang, Aston, Hua and Wipf (2018), *Connections with robust PCA and the role of emergent sparsity in variational
//:   autoencoder models*, Journal of Machine Learning Research 19 ([arXiv](https://arxiv.org/abs/1706.05148)), and Dai, Wang
//:   and Wipf (2020), *The usual suspects? Reassessing blame for VAE posterior collapse*, ICML
//:   ([arXiv](https://arxiv.org/abs/1912.10702)): the same question for networks.
//: - Rolinek, Zietlow and Martius (2019), *Variational autoencoders pursue PCA directions (by accident)*, CVPR
//:   ([arXiv](https://arxiv.org/abs/1812.06775)): the axes of section 8.4, for networks.
//: - Bowman, Vilnis, Vinyals, Dai, Jozefowicz and Bengio (2016), *Generating sentences from a continuous space*, CoNLL
//:   ([arXiv](https://arxiv.org/abs/1511.06349)), and He, Spokoyny, Neubig and Berg-Kirkpatrick (2019), *Lagging inference
//:   networks and posterior collapse in variational autoencoders*, ICLR ([arXiv](https://arxiv.org/abs/1901.05534)): collapse
//:   in practice, and how it is fought.
//:
//: ## Exercises
//:
//: Each numbered exercise has a file to edit and a criterion that judges it: `swift run chapter8 --exercise 1` says
//: which, `--check-exercise 1` judges your answer, `--solution 1` shows ours. The others are for paper.
//:
//: 1. Predict a number: data have the eigenvalues 5, 3, 1, 0.6 and 0.2, and s² is held at 0.8. How many nats does the
//:    code of the best linear VAE with four coordinates carry, on average?
//:    <details><summary>Solution</summary>½ log(5/0.8) + ½ log(3/0.8) + ½ log(1/0.8) = 1.69; the fourth coordinate has
//:    collapsed.</details>
//: 2. Write a function: what a turn by an angle costs the bound, for two eigenvalues. *Hint: the diagonal of a turned M
//:    mixes both with cos² and sin².*
//:    <details><summary>Solution</summary>½ log of $`(\lambda_1\cos^2+\lambda_2\sin^2)(\lambda_1\sin^2+\lambda_2\cos^2)
//:    /(\lambda_1\lambda_2)`$.</details>
//: 3. Repair a derivation: the squared length of the best column. One step is wrong. *Hint: what is the derivative of
//:    λ/(2c)?*
//:    <details><summary>Solution</summary>It is −λ/(2c²), so c = λ and w² = λ − s², or 0.</details>
//: - Show that a learned s² collapses none of the d coordinates at the optimum, unless the eigenvalues from the d-th on are
//:   all equal.
//:   <details><summary>Solution</summary>s² is the mean of the discarded eigenvalues, none of which exceeds
//:   $`\lambda_d`$.</details>
//:
//: ## Mistakes people make here
//:
//: `swift run chapter8 --list-mistakes` names them; `--mistake NAME` makes one, and says which equation caught it.
//:
//: ## Notation
//:
//: The symbols that this chapter introduces, and their names in the code.
