import Foundation

/// The book's own files: styles, scripts, and the template of a chapter.
enum Resource {
  /// The texts of several files, one after the other.
  static func texts(_ names: String...) throws -> String { try names.map(text).joined() }

  /// The text of a file that lies beside the program.
  static func text(_ name: String) throws -> String {
    guard let url = Bundle.module.url(forResource: "Resources/\(name)", withExtension: nil) else {
      throw BookProblem(file: name, expected: "the book's own file beside the program", found: "none")
    }
    return try String(contentsOf: url, encoding: .utf8)
  }
}
