/// A sequence of random draws with random access: draw i, without making draws 0 … i − 1.
///
/// Draw i is a function of (seed, purpose, i): nothing advances, so draws can be made in any order, by anyone, and are
/// always the same. Streams of different purposes are independent.
///
///     let noise = RandomStream(seed: 42, purpose: "noise of the latents")
///     noise.normal(at: 0)          // one draw from N(0, 1)
///     noise.normals(0..<1000)      // a thousand
///
/// - Source: Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3" (Philox4x32-10).
public struct RandomStream: Sendable, Equatable {
  /// The seed, which is Philox's key.
  public let seed: UInt64
  /// The stream's number: the high half of Philox's counter.
  public let number: UInt64

  /// Creates the stream of a purpose under a seed.
  public init(seed: UInt64, purpose: String) { self.init(seed: seed, number: Self.hash(purpose)) }

  /// Creates the stream of a given number under a seed.
  public init(seed: UInt64, number: UInt64) { (self.seed, self.number) = (seed, number) }

  /// Returns a stream whose draws are independent of this one's and of every other substream's.
  public func substream(_ index: Int) -> RandomStream {
    RandomStream(seed: seed, number: Self.hash("\(number)/\(index)"))
  }

  /// Hashes a purpose to a stream's number (FNV-1a, 64 bits).
  private static func hash(_ purpose: String) -> UInt64 {
    purpose.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// Returns the two random 64-bit words at a position: ten rounds of multiplying and exchanging halves.
  public func words(at position: UInt64) -> (UInt64, UInt64) {
    var counter = (position & 0xffff_ffff, position >> 32, number & 0xffff_ffff, number >> 32)
    var key = (seed & 0xffff_ffff, seed >> 32)
    for _ in 0..<10 {
      let (first, second) = (counter.0 &* 0xd251_1f53, counter.2 &* 0xcd9e_8d57)
      counter = (
        (second >> 32) ^ counter.1 ^ key.0, second & 0xffff_ffff,
        (first >> 32) ^ counter.3 ^ key.1, first & 0xffff_ffff
      )
      key = ((key.0 &+ 0x9e37_79b9) & 0xffff_ffff, (key.1 &+ 0xbb67_ae85) & 0xffff_ffff)
    }
    return (counter.1 << 32 | counter.0, counter.3 << 32 | counter.2)
  }

  /// Returns the random 64-bit word of an index: two of them stand at each position.
  private func word(at index: Int) -> UInt64 {
    precondition(index >= 0, "a draw's index is not negative")
    let pair = words(at: UInt64(index / 2))
    return index % 2 == 0 ? pair.0 : pair.1
  }

  /// Returns draw `index` of the uniform distribution on [0, 1), a multiple of 2⁻⁵³.
  public func uniform(at index: Int) -> Double {
    Double(word(at: index) >> 11) * 0x1p-53
  }

  /// Returns an integer of 0 ..< bound, from draw `index`, with a bias below bound · 2⁻⁶⁴.
  public func integer(below bound: Int, at index: Int) -> Int {
    precondition(bound > 0, "there is something to draw")
    return Int(word(at: index).multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Returns normal draws 2i and 2i + 1, made from the two uniforms of position i.
  ///
  ///     z₂ᵢ = √(−2 log(1 − u₁)) cos 2πu₂,   z₂ᵢ₊₁ = √(−2 log(1 − u₁)) sin 2πu₂,   |z| ≤ 8.57
  ///
  /// - Source: Box and Muller (1958).
  private func pairOfNormals(at position: UInt64) -> (Double, Double) {
    let (first, second) = words(at: position)
    let radius = (-2 * log(1 - Double(first >> 11) * 0x1p-53)).squareRoot()
    let (sine, cosine) = sineAndCosine(ofTurns: Double(second >> 11) * 0x1p-53)
    return (radius * cosine, radius * sine)
  }

  /// Returns draw `index` of the standard normal distribution.
  public func normal(at index: Int) -> Double { normals(index..<index + 1)[0] }

  /// Returns the standard normal draws of a range of indices.
  public func normals(_ range: Range<Int>) -> [Double] {
    precondition(range.lowerBound >= 0, "a draw's index is not negative")
    var draws: [Double] = []
    draws.reserveCapacity(range.count + 2)
    for position in range.lowerBound / 2..<(range.upperBound + 1) / 2 {
      let pair = pairOfNormals(at: UInt64(position))
      draws.append(pair.0)
      draws.append(pair.1)
    }
    if range.lowerBound % 2 == 1 { draws.removeFirst() }
    if draws.count > range.count { draws.removeLast() }
    return draws
  }
}
