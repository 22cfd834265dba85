import ArgumentParser
import Notebook
import VAECore
import Verification

/// Chapter 3: its options, and the order of its sections.
@main
struct Chapter3: Chapter {
  static let number = 3
  // Quoted: 6100000 samples: an exercise's own.
  static let title = "The divergence in closed form"
  static let thesis = "The second term of the bound needs no sampling: an integral becomes a sum of elementary terms."
  static let equations = ["9", "10", "11", "12", "13", "14", "15", "16"]

  @Option(parsing: .unconditional, help: "The mean μ of q, one number per dimension.")
  var mean: Entry<RealVector> = "0.5,-1,2"

  @Option(parsing: .unconditional, help: "The standard deviation σ of q, one number per dimension.")
  var deviation: Entry<PositiveVector> = "0.3,1.5,0.8"

  @OptionGroup var options: ChapterOptions

  var parameters: [Parameter] { [Parameter("mean", mean), Parameter("deviation", deviation)] }

  var outline: [Section] {
    [
      Section("3.1", "A difference of two averages", theDensity),
      Section("3.2", "The second average, and the integral that it needs", theMomentIntegral),
      Section("3.3", "The first average, and both checked", theTwoHalves),
      Section("3.4", "The closed form", theClosedForm),
      Section("3.5", "Sampling it instead", samplingItInstead),
      Section("3.6", "Where the textbook form fails", whereTheTextbookFormFails),
      Section("3.7", "The other direction is a different number", theOtherDirection),
    ]
  }
}

extension Chapter3 {
  /// Beyond these ranges the squares of the claims have no digits left to check.
  func checkParameters() throws {
    let q = try approximatePosterior
    for (mean, deviation) in zip(q.mean, q.standardDeviation) {
      guard (1e-6...1e6).contains(deviation) else {
        throw InvalidInput("--deviation", expected: "values from 1e-6 to 1e6", found: "\(deviation)")
      }
      guard abs(mean) <= min(1e3, 1e5 * deviation) else {
        throw InvalidInput("--mean", expected: "at most 1000, and 100000 deviations", found: "\(mean)")
      }
    }
  }
}

// MARK: What several cells use

extension DiagonalGaussian {
  /// The size of all terms that (14), (15) and (16) add up, which sets how far rounding can move them.
  var sizeOfTerms: Double { zip(mean, standardDeviation).reduce(0) { $0 + Chapter3.sizeOfTerms($1.0, $1.1) } }

  /// The one-dimensional Gaussians of the coordinates.
  var coordinates: [DiagonalGaussian] {
    get throws {
      try zip(mean, standardDeviation).map { try DiagonalGaussian(mean: [$0.0], standardDeviation: [$0.1]) }
    }
  }

  /// The Gaussian with the covariance diag(σ), as (8) and (9) print it.
  var asPrinted: DiagonalGaussian {
    get throws { try DiagonalGaussian(mean: mean, standardDeviation: standardDeviation.map { $0.squareRoot() }) }
  }

  /// exp(−½ ((z − μ)/σ)²), in one dimension.
  func bell(_ z: Double) -> Double { exp(-0.5 * ((z - mean[0]) / standardDeviation[0]).squared) }

  /// ∫ f(z) dz in one dimension, for a function that dies out as the density does.
  func integral(_ function: (Double) -> Double) -> Double {
    let reach = 12 * standardDeviation[0]
    return Quadrature.integral(over: mean[0] - reach...mean[0] + reach, function).value
  }

  /// Σⱼ ∫ qⱼ(z) f(qⱼ, z) dz, over the coordinates qⱼ.
  func sumOfAverages(of function: (DiagonalGaussian, Double) -> Double) throws -> Double {
    try coordinates.reduce(0) { sum, q in sum + q.integral { exp(q.logDensity(at: [$0])) * function(q, $0) } }
  }
}

extension Chapter3 {
  /// The constant in front of (13) and (14), (2π)^(d/2) ∏ₖ σₖ.
  @Sendable static func volume(_ deviation: [Double]) -> Double {
    pow(2 * .pi, Double(deviation.count) / 2) * deviation.reduce(1, *)
  }

  /// The size of the terms that (14), (15) and (16) add up for one coordinate.
  static func sizeOfTerms(_ mean: Double, _ deviation: Double) -> Double {
    2 + abs(log(deviation)) + mean.squared + deviation.squared
  }

