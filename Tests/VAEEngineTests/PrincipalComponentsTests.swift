import Datasets
import Testing

import VAECore
@testable import VAEEngine

@Suite("Probabilistic PCA: the linear model fitted in closed form")
struct PrincipalComponentsTests {
  @Test("A spectrum's log-likelihood", arguments: zip(1...3, [-8.2431121361, -7.6402230155, -7.4678885136]))
  func spectrum(latentDimension: Int, expected: Double) throws {
    let components = PrincipalComponents(
      mean: [0, 0, 0, 0, 0], eigenvalues: [5, 3, 1, 0.5, 0.25],
      eigenvectors: Batch(rows: 5, columns: 5, elements: (0..<25).map { $0 % 6 == 0 ? 1 : 0 }))
    #expect(abs(try components.averageLogLikelihood(latentDimension: latentDimension) - expected) <= 5e-11)
  }

  @Test("The digits", arguments: [(2, 0.0057067250, 0.0541169847), (8, 14.2097883166, 0.0273294319)])
  func digits(latentDimension: Int, logLikelihood: Double, variance: Double) throws {
    let images = try Digits.load().images
    let components = try PrincipalComponents(of: images)
    let model = try components.linearGaussian(latentDimension: latentDimension)
    #expect(abs(try components.averageLogLikelihood(latentDimension: latentDimension) - logLikelihood) <= 5e-11)
    #expect(abs(model.observationVariance - variance) <= 5e-11)
    var sum = 0.0
    for row in 0..<images.rows { sum += try model.logMarginalLikelihood(of: Array(images[row: row])) }
    // 1797 values of about ten, each within some thousand roundings of terms up to a hundred.
    let tolerance = 2000 * 0x1p-53 * 100
    #expect(abs(sum / Double(images.rows) - logLikelihood) <= tolerance + 5e-11)
  }

  @Test("No other variance or weight is likelier: the bound's gradient vanishes at the fit")
  func stationary() throws {
    let images = try Digits.load().images
    let model = try LinearGaussian.fit(images, latentDimension: 3)
    var byVariance = 0.0
    var byWeight = [Double](repeating: 0, count: 64 * 3)
    for row in 0..<images.rows {
      let x = Array(images[row: row])
      // At the posterior the bound touches log p(x), and so do their gradients. W's columns are orthogonal: q fits.
      let gradient = try model.gradientOfBoundByModel(model.bestDiagonalPosterior(of: x), for: x)
      byVariance += gradient.observationVariance / Double(images.rows)
      for index in byWeight.indices { byWeight[index] += gradient.weight.elements[index] / Double(images.rows) }
    }
    // Sums of 1797 terms up to 10⁴ that cancel.
    let tolerance = 1797 * 0x1p-53 * 1e4
    #expect(abs(byVariance) <= tolerance)
    #expect(byWeight.allSatisfy { abs($0) <= tolerance })
  }

  @Test(
    "Data that vary in two directions have no variance left over for a third, whatever the rounding", arguments: 1...8)
  func rank(seed: UInt64) throws {
    let draws = RandomStream(seed: seed, purpose: "rank").normals(0..<52)
    var data = Batch(rows: 20, columns: 6, repeating: 0.0)
    for row in 0..<20 {
      for column in 0..<6 {
        data[row, column] = draws[row] * draws[40 + column] + draws[20 + row] * draws[46 + column]
      }
    }
    let components = try PrincipalComponents(of: data)
    #expect(try components.observationVariance(latentDimension: 1) > 0)
    let refused = #expect(throws: InvalidInput.self) { try components.observationVariance(latentDimension: 2) }
    #expect(refused?.expected == "data that vary in more than 2 directions")
  }

  @Test("No dimension is out of range, no data are no data")
  func refusals() throws {
    #expect(throws: InvalidInput.self) { try PrincipalComponents(of: Batch(rows: 0, columns: 3, repeating: 0)) }
    let flat = try PrincipalComponents(of: Batch([[1.0, 2], [2, 4], [3, 6]]))
    #expect(throws: InvalidInput.self) { try flat.linearGaussian(latentDimension: 1) }
    #expect(try flat.linearGaussian(latentDimension: 0).observationVariance > 0)
    #expect(throws: InvalidInput.self) { try flat.linearGaussian(latentDimension: 2) }
    #expect(throws: InvalidInput.self) { try flat.linearGaussian(latentDimension: -1) }
  }
}
