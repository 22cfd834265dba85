import Notebook
import VAECore

extension Examples {
  /// Refuses more latent dimensions than examples with so many columns, or so few rows, can determine.
  public func requireRoom(for latent: Entry<SmallCount>) throws(InvalidInput) {
    guard !areDigits else { return }
    guard latent.value < dimension else {
      throw InvalidInput(
        "--latent", expected: "a number below \(dimension), the columns of \(name)", found: latent.text)
    }
    guard latent.value + 2 <= images.count else {
      throw InvalidInput(
        "--latent", expected: "at most \(images.count - 2), two less than the rows to train on", found: latent.text)
    }
  }

  /// Returns the best linear model.
  ///
  /// - Throws: `InvalidInput` if the data hardly vary beside their first d principal components.
  public func linearGaussian(
    of components: PrincipalComponents, latentDimension d: Int
  ) throws(InvalidInput) -> LinearGaussian {
    guard areDigits || d <= largestLatentDimension(of: components) else {
      throw InvalidInput(
        name,
        expected: "rows that vary in more than \(d) directions, by a millionth of their largest variance or more",
        found: "\(largestLatentDimension(of: components) + 1)")
    }
    return try components.linearGaussian(latentDimension: d)
  }

  /// The largest d for which the discarded directions' mean variance is a millionth of the largest variance.
  public func largestLatentDimension(of components: PrincipalComponents) -> Int {
    let largest = components.eigenvalues.first ?? 0
    return (0..<dimension).last { d in
      let rest = components.eigenvalues.dropFirst(d)
      return rest.reduce(0, +) / Double(rest.count) >= 1e-6 * largest
    } ?? 0
  }
}
