import ArgumentParser
import Foundation

/// Another library, in a process of its own that waits for the name of a workload and answers with the time it took.
final class Peer {
  /// What `scripts/peers/peer.py` calls the libraries.
  static let libraries = ["jax", "torch", "torch-compiled", "numpy"]

  let library: String
  private let process = Process()
  private let requests = Pipe()
  private let answers = Pipe()

  /// Starts the library's process.
  ///
  /// - Throws: `ValidationError` if there is no such Python or no script.
  init(_ library: String, python: String) throws {
    self.library = library
    let script = "scripts/peers/peer.py"
    guard FileManager.default.fileExists(atPath: script) else {
      throw ValidationError("--peers: \(script) is not here; run from the package's folder")
    }
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, script, library]
    process.standardInput = requests
    process.standardOutput = answers
    try process.run()
  }

  /// Has the library run a workload once.
  ///
  /// - Returns: The time, or nil if the library has no such workload.
  /// - Throws: `ValidationError` if the process has ended, as it does where the library is not installed.
  func run(_ workload: String) throws -> Workload.Duration? {
    try? requests.fileHandleForWriting.write(contentsOf: Data("\(workload)\n".utf8))
    var line = Data()
    while line.last != UInt8(ascii: "\n") {
      guard let byte = try answers.fileHandleForReading.read(upToCount: 1), !byte.isEmpty else {
        throw ValidationError("\(library): its process ended; `peer.py \(library)` by hand says why")
      }
      line.append(byte)
    }
    let numbers = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    return numbers.count == 2 ? Workload.Duration(wall: numbers[0], processor: numbers[1]) : nil
  }

  /// Ends the process.
  func stop() {
    try? requests.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
