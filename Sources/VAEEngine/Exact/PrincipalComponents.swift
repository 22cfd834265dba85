import CKernels
import Glibc

/// The mean and the spectrum of a data set, from which probabilistic PCA of every dimension follows.
///
/// - Source: Tipping and Bishop (1999).
public struct PrincipalComponents: Sendable {
  /// The mean of the data, of shape (D).
  public let mean: [Double]
  /// The eigenvalues of the covariance (divided by N), largest first.
  public let eigenvalues: [Double]
  /// The eigenvectors, one a row.
  public let eigenvectors: Batch<Double>

  /// Analyses data of shape (N, D).
  ///
  /// - Throws: `InvalidInput` if there are no data or a value is not finite.
  public init(of data: Batch<Double>) throws(InvalidInput) {
    guard data.rows > 0, data.columns > 0 else {
      throw InvalidInput("data", expected: "at least one row and one column", found: "\(data.rows) × \(data.columns)")
    }
    try InvalidInput.requireFinite("data", data.elements)
    let (rows, columns) = (data.rows, data.columns)
    var mean = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { mean[column] += data.elements[row * columns + column] }
    }
    for column in 0..<columns { mean[column] /= Double(rows) }
    var centred = data.elements
    for row in 0..<rows {
      for column in 0..<columns { centred[row * columns + column] -= mean[column] }
    }
    var covariance = Batch(rows: columns, columns: columns, repeating: 0.0)
    let (width, count) = (Int32(columns), Int32(rows))
    lb_multiply_double(1, 0, width, width, count, centred, width, centred, width, 0, &covariance.elements, width)
    for index in covariance.elements.indices { covariance.elements[index] /= Double(rows) }
    let eigen = try SymmetricEigen(covariance)
    self.init(mean: mean, eigenvalues: eigen.values, eigenvectors: eigen.vectors)
  }

  /// Creates the components of a known spectrum.
  init(mean: [Double], eigenvalues: [Double], eigenvectors: Batch<Double>) {
    self.mean = mean
    self.eigenvalues = eigenvalues
    self.eigenvectors = eigenvectors
  }

  /// Returns the mean of the eigenvalues that d latent dimensions leave over: the fitted observation variance s².
  ///
  /// Where the data vary in d directions only, the eigenvalues left over are 0 but for rounding; no s² above 0 fits them,
  /// and the likelihood has no maximum.
  ///
  /// - Throws: `InvalidInput` unless 0 ≤ d < D and what is left over has a variance beyond rounding.
  public func observationVariance(latentDimension d: Int) throws(InvalidInput) -> Double {
    guard d >= 0, d < eigenvalues.count else {
      throw InvalidInput("latent dimension", expected: "a number from 0 to \(eigenvalues.count - 1)", found: "\(d)")
    }
    let variance = eigenvalues[d...].reduce(0, +) / Double(eigenvalues.count - d)
    let rounding = Double(eigenvalues.count) * 0x1p-52 * (eigenvalues.first ?? 0)
    guard variance > rounding else {
      throw InvalidInput(
        "observation variance", expected: "data that vary in more than \(d) directions", found: "\(variance)")
    }
    return variance
  }

  /// Returns the maximum-likelihood linear-Gaussian model: W = U (Λ − s² I)^½, b = the mean.
  ///
  /// - Throws: `InvalidInput` unless 0 ≤ d < D and what is left over has a variance beyond rounding.
  public func linearGaussian(latentDimension d: Int) throws(InvalidInput) -> LinearGaussian {
    let variance = try observationVariance(latentDimension: d)
    var weight = Batch(rows: mean.count, columns: d, repeating: 0.0)
    for column in 0..<d {
      let scale = Swift.max(0, eigenvalues[column] - variance).squareRoot()
      for row in 0..<mean.count { weight[row, column] = scale * eigenvectors[column, row] }
    }
    return try LinearGaussian(weight: weight, bias: mean, observationVariance: variance)
  }

  /// Returns the fitted model's log-likelihood per datum, in nats, from the spectrum alone.
  ///
  ///     −½ { D log 2π + Σ_{j ≤ d} log λⱼ + (D − d) log s² + D }
  ///
  /// - Throws: `InvalidInput` unless 0 ≤ d < D and what is left over has a variance beyond rounding.
  public func averageLogLikelihood(latentDimension d: Int) throws(InvalidInput) -> Double {
    let variance = try observationVariance(latentDimension: d)
    let dimension = Double(eigenvalues.count)
    let logDeterminant = eigenvalues[..<d].reduce(0) { $0 + log($1) } + (dimension - Double(d)) * log(variance)
    return -dimension * halfLogTwoPi - 0.5 * (logDeterminant + dimension)
  }
}

extension LinearGaussian {
  /// Returns the maximum-likelihood model of data of shape (N, D), in closed form.
  ///
  /// - Throws: `InvalidInput` if there are no data, a value is not finite, or d is not below D.
  public static func fit(_ data: Batch<Double>, latentDimension: Int) throws(InvalidInput) -> LinearGaussian {
    try PrincipalComponents(of: data).linearGaussian(latentDimension: latentDimension)
  }
}
