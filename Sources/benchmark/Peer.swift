import Foundation

/// Another library, in a process of its own that waits for the name of a workload and answers with the time it took.
final class Peer {
  /// What `scripts/peers/peer.py` calls the libraries.
  static let libraries = ["jax", "torch", "torch-compiled", "numpy"]

  let library: String
  private let process = Process()
  private let requests = Pipe()
  private let answers = Pipe()
  private let complaints: FileHandle

  /// Starts the library's process, and waits until the library is there.
  ///
  /// - Throws: `PeerFailure` if there is no such Python, no script or no such library.
  init(_ library: String, python: String) throws {
    self.library = library
    let script = "scripts/peers/peer.py"
    guard FileManager.default.fileExists(atPath: script) else {
      throw PeerFailure(library, "expected \(script) here, found none; run from the package's folder")
    }
    complaints = try Self.namelessFile()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, script, library]
    // A kernel set that was forced on another OpenBLAS is none of NumPy's.
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "OPENBLAS_CORETYPE" }
    process.standardInput = requests
    process.standardOutput = answers
    process.standardError = complaints
    try process.run()
    guard try run("nothing") == nil else {
      stop()
      throw PeerFailure(library, "expected no time for a workload that is none, found one")
    }
  }

  /// Has the library run a workload once.
  ///
  /// - Returns: The time, or nil if the library has no such workload.
  /// - Throws: `PeerFailure` if the process has ended, as it does where the library is not installed, or answers with
  ///   something else than times.
  func run(_ workload: String) throws -> Workload.Duration? {
    let answer = try answer(to: workload)
    if answer == "none" { return nil }
    guard let duration = Workload.Duration(answer: answer) else {
      stop()
      throw PeerFailure(library, "expected two times in seconds, or none, found '\(answer.prefix(100))'")
    }
    return duration
  }

  /// The versions of what runs there.
  func versions() throws -> String { try answer(to: "versions") }

  private func answer(to request: String) throws -> String {
    try? requests.fileHandleForWriting.write(contentsOf: Data("\(request)\n".utf8))
    var line = Data()
    while line.last != UInt8(ascii: "\n") {
      guard let byte = try answers.fileHandleForReading.read(upToCount: 1), !byte.isEmpty else {
        stop()
        throw PeerFailure(library, "expected an answer, found that its process ended: \(lastWords)")
      }
      line.append(byte)
    }
    return String(decoding: line.dropLast(), as: UTF8.self)
  }

  /// Ends the process: it stops where its input does.
  func stop() {
    try? requests.fileHandleForWriting.close()
    try? answers.fileHandleForReading.close()
    process.waitUntilExit()
  }

  /// The last line that the process wrote to standard error.
  private var lastWords: String {
    try? complaints.seek(toOffset: 0)
    let text = String(decoding: (try? complaints.readToEnd()) ?? Data(), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).last.map(String.init) ?? "without a word"
  }

  /// A file that vanishes with the process: a pipe that nobody reads would fill up and stop the peer.
  private static func namelessFile() throws -> FileHandle {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data().write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try FileHandle(forUpdating: url)
  }
}

/// A peer that cannot be measured: which, and why.
struct PeerFailure: Error, CustomStringConvertible {
  let description: String

  init(_ library: String, _ reason: String) { description = "\(library): \(reason)" }
}

extension Workload.Duration {
  /// Reads a peer's answer: seconds on the wall and of processors.
  init?(answer: String) {
    let fields = answer.split(whereSeparator: \.isWhitespace)
    let numbers = fields.compactMap { Double($0) }
    guard fields.count == 2, numbers.count == 2, numbers[0] > 0, numbers[1] >= 0, numbers.allSatisfy(\.isFinite) else {
      return nil
    }
    self.init(wall: numbers[0], processor: numbers[1])
  }
}
