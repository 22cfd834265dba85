import DeathAtCall
import Files
import Foundation
import Testing

@testable import Checkpoints

@Suite("Saving")
struct SavingTests {
  /// Lets a process save a file until it enters its n-th system call; false if it ended before.
  private func save(_ generation: Int, to file: String, diesAtCall call: Int) throws -> Bool {
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "save-once").path
    let words: [UnsafeMutablePointer<CChar>?] = ["save-once", file, "\(generation)"].map { (word: String) in
      strdup(word)
    }
    defer { for word in words { free(word) } }
    let result = lower_bound_death_at_call(program, words + [nil], call)
    try #require(result == 0 || result == 1, "traced: \(result), errno \(errno)")
    return result == 1
  }

  private func generation(of file: String) throws -> Float {
    let elements = try #require(SafeTensors.load(file)["generation"]?.elements(as: Float.self))
    try #require(elements.count == 20_000 && elements.allSatisfy { $0 == elements.first })
    return try #require(elements.first)
  }

  @Test("Killed at any moment of a save, a process leaves a whole file: the one before or the new one")
  func suddenDeath() throws {
    let scratch = try Scratch()
    let file = scratch.file("model.safetensors")
    #expect(try !save(1, to: file, diesAtCall: .max / 4), "a save that nobody stops")
    #expect(try generation(of: file) == 1)
    var (call, isNew, changes) = (0, false, 0)
    repeat {
      call += 1
      // Each save has a number of its own; when one has come through, the next begins from there.
      guard try save(call + 1, to: file, diesAtCall: call) else { break }
      let found = try generation(of: file)
      if !isNew, found == Float(call + 1) { (isNew, changes) = (true, changes + 1) }
      if isNew { #expect(found == Float(call + 1), "call \(call): from the change of names on the new one is there") }
      if !isNew { #expect(found == 1, "call \(call)") }
    } while call < 100_000
    #expect(changes == 1 && call > 50, "\(call) system calls")
    // A death in the instant between two names leaves one behind, which the next save takes away.
    try SafeTensors.load(file).save(to: file)
    #expect(try scratch.names == ["model.safetensors"])
  }

  @Test("A save takes away what a dead process left, and nothing that it did not name itself")
  func leftBehind() throws {
    let scratch = try Scratch()
    let dead = ".lower-bound-7.tmp"
    let others = [".7-7.tmp", ".notes.tmp", "lower-bound-7.tmp", ".lower-bound-x.tmp", ".lower-bound--1.tmp"]
    for name in [dead] + others { try Data([1]).write(to: URL(filePath: scratch.file(name))) }
    let tensor = try Tensor(name: "t", shape: [1], elements: [Float(1)])
    try SafeTensors(tensors: [tensor]).save(to: scratch.file("model.safetensors"))
    #expect(try scratch.names == (others + ["model.safetensors"]).sorted())
  }

  @Test("A save that fails leaves the old file as it was, and nothing else")
  func failure() throws {
    let scratch = try Scratch()
    let tensors = try SafeTensors(tensors: [Tensor(name: "t", shape: [1], elements: [Float(1)])])
    try FileManager.default.createDirectory(atPath: scratch.file("taken"), withIntermediateDirectories: true)
    for path in [scratch.file("taken"), scratch.file("missing/file"), "", "a\0b", "/dev/null", "/proc/file"] {
      guard case .unwritable = #expect(throws: FileError.self, performing: { try tensors.save(to: path) }) else {
        Issue.record("expected an unwritable file: \(path)")
        continue
      }
    }
    #expect(try scratch.names == ["taken"])
  }

  @Test("A save through a symbolic link replaces the file that it leads to, and keeps that file's permissions")
  func link() throws {
    let scratch = try Scratch()
    try scratch.write([1], to: "real")
    try #require(chmod(scratch.file("real"), 0o600) == 0 && symlink("real", scratch.file("link")) == 0)
    try SafeTensors(tensors: []).save(to: scratch.file("link"))
    #expect(try SafeTensors.load(scratch.file("real")).tensors.isEmpty)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch.file("link")) == "real")
    let mode = try FileManager.default.attributesOfItem(atPath: scratch.file("real"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }
}
