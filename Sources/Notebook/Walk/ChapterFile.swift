import Foundation
import VAECore

/// A chapter's text as it lies on the disk: the walk and the exercises read it when they run.
struct ChapterFile {
  /// The source's path.
  let path: String
  /// The source, as prose and code.
  let source: ChapterSource

  /// Finds and reads the source of a chapter.
  ///
  /// - Parameters:
  ///   - path: Where the compiler read one of the chapter's files; a program whose sources have moved finds the chapter
  ///     below the working folder instead.
  ///   - number: The chapter's number.
  /// - Throws: `InvalidInput` if it is not there, `SourceProblem` if it is no chapter.
  init(compiledFrom path: String?, number: Int) throws {
    let beside = path.map {
      URL(filePath: $0).deletingLastPathComponent().appending(path: "Chapter\(number).swift").path
    }
    let places = [beside].compactMap(\.self) + Self.placesBelowHere(number)
    guard let place = places.first(where: FileManager.default.isReadableFile(atPath:)) else {
      throw InvalidInput(
        "the chapter's source", expected: "a readable file \(places.first ?? "chapters/…/Chapter\(number).swift")",
        found: "none; run it in the package's folder")
    }
    guard let bytes = FileManager.default.contents(atPath: place), let text = String(bytes: bytes, encoding: .utf8)
    else {
      throw InvalidInput("the chapter's source \(place)", expected: "text in UTF-8", found: "something else")
    }
    self.path = place
    source = try ChapterSource(text, file: place)
  }

  private static func placesBelowHere(_ number: Int) -> [String] {
    let prefix = number < 10 ? "0\(number)-" : "\(number)-"
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: "chapters")) ?? []
    return folders.filter { $0.hasPrefix(prefix) }.sorted().map { "chapters/\($0)/Chapter\(number).swift" }
  }
}
