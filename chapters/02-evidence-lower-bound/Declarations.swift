import ArgumentParser
import Arithmetic
import Notebook
import VAECore
import Verification

@main
struct Chapter2: Chapter {
  static let number = 2
  // Quoted: 2.90 and 0.65 nats, a deviation of 0.33333333333: the exercises' own; x = (0.5, −0.4, 0.8), q = N(0.3, 0.2).
  static let title = "The evidence lower bound"
  static let thesis = "The log-evidence is a bound that can be computed plus a divergence that cannot be negative."
  static let equations = ["3", "4", "5", "6", "Definition 1"]

  @Option(name: .customLong("weight"), parsing: .unconditional, help: "The slope w of the toy x | z ~ N(wz, s²).")
  var slope: Entry<Real> = "2"

  @Option(name: .customLong("variance"), parsing: .unconditional, help: "The variance s² of the toy's observation.")
  var observationVariance: Entry<PositiveReal> = "0.5"

  @Option(parsing: .unconditional, help: "The observation x.")
  var observation: Entry<Real> = "1.5"

  @Option(parsing: .unconditional, help: "The mean μ of q.")
  var mean: Entry<Real> = "0.3"

  @Option(parsing: .unconditional, help: "The standard deviation σ of q.")
  var deviation: Entry<PositiveReal> = "0.4472135955"

  @OptionGroup var options: ChapterOptions

  var parameters: [Parameter] {
    [
      Parameter("weight", slope), Parameter("variance", observationVariance), Parameter("observation", observation),
      Parameter("mean", mean), Parameter("deviation", deviation),
    ]
  }

  var outline: [Section] {
    [
      Section("2.1", "A model whose answers are known", aKnownModel),
      Section("2.2", "Equation (3), line by line", lineByLine),
      Section("2.3", "Bound plus divergence is the log-evidence", boundPlusDivergence),
      Section("2.4", "The same where only quadrature knows the answer", wherePosteriorsBend),
      Section("2.5", "The same for handwritten digits", handwrittenDigits),
      Section("2.6", "Which side of log p(x)", whichSide),
      Section("2.7", "Touching everywhere, or only once", touching),
      Section("2.8", "What a restricted family costs", restrictedFamily),
      Section("2.9", "A q for each data point", eachDatum),
    ]
  }
}

extension Chapter2 {
  static let mistakes = [
    Mistake("missing-normalizer", "drops −½ log 2πs² from the log-likelihood", caughtBy: "3"),
    Mistake(
      "deviation-for-variance", "writes σ where the expected squared error has σ²", caughtBy: "3",
      askedIn: ["rachtsingh/ibp_vae#3", "AntixK/PyTorch-VAE#15"]),
    Mistake(
      "decoder-at-the-mean", "decodes the mean of q instead of averaging over q", caughtBy: "3",
      askedIn: [
        "AntixK/PyTorch-VAE#32", "AntixK/PyTorch-VAE#62", "AntixK/PyTorch-VAE#86", "y0ast/Variational-Autoencoder#4",
        "pytorch/examples#226",
      ]),
    Mistake("prior-samples", "takes the reconstruction's expectation under the prior", caughtBy: "3"),
    Mistake(
      "wrong-sign-divergence", "adds the divergence to the prior instead of subtracting it", caughtBy: "4",
      askedIn: ["wiseodd/generative-models#43", "keras-team/keras#6500", "y0ast/VAE-Torch#9"]),
    Mistake("divergence-to-prior-for-posterior", "swaps the two divergences of (4)", caughtBy: "4"),
    Mistake("reversed-divergence", "closes the gap with KL(p(z|x) ‖ q), the other direction", caughtBy: "4"),
    Mistake(
      "fixed-theta", "keeps the posterior of the old Θ, as KL(Q ‖ P(Z|X)) reads in (4)", caughtBy: "4",
      askedIn: ["aai-institute/tfl-training-practical-anomaly-detection#3"]),
    Mistake("bound-above", "claims log p(x) ≤ L, as (5) prints it", caughtBy: "5"),
    Mistake("touching-once", "asks for only one touching point, as Definition 1 prints it", caughtBy: "Definition 1"),
    Mistake("shared-approximation", "gives all data one q, as (6) may be read", caughtBy: "6"),
  ]
}

