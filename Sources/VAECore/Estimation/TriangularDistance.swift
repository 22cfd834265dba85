import Glibc

/// The last layer of a Gaussian decoder and its log-likelihood of one observation, in one.
///
///     log p(x | h) = −(‖R h + r‖² + ρ) / 2s² − (D/2) log 2πs²,   Qᵀ (b − x) = (r, ·),   ρ = the squared length of the rest
///
/// where h are the last hidden features and W = Q R: a squared distance does not change under a rotation, and a
/// triangular R needs half the products of a square W.
///
/// - Source: eq. (8), with W h + b for f.
struct TriangularDistance<Scalar: NetworkScalar>: Sendable {
  /// R, of shape (min(D, H), H).
  private let triangle: Matrix<Scalar>
  /// r, of shape (min(D, H)).
  private let offset: [Scalar]
  /// −1/(2s²) and −ρ/(2s²) − (D/2) log 2πs².
  private let scale, shift: Double

  /// Creates the distance; nil if the output is not affine and Gaussian, or a rotation would not be finite.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  init?(to observation: [Scalar], from decoder: Decoder<Scalar>) {
    guard case .gaussian(let variance) = decoder.likelihood, decoder.outputActivation == .identity else { return nil }
    let turned = Triangularization(decoder.output.weight)
    let difference = turned.rotated(zip(decoder.output.bias, observation).map { Double($0) - Double($1) })
    let exactTriangle = turned.triangle
    triangle = Matrix(
      rows: turned.rank, columns: turned.columns, elements: exactTriangle.elements.map { Scalar($0) })
    offset = difference.prefix(turned.rank).map { Scalar($0) }
    guard triangle.elements.allSatisfy(\.isFinite), offset.allSatisfy(\.isFinite) else { return nil }
    let unreachable = difference.dropFirst(turned.rank).reduce(0) { $0 + $1 * $1 }
    scale = -0.5 / variance
    shift = scale * unreachable - Double(observation.count) * (halfLogTwoPi + 0.5 * log(variance))
  }

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
