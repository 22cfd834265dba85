import Foundation

@testable import Book

/// A folder with as much of a package as a new chapter needs: its manifest, its chapters' folders, the tests' folder.
final class SmallPackage {
  let root: URL
  private let files = FileManager.default

  init() throws {
    let package = try ChapterRunner.root(above: URL(filePath: #filePath))
    root = files.temporaryDirectory.appending(path: "package é \(UUID().uuidString)")
    let folders = try ChapterRunner(root: package, programs: package).folders().map { "chapters/\($0)" }
    for folder in folders + ["Tests/ChapterTests"] {
      try files.createDirectory(at: root.appending(path: folder), withIntermediateDirectories: true)
    }
    try files.copyItem(at: package.appending(path: "Package.swift"), to: root.appending(path: "Package.swift"))
  }

  deinit { try? files.removeItem(at: root) }

  func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: root.appending(path: path)) }

  func text(_ path: String) throws -> String { try String(contentsOf: root.appending(path: path), encoding: .utf8) }

  /// Every path below it, and the manifest's text: what a refusal must leave as it was.
  func everything() throws -> [String] { try files.subpathsOfDirectory(atPath: root.path).sorted() + [manifest()] }

  func manifest() throws -> String { try text("Package.swift") }
}
