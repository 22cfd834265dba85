import Foundation

@testable import Plotting

/// A folder of its own for a test, removed with the value.
final class TemporaryFolder: Sendable {
  let path: String

  init(_ name: String = "figures") throws {
    path = FileManager.default.temporaryDirectory.appending(path: "\(name)-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The names of all files, hidden ones too, in order.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
  }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
  }

  /// A stand-in for gnuplot: a shell script on a private path.
  func fakeGnuplot(_ commands: String) throws -> GnuplotProcess {
    try write("#!/bin/sh\n\(commands)\n", to: "gnuplot.text")
    // Another process writes the program: while this one holds it open, a child that another test starts at that moment
    // inherits it, and the system refuses to run a program that somebody may still write to.
    _ = try run(program: "/usr/bin/install", ["-m", "755", "gnuplot.text", "gnuplot"])
    try FileManager.default.removeItem(atPath: "\(path)/gnuplot.text")
    return GnuplotProcess(searchPath: path)
  }

  /// Runs the real gnuplot as a reader would; returns its exit status and its words.
  func run(_ arguments: [String]) throws -> (status: Int32, words: String) {
    try run(program: "/usr/bin/env", ["LC_ALL=C.UTF-8", "gnuplot"] + arguments)
  }

  private func run(program: String, _ arguments: [String]) throws -> (status: Int32, words: String) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: path)
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let words = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: words, as: UTF8.self))
  }
}

extension Figure {
  /// A small figure for tests that are not about what it shows.
  static func small(
    slug: String = "ch00-small", title: String = "Small", layers: [Layer] = [.line([Point(0, 1), Point(1, 2)])],
    xAxis: Axis = Axis("x"), yAxis: Axis = Axis("y")
  ) -> Figure {
    Figure(slug: slug, title: title, caption: "A small figure.", xAxis: xAxis, yAxis: yAxis, layers: layers)
  }
}
