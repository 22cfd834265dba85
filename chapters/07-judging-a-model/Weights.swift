import Notebook
import VAECore
import Verification

// MARK: Exact moments

extension DiagonalGaussian {
  /// Returns log E_q ρᵅ of the weight ρ = p(z)/q(z) of another Gaussian p, with z drawn from `self`; ∞ if it diverges.
  ///
  ///     Σⱼ [ (1 − α) log τⱼ + α log σⱼ − ½ log vⱼ − ½ α (1 − α) (mⱼ − μⱼ)²/vⱼ ],   vⱼ = α σⱼ² + (1 − α) τⱼ²
  ///
  /// for p = N(m, diag τ²) and q = N(μ, diag σ²): a Gaussian integral in each dimension.
  func logMoment(_ power: Double, ofWeightsToward p: DiagonalGaussian) -> Double {
    mean.indices.reduce(0) { sum, j in
      let (own, others) = (standardDeviation[j], p.standardDeviation[j])
      let v = power * own.squared + (1 - power) * others.squared
      guard v > 0 else { return .infinity }
      let ofDeviations = (1 - power) * log(others) + power * log(own) - 0.5 * log(v)
      return sum + ofDeviations - 0.5 * power * (1 - power) * (p.mean[j] - mean[j]).squared / v
    }
  }

  /// R, the variance of the weights ρ = p(z)/q(z).
  func relativeVariance(ofWeightsToward p: DiagonalGaussian) -> Double {
    expm1(logMoment(2, ofWeightsToward: p))
  }

  /// The central moments of the weights, from the second to the fourth.
  func centralMoments(ofWeightsToward p: DiagonalGaussian) -> (second: Double, third: Double, fourth: Double) {
    let raw = (2...4).map { exp(logMoment(Double($0), ofWeightsToward: p)) }
    return (raw[0] - 1, raw[1] - 3 * raw[0] + 2, raw[2] - 4 * raw[1] + 6 * raw[0] - 3)
  }
}

/// The error of the logarithm of an average of K weights to the third order in 1/K: with draws of q, and with one draw of the
/// posterior among them.
struct Expansion {
  /// E log(1 + r), for draws of q.
  let lower: Double
  /// E (1 + r) log(1 + r), with one draw of the posterior.
  let upper: Double
  /// True if the third order is less than 2 % of the first.
  let isAccurate: Bool
  /// The standard deviation of one measurement of `upper`, to first order.
  private let scatterOfUpper: Double
  static let tooRough = "the weights' moments are too large for an expansion at K = 64, or too small to see"

  init(_ moments: (second: Double, third: Double, fourth: Double), draws k: Double) {
    let (r, third, excess) = (moments.second, moments.third, moments.fourth - 3 * moments.second.squared)
    let first = r / (2 * k)
    let ofLower = (2 * third * r - excess / 4 - 2.5 * r * r.squared) / (k * k.squared)
    let ofUpper = (excess / 12 - third * r / 2 + r * r.squared / 2) / (k * k.squared)
    lower = -first + (third / 3 - 0.75 * r.squared) / k.squared + ofLower
    upper = first + (r.squared / 4 - third / 6) / k.squared + ofUpper
    isAccurate = max(abs(ofLower), abs(ofUpper)) < 0.02 * first && first > 1e-6
    // The posterior's draw scatters by its own weight, whose variance under the posterior is E ρ³ − (E ρ²)².
    scatterOfUpper = hypot((third + r - r.squared).squareRoot() / k, r / (2.0.squareRoot() * k))
  }

  /// Returns true if so many measurements can separate `upper` from `lower`.
  func sees(samples: Int) -> Bool {
    upper - lower > 1.5 * Claim.detectableBias * scatterOfUpper / Double(samples).squareRoot()
  }
}

// MARK: Tails

/// The tail of a log-weight c + b|ε| + ½kε² beyond a threshold at ε = r, and the same on the other side.
struct LogWeightTail {
  /// k, the Pareto shape of the weights.
  let shape: Double
  /// b ≥ 0.
  let slope: Double

  /// The tail of log p(z)/q(z) with z drawn from q; the sign of ε is chosen so that b ≥ 0.
  init(of p: DiagonalGaussian, drawnFrom q: DiagonalGaussian) {
    let logWeight = p.logDensity(atDrawOf: q) - q.logDensity(atDrawOf: q)
    (shape, slope) = (2 * logWeight.square[0, 0], abs(logWeight.linear[0]))
  }

  init(shape: Double, slope: Double) { (self.shape, self.slope) = (shape, slope) }

  /// b ε + ½ k ε², the log-weight without its constant.
  func value(at noise: Double) -> Double { slope * noise + 0.5 * shape * noise.squared }

  /// The mean of the log-weight's excess over its value at ε = r > 0, exactly.
  ///
  /// Both sides count: ε > r, and −ε > r + 2b/k, where the parabola is as high again.
  func meanExcess(beyond r: Double) -> Double {
    let other = r + 2 * slope / shape
    let (near, far) = (Self.mills(r), Self.mills(other))
    // The two tails' probabilities are φ(r) near and φ(other) far.
    let ratio = exp(0.5 * (r - other) * (r + other)) * far / near
    guard ratio.isFinite, ratio > 0 else { return excess(at: r, slope: slope, near) }
    return (excess(at: r, slope: slope, near) + ratio * excess(at: other, slope: -slope, far)) / (1 + ratio)
  }

  /// E[bε + ½kε² | ε > r] − (br + ½kr²).
  private func excess(at r: Double, slope: Double, _ mills: Double) -> Double {
    slope * (1 / mills - r) + 0.5 * shape * (1 + r * (1 / mills - r))
  }

