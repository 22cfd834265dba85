import Arithmetic
import EmbeddedDigits
import Testing
import VAECore
import Verification

@Suite("Probabilistic PCA: the linear model fitted in closed form")
struct PrincipalComponentsTests {
  static let spectrum = [5.0, 3, 1, 0.5, 0.25]

  /// Ten points b ± √(5 λⱼ) eⱼ, whose mean is b and whose covariance, divided by 10, is the diagonal of the spectrum.
  static let points: [[Double]] = (0..<10).map { point in
    (0..<5).map { j in
      let deviation = (5 * spectrum[j]).squareRoot()
      return 0.5 * Double(j) + (point / 2 == j ? (point % 2 == 0 ? deviation : -deviation) : 0)
    }
  }

  @Test(
    "A spectrum's log-likelihood, and that of the fitted model on the data",
    arguments: zip(1...3, [-8.2431121361, -7.6402230155, -7.4678885136]))
  func spectrum(latentDimension: Int, expected: Double) throws {
    let components = PrincipalComponents(of: Self.points)
    expectEqual(components.eigenvalues, Self.spectrum, roundings: 20, scale: 8)
    expectEqual(components.mean, [0, 0.5, 1, 1.5, 2], roundings: 20, scale: 8)
    let average = try components.averageLogLikelihood(latentDimension: latentDimension)
    #expect(abs(average - expected) <= Tolerance.quoted(decimals: 10).value)
    let model = try components.linearGaussian(latentDimension: latentDimension)
    expectEqual([mean(of: model, over: Self.points)], [average], roundings: 200, scale: 20)
  }

  @Test("No model near the fit is likelier")
  func highest() throws {
    let fit = try PrincipalComponents(of: Self.points).linearGaussian(latentDimension: 2)
    let highest = mean(of: fit, over: Self.points)
    for seed in 1...5 {
      let direction = RandomStream(seed: UInt64(seed), purpose: "direction").normals(0..<16)
      for distance in [-0.05, 0.05] {
        let matrix = moved(fit.matrix.elements, distance, along: Array(direction[..<10]))
        let other = try LinearGaussian(
          matrix: Matrix(rows: 5, columns: 2, elements: matrix),
          bias: moved(fit.bias, distance, along: Array(direction[10..<15])),
          observationVariance: fit.observationVariance * exp(distance * direction[15]))
        #expect(mean(of: other, over: Self.points) < highest - 1e-5)
      }
    }
  }

  @Test("The digits", arguments: [(2, 0.0057067250, 0.0541169847), (8, 14.2097883166, 0.0273294319)])
  func digits(latentDimension: Int, logLikelihood: Double, variance: Double) throws {
    let images = try Digits.load().images
    let components = PrincipalComponents(of: images)
    let model = try components.linearGaussian(latentDimension: latentDimension)
    let quoted = Tolerance.quoted(decimals: 10).value
    #expect(abs(try components.averageLogLikelihood(latentDimension: latentDimension) - logLikelihood) <= quoted)
    #expect(abs(model.observationVariance - variance) <= quoted)
    // 1797 values of about ten, each within some thousand roundings of terms up to a hundred.
    #expect(abs(mean(of: model, over: images) - logLikelihood) <= 2000 * 0x1p-53 * 100 + quoted)
  }

  @Test(
    "Data that vary in two directions have no variance left over for a third, whatever the rounding", arguments: 1...8)
  func rank(seed: UInt64) throws {
    let stream = RandomStream(seed: seed, purpose: "rank")
    let plane = Matrix(rows: 2, columns: 6, elements: stream.substream(0).normals(0..<12))
    let data = (0..<20).map { plane.transposedTimes(stream.substream(1).normals(2 * $0..<2 * $0 + 2)) }
    let components = PrincipalComponents(of: data)
    #expect(try components.observationVariance(latentDimension: 1) > 0)
    let refused = #expect(throws: InvalidInput.self) { try components.observationVariance(latentDimension: 2) }
    #expect(refused?.input == "latent dimension" && refused?.found == "2")
  }

  @Test(
    "A direction counts as data down to a variance of D · 2⁻⁵² of the largest", arguments: [(-25, true), (-26, false)])
  func smallest(exponent: Int, varies: Bool) {
    // Variances ½ and ½ t², D = 2: the bound is at t² = 2⁻⁵¹.
    let t = Double(sign: .plus, exponent: exponent, significand: 1)
    let components = PrincipalComponents(of: [[1, 0], [-1, 0], [0, t], [0, -t]])
    #expect(components.eigenvalues == [0.5, 0.5 * t * t])
    #expect((try? components.observationVariance(latentDimension: 1)) == (varies ? 0.5 * t * t : nil))
    // Variances ½ and ¼ t²: at t = 2⁻²⁵ exactly the bound, which is refused.
    let atBound = PrincipalComponents(
      of: [[1, 0], [-1, 0], [1, 0], [-1, 0], [0, 0x1p-25], [0, -0x1p-25], [0, 0], [0, 0]])
    #expect(atBound.eigenvalues == [0.5, 0x1p-52])
    #expect((try? atBound.observationVariance(latentDimension: 1)) == nil)
  }

  @Test("One point is its own mean, and points of different dimensions are a programming error")
  func fewPoints() async {
    let one = PrincipalComponents(of: [[1, -2]])
    #expect(one.mean == [1, -2] && one.eigenvalues == [0, 0])
    await #expect(processExitsWith: .failure) { _ = PrincipalComponents(of: [[1], [2, 3]]) }
  }

  @Test("A latent dimension out of range is refused, by name")
  func refusals() throws {
    let flat = PrincipalComponents(of: [[1, 2], [2, 4], [3, 6]])
    #expect(throws: InvalidInput.self) { try flat.linearGaussian(latentDimension: 1) }
    // Variances 2/3 and 8/3, in one direction: s² is their mean.
    #expect(abs(try flat.linearGaussian(latentDimension: 0).observationVariance - 5.0 / 3) <= 16 * 0x1p-53)
    for dimension in [-1, 2] {
      let refused = #expect(throws: InvalidInput.self) { try flat.linearGaussian(latentDimension: dimension) }
      #expect(refused?.input == "latent dimension" && refused?.found == "\(dimension)")
    }
  }

  private func mean(of model: LinearGaussian, over data: [[Double]]) -> Double {
    data.reduce(0) { $0 + model.logMarginalLikelihood(of: $1) } / Double(data.count)
  }
}
