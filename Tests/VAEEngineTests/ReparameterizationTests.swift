import Foundation
import Testing
import VAECore
import VAEEngine
import Verification

@Suite("Equation (19): the reparameterized gradient")
struct ReparameterizationTests {
  /// Averages the pullback of f′ at z = μ + σε over ε by quadrature: the pathwise gradient's expectation and variance.
  private func pathwise(
    _ q: DiagonalGaussian, _ derivative: (Double) -> Double
  ) throws -> (mean: Double, deviation: Double, meanVariance: Double, deviationVariance: Double) {
    func average(_ value: (GaussianGradient) -> Double) -> Double {
      let integral = Quadrature.integral { noise in
        guard let z = try? q.reparameterized(noise: [noise]).first,
          let gradient = try? q.pullbackOfReparameterization([derivative(z)], noise: [noise])
        else { return .nan }
        return value(gradient) * exp(-0.5 * noise * noise)
      }
      return integral.value / (2 * Double.pi).squareRoot()
    }
    let (mean, deviation) = (average { $0.mean[0] }, average { $0.standardDeviation[0] })
    return (
      mean, deviation, average { ($0.mean[0] - mean) * ($0.mean[0] - mean) },
      average { ($0.standardDeviation[0] - deviation) * ($0.standardDeviation[0] - deviation) }
    )
  }

  @Test(
    "For a quadratic, the gradient's mean and variance are the closed forms'",
    arguments: GoldenCase.cases("reparamQuadratic1D", in: "golden-probability"))
  func quadratic(golden: GoldenCase) throws {
    let (a, b) = (golden.scalar("a"), golden.scalar("b"))
    let q = try DiagonalGaussian(mean: [golden.scalar("mu")], standardDeviation: [golden.scalar("sigma")])
    let result = try pathwise(q) { 2 * a * $0 + b }
    let got = [
      ("gradMu", result.mean), ("gradSigma", result.deviation), ("varReparamMu", result.meanVariance),
      ("varReparamSigma", result.deviationVariance),
    ]
    for (name, value) in got {
      let expected = try #require(golden.expects(name).first)
      // The trapezoid rule adds some 200 terms as large as the result's own scale.
      #expect(abs(value - expected) <= 400 * 0x1p-53 * max(1, abs(expected)), "\(golden.id) \(name)")
    }
  }

  @Test(
    "For an exponential, too: its gradient's mean is √e",
    arguments: GoldenCase.cases("reparamExp", in: "golden-probability"))
  func exponentialFunction(golden: GoldenCase) throws {
    let q = try DiagonalGaussian(mean: [golden.scalar("mu")], standardDeviation: [golden.scalar("sigma")])
    let result = try pathwise(q) { exp($0) }
    let got = [("gradMu", result.mean), ("gradSigma", result.deviation), ("varReparamMu", result.meanVariance)]
    for (name, value) in got {
      let expected = try #require(golden.expects(name).first)
      #expect(abs(value - expected) <= 400 * 0x1p-53 * max(1, abs(expected)), "\(name)")
    }
  }

  @Test(
    "In several dimensions each coordinate has its own noise",
    arguments: GoldenCase.cases("reparamQuadraticND", in: "golden-probability"))
  func severalDimensions(golden: GoldenCase) throws {
    let (a, b) = (golden.matrix("A"), golden.vector("b"))
    let q = try DiagonalGaussian(mean: golden.vector("mu"), standardDeviation: golden.vector("sigma"))
    let d = q.dimension
    // f is quadratic, so two antithetic draws on each axis, √d apart from the mean, integrate its gradient exactly.
    var mean = [Double](repeating: 0, count: d)
    var deviation = mean
    for axis in 0..<d {
      for sign in [-1.0, 1] {
        var noise = [Double](repeating: 0, count: d)
        noise[axis] = sign * Double(d).squareRoot()
        let z = try q.reparameterized(noise: noise)
        let gradient = symmetricProduct(a, z, plus: b)
        let pulled = try q.pullbackOfReparameterization(gradient, noise: noise)
        for j in 0..<d {
          mean[j] += pulled.mean[j] / Double(2 * d)
          deviation[j] += pulled.standardDeviation[j] / Double(2 * d)
        }
      }
    }
    for j in 0..<d {
      for (name, value) in [("gradMu", mean[j]), ("gradSigma", deviation[j])] {
        let expected = golden.expects(name)[j]
        #expect(abs(value - expected) <= 64 * 0x1p-53 * 8, "\(name)[\(j)]")
      }
    }
  }

  /// (A + Aᵀ) z + b, the gradient of zᵀAz + bᵀz.
  private func symmetricProduct(_ a: [[Double]], _ z: [Double], plus b: [Double]) -> [Double] {
    var result = b
    for i in z.indices {
      for j in z.indices { result[i] += (a[i][j] + a[j][i]) * z[j] }
    }
    return result
  }

  @Test("The score is the derivative of the log-density along a random direction")
  func score() throws {
    let (mean, deviation, point) = ([0.5, -1], [0.3, 1.5], [0.7, 0.2])
    let score = try DiagonalGaussian(mean: mean, standardDeviation: deviation).score(at: point)
    let direction = RandomStream(seed: 3, purpose: "direction").normals(0..<4)
    let derivative = DirectionalDerivative(scale: 10) { t in
      let moved = try? DiagonalGaussian(
        mean: (0..<2).map { mean[$0] + t * direction[$0] },
        standardDeviation: (0..<2).map { deviation[$0] + t * direction[2 + $0] })
      return (try? moved?.logDensity(at: point)) ?? .nan
    }
    let coordinates = score.mean + score.standardDeviation
    let inner = zip(coordinates, direction).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(inner - derivative.value) <= derivative.tolerance.value)
    #expect(abs(1.001 * inner - derivative.value) > derivative.tolerance.value)
  }

  @Test("Shapes must agree")
  func shapes() throws {
    let q = DiagonalGaussian.standard(dimension: 2)
    #expect(throws: InvalidInput.self) { try q.reparameterized(noise: [1]) }
    #expect(throws: InvalidInput.self) { try q.pullbackOfReparameterization([1, 2], noise: [1]) }
    #expect(throws: InvalidInput.self) { try q.score(at: [1, 2, 3]) }
  }
}
