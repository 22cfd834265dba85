import Files
import Foundation
import Testing

/// A folder of its own for a test, removed with the value.
final class FilesFolder {
  let path = FileManager.default.temporaryDirectory.appending(path: "files \(UUID().uuidString)").path

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: file(name), withDestinationPath: target)
  }
}

@Suite("The place of an output")
struct OutputPathTests {
  @Test("Links are followed to the file itself, over several and to nothing yet")
  func links() throws {
    let folder = try FilesFolder()
    try FileManager.default.createDirectory(atPath: folder.file("far"), withIntermediateDirectories: true)
    try folder.link("a", to: "b")
    try folder.link("b", to: "far/c")
    let place = try OutputPath(folder.file("a"))
    #expect(place.given == folder.file("a") && place.target == folder.file("far/c") && !place.exists)
    #expect(place.folder == folder.file("far") && place.name == "c")
    try AtomicFile.replace(folder.file("a"), with: [[1]])
    #expect(try Data(contentsOf: URL(filePath: folder.file("far/c"))) == Data([1]))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("a")) == "b")
    #expect(try OutputPath(folder.file("a")).exists)
  }

  @Test(
    "No file can stand under an empty path, in no folder, in place of a folder, or with too long a name",
    arguments: ["", "a\0b", "missing/x", ".", "far/", "far", "..", String(repeating: "x", count: 256), "ring"])
  func refused(name: String) throws {
    let folder = try FilesFolder()
    try FileManager.default.createDirectory(atPath: folder.file("far"), withIntermediateDirectories: true)
    try folder.link("ring", to: "ring")
    #expect(throws: FileError.self) { try OutputPath(name.isEmpty ? "" : folder.file(name)) }
    #expect(try folder.names == ["far", "ring"])
  }

  @Test("Room that the disk does not have is missed before the work")
  func room() throws {
    let folder = try FilesFolder()
    let place = try OutputPath(folder.file("x"))
    try place.requireWritable(bytes: 1000)
    do {
      try place.requireWritable(bytes: 1e18)
      Issue.record("a disk of 10¹⁸ bytes")
    } catch {
      #expect("\(error)".contains("it needs at least 1000000000000000000 bytes"), "\(error)")
    }
    #expect(try folder.names.isEmpty)
  }

  @Test("A file that nobody may write to is known, also to the one whom nothing stops")
  func protected() throws {
    let folder = try FilesFolder()
    try Data().write(to: URL(filePath: folder.file("x")))
    #expect(try !OutputPath(folder.file("x")).isWriteProtected)
    #expect(chmod(folder.file("x"), 0o444) == 0)
    #expect(try OutputPath(folder.file("x")).isWriteProtected)
  }

  @Test("Text of a file is one line that no terminal obeys, as long as it is")
  func escaping() {
    #expect("a\u{1B}[2J\n\u{9b}b\u{202e}é".escaped == "a\\u{1b}[2J\\u{a}\\u{9b}b\\u{202e}é")
    #expect(String(repeating: "x", count: 300).escaped.count == 300)
  }
}

@Suite("Hidden files of unfinished saves")
struct TemporaryFilesTests {
  @Test("One that a living process holds stays, one that nobody holds goes, and others are left alone")
  func locks() throws {
    let folder = try FilesFolder()
    let (held, left) = (".lower-bound-7.tmp", ".lower-bound-8.tmp")
    let others = [".7-7.tmp", ".lower-bound-.tmp", ".lower-bound-x.tmp", ".lower-bound-7.tmp.csv", "lower-bound-7.tmp"]
    for name in [held, left] + others { try Data([1]).write(to: URL(filePath: folder.file(name))) }
    // The lock of another process, in a container of its own perhaps: its id means nothing here.
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["flock", folder.file(held), "sh", "-c", "echo held; cat"]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    _ = output.fileHandleForReading.availableData
    try AtomicFile.replace(folder.file("x"), with: [[1]])
    #expect(try folder.names == ([held, "x"] + others).sorted())
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    try AtomicFile.replace(folder.file("x"), with: [[1]])
    #expect(try folder.names == (["x"] + others).sorted())
  }
}
