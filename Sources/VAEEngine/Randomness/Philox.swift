import CKernels

/// The counter-based generator Philox4x32-10: a keyed bijection from counters to random blocks.
///
/// There is no state to advance. Block i is a pure function of the key and i, so that draws can be made in any order, on
/// any number of threads, without drawing the ones before.
///
/// - Source: Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".
public enum Philox {
  /// Four random 32-bit words.
  public typealias Block = (UInt32, UInt32, UInt32, UInt32)

  /// Returns the block at a 128-bit counter, given low word first, under a 64-bit key.
  public static func block(counter: Block, key: (UInt32, UInt32)) -> Block {
    let position = lb_block(word0: counter.0, word1: counter.1, word2: counter.2, word3: counter.3)
    let words = lb_philox(position, key.0, key.1)
    return (words.word0, words.word1, words.word2, words.word3)
  }
}
