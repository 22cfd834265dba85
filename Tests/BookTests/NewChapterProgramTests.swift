import Foundation
import Testing

@testable import Book

@Suite("A new chapter, by the program")
struct NewChapterProgramTests {
  private let package: SmallPackage

  init() throws { package = try SmallPackage() }

  @Test(
    "the program says what it made, or one line of what was wrong with the code for it",
    arguments: [
      (["--new", "The second moment"], 0, "one line of Package.swift"), (["--new", ""], 3, "found ''"),
      (["--new", "12"], 3, "expected a title with a letter"), (["--new"], 64, "--new"),
      (["--new", "A", "--check"], 64, "--check and --new"), (["--new", "A", "B"], 64, "B"),
    ])
  func program(arguments: [String], status: Int32, words: String) throws {
    let (code, complaints) = try book(arguments, in: package.root)
    #expect(code == status)
    #expect(complaints.contains(words), "\(complaints)")
    if status == 3 { #expect(complaints.split(separator: "\n").count == 1) }
  }

  @Test("outside of a package there is nowhere to put it")
  func outside() throws {
    let (code, complaints) = try book(["--new", "A"], in: package.root.appending(path: "Tests"))
    #expect(code == 0, "inside, from any folder: \(complaints)")
    let (other, line) = try book(["--new", "A"], in: URL(filePath: "/usr/bin"))
    #expect(other == 3)
    #expect(line.contains("expected a folder of the package") && line.split(separator: "\n").count == 1)
  }

  @Test("standard streams that the caller has closed change no exit code", arguments: ["", "12", "The second moment"])
  func closedStreams(title: String) throws {
    let program = ChapterRunner.programsBesideThis().appending(path: "book").path
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "exec \"$0\" --new \"$1\" <&- >&- 2>&-", program, title]
    process.currentDirectoryURL = package.root
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == (title.count > 2 ? 0 : 3))
  }

  private func book(_ arguments: [String], in folder: URL) throws -> (Int32, String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = ChapterRunner.programsBesideThis().appending(path: "book")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardError = pipe
    try process.run()
    let complaints = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(bytes: complaints, encoding: .utf8) ?? "")
  }
}
