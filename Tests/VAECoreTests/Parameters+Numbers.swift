import Testing
import VAECore
import Verification

extension Parameters {
  /// Every parameter, in the order of `combined`.
  var numbers: [Double] {
    var numbers: [Double] = []
    _ = combined(with: self) { own, _ in
      numbers.append(own)
      return own
    }
    return numbers
  }

  /// Returns a value of the same shape whose parameters are standard normal draws.
  func direction(_ seed: UInt64) -> Self {
    let noise = RandomStream(seed: seed, purpose: "direction")
    var index = -1
    return combined(with: self) { _, _ in
      index += 1
      return noise.normal(at: index)
    }
  }

  /// Returns the value at a distance along a direction.
  func moved(_ distance: Double, along direction: Self) -> Self {
    combined(with: direction) { $0 + distance * $1 }
  }
}

/// Returns the point at a distance along a direction.
func moved(_ point: [Double], _ distance: Double, along direction: [Double]) -> [Double] {
  zip(point, direction).map { $0 + distance * $1 }
}

/// Expects ⟨gradient, direction⟩ to be the derivative of a function of the distance, and 1.001 times it not to be.
func expectDerivative(
  _ gradient: [Double], along direction: [Double], scale: Double, of function: (Double) -> Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let inner = zip(gradient, direction).reduce(0) { $0 + $1.0 * $1.1 }
  let derivative = DirectionalDerivative(scale: scale, of: function)
  let tolerance = derivative.tolerance.value
  #expect(gradient.count == direction.count, sourceLocation: sourceLocation)
  #expect(abs(inner - derivative.value) <= tolerance, "\(inner), \(derivative)", sourceLocation: sourceLocation)
  #expect(
    abs(1.001 * inner - derivative.value) > tolerance, "too coarse to see a part in a thousand",
    sourceLocation: sourceLocation)
}

/// Expects a sample mean to lie within 6.11 exact standard errors of its expectation, and outside those of a wrong one.
///
/// A correct formula fails for one seed in 10⁹.
func expectMean(
  _ estimate: MonteCarloEstimate, is expected: Double, not wrong: Double, standardError: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let z = (estimate.mean - expected) / standardError
  #expect(abs(z) < Claim.threshold, "\(estimate.mean), not \(expected): z = \(z)", sourceLocation: sourceLocation)
  let ofWrong = (estimate.mean - wrong) / standardError
  #expect(abs(ofWrong) > Claim.threshold, "too few samples to reject \(wrong)", sourceLocation: sourceLocation)
}

/// Expects two lists of numbers to agree within a number of roundings of values of a given size.
func expectEqual(
  _ got: [Double], _ expected: [Double], roundings: Int, scale: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(got.count == expected.count, sourceLocation: sourceLocation)
  let tolerance = Tolerance.rounding(operations: roundings, scale: scale).value
  for (index, (a, b)) in zip(got, expected).enumerated() {
    #expect(abs(a - b) <= tolerance, "[\(index)]: \(a), not \(b)", sourceLocation: sourceLocation)
  }
}