  /// The trapezoid rule is exact to rounding on these integrands: what is left is the sum of its own few hundred terms.
  ///
  /// A point of the grid is rounded by 2⁻⁵³ of |μ|, so in deviations each point moves by up to |μ|/σ roundings.
  ///
  /// - Parameter scale: The size of a coordinate's integral, from its mean and deviation.
  func quadratureTolerance(
    of q: DiagonalGaussian, scale: (_ mean: Double, _ deviation: Double) -> Double
  ) -> Tolerance {
    let scales = zip(q.mean, q.standardDeviation).map { (1 + abs($0) / $1) * scale($0, $1) }
    return .rounding(operations: 1000, scale: scales.reduce(0, +))
  }
}

extension Double {
  /// The condition on which a claim is skipped, if a mistake gives the right number to within the resolution.
  func coincides(with mistaken: Double, within resolution: Double, _ condition: String) -> String? {
    abs(self - mistaken) <= resolution ? condition : nil
  }
}

extension QuadraticOfNoise {
  /// The probability that the function is below 0, for a diagonal A, from its characteristic function φ.
  ///
  ///     P = ½ − (1/2π) ∫ Im φ(t)/t dt
  /// - Source: Imhof (1961), "Computing the distribution of quadratic forms in normal variables".
  var probabilityBelowZero: Quadrature.Result {
    // log |φ| and arg φ.
    let characteristic = { (t: Double) in
      var (logModulus, angle) = (0.0, self.constant * t)
      for (j, b) in self.linear.enumerated() {
        let a = self.square[j, j]
        let spread = 1 + 4 * (a * t).squared
        logModulus -= 0.25 * log(spread) + 0.5 * (b * t).squared / spread
        angle += 0.5 * atan(2 * a * t) - a * b.squared * t * t.squared / spread
      }
      return (logModulus, angle)
    }
    // In the unit of 1/√Var the steps of 0.05 see whatever lies within 60 deviations of the mean.
    let end = 300 / variance.squareRoot()
    let integral = Quadrature.integral(over: -end...end, intervals: 12_000) { t in
      let (logModulus, angle) = characteristic(t)
      return t == 0 ? mean : exp(logModulus) * sin(angle) / t
    }
    // Beyond the end |φ| falls at least as 1/√t, so that ∫ |φ|/t on either side is at most 2 |φ(end)|.
    let cutOff = 4 * exp(characteristic(end).0)
    return Quadrature.Result(value: 0.5 - integral.value / (2 * .pi), error: (integral.error + cutOff) / (2 * .pi))
  }
}

// MARK: Mistakes

extension Chapter3 {
  static let mistakes = [
    Mistake("deviation-for-covariance", "reads N(μ, σ) as covariance diag(σ), as (8) prints it", caughtBy: "10"),
    Mistake("wrong-index", "takes σ and μ of another coordinate in (13), as printed", caughtBy: "13"),
    Mistake("sum-for-integral", "sums over z where (11) integrates, as printed", caughtBy: "11"),
    Mistake("lost-integral", "closes the logarithm of (12) too late and loses J, as printed", caughtBy: "12"),
    Mistake(
      "wrong-sign", "forgets the minus sign in front of (16)", caughtBy: "16",
      askedIn: [
        "pytorch/examples#824", "AntixK/PyTorch-VAE#68", "keras-team/keras#4967", "YongfeiYan/Gumbel_Softmax_VAE#8",
        "ssemeniuta/textvae#4", "RuiShu/one-bit-vae#1",
      ]),
    Mistake("missing-half", "forgets the ½ in (16)", caughtBy: "16"),
    Mistake(
      "deviation-for-variance", "writes σ where (16) has σ²", caughtBy: "16",
      askedIn: [
        "keras-team/keras#9970", "keras-team/keras#9972", "ctallec/world-models#13", "rishikksh20/vae_tacotron2#3",
        "SkafteNicki/dtu_mlops#35", "y0ast/VAE-Torch#3", "aymericdamien/TensorFlow-Examples#316",
      ]),
    Mistake(
      "log-deviation", "writes log σ where (16) has log σ²", caughtBy: "16",
      askedIn: ["FluxML/model-zoo#147", "keras-team/keras#3220", "deepchem/deepchem#4888"]),
    Mistake("mean-not-squared", "writes μ where (16) has μ²", caughtBy: "16"),
    Mistake(
      "mean-over-dimensions", "averages over the dimensions where (16) sums", caughtBy: "16",
      askedIn: [
        "maxhodak/keras-molecules#59", "pytorch/examples#234", "keras-team/keras#6015", "keras-team/keras#3373",
        "keras-team/keras#3383", "keras-team/keras#4538", "fchollet/deep-learning-with-python-notebooks#120",
        "wiseodd/generative-models#40", "mkusner/grammarVAE#2", "podgorskiy/VAE#1", "y0ast/VAE-Torch#11",
      ]),
    Mistake("sum-over-data", "sums over the data point's index i, as (15) and (16) print it", caughtBy: "16"),
    Mistake("reversed", "computes KL(p ‖ q) instead of KL(q ‖ p)", caughtBy: "16"),
    Mistake("naive-form", "computes 1 + log σ² − σ² term by term near σ² = 1", caughtBy: "16"),
    Mistake(
      "too-small-variance", "leaves μ²σ² out of a log-ratio's variance, and distrusts the samples", caughtBy: "16",
      askedIn: [
        "keras-team/keras#5691", "casperkaae/parmesan#13", "pyro-ppl/pyro#281", "pyro-ppl/pyro#729",
      ]),
  ]
}

