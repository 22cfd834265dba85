import Files
import Foundation
import Testing

@testable import Checkpoints

@Suite("Saving")
struct SavingTests {
  @Test("Killed at any moment of a save, a process leaves a whole file: the one before or the new one")
  func suddenDeath() throws {
    let scratch = try Scratch()
    let file = scratch.file("model.safetensors")
    var generations: Set<Float> = []
    for trial in 0..<40 {
      let process = Process()
      process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "save-repeatedly")
      process.arguments = [file]
      try process.run()
      // At first until there is a file at all, then until there is a second one, however busy the machine is; each time
      // for another fraction of a save.
      while trial == 0, !FileManager.default.fileExists(atPath: file) { usleep(1000) }
      while trial == 1, try generation(of: file) == 1 { usleep(1000) }
      usleep(UInt32(5000 + 613 * trial))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      try #require(process.terminationReason == .uncaughtSignal, "it was killed while it was saving")
      let elements = try #require(SafeTensors.load(file)["generation"]?.elements(as: Float.self))
      #expect(elements.count == 100_000 && elements.allSatisfy { $0 == elements.first })
      generations.formUnion(elements.prefix(1))
    }
    #expect(generations.contains { $0 > 1 }, "some deaths came after other saves than the first")
    // A death in the instant between two names leaves one behind, which the next save takes away.
    try SafeTensors.load(file).save(to: file)
    #expect(try scratch.names == ["model.safetensors"])
  }

  private func generation(of file: String) throws -> Float? {
    try SafeTensors.load(file)["generation"]?.elements(as: Float.self)?.first
  }

  @Test("A save takes away what a dead process left, and nothing that it did not name itself")
  func leftBehind() throws {
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = URL(filePath: "/bin/true")
    try process.run()
    process.waitUntilExit()
    let dead = ".\(process.processIdentifier)-7.tmp"
    let others = [".\(getpid())-7.tmp", ".notes.tmp", "\(process.processIdentifier)-7.tmp", ".x-7.tmp", ".-1-7.tmp"]
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
