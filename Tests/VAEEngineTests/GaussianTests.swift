import Foundation
import Testing
import VAECore
import VAEEngine
import Verification

@Suite("Equation (10) with a full covariance")
struct GaussianTests {
  static func fixture() throws -> (Gaussian, DiagonalGaussian) {
    (
      try Gaussian(mean: [0.4, -0.2], covariance: Batch([[0.5, -0.3], [-0.3, 0.8]])),
      try DiagonalGaussian(mean: [0.2, -0.1], standardDeviation: [0.6, 0.4])
    )
  }

  @Test("The density, its mass and its entropy agree with quadrature over the plane")
  func density() throws {
    let gaussian = try Self.fixture().0
    let logDensity = { (s: Double, t: Double) in (try? gaussian.logDensity(at: [s, t])) ?? .nan }
    let mass = Quadrature.planeIntegral { exp(logDensity($0, $1)) }
    #expect(abs(mass.value - 1) <= mass.tolerance.value)
    let entropy = Quadrature.planeIntegral { -exp(logDensity($0, $1)) * logDensity($0, $1) }
    #expect(abs(entropy.value - gaussian.entropy) <= entropy.tolerance.value)
    let covariance = Quadrature.planeIntegral { ($0 - 0.4) * ($1 + 0.2) * exp(logDensity($0, $1)) }
    #expect(abs(covariance.value - -0.3) <= covariance.tolerance.value, "the off-diagonal has its sign and its size")
    #expect(mass.tolerance.value < 1e-12 && entropy.tolerance.value < 1e-12 && covariance.tolerance.value < 1e-12)
  }

  @Test("With a diagonal covariance it is the diagonal Gaussian")
  func diagonal() throws {
    let diagonal = try DiagonalGaussian(mean: [0.5, -1, 2], standardDeviation: [0.3, 1.5, 0.8])
    let full = try Gaussian(mean: diagonal.mean, covariance: Batch([[0.09, 0, 0], [0, 2.25, 0], [0, 0, 0.64]]))
    let q = try DiagonalGaussian(mean: [0.4, 0.1, 1], standardDeviation: [0.5, 1, 2])
    let x = [0.1, 0.2, 0.3]
    let tolerance = Tolerance.rounding(operations: 40, scale: 30).value
    #expect(abs(try full.logDensity(at: x) - (try diagonal.logDensity(at: x))) <= tolerance)
    #expect(abs(full.entropy - diagonal.entropy) <= tolerance)
    #expect(abs(try q.divergence(to: full) - (try q.divergence(to: diagonal))) <= tolerance)
  }

  @Test("The divergence from a diagonal Gaussian agrees with quadrature, and the reversed one is another number")
  func divergence() throws {
    let (gaussian, q) = try Self.fixture()
    func logRatio(_ z: [Double]) -> Double {
      ((try? q.logDensity(at: z)) ?? .nan) - ((try? gaussian.logDensity(at: z)) ?? .nan)
    }
    let integral = Quadrature.planeIntegral { s, t in
      exp((try? q.logDensity(at: [s, t])) ?? .nan) * logRatio([s, t])
    }
    let reversed = Quadrature.planeIntegral { s, t in
      -exp((try? gaussian.logDensity(at: [s, t])) ?? .nan) * logRatio([s, t])
    }
    let closedForm = try q.divergence(to: gaussian)
    #expect(abs(closedForm - integral.value) <= integral.tolerance.value)
    #expect(integral.tolerance.value < 1e-11)
    #expect(abs(closedForm - reversed.value) > 0.1)
  }

  @Test("Near equality the divergence keeps its digits and its sign", arguments: [1e-3, 1e-6, 1e-9])
  func nearEquality(shift: Double) throws {
    // A mean off by t in the first coordinate costs ½ t² (C⁻¹)₁₁; deviations off by (1 + t) cost t² each, to first order.
    let unit = try Gaussian(mean: [0, 0], covariance: Batch([[1.0, 0], [0, 1]]))
    let moved = try DiagonalGaussian(mean: [shift, 0], standardDeviation: [1, 1]).divergence(to: unit)
    #expect(abs(moved / (0.5 * shift * shift) - 1) <= 8 * 0x1p-53)
    let widened = try DiagonalGaussian(mean: [0, 0], standardDeviation: [1 + shift, 1 + shift]).divergence(to: unit)
    let exact = 2 * (shift + 0.5 * shift * shift - log1p(shift))
    // 1 + t is rounded by 2⁻⁵³, which is the fraction 2⁻⁵³/t of t; the comparison's own difference cancels as much.
    let relative = 16 * 0x1p-53 / shift + (shift < 1e-4 ? shift : 16 * 0x1p-53 / (shift * shift))
    let reference = shift < 1e-4 ? 2 * shift * shift : exact
    #expect(abs(widened / reference - 1) <= relative)
  }

  @Test("Covariances and points that make no sense are refused")
  func refusals() throws {
    let gaussian = try Self.fixture().0
    #expect(throws: InvalidInput.self) { try Gaussian(mean: [0], covariance: Batch([[1.0, 0], [0, 1]])) }
    #expect(throws: InvalidInput.self) { try Gaussian(mean: [0, 0], covariance: Batch([[1.0, 2], [2, 1]])) }
    #expect(throws: InvalidInput.self) { try Gaussian(mean: [0, 0], covariance: Batch([[1.0, 0.5], [0, 1]])) }
    #expect(throws: InvalidInput.self) { try Gaussian(mean: [.nan], covariance: Batch([[1.0]])) }
    #expect(throws: InvalidInput.self) { try gaussian.logDensity(at: [1]) }
    #expect(throws: InvalidInput.self) { try DiagonalGaussian.standard(dimension: 3).divergence(to: gaussian) }
  }
}
