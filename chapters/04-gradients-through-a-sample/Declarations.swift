import ArgumentParser
import Arithmetic
import Notebook
import VAECore
import Verification

@main
struct Chapter4: Chapter {
  static let number = 4
  // Quoted: 1.064, where the two variances cross: an exercise's own; Williams 1992; data 1.5, −0.7, 0.4 and 2.1.
  // Quoted: E ε⁸ = 105; Kingma and Welling 2014; Roeder and others 2017; Higgins and others 2017; Titsias 2014.
  static let title = "Gradients through a sample"
  static let thesis = "A gradient can pass through a draw: several estimators, one mean, very different variances."
  static let equations = ["17", "18", "19", "20"]

  @Option(parsing: .unconditional, help: "The mean μ of q.")
  var mean: Entry<Real> = "1"

  @Option(parsing: .unconditional, help: "The standard deviation σ of q.")
  var deviation: Entry<PositiveReal> = "1"

  @Option(parsing: .unconditional, help: "The target k of f(z) = (z − k)².")
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
      Section("4.7", "More draws for each data point", moreDraws),
      Section("4.8", "Where the path is the worse way", whereThePathIsWorse),
      Section("4.9", "The gradient of a bound", theGradientOfABound),
      Section("4.10", "The network's own gradient", theNetworksOwnGradient),
      Section("4.11", "The printed objective, and its two noises", thePrintedObjective),
    ]
  }
}

extension Chapter4 {
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
}

