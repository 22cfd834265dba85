import Foundation
import Platform
import VAEEngine

/// A thread that stands for a process of a group: messages are copied, and their sizes kept.
final class ThreadOfGroup: ProcessGroup {
  /// The messages on their way from one thread to another: a sender waits until its message is taken.
  final class Mailboxes: @unchecked Sendable {
    private let change = NSCondition()
    private var messages: [[Int]: [UInt8]] = [:]

    fileprivate func send(_ bytes: UnsafeRawBufferPointer, from source: Int, to target: Int) {
      change.withLock {
        messages[[source, target]] = Array(bytes)
        change.broadcast()
        while messages[[source, target]] != nil { change.wait() }
      }
    }

    fileprivate func receive(_ bytes: UnsafeMutableRawBufferPointer, from source: Int, to target: Int) {
      change.withLock {
        while messages[[source, target]] == nil { change.wait() }
        bytes.copyBytes(from: messages.removeValue(forKey: [source, target]) ?? [])
        change.broadcast()
      }
    }
  }

  let rank, count: Int
  private let mailboxes: Mailboxes
  /// The bytes of each message that it sent.
  private(set) var sizesOfMessages: [Int] = []

  init(rank: Int, count: Int, mailboxes: Mailboxes) {
    (self.rank, self.count, self.mailboxes) = (rank, count, mailboxes)
  }

  func send(_ bytes: UnsafeRawBufferPointer, to process: Int) {
    sizesOfMessages.append(bytes.count)
    mailboxes.send(bytes, from: rank, to: process)
  }

  func receive(_ bytes: UnsafeMutableRawBufferPointer, from process: Int) {
    mailboxes.receive(bytes, from: process, to: rank)
  }

  func broadcast(_ bytes: UnsafeMutableRawBufferPointer) {
    guard rank == 0 else { return receive(bytes, from: 0) }
    for other in 1..<count { send(UnsafeRawBufferPointer(bytes), to: other) }
  }
}

/// Seconds that the processor worked for this thread: waiting for others does not count.
func secondsOfThread() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}
