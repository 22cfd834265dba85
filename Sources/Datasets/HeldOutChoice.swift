import VAECore

/// The choice of some of n observations, made for one after another.
///
/// The observation before which k are still to be chosen of r is chosen with probability k / r: every choice of so many is
/// equally likely, and no permutation is stored.
///
/// - Source: Knuth, The art of computer programming, volume 2, section 3.4.2, algorithm S.
public struct HeldOutChoice: Sendable {
  private let random: RandomStream
  private let rows: Int
  private var row = 0
  private var left: Int

  /// Begins with the first observation.
  ///
  /// - Parameters:
  ///   - heldOut: The number of observations to choose.
  ///   - rows: The number of all observations, n.
  ///   - seed: The seed of the choice.
  public init(of heldOut: Int, among rows: Int, seed: UInt64) {
    random = RandomStream(seed: seed, purpose: "held-out split")
    (left, self.rows) = (heldOut, rows)
  }

  /// Returns true if the next observation is chosen.
  ///
  /// - Precondition: There is one.
  public mutating func next() -> Bool {
    precondition(row < rows, "one choice for each observation")
    let isChosen = random.integer(below: rows - row, at: row) < left
    row += 1
    if isChosen { left -= 1 }
    return isChosen
  }
}
