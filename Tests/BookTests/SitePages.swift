import Foundation

/// What tests read out of the pages of a site.
enum SitePages {
  /// The addresses that a page, a style or a script would load from elsewhere: of scripts, styles, pictures and fonts.
  static func loads(of text: String) -> [String] {
    let tags = text.matches(of: /<(?:script|link|img|iframe|source|object|embed)\b[^>]*?(?:src|href)="([^"]*)"/)
    let styles = text.matches(of: /(?:url\(|@import\s+)["']?([^"')\s;]+)/)
    let scripts = text.matches(of: /(?:fetch|import|XMLHttpRequest|WebSocket|importScripts)\(\s*["']?([^"')]*)/)
    return (tags.map(\.1) + styles.map(\.1) + scripts.map(\.1)).map(String.init)
  }

  /// The loads that leave the folder: all but a file beside the page, data inside it, and a part of a drawing in it.
  static func outside(of text: String, files: Set<String>) -> [String] {
    loads(of: text).filter { address in
      !["data:", "#", "%23"].contains { address.hasPrefix($0) } && !files.contains(address)
    }
  }

  /// The links that lead to no page of the site, or to no place of a page.
  static func deadLinks(in pages: [String: String]) -> [String] {
    let anchors = pages.mapValues { Set($0.matches(of: /\sid="([^"]*)"/).map { String($0.1) }) }
    return pages.sorted { $0.key < $1.key }.flatMap { name, text in
      text.matches(of: /<a\b[^>]*?href="([^"]*)"/).map { String($0.1) }.filter { target in
        if target.hasPrefix("https://") { return false }
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let known = anchors[parts[0].isEmpty ? name : parts[0]] else { return true }
        return parts.count == 2 && !known.contains(parts[1])
      }.map { "\(name): \($0)" }
    }
  }

  /// The identifiers that a page gives twice.
  static func repeatedIdentifiers(in page: String) -> [String] {
    let all = page.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
    return Dictionary(grouping: all) { $0 }.filter { $1.count > 1 }.keys.sorted()
  }

  /// The headings' levels, in the page's order.
  static func headings(in page: String) -> [Int] { page.matches(of: /<h([1-6])[ >]/).compactMap { Int($0.1) } }

  /// The pictures that have no words for those who do not see them.
  static func wordlessPictures(in page: String) -> Int {
    page.matches(of: /<img\b[^>]*>/).filter { !$0.0.contains(" alt=\"") }.count
  }

  /// An instrument's table as the page holds it.
  struct Table: Decodable {
    struct Column: Decodable {
      let name: String
      let values: [Double]
    }
    let sliders: [Column]
    let quantities: [Column]
  }

  /// The instruments of a page by their names.
  static func tables(in page: String) throws -> [String: Table] {
    var tables: [String: Table] = [:]
    var rest = page[...]
    while let section = rest.firstRange(of: "<section class=\"explorable\" id=\"") {
      rest = rest[section.upperBound...]
      let slug = String(rest.prefix { $0 != "\"" })
      guard let start = rest.firstRange(of: "<script type=\"application/json\">"),
        let end = rest.firstRange(of: "</script>")
      else { break }
      tables[slug] = try JSONDecoder().decode(Table.self, from: Data(rest[start.upperBound..<end.lowerBound].utf8))
    }
    return tables
  }
}
