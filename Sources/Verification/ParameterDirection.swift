import VAECore

/// One random direction tests a whole gradient: see `DirectionalDerivative`.
extension Parameters {
  /// Returns the inner product of two values of the same shape, Σ aᵢ bᵢ.
  public func dot(_ other: Self) -> Double {
    var sum = 0.0
    _ = combined(with: other) { own, others in
      sum += own * others
      return 0
    }
    return sum
  }

  /// Returns a random value of this shape: parameter i is the standard normal draw i.
  public func randomDirection(_ noise: RandomStream) -> Self {
    var index = 0
    return combined(with: self) { _, _ in
      defer { index += 1 }
      return noise.normal(at: index)
    }
  }
}
