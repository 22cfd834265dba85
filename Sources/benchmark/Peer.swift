import ArgumentParser
import Foundation

/// A rate that another library reached.
struct Peer {
  let library: String
  let workload: String
  let rate: Double

  /// Runs a peers' script once and reads its lines, `library workload rate`.
  static func run(_ python: String, script: String) throws -> [Peer] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, script, "3"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ValidationError(
        "\(python) \(script) ended with status \(process.terminationStatus); run it alone to see why")
    }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 3, let rate = Double(words[2]) else { return nil }
      return Peer(library: String(words[0]), workload: String(words[1]), rate: rate)
    }
  }
}