// MARK: Notation

extension Chapter3 {
  static let notation = [
    Notation(#"\mu"#, "mean", "the mean of q", shape: "d"),
    Notation(#"\sigma"#, "standardDeviation", "the standard deviation of q", shape: "d"),
    Notation(
      #"\log\sigma^2"#, "logVariance", "its logarithm, doubled: what an encoder gives", shape: "d", unit: "nats"),
    Notation("-I_1", "entropy", "the entropy of q", unit: "nats"),
    Notation("-I_2", "crossEntropyToStandard", "the cross-entropy of q and the prior", unit: "nats"),
  ]
}

// MARK: Where the notes differ

extension Chapter3 {
  static let errata = [
    Erratum(
      "8, 9, and above (7) and (10)", printed: #"$`\mathbf N(z\mid\mu,\sigma)`$ with $`\mathrm{diag}(\sigma)`$"#,
      correct: #"$`\mathrm{diag}(\sigma^2)`$, which the density in (10) and all of (13) to (16) use"#,
      shownBy: "the variances of the density (10) are diag(σ²), not the diag(σ) printed above it"),
    Erratum(
      "11 (unnumbered: I₂, first line)", printed: #"$`\sum_{z_i}\cdots dz_i`$"#, correct: #"$`\int\cdots dz_i`$"#,
      shownBy: "∫ q log p of coordinate 1 is a grid sum of spacing ¼ times the spacing, not the sum",
      "∫ q log p of coordinate 1 is a grid sum of spacing ⅛ times the spacing, not the sum"),
    Erratum(
      "12 (unnumbered: I₂, last line)",
      printed: #"$`\log\bigl((2\pi)^{-d/2}-\frac{1}{2(2\pi)^{d/2}\prod_k\sigma_k}\bigr)`$"#,
      correct: #"$`\log(2\pi)^{-d/2}-\frac{J}{2(2\pi)^{d/2}\prod_k\sigma_k}`$"#,
      shownBy: "∫ q log p of the widest coordinate is log (2π)^(−½) − J/(2 (2π)^(½) σ), not the printed logarithm"),
    Erratum(
      "above (13)", printed: #"$`J=J_1+\dots+J_n`$"#, correct: #"$`J=J_1+\dots+J_d`$; n counts data"#,
      shownBy: "J is (2π)^(d/2) ∏σ Σ(σ² + μ²), a sum over d dimensions and not over n = 1 data point"),
    Erratum(
      "13", printed: #"$`\sigma_j`$, $`\sigma_i`$ and $`\mu_i`$ in $`J_1`$"#,
      correct: #"$`\sigma_1`$ and $`\mu_1`$ throughout: $`J_1=(2\pi)^{d/2}\prod_k\sigma_k\,(\sigma_1^2+\mu_1^2)`$"#,
      shownBy: "J₁ is (2π)^(d/2) ∏σ (σ₁² + μ₁²), not the same with another index, as (13) lets it wander"),
    Erratum(
      "15, 16", printed: #"$`\sum_{i=1}^d`$ of terms with index j"#,
      correct: #"$`\sum_{j=1}^d`$; i is the data point's index"#,
      shownBy: "∫ q log(q/p) is the closed form with its sum over j, not over i, as (15) and (16) print it"),
  ]
}