extension Chapter2 {
  static let notation = [
    Notation("q(z)", "approximatePosterior", "the distribution that is ours to choose"),
    Notation(#"p(z\mid x)"#, "posterior", "the posterior of the latent"),
    Notation(#"\mathcal{L}"#, "evidenceLowerBound", "the bound: reconstruction less divergence", unit: "nats"),
    Notation(
      #"\mathrm{KL}(q\,\Vert\,p(z))"#, "divergenceFromStandard", "the divergence from the prior, inside the bound",
      unit: "nats"),
    Notation(
      #"\mathrm{KL}(q\,\Vert\,p(z\mid x))"#, "divergenceToPosterior", "the gap between bound and log-evidence",
      unit: "nats"),
  ]
}

extension Chapter2 {
  static let errata = [
    Erratum(
      "4 and 5", printed: #"$`\mathbf{KL}(Q(Z)\,\Vert\,P(Z\mid X))`$"#,
      correct: #"$`\mathbf{KL}(Q(Z)\,\Vert\,P(Z\mid X,\Theta))`$, as the second line of (4) has it"#,
      shownBy: "the posterior of Θ misses log p(x | Θ′) by KL(q ‖ p(z | x, Θ′)), and not by 0"),
    Erratum(
      "Definition 1", printed: #"$`\exists x_0:\;g(x_0,y(x_0))=f(x_0)`$"#,
      correct: #"for every x there is a y with $`g(x,y)=f(x)`$, that is $`f=\max_yg`$"#,
      shownBy: "f at the top of g is below the top of f, so the printed definition is too weak",
      "climbing in turns ends at the top of f, because f = max_q L, and not at the top of g"),
    Erratum(
      "5, first line", printed: #"$`\log P(X\mid\Theta)\le\mathcal L(\Theta,Q)`$"#,
      correct: #"$`\log P(X\mid\Theta)\ge\mathcal L(\Theta,Q)`$"#,
      shownBy:
        "of the grid's q's that are not the posterior, the highest bound lies ⅛ nat below log p(x), and not above"),
    Erratum(
      "5, first line", printed: #"$`\forall\,\Theta,\Phi`$, with Φ undefined"#,
      correct: #"$`\forall\,\Theta,Q`$: of every q, whether or not a parameter names it"#,
      shownBy:
        "an equal mixture of the best Gaussian and its mirror image, which no Φ = (μ, σ) names, wins back log 2",
      "the bound of that mixture lies below log p(x) too"),
    Erratum(
      "5, second line", printed: #"$`\exists Q:\,Q(Z)=P(Z\mid X,\Theta)`$, also of the Gaussians after (6)"#,
      correct: "only if the posterior is in the family; a diagonal Gaussian leaves a gap",
      shownBy: "the best Gaussian leaves a gap of 0.711697 nats, and not 0"),
    Erratum(
      "6", printed: #"$`\log p(x_i,\Theta)`$"#, correct: #"$`\log p(x_i\mid\Theta)`$"#,
      shownBy: "with a q for each of five data the summed bound is Σ log p(xᵢ | Θ), and not Σ log p(xᵢ, Θ)"),
    Erratum(
      "6", printed: #"$`Q(z_i)`$, one Q for all data"#, correct: #"$`Q_i(z_i)`$, one for each data point"#,
      shownBy: "the best q that five data share loses 5 nats, and not 0"),
  ]
}

extension Chapter2 {
  var toy: LinearGaussian {
    get throws { try LinearGaussian(slope: slope.value, observationVariance: observationVariance.value) }
  }

  var x: Double { observation.value }

  var approximatePosterior: DiagonalGaussian {
    get throws { try DiagonalGaussian(mean: [mean.value], standardDeviation: [deviation.value]) }
  }
}

extension Chapter2 {
  /// Refuses parameters whose log-densities are so large that rounding alone would swallow whole nats.
  func checkParameters() throws {
    let q = try approximatePosterior
    let magnitude = (try? toy).map { $0.magnitude(of: x, under: q) } ?? .infinity
    guard magnitude < 1e12 else {
      let names = "--weight, --variance, --observation, --mean and --deviation together"
      throw InvalidInput(names, expected: "log-densities below 1e12 nats", found: "up to \(magnitude)")
    }
  }
}

// MARK: What the cells use besides the core

extension LinearGaussian {
  /// The size of the toy's largest term in any log-density at z = μ ± a few σ, which is what rounding scales with.
  func magnitude(of x: Double, under q: DiagonalGaussian) -> Double {
    let (slope, spread) = (matrix.elements[0], q.mean[0].squared + q.standardDeviation[0].squared)
    let logarithms =
      abs(log(observationVariance)) + abs(log(slope.squared + observationVariance)) + abs(q.logVariance[0])
    return 20 + 2 * ((x.squared + slope.squared * spread) / observationVariance + spread + logarithms)
  }

  /// The rounding of sums of log-densities.
  ///
  /// The trapezoid rule is exact to rounding for a Gaussian times a polynomial: what is left are its own 481 terms.
  func rounding(operations: Int = 64, of x: Double, under q: DiagonalGaussian) -> Tolerance {
    .rounding(operations: operations, scale: magnitude(of: x, under: q))
  }

  /// The rounding of sums of log-densities, at the worst of several q's.
  func rounding(of x: Double, underEach members: [DiagonalGaussian]) -> Tolerance {
    .rounding(operations: 64, scale: members.map { magnitude(of: x, under: $0) }.largest)
  }
}

extension DiagonalGaussian {
  /// Returns the Gaussian whose mean is moved by a number of its deviations, and whose deviations are scaled.
  func moved(by shift: Double, scaledBy scale: Double) throws -> DiagonalGaussian {
    try DiagonalGaussian(
      mean: zip(mean, standardDeviation).map { $0 + shift * $1 },
      standardDeviation: standardDeviation.map { scale * $0 })
  }
}

/// A model with the prior N(0, I) and so few latent dimensions that the trapezoid rule can integrate over all of them.
struct IntegrableModel {
  let prior: DiagonalGaussian
  let logLikelihood: ([Double]) -> Double
  /// log p(x), on one grid.
  private(set) var logEvidence = 0.0
  /// The posterior's normalizer, on another grid: log p(x) again.
  private(set) var logNormalizer = 0.0
  /// Both quadratures' own error estimates, and the rounding of sums of at most that many terms of up to 200 nats.
  ///
  /// The integrals under q add nothing: the trapezoid rule's error falls with exp(−2π²σ²/h²), where σ/h is at least 4.
  private(set) var tolerance = Tolerance(0, because: "")

  init(latentDimension: Int, logLikelihood: @escaping ([Double]) -> Double) {
    (prior, self.logLikelihood) = (.standard(dimension: latentDimension), logLikelihood)
    let joint = { [self] z in exp(logJoint(z)) }
    let (plain, moved) = (integral(joint), integral(shift: 0.1, scale: 0.9, joint))
    (logEvidence, logNormalizer) = (log(plain.value), log(moved.value))
    let rounding = Tolerance.rounding(operations: latentDimension == 1 ? 1000 : 20_000, scale: 200).value
    tolerance = Tolerance(
      rounding + plain.error / plain.value + moved.error / moved.value,
      because: "the changes of both integrals on halving the step, and rounding")
  }

  /// Returns log p(x, z).
  func logJoint(_ z: [Double]) -> Double { logLikelihood(z) + prior.logDensity(at: z) }

  /// Returns L(Θ, q), its reconstruction by quadrature over the noise ε of z = μ + σ ⊙ ε.
  func evidenceLowerBound(_ q: DiagonalGaussian) -> EvidenceLowerBound {
    let reconstruction = integral { noise in
      exp(prior.logDensity(at: noise)) * logLikelihood(q.reparameterized(noise: noise))
    }
    return EvidenceLowerBound(reconstruction: reconstruction.value, divergence: q.divergenceFromStandard())
  }

  /// Returns KL(q ‖ p(z | x)), by quadrature over z.
  func divergenceToPosterior(from q: DiagonalGaussian) -> Double {
    integral(shift: 0.1, scale: 0.9) { z in
      let logDensity = q.logDensity(at: z)
      return exp(logDensity) * (logDensity - (logJoint(z) - logNormalizer))
    }.value
  }

  /// Returns ∫ f(z) dz over the grid z = shift + scale · t.
  private func integral(
    shift: Double = 0, scale: Double = 1, _ function: ([Double]) -> Double
  ) -> Quadrature.Result {
    func integrand(_ t: [Double]) -> Double {
      function(t.map { shift + scale * $0 }) * pow(scale, Double(t.count))
    }
    return prior.dimension == 1
      ? Quadrature.integral { integrand([$0]) }
      : Quadrature.planeIntegral(over: -9...9, intervals: 130) { integrand([$0, $1]) }
  }
}

extension Chapter2 {
  /// x = 2 under N(z², ¼): a toy with w = 1, and z² in the place of z.
  var bentToy: IntegrableModel {
    get throws {
      let toy = try LinearGaussian(slope: 1, observationVariance: 0.25)
      return IntegrableModel(latentDimension: 1) { z in toy.logDensity(of: 2, given: z[0].squared) }
    }
  }

  /// The core's decoder with eight hidden units and random parameters, observed at x = (0.5, −0.4, 0.8).
  func networkModel(latentDimension: Int, _ notebook: ChapterNotebook) -> IntegrableModel {
    let decoder = Decoder(
      latentDimension: latentDimension, hidden: [8], observedDimension: 3, likelihood: .gaussian(variance: 0.3),
      random: notebook.noise("weights of a small decoder"))
    return IntegrableModel(latentDimension: latentDimension) { z in decoder.logDensity(of: [0.5, -0.4, 0.8], given: z) }
  }

  /// Means up to 4 deviations away from the posterior's, and deviations from ¹⁄₃₂ to 32 times its own.
  func grid(around posterior: DiagonalGaussian) throws -> [DiagonalGaussian] {
    try (-5...5).flatMap { power in
      try (-8...8).map { try posterior.moved(by: 0.5 * Double($0), scaledBy: pow(2, Double(power))) }
    }
  }

  /// Returns a rotation at random: the eigenvectors of a symmetric matrix of normal draws.
  func rotation(of dimension: Int, _ notebook: ChapterNotebook) -> Matrix {
    let draws = notebook.noise("latent axes").normals(0..<dimension * dimension)
    return SymmetricEigen(Matrix(rows: dimension, columns: dimension, elements: draws)).vectors
  }

  /// Returns the prior, q, and six others around q: means shifted and deviations stretched at random.
  func wanderers(around q: DiagonalGaussian, _ index: Int, _ notebook: ChapterNotebook) throws -> [DiagonalGaussian] {
    let d = q.dimension
    let others = try (0..<6).map { other in
      let noise = notebook.noise("other q's").substream(8 * index + other).normals(0..<2 * d)
      return try DiagonalGaussian(
        mean: (0..<d).map { q.mean[$0] + 2 * q.standardDeviation[$0] * noise[$0] },
        standardDeviation: (0..<d).map { q.standardDeviation[$0] * exp(noise[d + $0]) })
    }
    return [.standard(dimension: d), q] + others
  }
}

/// Returns I_ν(t), the modified Bessel function of order ¼ or −¼, by its power series Σₖ (t/2)^(2k+ν)/(k! Γ(k+ν+1)).
func bessel(_ order: Double, _ t: Double) -> Double {
  // Γ(5/4) and Γ(3/4).
  let gamma = order > 0 ? 0.9064024770554771 : 1.2254167024651776
  var (term, sum, k) = (pow(t / 2, order) / gamma, 0.0, 1.0)
  while sum + term != sum {
    sum += term
    term *= (t / 2).squared / (k * (k + order))
    k += 1
  }
  return sum
}

/// Returns the value that lies farthest from the expected one; NaN if one is NaN.
func farthest(_ values: [Double], from expected: Double) -> Double {
  values.reduce(expected) { $0.isNaN || abs($1 - expected) <= abs($0 - expected) ? $0 : $1 }
}

/// Returns the highest point that steps along the coordinates reach: one that climbs is taken; when none does, all halve.
func highestPoint(
  from start: [Double], _ function: ([Double]) throws -> Double
) rethrows -> (point: [Double], value: Double) {
  var (point, value, step) = (start, try function(start), 0.5)
  while step > 0x1p-28 {
    var climbed = false
    for axis in point.indices {
      for move in [-step, step] {
        var next = point
        next[axis] += move
        let height = try function(next)
        if height > value { (point, value, climbed) = (next, height, true) }
      }
    }
    if !climbed { step /= 2 }
  }
  return (point, value)
}
