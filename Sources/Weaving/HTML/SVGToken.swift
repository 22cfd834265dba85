/// A piece of an SVG file: a tag with its attributes in order, or text.
enum SVGToken: Equatable {
  struct Attribute: Equatable {
    let name: String
    let value: String
  }

  case open(String, [Attribute], isEmpty: Bool)
  case close(String)
  case text(String)
  /// Comments and declarations.
  case other

  var name: String? {
    switch self {
    case .open(let name, _, _), .close(let name): name
    case .text, .other: nil
    }
  }

  /// The piece as it is written.
  var text: String {
    switch self {
    case .open(let name, let attributes, let isEmpty):
      "<\(name)\(attributes.map { " \($0.name)='\($0.value)'" }.joined())\(isEmpty ? "/" : "")>"
    case .close(let name): "</\(name)>"
    case .text(let text): text
    case .other: ""
    }
  }

  // MARK: Reading

  static func tokens(of svg: String) -> [SVGToken] {
    var tokens: [SVGToken] = []
    let bytes = Array(svg.utf8)
    var index = 0
    while index < bytes.count {
      let isTag = bytes[index] == UInt8(ascii: "<")
      var end = index + 1
      while end < bytes.count, bytes[end] != UInt8(ascii: isTag ? ">" : "<") { end += 1 }
      let piece = bytes[index..<min(end, bytes.count)]
      tokens.append(isTag ? tag(Array(piece.dropFirst())) : .text(String(decoding: piece, as: UTF8.self)))
      index = isTag ? end + 1 : end
    }
    return tokens
  }

  private static func tag(_ bytes: [UInt8]) -> SVGToken {
    guard let first = bytes.first, first != UInt8(ascii: "!"), first != UInt8(ascii: "?") else { return .other }
    let isName = { (byte: UInt8) in byte > UInt8(ascii: " ") && byte != UInt8(ascii: "=") && byte != UInt8(ascii: "/") }
    if first == UInt8(ascii: "/") {
      return .close(String(decoding: bytes.dropFirst().prefix(while: isName), as: UTF8.self))
    }
    let name = bytes.prefix(while: isName)
    var rest = bytes.dropFirst(name.count)
    var attributes: [Attribute] = []
    while let start = rest.firstIndex(where: isName) {
      let key = rest[start...].prefix(while: isName)
      guard let open = rest[key.endIndex...].firstIndex(where: { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") }),
        let close = rest[(open + 1)...].firstIndex(of: rest[open])
      else { break }
      let value = String(decoding: rest[(open + 1)..<close], as: UTF8.self)
      attributes.append(Attribute(name: String(decoding: key, as: UTF8.self), value: value))
      rest = rest[(close + 1)...]
    }
    return .open(
      String(decoding: name, as: UTF8.self), attributes, isEmpty: bytes.last == UInt8(ascii: "/"))
  }

  // MARK: Fewer bytes

  /// A polygon as a path, coordinates as steps, colours in hexadecimal.
  var compacted: SVGToken {
    guard case .open(let name, let attributes, let isEmpty) = self else { return self }
    let isPolygon = name == "polygon"
    let shorter = attributes.map { attribute in
      switch attribute.name {
      case "points" where isPolygon:
        return Attribute(name: "d", value: PathData.compacted("M" + attribute.value, isClosed: true) ?? attribute.value)
      case "d": return Attribute(name: "d", value: PathData.compacted(attribute.value) ?? attribute.value)
      case "fill", "stroke", "color": return Attribute(name: attribute.name, value: Self.color(attribute.value))
      default: return attribute
      }
    }
    return .open(isPolygon ? "path" : name, shorter, isEmpty: isEmpty)
  }

  private static func color(_ text: String) -> String {
    guard text.hasPrefix("rgb(") else { return text }
    let parts = text.dropFirst(4).dropLast().split(separator: ",").compactMap { UInt8($0.filter { $0 != " " }) }
    guard parts.count == 3 else { return text }
    let hex = parts.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return hex.allSatisfy { $0.first == $0.last } ? "#" + hex.map { String($0.prefix(1)) }.joined() : "#" + hex.joined()
  }
}
