import VAECore

/// The last layer of a Gaussian decoder, rotated to a triangle: W = Q R.
///
///     ‖W h + b − x‖² = ‖R h + r‖² + ρ,   Qᵀ (b − x) = (r, ·),   ρ = the squared length of the rest
///
/// A squared distance does not change under a rotation, and a triangular R needs half the products of a square W, a
/// third of those of a W of 784 × 500.
///
/// - Source: eq. (8), with W h + b for f.
struct TriangularLayer<Scalar: NetworkScalar>: Sendable {
  private let rotation: Triangularization
  private let bias: [Scalar]
  private let variance: Double
  /// R, of shape (min(D, H), H), as a layer without a bias.
  private let triangle: DenseLayer<Scalar>

  /// Rotates a decoder's last layer; nil if the output is not affine and Gaussian, R is not finite, or the samples are so
  /// few that the rotation, some 2 D H² operations, costs more than it saves, about D H a sample.
  init?(of decoder: DecoderNetwork<Scalar>, samples: Int, threads: Threads) {
    guard let variance = decoder.likelihood.variance, decoder.outputActivation == .identity,
      samples > 64 * decoder.output.inputs
    else { return nil }
    rotation = Triangularization(decoder.output.weight, threads: threads)
    bias = decoder.output.bias
    self.variance = variance
    var triangle = DenseLayer<Scalar>(inputs: rotation.columns, outputs: rotation.rank)
    let elements = rotation.triangle.elements.map { Scalar($0) }
    elements.withUnsafeBufferPointer { triangle.writeWeight($0, toOutputs: 0..<triangle.outputs) }
    self.triangle = triangle
    guard elements.allSatisfy(\.isFinite) else { return nil }
  }

  /// Returns log p(x | ·) of one observation x; nil if it is not finite.
  func distance(to observation: [Scalar]) -> TriangularDistance<Scalar>? {
    let difference = rotation.rotated(zip(bias, observation).map { Double($0) - Double($1) })
    let offset = difference.prefix(rotation.rank).map { Scalar($0) }
    guard offset.allSatisfy(\.isFinite) else { return nil }
    let unreachable = difference.dropFirst(rotation.rank).reduce(0) { $0 + $1 * $1 }
    let constant = Likelihood.logNormalizer(dimension: observation.count, variance: variance)
    var triangle = triangle
    offset.withUnsafeBufferPointer { triangle.writeBias($0) }
    return TriangularDistance(
      triangle: triangle, scale: -0.5 / variance, shift: -0.5 * unreachable / variance - constant)
  }
}

/// The log-likelihood of one observation given the last hidden features h, through a triangle.
///
///     log p(x | h) = −(‖R h + r‖² + ρ)/2s² − (D/2) log 2πs²
struct TriangularDistance<Scalar: NetworkScalar>: Sendable {
  /// R, of shape (min(D, H), H), and r.
  fileprivate let triangle: DenseLayer<Scalar>
  /// −1/(2s²) and −ρ/(2s²) − (D/2) log 2πs².
  fileprivate let scale, shift: Double

  /// Computes log p(x | h) of each row of features, of shape (rows, H).
  func logDensities(of features: Rows<Scalar>, into result: UnsafeMutablePointer<Double>) {
    Scalar.kernels.pointee.triangular_lengths(
      features.count, triangle.inputs, triangle.outputs, features.start, features.stride, triangle.weightStart,
      triangle.biasStart, result)
    for row in 0..<features.count { result[row] = result[row] * scale + shift }
  }
}
