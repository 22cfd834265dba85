import VAECore

extension RandomStream {
  /// Writes the standard normal draws `first`, `first` + 1, …: in double precision those of `normals`, in single precision
  /// another sequence, four from each block, whose |z| ≤ 6.77.
  ///
  /// Defined by `VAECore.RandomStream.normals`.
  func fillNormals<Scalar: NetworkScalar>(_ start: UnsafeMutablePointer<Scalar>, count: Int, from first: Int) {
    precondition(first >= 0, "draws are numbered from 0")
    let drawsOfBlock = 16 / MemoryLayout<Scalar>.stride
    func fill(_ start: UnsafeMutablePointer<Scalar>, count: Int, fromBlock block: Int) {
      Scalar.kernels.pointee.normals(seed, number, UInt64(block), count, start)
    }
    // Take the end of a block that begins earlier.
    let (block, skipped) = first.quotientAndRemainder(dividingBy: drawsOfBlock)
    let head = skipped == 0 ? 0 : Swift.min(count, drawsOfBlock - skipped)
    if head > 0 {
      withUnsafeTemporaryAllocation(of: Scalar.self, capacity: drawsOfBlock) { whole in
        guard let values = whole.baseAddress else { return }
        fill(values, count: drawsOfBlock, fromBlock: block)
        start.update(from: values + skipped, count: head)
      }
    }
    // The others begin with a block.
    if head < count { fill(start + head, count: count - head, fromBlock: block + (skipped == 0 ? 0 : 1)) }
  }

  /// Writes a 1 with each element's probability, else a 0, from the blocks at `first`, `first` + 1, …
  func drawBernoulli<Scalar: NetworkScalar>(
    _ probabilities: UnsafePointer<Scalar>, count: Int, fromBlock first: UInt64,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.kernels.pointee.bernoulli_draws(seed, number, first, count, probabilities, result)
  }
}
