import Foundation
import Testing

import VAECore
@testable import VAEEngine

/// Messages between threads that stand for processes: a send waits for its receive, as one of MPI may.
private final class Mailboxes: @unchecked Sendable {
  private let change = NSCondition()
  private var messages: [[Int]: [UInt8]] = [:]

  func send(_ bytes: UnsafeRawBufferPointer, from source: Int, to target: Int) {
    change.withLock {
      messages[[source, target]] = Array(bytes)
      change.broadcast()
      while messages[[source, target]] != nil { change.wait() }
    }
  }

  func receive(_ bytes: UnsafeMutableRawBufferPointer, from source: Int, to target: Int) {
    change.withLock {
      while messages[[source, target]] == nil { change.wait() }
      let message = messages.removeValue(forKey: [source, target]) ?? []
      precondition(message.count == bytes.count, "as many bytes as were sent")
      bytes.copyBytes(from: message)
      change.broadcast()
    }
  }
}

private final class Member: ProcessGroup {
  let rank, count: Int
  let mailboxes: Mailboxes
  /// The bytes that it sent.
  var sent = 0

  init(rank: Int, count: Int, mailboxes: Mailboxes) {
    (self.rank, self.count, self.mailboxes) = (rank, count, mailboxes)
  }

  func send(_ bytes: UnsafeRawBufferPointer, to process: Int) {
    sent += bytes.count
    mailboxes.send(bytes, from: rank, to: process)
  }

  func receive(_ bytes: UnsafeMutableRawBufferPointer, from process: Int) {
    mailboxes.receive(bytes, from: process, to: rank)
  }

  func broadcast(_ bytes: UnsafeMutableRawBufferPointer) {
    guard rank == 0 else { return mailboxes.receive(bytes, from: 0, to: rank) }
    for other in 1..<max(1, count) { mailboxes.send(UnsafeRawBufferPointer(bytes), from: 0, to: other) }
  }
}

/// What a process has at its end.
private struct Outcome<Scalar: NetworkScalar> {
  var state: TrainingState<Scalar>?
  var stopped: TrainingStopped?
  var summary: TrainingSummary?
  /// How many bytes it sent.
  var sent = 0
}

/// The outcomes of all processes, each written by its own thread.
private final class Outcomes<Scalar: NetworkScalar>: @unchecked Sendable {
  private let lock = NSLock()
  private var outcomes: [Int: Outcome<Scalar>] = [:]

  subscript(rank: Int) -> Outcome<Scalar>? {
    get { lock.withLock { outcomes[rank] } }
    set { lock.withLock { outcomes[rank] = newValue } }
  }
}

@Suite("A training that processes share")
struct ProcessGroupTests {
  /// Trains in each of some processes, which are threads here.
  private func trained<Scalar: NetworkScalar>(
    _ fixture: TrainingFixture<Scalar>, _ plan: TrainingPlan, processes: Int, threads: Int = 1
  ) throws -> [Outcome<Scalar>] {
    let mailboxes = Mailboxes()
    let outcomes = Outcomes<Scalar>()
    let isDone = DispatchSemaphore(value: 0)
    let (model, data) = (fixture.model, fixture.data)
    for rank in 0..<processes {
      Thread {
        let member = Member(rank: rank, count: processes, mailboxes: mailboxes)
        var outcome = Outcome<Scalar>()
        do {
          let trainer = try Trainer(model: model, data: data, plan: plan, threads: Threads(threads), group: member)
          while !trainer.isFinished { outcome.summary = try trainer.trainEpoch() }
          outcome.state = trainer.state
        } catch { outcome.stopped = error as? TrainingStopped }
        outcome.sent = member.sent
        outcomes[rank] = outcome
        isDone.signal()
      }.start()
    }
    for _ in 0..<processes { isDone.wait() }
    return try (0..<processes).map { rank in try #require(outcomes[rank]) }
  }

  @Test(
    "Each process ends with the bits of one process, for any number of them",
    arguments: [1, 2, 4, 8], [1, 2, 3, 4, 5, 8, 9])
  func sameBits(shards: Int, processes: Int) throws {
    // The last minibatch has 3 data: some shards have none, and so have some processes.
    let fixture = try TrainingFixture<Float>(rows: 43, hidden: [9], learnsVariance: true)
    let plan = try TrainingPlan(batchSize: 20, epochs: 2, seed: 5, binarization: .dynamic, shards: shards)
    let alone = try Trainer(model: fixture.model, data: fixture.data, plan: plan, threads: Threads(1))
    var expected: TrainingSummary?
    while !alone.isFinished { expected = try alone.trainEpoch() }
    for (rank, found) in try trained(fixture, plan, processes: processes).enumerated() {
      #expect(found.state == alone.state && found.summary == expected, "process \(rank)")
      #expect((found.sent > 0) == (rank > 0 && rank < shards), "process \(rank) has a share if there is one for it")
    }
  }

  @Test("Processes with threads, importance samples and double precision have the same bits too")
  func threads() throws {
    let fixture = try TrainingFixture<Double>(rows: 130, hidden: [64])
    let plan = try TrainingPlan(
      batchSize: 128, epochs: 1, seed: 5, objective: Objective(importanceSamples: 5), shards: 8)
    let alone = try Trainer(model: fixture.model, data: fixture.data, plan: plan)
    try alone.trainEpoch()
    for found in try trained(fixture, plan, processes: 3, threads: 2) {
      #expect(found.state == alone.state)
    }
  }

  @Test("A step that one process cannot take is taken by none, for the same reason")
  func stops() throws {
    var fixture = try TrainingFixture<Float>(rows: 16, hidden: [8])
    // An observation so large that its bound is −∞: it is in one process's share.
    var data = fixture.data
    data[5, 7] = 1e30
    fixture = TrainingFixture(data: data, model: fixture.model)
    let plan = try TrainingPlan(batchSize: 16, epochs: 1, seed: 5, shards: 4)
    let reasons = try trained(fixture, plan, processes: 4).map(\.stopped)
    #expect(reasons.count == 4 && reasons.allSatisfy { $0?.quantity == .bound && $0 == reasons[0] })
  }
}
