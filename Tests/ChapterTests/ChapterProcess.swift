import Foundation
import Testing

/// A finished run of a chapter's built program.
struct ChapterProcess {
  let status: Int32
  let output: String
  let complaints: String

  /// Runs `chapterN` with arguments, in a folder of its own, with the built program that lies beside the tests.
  init(_ chapter: Int, _ arguments: [String], environment: [String: String] = [:], folder: URL? = nil) throws {
    let process = Process()
    process.executableURL = Self.products.appending(path: "chapter\(chapter)")
    process.arguments = arguments
    process.currentDirectoryURL = folder ?? FileManager.default.temporaryDirectory
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (output, complaints) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = complaints
    try process.run()
    // Both pipes are read at once, so that neither can fill up and block the program.
    let errors = Task.detached { complaints.fileHandleForReading.readDataToEndOfFile() }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    status = process.terminationStatus
    self.output = String(decoding: data, as: UTF8.self)
    let finished = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var read = Data()
    Task.detached {
      read = await errors.value
      finished.signal()
    }
    finished.wait()
    self.complaints = String(decoding: read, as: UTF8.self)
  }

  /// The folder of the built products, which holds this test program too.
  static let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

  /// The JSON object on standard output, which must hold nothing else.
  func json() throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any], "\(complaints)")
  }
}

/// A new empty folder, removed at the end.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "lower-bound-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? [] }
}
