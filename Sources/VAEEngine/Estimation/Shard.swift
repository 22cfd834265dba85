import VAECore

/// One of N shards of some rows, such as one of several programs evaluates.
///
///     shard i of N has the rows ⌊n(i − 1)/N⌋ ..< ⌊n i/N⌋ of n
///
/// Draws are numbered by rows, so the results of a shard are those of the same rows in the whole, to the bit.
public struct Shard: Sendable, Equatable {
  /// The number of this shard, i, from 1 to N.
  public let number: Int
  /// The number of shards, N.
  public let count: Int

  /// The most shards.
  public static let largestCount = 1 << 16
  /// All rows: the only shard.
  public static let whole = Shard(number: 1, count: 1)

  private init(number: Int, count: Int) { (self.number, self.count) = (number, count) }

  /// Creates a shard.
  ///
  /// - Throws: `InvalidInput` if there are no shards or more than the largest count, or not so many.
  public init(_ number: Int, of count: Int) throws(InvalidInput) {
    guard (1...Self.largestCount).contains(count), (1...count).contains(number) else {
      throw InvalidInput(
        "shard", expected: "i/N with N from 1 to \(Self.largestCount) and i from 1 to N", found: "\(number)/\(count)")
    }
    self.init(number: number, count: count)
  }

  /// The rows of this shard, of so many; none where there are fewer rows than shards.
  public func rows(of total: Int) -> Range<Int> {
    // ⌊n i/N⌋, without a product that may be too large for an integer.
    let (quotient, rest) = total.quotientAndRemainder(dividingBy: count)
    let end = { (shard: Int) in quotient * shard + rest * shard / count }
    return end(number - 1)..<end(number)
  }
}
