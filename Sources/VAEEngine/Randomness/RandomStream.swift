import CKernels

/// A sequence of random draws with random access: draw i, without drawing 0 … i − 1.
///
/// A stream is named by a seed and by the purpose that its draws serve; streams of different purposes are independent.
/// The seed is Philox's key. The low half of its counter is the position, the high half is the purpose, hashed.
public struct RandomStream: Sendable, Equatable {
  /// The seed, which is Philox's key.
  public let seed: UInt64
  /// The stream's number: the high half of Philox's counter.
  public let number: UInt64

  /// Creates the stream of a purpose under a seed.
  public init(seed: UInt64, purpose: String) {
    self.init(seed: seed, number: Self.hash(purpose))
  }

  /// Creates the stream of a given number under a seed.
  public init(seed: UInt64, number: UInt64) {
    self.seed = seed
    self.number = number
  }

  /// Returns a stream whose draws are independent of this one's and of every other substream's.
  public func substream(_ index: Int) -> RandomStream {
    RandomStream(seed: seed, number: Self.hash("\(number)/\(index)"))
  }

  /// Hashes a purpose to a stream's number (FNV-1a, 64 bits), the same in every process.
  private static func hash(_ purpose: String) -> UInt64 {
    purpose.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// Returns the two 64-bit words of the block at a position.
  func words(at position: UInt64) -> (UInt64, UInt64) {
    let block = Philox.block(
      counter: (
        UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: position >> 32),
        UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32)
      ),
      key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
    return (UInt64(block.1) << 32 | UInt64(block.0), UInt64(block.3) << 32 | UInt64(block.2))
  }

  /// Returns draw `index` of the uniform distribution on [0, 1), a multiple of 2⁻⁵³.
  ///
  /// - Precondition: The index is not negative.
  public func uniform(at index: Int) -> Double {
    precondition(index >= 0, "a draw's index is not negative")
    let pair = words(at: UInt64(index / 2))
    return Double((index % 2 == 0 ? pair.0 : pair.1) >> 11) * 0x1p-53
  }

  /// Returns an integer of 0 ..< bound, from draw `index`.
  ///
  /// The product of a 64-bit word and the bound, high half: a bias below bound · 2⁻⁶⁴.
  public func integer(below bound: Int, at index: Int) -> Int {
    precondition(index >= 0 && bound > 0, "a draw's index is not negative, and there is something to draw")
    let pair = words(at: UInt64(index / 2))
    return Int((index % 2 == 0 ? pair.0 : pair.1).multipliedFullWidth(by: UInt64(bound)).high)
  }
}
