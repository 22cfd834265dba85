import CKernels

/// The instruction set's kernels, chosen once for the process.
nonisolated(unsafe) let kernels: UnsafePointer<lb_kernels> = lb_kernels_for_this_processor()

extension RandomStream {
  /// Returns draw `index` of the standard normal distribution.
  ///
  ///     z₂ᵢ = √(−2 log(1 − u₁)) cos 2πu₂,   z₂ᵢ₊₁ = √(−2 log(1 − u₁)) sin 2πu₂
  ///
  /// where u₁, u₂ are the two 53-bit uniforms of block i: |z| ≤ √(2 · 53 · log 2) = 8.57.
  ///
  /// - Source: Box and Muller (1958).
  public func normal(at index: Int) -> Double {
    var pair = (0.0, 0.0)
    precondition(index >= 0, "a draw's index is not negative")
    withUnsafeMutablePointer(to: &pair) { pair in
      pair.withMemoryRebound(to: Double.self, capacity: 2) {
        kernels.pointee.normals_double(seed, number, UInt64(index / 2), 1, $0)
      }
    }
    return index % 2 == 0 ? pair.0 : pair.1
  }

  /// Returns the standard normal draws of a range of indices.
  public func normals(_ range: Range<Int>) -> [Double] {
    [Double](unsafeUninitializedCapacity: range.count) { buffer, count in
      fillNormals(UnsafeMutableBufferPointer(rebasing: buffer[..<range.count]), from: range.lowerBound)
      count = range.count
    }
  }

  /// Fills a buffer with the standard normal draws `first`, `first + 1`, …
  ///
  /// - Precondition: `first` is not negative.
  public func fillNormals(_ buffer: UnsafeMutableBufferPointer<Double>, from first: Int) {
    precondition(first >= 0, "a draw's index is not negative")
    guard let start = buffer.baseAddress else { return }
    // A block gives two draws; a range may begin or end inside one.
    let skipped = first % 2
    if skipped == 1 { start[0] = normal(at: first) }
    let blocks = (buffer.count - skipped) / 2
    kernels.pointee.normals_double(seed, number, UInt64((first + skipped) / 2), blocks, start + skipped)
    let done = skipped + 2 * blocks
    if done < buffer.count { start[done] = normal(at: first + done) }
  }

  /// Fills a buffer with single-precision standard normal draws, four from each block.
  ///
  /// They are another sequence than the double-precision draws of the same stream: u₁ has 32 bits here, |z| ≤ 6.77.
  ///
  /// - Precondition: `first` is a multiple of 4.
  public func fillNormals(_ buffer: UnsafeMutableBufferPointer<Float>, from first: Int) {
    precondition(first >= 0 && first % 4 == 0, "single-precision draws begin at a whole block")
    guard let start = buffer.baseAddress else { return }
    let blocks = buffer.count / 4
    kernels.pointee.normals_float(seed, number, UInt64(first / 4), blocks, start)
    let done = 4 * blocks
    guard done < buffer.count else { return }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 4) { tail in
      guard let base = tail.baseAddress else { return }
      kernels.pointee.normals_float(seed, number, UInt64(first / 4 + blocks), 1, base)
      for index in done..<buffer.count { start[index] = base[index - done] }
    }
  }
}

/// The instruction set whose kernels this process uses: "avx512", "avx2" or "plain".
public var instructionSet: String { String(cString: kernels.pointee.name) }

/// OpenBLAS's name for the kernels that it multiplies matrices with, such as "SkylakeX" or "Haswell".
public var matrixProductKernels: String { String(cString: lb_openblas_core()) }
