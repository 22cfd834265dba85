import Foundation
import Testing

/// A folder of its own for a test, in which the program runs; removed with the value.
final class Workplace {
  let url: URL

  init() throws {
    // White space and an accent: a path may have both.
    url = FileManager.default.temporaryDirectory.appending(path: "un modèle \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The names of the files, in order.
  var files: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() } }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }

  func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: url.appending(path: name)) }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  /// Runs `vae` here to its end.
  func vae(_ arguments: String...) throws -> ProgramRun { try vae(arguments) }

  /// Runs `vae` here to its end.
  ///
  /// - Parameter environment: In place of this process's own.
  func vae(_ arguments: [String], environment: [String: String]? = nil) throws -> ProgramRun {
    try started(arguments, environment: environment).finished()
  }

  /// Starts `vae` here.
  func started(_ arguments: [String], environment: [String: String]? = nil) throws -> StartedProgram {
    try StartedProgram(arguments, in: url, environment: environment)
  }
}

/// A run of the built program that lies beside the tests, not yet at its end.
struct StartedProgram {
  let process = Process()
  private let streams: [URL]

  /// Standard output and standard error go to files, so that neither can fill a pipe and block the program.
  ///
  /// - Parameter standardError: In place of the file.
  init(
    _ arguments: [String], in folder: URL, environment: [String: String]? = nil, standardError: FileHandle? = nil
  ) throws {
    streams = (0..<2).map { _ in FileManager.default.temporaryDirectory.appending(path: UUID().uuidString) }
    for url in streams { try Data().write(to: url) }
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "vae")
    process.arguments = arguments
    if let environment { process.environment = environment }
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: streams[0])
    process.standardError = try standardError ?? FileHandle(forWritingTo: streams[1])
    try process.run()
  }

  /// Waits for the end.
  func finished() throws -> ProgramRun {
    process.waitUntilExit()
    defer { for url in streams { try? FileManager.default.removeItem(at: url) } }
    return ProgramRun(
      status: process.terminationStatus, output: try String(contentsOf: streams[0], encoding: .utf8),
      complaints: try String(contentsOf: streams[1], encoding: .utf8))
  }

  /// What standard error holds so far.
  var complaints: String { (try? String(contentsOf: streams[1], encoding: .utf8)) ?? "" }
}

/// A finished run.
struct ProgramRun {
  let status: Int32
  let output: String
  let complaints: String

  /// The JSON object on standard output, which must hold nothing else.
  func json() throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any], "\(output)\(complaints)")
  }

  /// The member `mean` of a member.
  func mean(_ name: String) throws -> Double {
    let estimate = try #require(json()[name] as? [String: Any], "no \(name) in \(output)")
    return try #require(estimate["mean"] as? Double)
  }

  /// The member `standardError` of a member.
  func standardError(_ name: String) throws -> Double {
    let estimate = try #require(json()[name] as? [String: Any], "no \(name) in \(output)")
    return try #require(estimate["standardError"] as? Double)
  }
}

extension Workplace {
  /// Runs a line of the shell here, with the program as $1.
  func shell(_ line: String) throws -> ProgramRun {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    process.arguments = ["-c", "{ \(line); } >out.txt 2>complaints.txt", "bash", program.appending(path: "vae").path]
    process.currentDirectoryURL = url
    try process.run()
    process.waitUntilExit()
    let text = { (name: String) in
      let url = self.url.appending(path: name)
      defer { try? FileManager.default.removeItem(at: url) }
      return String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }
    return ProgramRun(
      status: process.terminationStatus, output: try text("out.txt"), complaints: try text("complaints.txt"))
  }
}
