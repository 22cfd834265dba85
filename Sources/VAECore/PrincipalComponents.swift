/// The mean and the principal components of data: they give the best linear VAE in closed form, without training.
///
///     let components = PrincipalComponents(of: digits.images)
///     components.averageLogLikelihood(latentDimension: 8)          // 14.2097883166 nats per image
/// - Source: eq. (2), solved by Tipping and Bishop (1999), "Probabilistic principal component analysis".
public struct PrincipalComponents: Sendable {
  /// The mean of the data, of shape (D).
  public let mean: [Double]
  /// λ₁ ≥ λ₂ ≥ …, the eigenvalues of the data's covariance, with divisor n.
  public let eigenvalues: [Double]
  /// The eigenvectors, one per row.
  public let eigenvectors: Matrix

  /// Decomposes the covariance of data: n points of D finite numbers each.
  public init(of data: [[Double]]) {
    precondition(!data.isEmpty && data.allSatisfy { $0.count == data[0].count }, "points of equal dimension")
    let (n, dimension) = (Double(data.count), data[0].count)
    let mean = (0..<dimension).map { j in average(data.map { $0[j] }) }
    var covariance = Matrix(rows: dimension, columns: dimension)
    for x in data {
      let centered = zip(x, mean).map { $0 - $1 }
      for i in 0..<dimension where centered[i] != 0 {
        for j in i..<dimension { covariance[i, j] += centered[i] * centered[j] / n }
      }
    }
    let spectrum = SymmetricEigen(covariance)
    (self.mean, eigenvalues, eigenvectors) = (mean, spectrum.values, spectrum.vectors)
  }

  /// Returns the fitted s²: the mean of the D − d smallest eigenvalues.
  /// - Throws: `InvalidInput` unless 0 ≤ d < D and the data vary in more than d directions by more than rounding.
  public func observationVariance(latentDimension d: Int) throws(InvalidInput) -> Double {
    let rest = eigenvalues.dropFirst(max(0, d))
    let variance = rest.reduce(0, +) / Double(rest.count)
    guard d >= 0, variance > Double(eigenvalues.count) * 0x1p-52 * (eigenvalues.first ?? 0) else {
      throw InvalidInput("latent dimension", expected: "0 ≤ d < the data's rank", found: "\(d)")
    }
    return variance
  }

  /// Returns the maximum-likelihood model: W = U (Λ − s² I)^½, b = the mean.
  /// - Throws: `InvalidInput`, as `observationVariance(latentDimension:)` does.
  public func linearGaussian(latentDimension d: Int) throws(InvalidInput) -> LinearGaussian {
    let variance = try observationVariance(latentDimension: d)
    let columns = (0..<d).map { j in
      eigenvectors[row: j].map { $0 * max(0, eigenvalues[j] - variance).squareRoot() }
    }
    let matrix = Matrix(rows: d, columns: mean.count, elements: columns.flatMap(\.self)).transposed
    return try LinearGaussian(matrix: matrix, bias: mean, observationVariance: variance)
  }

  /// Returns the fitted model's log-likelihood per data point, in nats, from the eigenvalues only.
  ///
  ///     −½ { D log 2π + Σ_{j ≤ d} log λⱼ + (D − d) log s² + D }
  /// - Throws: `InvalidInput`, as `observationVariance(latentDimension:)` does.
  public func averageLogLikelihood(latentDimension d: Int) throws(InvalidInput) -> Double {
    let variance = try observationVariance(latentDimension: d)
    let dimension = Double(eigenvalues.count)
    let logDeterminant = eigenvalues[..<d].reduce((dimension - Double(d)) * log(variance)) { $0 + log($1) }
    return -dimension * halfLogTwoPi - 0.5 * (logDeterminant + dimension)
  }
}
