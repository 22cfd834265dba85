import Notebook
import VAECore

/// The cost of rotated latent axes for a diagonal q.
enum Exercise2 {
  /// Returns how many nats the bound loses when the best model's two latent axes are turned by an angle.
  ///
  /// - Parameters:
  ///   - first: λ₁.
  ///   - second: λ₂, above s².
  ///   - angle: The angle, in radians; `cos` and `sin` are there.
  @Sendable static func cost(first: Double, second: Double, angle: Double) throws -> Double {
    throw NotAnswered()
  }
}
