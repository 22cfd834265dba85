import Foundation
import Testing

/// The book's chapters.
let chapters = 1...8

/// A finished run of a chapter's built program.
struct ChapterProcess {
  let status: Int32
  let output: String
  let complaints: String

  /// Runs `chapterN` with arguments, with the built program that lies beside the tests.
  ///
  /// Standard output and standard error go to files, so that neither can fill a pipe and block the program.
  init(
    _ chapter: Int, _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]
  ) throws {
    let streams = try ["output", "complaints"].map { name in
      let url = folder.url.appending(path: ".\(name)-\(UUID().uuidString)")
      try Data().write(to: url)
      return (url: url, handle: try FileHandle(forWritingTo: url))
    }
    let process = Process()
    process.executableURL = Self.program(chapter)
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = streams[0].handle
    process.standardError = streams[1].handle
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = try String(contentsOf: streams[0].url, encoding: .utf8)
    complaints = try String(contentsOf: streams[1].url, encoding: .utf8)
    for stream in streams { try FileManager.default.removeItem(at: stream.url) }
  }

  /// The program of a chapter, in the folder of the built products, which holds this test program too.
  static func program(_ chapter: Int) -> URL {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "chapter\(chapter)")
  }

  /// The JSON object on standard output, which must hold nothing else.
  func json() throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any], "\(complaints)")
  }

  /// The claims of the JSON object.
  func claims() throws -> [[String: Any]] { try #require(json()["claims"] as? [[String: Any]]) }

  /// A number under `values`.
  func value(_ name: String) throws -> Double {
    let values = try #require(json()["values"] as? [String: Any])
    return try #require(values[name] as? Double, "no value \(name) among \(values.keys.sorted())")
  }
}

/// A new empty folder, removed at the end.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "lower bound é \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The names of the files in a folder below it.
  func files(_ folder: String = "") -> [String] {
    let path = folder.isEmpty ? url.path : url.appending(path: folder).path
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}
