import Glibc

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
  /// R, of shape (min(D, H), H).
  private let triangle: Batch<Scalar>

  /// Rotates a decoder's last layer; nil if the output is not affine and Gaussian, or R is not finite.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  init?(of decoder: DecoderNetwork<Scalar>) {
    guard case .gaussian(let variance) = decoder.likelihood, decoder.outputActivation == .identity else { return nil }
    rotation = Triangularization(decoder.output.weight)
    bias = decoder.output.bias
    self.variance = variance
    triangle = Batch(
      rows: rotation.rank, columns: rotation.columns, elements: rotation.triangle.elements.map { Scalar($0) })
    guard triangle.elements.allSatisfy(\.isFinite) else { return nil }
  }

  /// Returns log p(x | ·) of one observation x; nil if it is not finite.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func distance(to observation: [Scalar]) -> TriangularDistance<Scalar>? {
    let difference = rotation.rotated(zip(bias, observation).map { Double($0) - Double($1) })
    let offset = difference.prefix(rotation.rank).map { Scalar($0) }
    guard offset.allSatisfy(\.isFinite) else { return nil }
    let unreachable = difference.dropFirst(rotation.rank).reduce(0) { $0 + $1 * $1 }
    let constant = Double(observation.count) * (halfLogTwoPi + 0.5 * log(variance))
    return TriangularDistance(
      triangle: triangle, offset: offset, scale: -0.5 / variance, shift: -0.5 * unreachable / variance - constant)
  }
}

/// The log-likelihood of one observation given the last hidden features h, through a triangle.
///
///     log p(x | h) = −(‖R h + r‖² + ρ)/2s² − (D/2) log 2πs²
struct TriangularDistance<Scalar: NetworkScalar>: Sendable {
  /// R, of shape (min(D, H), H).
  fileprivate let triangle: Batch<Scalar>
  /// r, of shape (min(D, H)).
  fileprivate let offset: [Scalar]
  /// −1/(2s²) and −ρ/(2s²) − (D/2) log 2πs².
  fileprivate let scale, shift: Double

  /// Computes log p(x | h) of one tile of features, one a column, of shape (H, tile).
  func logDensities(columns features: UnsafeBufferPointer<Scalar>, into result: UnsafeMutableBufferPointer<Double>) {
    precondition(features.count >= triangle.columns * tileOfSamples, "whole tiles")
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: tileOfSamples) { lengths in
      triangle.elements.withUnsafeBufferPointer { weight in
        offset.withUnsafeBufferPointer { offset in
          guard let w = weight.baseAddress, let r = offset.baseAddress, let h = features.baseAddress,
            let length = lengths.baseAddress
          else { return }
          Scalar.triangularLengths(w, r, outputs: triangle.rows, inputs: triangle.columns, h, into: length)
        }
      }
      for sample in result.indices { result[sample] = Double(lengths[sample]) * scale + shift }
    }
  }
}
