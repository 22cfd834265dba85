import Foundation

/// One place that the search can find.
struct SearchEntry: Encodable, Equatable {
  let address: String
  let place: String
  let title: String
  let words: String
}

/// The book's words as a script: a page that lies in a folder may load a script beside it, but no data.
enum SearchIndex {
  static func script(of entries: [SearchEntry]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return "window.bookWords = \(String(decoding: try encoder.encode(entries), as: UTF8.self));\n"
  }
}
