import CKernels
import VAECore

nonisolated(unsafe) private let kernels: UnsafePointer<lb_kernels> = lb_kernels_for_this_processor()
nonisolated(unsafe) private let trainingLoops: UnsafePointer<lb_training_loops> =
  lb_training_loops_for_this_processor()

extension RandomStream {
  /// Writes the standard normal draws `first`, `first` + 1, …: in double precision those of `normals`, in single precision
  /// another sequence, four from each block, whose |z| ≤ 6.77.
  ///
  /// Defined by `VAECore.RandomStream.normals`.
  ///
  /// - Precondition: `first` is a multiple of 4.
  func fillNormals<Scalar: NetworkScalar>(_ start: UnsafeMutablePointer<Scalar>, count: Int, from first: Int) {
    precondition(first >= 0 && first % 4 == 0, "draws begin at a whole block")
    let inBlock = 16 / MemoryLayout<Scalar>.stride
    let whole = count / inBlock
    fillBlocks(start, blocks: whole, from: first / inBlock)
    let rest = count - whole * inBlock
    guard rest > 0 else { return }
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 4) { tail in
      guard let base = tail.baseAddress else { return }
      fillBlocks(base, blocks: 1, from: first / inBlock + whole)
      (start + whole * inBlock).update(from: base, count: rest)
    }
  }

  private func fillBlocks<Scalar: NetworkScalar>(
    _ start: UnsafeMutablePointer<Scalar>, blocks: Int, from first: Int
  ) {
    let memory = UnsafeMutableRawPointer(start)
    if MemoryLayout<Scalar>.stride == 4 {
      kernels.pointee.normals_float(
        seed, number, UInt64(first), blocks, memory.assumingMemoryBound(to: Float.self))
    } else {
      kernels.pointee.normals_double(
        seed, number, UInt64(first), blocks, memory.assumingMemoryBound(to: Double.self))
    }
  }

  /// Writes a 1 with each element's probability, else a 0, from the blocks at `first`, `first` + 1, …
  func drawBernoulli<Scalar: NetworkScalar>(
    _ probabilities: UnsafePointer<Scalar>, count: Int, fromBlock first: UInt64,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    let (source, target) = (UnsafeRawPointer(probabilities), UnsafeMutableRawPointer(result))
    if MemoryLayout<Scalar>.stride == 4 {
      trainingLoops.pointee.bernoulli_float(
        seed, number, first, count, source.assumingMemoryBound(to: Float.self),
        target.assumingMemoryBound(to: Float.self))
    } else {
      trainingLoops.pointee.bernoulli_double(
        seed, number, first, count, source.assumingMemoryBound(to: Double.self),
        target.assumingMemoryBound(to: Double.self))
    }
  }
}
