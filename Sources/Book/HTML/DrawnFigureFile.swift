import Foundation

/// A file that a chapter wrote when it drew a figure: its picture, or the script that draws it.
enum DrawnFigureFile {
  /// The text of the file.
  ///
  /// - Throws: `BookProblem` if there is no such file.
  static func text(_ name: String, in figures: URL) throws -> String {
    guard let text = try? String(contentsOf: figures.appending(path: name), encoding: .utf8) else {
      throw BookProblem(file: "figures/\(name)", expected: "a drawn figure", found: "no such file")
    }
    return text
  }

  /// A picture that follows the colours of the page.
  static func picture(of slug: String, in figures: URL) throws -> String {
    FigureColours.recoloured(try text("\(slug).svg", in: figures))
  }

  /// A picture as an address that holds the picture itself, for pages that are one file.
  static func address(of slug: String, in figures: URL) throws -> String {
    "data:image/svg+xml;base64," + Data(try picture(of: slug, in: figures).utf8).base64EncodedString()
  }
}
