/// Processes that train one model together, each with some shards of every minibatch.
///
/// Bytes are all that they exchange, so a sum is the one that the tree of the shards defines, in any group.
public protocol ProcessGroup: AnyObject {
  /// The number of this process, from 0.
  var rank: Int { get }
  /// How many processes there are.
  var count: Int { get }
  /// Sends bytes to a process, which receives as many.
  func send(_ bytes: UnsafeRawBufferPointer, to process: Int)
  /// Receives bytes that a process sends.
  func receive(_ bytes: UnsafeMutableRawBufferPointer, from process: Int)
  /// Gives every process the bytes of process 0.
  func broadcast(_ bytes: UnsafeMutableRawBufferPointer)
}

extension ShardTree {
  /// The shards that a process has, next to each other; those beyond the first S processes have none.
  func shards(ofProcess process: Int, of processes: Int) -> Range<Int> {
    let sharing = min(processes, count)
    guard process < sharing else { return count..<count }
    return count * process / sharing..<count * (process + 1) / sharing
  }

  /// The process that has a shard.
  func owner(of shard: Int, among processes: Int) -> Int { ((shard + 1) * min(processes, count) - 1) / count }
}
