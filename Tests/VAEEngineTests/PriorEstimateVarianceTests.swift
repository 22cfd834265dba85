import Datasets
import Foundation
import Testing
import VAECore
import VAEEngine
import Verification

@Suite("Equation (1): the spread of its weights, exactly")
struct PriorEstimateVarianceTests {
  @Test("The second moment agrees with quadrature over a latent plane")
  func quadrature() throws {
    let (model, x, _) = try LinearGaussianTests.fixture()
    let prior = DiagonalGaussian.standard(dimension: 2)
    func logMoment(_ power: Double) -> Quadrature.Result {
      // p(x|z)² is narrow, so a finer step; and it is gone long before 8.
      Quadrature.logPlaneIntegral(over: -8...8) { s, t in
        let logWeight = (try? model.logDensity(of: x, given: [s, t])) ?? .nan
        return power * logWeight + ((try? prior.logDensity(at: [s, t])) ?? .nan)
      }
    }
    let (first, second) = (logMoment(1), logMoment(2))
    let logMarginal = try model.logMarginalLikelihood(of: x)
    #expect(abs(first.value - logMarginal) <= first.tolerance.value)
    let ratio = try model.logSecondMomentRatio(of: x)
    let tolerance = second.tolerance.value + 2 * first.tolerance.value
    #expect(abs(second.value - 2 * first.value - ratio) <= tolerance)
    #expect(tolerance < 1e-11)
  }

  @Test("It is the textbook's ratio of two densities")
  func textbook() throws {
    let (model, x, _) = try LinearGaussianTests.fixture()
    let halved = try LinearGaussian(weight: model.weight, bias: model.bias, observationVariance: 0.15)
    let constant = -1.5 * log(4 * Double.pi * 0.3)
    let textbook = try constant + halved.logMarginalLikelihood(of: x) - 2 * model.logMarginalLikelihood(of: x)
    #expect(
      abs(try model.logSecondMomentRatio(of: x) - textbook) <= Tolerance.rounding(operations: 100, scale: 30).value)
  }

  @Test("Weights that hardly vary keep the digits of their small variance; without a decoder weight it is 0")
  func small() throws {
    for scale in [1e-3, 1e-6, 1e-9] {
      let model = try LinearGaussian(weight: Batch([[scale]]), bias: [0.25], observationVariance: 0.3)
      // To first order in w: Var log p(x|z) = (w (x − b)/s²)².
      let expected = (scale * 1.25 / 0.3) * (scale * 1.25 / 0.3)
      let variance = try model.relativeVarianceOfPriorEstimate(of: [1.5])
      #expect(abs(variance / expected - 1) <= 100 * scale * scale + 16 * 0x1p-53)
    }
    let none = try LinearGaussian(
      weight: Batch(rows: 64, columns: 2, repeating: 0), bias: [Double](repeating: 0, count: 64),
      observationVariance: 0.3)
    #expect(try none.relativeVarianceOfPriorEstimate(of: [Double](repeating: 1, count: 64)) == 0)
  }

  @Test("On the digits its logarithm grows with the latent dimension")
  func digits() throws {
    let images = try Digits.load().images
    let components = try PrincipalComponents(of: images)
    let ratios = try [2, 5, 10, 20].map { dimension in
      try components.linearGaussian(latentDimension: dimension).logSecondMomentRatio(of: Array(images[row: 0]))
    }
    #expect(zip(ratios, ratios.dropFirst()).allSatisfy { $0 < $1 })
    #expect(ratios.allSatisfy { $0.isFinite })
  }

  @Test("An observation of another shape is refused")
  func refusals() throws {
    let model = try LinearGaussianTests.fixture().model
    #expect(throws: InvalidInput.self) { try model.logSecondMomentRatio(of: [1]) }
  }
}