extension Chapter4 {
  static let notation = [
    Notation(#"\varepsilon"#, "noise", "a draw from N(0, I)", shape: "d"),
    Notation(#"\mu+\sigma\odot\varepsilon"#, "reparameterized", "the sample that the noise becomes", shape: "d"),
    Notation(#"\nabla\log q"#, "score", "the gradient of log q by its parameters", shape: "d"),
    Notation(#"\Theta"#, "Decoder", "the decoder's parameters"),
    Notation(#"\phi"#, "Encoder", "the encoder's parameters"),
    Notation("k", "target", "the minimum of f"),
    Notation(#"\delta"#, "distance", "how far the mean lies from the target, μ − k"),
    Notation("V", "draws", "the number of draws for each data point"),
  ]
}

extension Chapter4 {
  static let errata = [
    Erratum(
      "17", printed: #"$`\dots=\sum_i\nabla\mathcal L_i(\Theta,\phi)-2`$"#,
      correct: #"$`\sum_i\nabla\mathcal L_i(\Theta,\phi)`$; the page number leaked in, and two brackets are missing"#,
      shownBy: "the gradients of the data add up to the gradient of the bound, along a random direction"),
    Erratum(
      "18", printed: #"$`\sum_{i=1}^m`$ with $`i\sim\mathbf U(1,\dots,n)`$"#,
      correct: #"$`\sum_{b=1}^m`$ over m random indices $`i_1,\dots,i_m`$"#,
      shownBy: "two random indices, over all 25 pairs, average the full gradient, and the first two data do not"),
    Erratum(
      "above (19)", printed: "the integral cannot be estimated by Monte Carlo",
      correct:
        #"it can, and so can its gradient in Θ; the gradient in $`\phi`$ needs a trick, and the score is another"#,
      shownBy: "draws from q estimate the integral itself",
      "draws from q estimate the integral's gradient in Θ, ∂/∂w"),
    Erratum(
      "19", printed: #"$`\epsilon\sigma`$, and $`p(\epsilon)`$ without its law"#,
      correct: #"$`\epsilon\odot\sigma`$, elementwise, with $`p(\epsilon)=\mathbf N(0,I)`$"#,
      shownBy: "the integral over ε, elementwise, is the integral over z, and with an inner product εσ it is not"),
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
      shownBy: "five digits, step by step through encoder, draw and decoder, have the bound of the whole model"),
  ]
}

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

// MARK: The models and the estimators

/// A toy with an encoder: x | z ~ N(wz, s²), and q = N(ax, σ²) for each x.
struct AmortizedToy {
  static let data = [1.5, -0.7, 0.4, 2.1]
  /// w, a and σ.
  var parameters = [2, 0.4, 0.6]
  var observationVariance = 0.3

  var decoder: LinearGaussian {
    get throws { try LinearGaussian(slope: parameters[0], observationVariance: observationVariance) }
  }

  func approximatePosterior(of x: Double) throws -> DiagonalGaussian {
    try DiagonalGaussian(mean: [parameters[1] * x], standardDeviation: [parameters[2]])
  }

  func bound(of x: Double) throws -> Double {
    try decoder.evidenceLowerBound(approximatePosterior(of: x), for: [x]).value
  }

  /// ∂/∂w, ∂/∂a and ∂/∂σ of the bound; a and σ move q, whose gradient the core knows.
  func gradient(of x: Double) throws -> [Double] {
    let q = try approximatePosterior(of: x)
    let (mean, variance, ofPosterior) = (
      q.mean[0], q.standardDeviation[0].squared, try decoder.gradientOfBound(q, for: [x])
    )
    return [
      (x * mean - parameters[0] * (mean.squared + variance)) / observationVariance, x * ofPosterior.mean[0],
      ofPosterior.standardDeviation[0],
    ]
  }

  func moved(_ step: Double, along direction: [Double]) -> AmortizedToy {
    let moved = zip(parameters, direction).map { $0 + step * $1 }
    return AmortizedToy(parameters: moved, observationVariance: observationVariance)
  }
}

extension Chapter4 {
  /// The toy of chapter 2, its observation, and its q.
  var bookToy: (toy: LinearGaussian, observation: Double, approximatePosterior: DiagonalGaussian) {
    get throws {
      let variance = 0.2
      return (
        try LinearGaussian(slope: 2, observationVariance: 0.5), 1.5,
        try DiagonalGaussian(mean: [0.3], standardDeviation: [variance.squareRoot()])
      )
    }
  }

  /// Two latent and three observed dimensions, and an observation.
  var planeModel: (model: LinearGaussian, observation: [Double]) {
    get throws {
      let matrix = Matrix([[1.2, -0.7], [0.4, 0.9], [-0.3, 1.6]])
      return (try LinearGaussian(matrix: matrix, bias: [0, 0, 0], observationVariance: 0.3), [0.8, -1.1, 0.5])
    }
  }
}

/// One way to estimate a derivative: what one draw says, and the mean and variance that theory gives it.
struct Estimator {
  let name: String
  let expectation: Double
  let variance: Double
  let draw: (_ noise: Double) -> Double

  init(_ name: String, expectation: Double, variance: Double, _ draw: @escaping (Double) -> Double) {
    (self.name, self.expectation, self.variance, self.draw) = (name, expectation, variance, draw)
  }

  /// The standard deviation of one draw.
  var deviation: Double { variance.squareRoot() }

  /// Returns the standard error of an average of some draws.
  func standardError(samples: Int) -> Double { (variance / Double(samples)).squareRoot() }

  /// One draw's squared deviation from the exact derivative.
  func squaredDeviation(_ noise: Double) -> Double { (draw(noise) - expectation).squared }
}

// MARK: What the cells use besides the core

/// Returns E f(ε) of d standard normals, exactly where f is a polynomial of degree at most 7 in each: Gauss's rule with
/// the four roots ±√(3 ± √6) of a Hermite polynomial.
func gaussExpectation(dimension: Int, of function: ([Double]) -> Double) -> Double {
  guard dimension > 0 else { return function([]) }
  let root = 6.0.squareRoot()
  return [root, -root].reduce(0) { sum, root in
    let (point, weight) = ((3 + root).squareRoot(), (3 - root) / 12)
    return [point, -point].reduce(sum) { sum, first in
      sum + weight * gaussExpectation(dimension: dimension - 1) { function([first] + $0) }
    }
  }
}

/// Returns Σᵢ ⟨aᵢ, bᵢ⟩ of vectors aᵢ and bᵢ.
func sumOfProducts(_ left: [[Double]], _ right: [[Double]]) -> Double {
  zip(left, right).reduce(0) { $0 + dot($1.0, $1.1) }
}

extension MonteCarlo {
  /// Returns the averages of several functions of the same standard normal draw.
  func averages(of functions: [(_ noise: Double) -> Double]) -> [MonteCarloEstimate] {
    // One closure that calls all: to take each from an array again would cost more than its value.
    let all: (Double, inout [Double]) -> Void = functions.enumerated().reduce({ _, _ in }) { earlier, function in
      { noise, values in
        earlier(noise, &values)
        values[function.offset] = function.element(noise)
      }
    }
    return averages(of: functions.count, all)
  }
}

extension Parameters {
  /// Returns the sum of products over all parameters.
  func dot(_ other: Self) -> Double {
    var sum = 0.0
    _ = combined(with: other) { own, others in
      sum += own * others
      return own
    }
    return sum
  }

  /// Returns a value of this shape whose parameters are the draws of a stream.
  func withNormals(of noise: RandomStream) -> Self {
    var index = -1
    return combined(with: self) { _, _ in
      index += 1
      return noise.normal(at: index)
    }
  }
}

/// n/m times the sum of m terms, each picked from n with repetition, and each the mean of V draws N(term, noise²).
struct PickedSum {
  let terms: [Double]
  let noises: [Double]
  let picks: Int

  private var n: Double { Double(terms.count) }
  private var m: Double { Double(picks) }

  /// The sum of all n terms.
  var full: Double { terms.reduce(0, +) }

  /// n²/m Varᵢ(termᵢ).
  var minibatchPart: Double { n * n / m * average(terms.map { ($0 - full / n).squared }) }

  /// n²/m Eᵢ(noiseᵢ²)/V.
  func samplingPart(draws: Int) -> Double { n * n / m * average(noises.map(\.squared)) / Double(draws) }

  /// The standard error of an average of squared deviations from the full sum.
  ///
  /// A pick deviates by a mixture of n Gaussians, whose fourth moments are shift⁴ + 6 shift² spread² + 3 spread⁴; the
  /// fourth moment of a sum of m independent picks adds 3 m (m − 1) times the square of their variance.
  func standardErrorOfVariance(draws: Int, samples: Int) -> Double {
    let variance = minibatchPart + samplingPart(draws: draws)
    let ofPick = average(
      zip(terms, noises).map { term, noise in
        let (shift, spread) = ((term - full / n).squared, noise.squared / Double(draws))
        return shift * (shift + 6 * spread) + 3 * spread.squared
      })
    let fourthMoment = m * ((n / m).squared.squared * ofPick + 3 * (m - 1) * (variance / m).squared)
    return ((fourthMoment - variance.squared) / Double(samples)).squareRoot()
  }
}
