import VAECore

/// What training climbs: the evidence lower bound or its importance-weighted relative, and how it is estimated.
///
///     one weight:    L   = (1/n) Σᵢ (1/V) Σᵥ [log p(xᵢ | zᵢᵥ) − β · divergenceᵢᵥ]
///     K weights:     L_K = (1/n) Σᵢ (1/V) Σᵥ log (1/K) Σₖ wᵢᵥₖ,   w = p(x | z) p(z) / q(z | x)
///
/// Conventions, stated once for everything that trains: nats; sums over dimensions; means over the data of a minibatch.
/// The mean over m data is eq. (18)'s (n/m) Σ divided by n: the gradient of the mean over all n data, without bias.
///
/// - Source: eqs. (7), (18), (19) and (20); Burda, Grosse and Salakhutdinov (2015), eq. (8).
public struct Objective: Sendable, Equatable, Codable {
  /// How the divergence from the approximate posterior to the prior enters.
  public enum Divergence: String, Sendable, Codable, CaseIterable {
    /// The closed form of eq. (16).
    case analytic
    /// log q(z | x) − log p(z) at the drawn z, with its whole gradient.
    case sampled
    /// The sampled divergence whose gradient flows through z alone.
    ///
    /// What is left out, the score ∂ log q(z)/∂(μ, σ) at a fixed z, has expectation 0; without it the gradient's
    /// variance vanishes where q is the posterior.
    ///
    /// - Source: Roeder, Wu and Duvenaud (2017).
    case stickingTheLanding
  }

  /// V, the draws of a datum whose bounds are averaged.
  public let samples: Int
  /// K, the draws within one importance-weighted bound; 1 is the evidence lower bound.
  public let importanceSamples: Int
  /// How the divergence enters.
  public let divergence: Divergence
  /// β, the divergence's weight; only 1 is the bound.
  public let divergenceWeight: Double

  /// The bound of eq. (20): one draw, the divergence in closed form.
  public static let evidenceLowerBound = Objective(
    checkedSamples: 1, importanceSamples: 1, divergence: .analytic, divergenceWeight: 1)

  /// How many draws a datum takes, V · K.
  ///
  /// Row i·V·K + v·K + k of the noise is draw k of bound v of datum i.
  public var drawsOfDatum: Int { samples * importanceSamples }

  /// Creates an objective.
  ///
  /// With K > 1 the divergence is a part of each weight: it must be sampled and its weight be 1. Sticking the landing is
  /// refused there, since under normalised weights what it leaves out no longer has expectation 0 (Tucker et al., 2019).
  ///
  /// - Parameters:
  ///   - samples: V.
  ///   - importanceSamples: K.
  ///   - divergence: How the divergence enters; if nil, in closed form for K = 1 and sampled for K > 1.
  ///   - divergenceWeight: β, from 0 up.
  /// - Throws: `InvalidInput` for a count outside 1 … 1,000,000, a weight below 0, or a combination without meaning.
  public init(
    samples: Int = 1, importanceSamples: Int = 1, divergence: Divergence? = nil, divergenceWeight: Double = 1
  ) throws(InvalidInput) {
    for (name, count) in [("samples V", samples), ("importance samples K", importanceSamples)] {
      guard (1...1_000_000).contains(count) else {
        throw InvalidInput(name, expected: "1 to 1000000", found: "\(count)")
      }
    }
    guard divergenceWeight >= 0, divergenceWeight.isFinite else {
      throw InvalidInput("divergence weight", expected: "a finite number, 0 or above", found: "\(divergenceWeight)")
    }
    let divergence = divergence ?? (importanceSamples > 1 ? .sampled : .analytic)
    if importanceSamples > 1 {
      guard divergence == .sampled else {
        throw InvalidInput(
          "divergence with \(importanceSamples) importance samples", expected: "sampled: each weight holds it",
          found: divergence.rawValue)
      }
      guard divergenceWeight == 1 else {
        throw InvalidInput(
          "divergence weight with \(importanceSamples) importance samples", expected: "1: another is no bound",
          found: "\(divergenceWeight)")
      }
    }
    self.init(
      checkedSamples: samples, importanceSamples: importanceSamples, divergence: divergence,
      divergenceWeight: divergenceWeight)
  }

  private init(
    checkedSamples: Int, importanceSamples: Int, divergence: Divergence, divergenceWeight: Double
  ) {
    samples = checkedSamples
    self.importanceSamples = importanceSamples
    self.divergence = divergence
    self.divergenceWeight = divergenceWeight
  }

  /// The same objective with a different weight of the divergence, which must be valid.
  func weighted(_ divergenceWeight: Double) -> Objective {
    Objective(
      checkedSamples: samples, importanceSamples: importanceSamples, divergence: divergence,
      divergenceWeight: divergenceWeight)
  }

  /// Reads an objective, refusing what `init` refuses.
  public init(from decoder: any Swift.Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      samples: values.decode(Int.self, forKey: .samples),
      importanceSamples: values.decode(Int.self, forKey: .importanceSamples),
      divergence: values.decode(Divergence.self, forKey: .divergence),
      divergenceWeight: values.decode(Double.self, forKey: .divergenceWeight))
  }
}

/// The value of an objective and the two terms of the bound that it is made of, in nats: means over the data.
public struct ObjectiveValue: Sendable, Equatable {
  /// What training climbs: L with its β, or L_K.
  public var objective: Double
  /// The terms without β: the mean log-likelihood over all draws, and the divergence, in closed form or sampled.
  ///
  /// For K = 1 and β = 1 their difference is the objective; for K > 1 it is the bound that one weight gives.
  public var bound: EvidenceLowerBound

  /// Creates a value.
  public init(objective: Double, bound: EvidenceLowerBound) {
    self.objective = objective
    self.bound = bound
  }

  /// A value from its three numbers: objective, reconstruction, divergence.
  init(_ numbers: SIMD4<Double>) {
    self.init(objective: numbers[0], bound: EvidenceLowerBound(reconstruction: numbers[1], divergence: numbers[2]))
  }

  /// Nothing added up yet.
  static let zero = ObjectiveValue(objective: 0, bound: EvidenceLowerBound(reconstruction: 0, divergence: 0))

  /// Adds another sum over data to this one.
  mutating func add(_ other: ObjectiveValue) {
    objective += other.objective
    bound.reconstruction += other.bound.reconstruction
    bound.divergence += other.bound.divergence
  }

  /// A sum over data, made a mean.
  func divided(by count: Int) -> ObjectiveValue {
    let count = Double(count)
    return ObjectiveValue(
      objective: objective / count,
      bound: EvidenceLowerBound(
        reconstruction: bound.reconstruction / count, divergence: bound.divergence / count))
  }
}
