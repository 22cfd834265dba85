import VAECore

extension RandomStream {
  /// Writes the standard normal draws `first`, `first` + 1, …: in double precision those of `normals`, in single precision
  /// another sequence, four from each block, whose |z| ≤ 6.77.
  ///
  /// Defined by `VAECore.RandomStream.normals`.
  ///
  /// - Precondition: `first` is a multiple of 4.
  func fillNormals<Scalar: NetworkScalar>(_ start: UnsafeMutablePointer<Scalar>, count: Int, from first: Int) {
    precondition(first >= 0 && first % 4 == 0, "draws begin at a whole block")
    let drawsOfBlock = 16 / MemoryLayout<Scalar>.stride
    Scalar.kernels.pointee.normals(seed, number, UInt64(first / drawsOfBlock), count, start)
  }

  /// Writes a 1 with each element's probability, else a 0, from the blocks at `first`, `first` + 1, …
  func drawBernoulli<Scalar: NetworkScalar>(
    _ probabilities: UnsafePointer<Scalar>, count: Int, fromBlock first: UInt64,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.kernels.pointee.bernoulli_draws(seed, number, first, count, probabilities, result)
  }
}
