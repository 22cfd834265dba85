import Foundation

/// A finished run of another program, and what it printed.
struct ExternalProgram {
  let status: Int32
  let output: Data

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - program: Its file; a name without a slash is looked up on the `PATH`.
  ///   - arguments: Its arguments.
  ///   - folder: The folder to run in; this program's own unless told.
  ///   - errors: Where its standard error goes.
  /// - Throws: The system's error if the program cannot be started.
  init(
    _ program: String, _ arguments: [String], in folder: URL? = nil, errors: FileHandle = .standardError
  ) throws {
    let (process, pipe) = (Process(), Pipe())
    let isPath = program.contains("/")
    process.executableURL = URL(filePath: isPath ? program : "/usr/bin/env")
    process.arguments = (isPath ? [] : [program]) + arguments
    if let folder { process.currentDirectoryURL = folder }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = errors
    try process.run()
    output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    status = process.terminationStatus
  }

  /// Whether `env` found no such program.
  var isMissing: Bool { status == 127 }
}

/// A folder for intermediate files.
struct TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "lower-bound-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: url) }
}
