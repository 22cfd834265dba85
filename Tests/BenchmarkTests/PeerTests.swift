import Foundation
import Testing

@testable import benchmark

@Suite("The benchmark's options, and peers that fail", .serialized)
struct PeerTests {
  /// Runs the benchmark in a folder of its own that has a script for the peers.
  ///
  /// - Parameter python: What stands in for Python: a shell script's text.
  private func run(
    _ arguments: [String], python: String? = nil
  ) throws -> (status: Int32, output: String, complaints: String) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "benchmark \(UUID().uuidString)")
    let scripts = folder.appending(path: "scripts/peers")
    try FileManager.default.createDirectory(at: scripts, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data().write(to: scripts.appending(path: "peer.py"))
    if let python {
      let file = folder.appending(path: "python")
      try Data("#!/bin/sh\n\(python)\n".utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "benchmark")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let (output, complaints) = (folder.appending(path: "output"), folder.appending(path: "complaints"))
    for url in [output, complaints] { try Data().write(to: url) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: complaints)
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, try String(contentsOf: output, encoding: .utf8),
      try String(contentsOf: complaints, encoding: .utf8)
    )
  }

  private let quick = ["--only", "eq1", "--rounds", "1", "--threads", "1", "--libraries", "numpy", "--peers"]

  @Test(
    "A peer that cannot be measured is one line and exit code 3",
    arguments: [
      (
        "echo 'Traceback' >&2; echo \"ModuleNotFoundError: No module named 'numpy'\" >&2; exit 1",
        "its process ended: ModuleNotFoundError: No module named 'numpy'"
      ),
      ("exit 0", "its process ended: without a word"),
      ("while read x; do echo rubbish; done", "expected two times in seconds, or none, found 'rubbish'"),
      ("read x; echo none; read x; echo 'killed in its work' >&2; kill -9 $$", "killed in its work"),
      ("while read x; do echo 1 1; done", "expected no time for a workload that is none"),
    ])
  func failing(python: String, expected: String) throws {
    let run = try run(quick + ["./python"], python: python)
    #expect(run.status == 3, "\(run.complaints)")
    #expect(run.complaints.hasPrefix("benchmark: numpy: expected"), "\(run.complaints)")
    #expect(run.complaints.contains(expected), "\(run.complaints)")
    #expect(run.complaints.split(separator: "\n").count == 1, "\(run.complaints)")
  }

  @Test("An answer is two times in seconds, and nothing else")
  func answers() {
    #expect(Workload.Duration(answer: "1.5 0.25")?.wall == 1.5)
    #expect(Workload.Duration(answer: "1.5 0")?.processor == 0)
    for answer in ["", "1.5", "1 2 3", "nan 1", "-1 1", "0 1", "1 inf", "1 x", "one two"] {
      #expect(Workload.Duration(answer: answer) == nil, "\(answer)")
    }
  }

  @Test("A Python that is not there is named before anything is measured")
  func missing() throws {
    let run = try run(quick + ["./no-such-python"])
    #expect(run.status == 3 && run.complaints.contains("no-such-python"), "\(run.complaints)")
    #expect(run.complaints.split(separator: "\n").count == 1, "\(run.complaints)")
    #expect(!run.output.contains("GFLOP"))
  }

  @Test("A peer that answers is compared; one that has no such workload is left out")
  func answering() throws {
    let peer = try run(quick + ["./python"], python: "read x; echo none; while read x; do echo 1.0 2.0; done")
    #expect(peer.status == 0 && peer.output.contains("  numpy: ") && peer.output.contains("; ratio "), "\(peer)")
    let other = try run(quick + ["./python"], python: "while read x; do echo none; done")
    #expect(other.status == 0 && !other.output.contains("\n  numpy"), "\(other)")
  }

  @Test(
    "Options without meaning are refused with what is known, and exit code 64",
    arguments: [
      (["--rounds", "0"], "--rounds: expected 1 to 1000"), (["--rounds", "1e3"], "--rounds"),
      (["--threads", "0"], "--threads: expected 1 to 1024"), (["--threads", "-1"], "--threads"),
      (["--libraries", "jaxx"], "expected jax, torch, torch-compiled, numpy, found 'jaxx'"),
      (["--only", "eq2"], "found 'eq2'"), (["--nothing"], "--nothing"),
    ])
  func options(arguments: [String], expected: String) throws {
    let run = try run(arguments)
    #expect(run.status == 64 && run.complaints.contains(expected), "\(run.complaints)")
    #expect(!run.output.contains("GFLOP"))
  }
}
