/// Gnuplot's SVG in fewer bytes: the same picture to a tenth of a pixel.
///
/// A surface is drawn as thousands of polygons, each in a group of its own and followed by its border. Polygons become
/// paths with steps in place of coordinates; a polygon and the border that follows it become one path; groups that
/// repeat the one before them go on with it; and a line's colour that many paths share stands before them once.
enum CompactSVG {
  static func of(_ svg: String) -> String {
    var tokens = SVGToken.tokens(of: svg)
    guard tokens.contains(where: { $0.name == "svg" }) else { return svg }
    tokens = withoutDescriptions(tokens).map(\.compacted)
    tokens = withBordersOnPolygons(tokens)
    tokens = withSharedStrokes(withJoinedGroups(tokens))
    return tokens.map(\.text).joined()
  }

  /// Leaves out comments, the declaration, and the title and description, which the page gives by itself.
  private static func withoutDescriptions(_ tokens: [SVGToken]) -> [SVGToken] {
    var result: [SVGToken] = []
    var depth = 0
    for token in tokens {
      switch token {
      case .open("title", _, _), .open("desc", _, _): depth += 1
      case .close("title"), .close("desc"): depth -= 1
      case .other: break
      case .text(let text) where text.allSatisfy(\.isWhitespace): break
      default: if depth == 0 { result.append(token) }
      }
    }
    return result
  }

  /// Puts the border that is drawn right after a polygon on the polygon itself.
  private static func withBordersOnPolygons(_ tokens: [SVGToken]) -> [SVGToken] {
    var result: [SVGToken] = []
    var groups: [[SVGToken.Attribute]] = []
    var index = 0
    while index < tokens.count {
      if let (merged, count) = borderedPolygon(tokens[index...], inside: groups.last) {
        result.append(merged)
        index += count
        result += [.close("g"), .open("g", groups.last ?? [], isEmpty: false)]
        continue
      }
      if case .open("g", let attributes, false) = tokens[index] { groups.append(attributes) }
      if case .close("g") = tokens[index] { _ = groups.popLast() }
      result.append(tokens[index])
      index += 1
    }
    return result
  }

  /// `<g …><polygon/></g></g><g A><path/>`, where A is what the first group stood in and the path goes round the polygon.
  private static func borderedPolygon(
    _ tokens: ArraySlice<SVGToken>, inside group: [SVGToken.Attribute]?
  ) -> (SVGToken, Int)? {
    let window = Array(tokens.prefix(6))
    guard window.count == 6, let group,
      case .open("g", _, false) = window[0], case .open("path", let fill, true) = window[1],
      case .close("g") = window[2], case .close("g") = window[3], case .open("g", group, false) = window[4],
      case .open("path", let border, true) = window[5],
      let shape = fill.first(where: { $0.name == "d" }), let line = border.first(where: { $0.name == "d" }),
      shape.value.hasSuffix("z"), PathData.corners(of: shape.value) == PathData.corners(of: line.value),
      let stroke = border.first(where: { $0.name == "stroke" })
    else { return nil }
    return (.open("path", fill.filter { $0.name != "d" } + [stroke, shape], isEmpty: true), 6)
  }

  /// Goes on with a group where the next one is the same.
  private static func withJoinedGroups(_ tokens: [SVGToken]) -> [SVGToken] {
    var result: [SVGToken] = []
    var groups: [[SVGToken.Attribute]] = []
    var closed: [SVGToken.Attribute]?
    for token in tokens {
      switch token {
      case .open("g", let attributes, false):
        let isRepeated = closed == attributes && !attributes.contains { $0.name == "id" }
        if isRepeated, case .close("g")? = result.last {
          result.removeLast()
        } else {
          result.append(token)
        }
        groups.append(attributes)
      case .close("g"):
        closed = groups.popLast()
        result.append(token)
      default: result.append(token)
      }
    }
    return result
  }

  /// Puts the stroke that four or more paths in a row share on a group around them.
  private static func withSharedStrokes(_ tokens: [SVGToken]) -> [SVGToken] {
    var result: [SVGToken] = []
    var rest = tokens[...]
    while let first = rest.first {
      let run = stroke(of: first).map { own in rest.prefix { stroke(of: $0) == own } } ?? []
      guard run.count > 3, let shared = stroke(of: first) else {
        result.append(rest.removeFirst())
        continue
      }
      let paths = run.map { token -> SVGToken in
        guard case .open(let name, let attributes, let isEmpty) = token else { return token }
        return .open(name, attributes.filter { $0 != shared }, isEmpty: isEmpty)
      }
      result += [.open("g", [shared], isEmpty: false)] + paths + [.close("g")]
      rest = rest.dropFirst(run.count)
    }
    return result
  }

  private static func stroke(of token: SVGToken) -> SVGToken.Attribute? {
    guard case .open("path", let attributes, true) = token else { return nil }
    return attributes.first { $0.name == "stroke" }
  }
}
