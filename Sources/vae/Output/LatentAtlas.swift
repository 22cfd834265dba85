import Notebook
import VAECore
import VAEEngine

/// A grid over the plane of two latent dimensions, whose cells are equally probable under the prior.
///
/// Along each dimension stand the quantiles (i + ½)/N of the standard normal, i = 0 … N − 1.
struct LatentAtlas {
  /// N, the number of points along each dimension.
  let side: Int

  /// The latent vectors row by row from the top: z₁ grows from left to right, z₂ from bottom to top.
  ///
  /// - Parameter temperature: The factor of every coordinate.
  func latents<Scalar: NetworkScalar>(temperature: Double, as _: Scalar.Type) -> Batch<Scalar> {
    let places = (0..<side).map { temperature * Self.normalQuantile((Double($0) + 0.5) / Double(side)) }
    let elements = places.reversed().flatMap { y in places.flatMap { x in [Scalar(x), Scalar(y)] } }
    return Batch(rows: side * side, columns: 2, elements: elements)
  }

  /// Returns the number that a standard normal variable does not exceed with a given probability.
  ///
  ///     Φ(z) = ½ + φ(z) (z + z³/3 + z⁵/(3·5) + …),   z ← z − (Φ(z) − p)/φ(z)
  ///
  /// From 0, Newton's steps go towards the solution and never beyond it, as Φ is concave on that side.
  ///
  /// - Parameter probability: p, from 0.001 to 0.999.
  static func normalQuantile(_ probability: Double) -> Double {
    // The two halves mirror each other to the bit.
    guard probability <= 0.5 else { return -normalQuantile(1 - probability) }
    var z = 0.0
    for _ in 0..<60 {
      let density = exp(-0.5 * z * z - halfLogTwoPi)
      var (term, sum) = (z, z)
      for n in 1...60 {
        term *= z * z / Double(2 * n + 1)
        sum += term
      }
      z -= (0.5 + density * sum - probability) / density
    }
    return z
  }
}

/// The number of points along each side of an atlas.
enum AtlasSide: EntryDomain {
  static let placeholder = 2
  static func json(_ value: Int) -> JSON { .integer(value) }

  static func parse(_ text: String) throws(InvalidInput) -> Int {
    guard let value = try? Count.parse(text), (2...40).contains(value) else {
      throw InvalidInput("atlas", expected: "a whole number from 2 to 40", found: text)
    }
    return value
  }
}