  /// Mills' ratio of the normal distribution, P(ε > r)/φ(r) = ∫ exp(−rs − ½s²) ds over s > 0, with s = exp t.
  static func mills(_ r: Double) -> Double {
    Quadrature.integral(over: -40...5, intervals: 1600) { t in
      let s = exp(t)
      return exp(t - r * s - 0.5 * s.squared)
    }.value
  }
}

extension Chapter7 {
  /// The tail of the heavier end of the bracket: its shape, its exact form, and that with deviations for variances.
  func heavyEnd(
    of q: DiagonalGaussian, _ posterior: DiagonalGaussian
  ) -> (shape: Double, tail: LogWeightTail, mistaken: LogWeightTail) {
    let (narrow, wide) = ordered(q, posterior)
    let (tail, ratio) = (
      LogWeightTail(of: wide, drawnFrom: narrow), narrow.standardDeviation[0] / wide.standardDeviation[0]
    )
    return (1 - ratio.squared, tail, LogWeightTail(shape: 1 - ratio, slope: tail.slope))
  }

  /// The mean excess of log-weights over that at two deviations.
  func hillEstimate(
    _ q: DiagonalGaussian, _ posterior: DiagonalGaussian, _ sampling: MonteCarlo
  ) -> MonteCarloEstimate {
    let (narrow, wide) = ordered(q, posterior)
    let logWeight = { (noise: Double) in
      let z = narrow.reparameterized(noise: [noise])
      return wide.logDensity(at: z) - narrow.logDensity(at: z)
    }
    // Of the two sides, the one with the larger weight.
    let threshold = max(logWeight(2), logWeight(-2))
    var excess = MonteCarloEstimate()
    _ = sampling.average { noise in
      let value = logWeight(noise)
      if value > threshold { excess.add(value - threshold) }
      return value
    }
    return excess
  }

  /// The narrower of two Gaussians, and the wider.
  private func ordered(
    _ q: DiagonalGaussian, _ posterior: DiagonalGaussian
  ) -> (narrow: DiagonalGaussian, wide: DiagonalGaussian) {
    q.standardDeviation[0] < posterior.standardDeviation[0] ? (q, posterior) : (posterior, q)
  }
}

// MARK: The ladder

extension Chapter7 {
  /// The sizes K of the ladder.
  static let rungs = [1, 4, 16, 64, 256]

  /// The mean logarithm of averages of K log-weights for each K of the ladder, and its rises, all on the same draws.
  func ladder(
    _ purpose: String, _ notebook: ChapterNotebook, _ logWeight: (Double) -> Double
  ) -> (rungs: [MonteCarloEstimate], rises: [MonteCarloEstimate]) {
    let blocks = notebook.sampling(purpose, samples: max(40, notebook.samples / 256))
    let takesMeanOfLogs = notebook.makes("mean-of-logs")
    let all = blocks.averages(dimension: 256, of: 9) { noise, values in
      let logWeights = noise.map(logWeight)
      for (place, k) in Self.rungs.enumerated() {
        let parts = stride(from: 0, to: 256, by: k).map { Array(logWeights[$0..<$0 + k]) }
        values[place] = average(parts.map { takesMeanOfLogs ? average($0) : logMeanExp($0) })
        if place > 0 { values[4 + place] = values[place] - values[place - 1] }
      }
    }
    return (Array(all[..<5]), Array(all[5...]))
  }

  /// The toy's log-weight of a draw of q, computed from the noise.
  func logWeightOfNoise(_ notebook: ChapterNotebook) throws -> (Double) -> Double {
    let (toy, x, _, q) = try toy
    let forgetsProposal = notebook.makes("no-proposal-density")
    return { noise in
      Self.logWeight(toy, [x], q, at: q.reparameterized(noise: [noise]), forgetsProposal: forgetsProposal)
    }
  }

  /// The ladder of the toy's q.
  func ladderFromBelow(
    _ notebook: ChapterNotebook
  ) throws -> (rungs: [MonteCarloEstimate], rises: [MonteCarloEstimate]) {
    try notebook.once("ladder from below") { ladder("ladder", notebook, try logWeightOfNoise(notebook)) }
  }

  /// The log-weight of a draw, as a function of its noise, in closed form.
  func logWeightOfDraw(
    of r: DiagonalGaussian, _ toy: (model: LinearGaussian, x: Double, posterior: DiagonalGaussian, q: DiagonalGaussian)
  ) -> QuadraticOfNoise {
    toy.model.logDensity(of: [toy.x], atDrawOf: r) + DiagonalGaussian.standard(dimension: 1).logDensity(atDrawOf: r)
      - toy.q.logDensity(atDrawOf: r)
  }

  /// The reason to skip claims about the toy's bounds: q is the posterior, and all weights are equal; otherwise nil.
  var levelLadder: String? {
    get throws {
      let (_, _, posterior, q) = try toy
      return min(q.divergence(to: posterior), posterior.divergence(to: q)) > 1e-3
        ? nil : "q is the posterior, and the ladder level"
    }
  }

  /// The expected logarithm of the average of 64 weights over p(x), the first of them of a draw of another Gaussian.
  func logAverageOf64(
    firstFrom first: DiagonalGaussian, othersFrom q: DiagonalGaussian, _ notebook: ChapterNotebook,
    _ ratio: @escaping ([Double]) -> Double
  ) -> MonteCarloEstimate {
    notebook.sampling("one draw of the posterior", samples: 2048).averages(dimension: 64, of: 1) { noise, values in
      let others = noise.dropFirst().map { ratio(q.reparameterized(noise: [$0])) - 1 }.reduce(0, +) / 64
      let delta = others + (ratio(first.reparameterized(noise: [noise[0]])) - 1) / 64
      // The others' mean is 0: to subtract them changes no expectation, and most of the scatter goes.
      values[0] = log1p(delta) - others
    }[0]
  }
}
