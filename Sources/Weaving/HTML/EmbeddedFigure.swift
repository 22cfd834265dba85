import Foundation

/// A figure as an address that holds the picture itself.
///
/// Several pictures inlined in one page would collide in their ids; each in an address of its own cannot. The gallery of
/// all figures, which would be too heavy so, has them as files.
enum EmbeddedFigure {
  /// The picture `figures/slug.svg` as a data address.
  ///
  /// - Throws: `BookProblem` if there is no such picture.
  static func address(of slug: String, in figures: URL) throws -> String {
    "data:image/svg+xml," + escaped(try svg(of: slug, in: figures))
  }

  /// The picture `figures/slug.svg` in fewer bytes.
  ///
  /// - Throws: `BookProblem` if there is no such picture.
  static func svg(of slug: String, in figures: URL) throws -> String {
    let file = figures.appending(path: "\(slug).svg")
    guard let data = try? Data(contentsOf: file) else {
      throw BookProblem(file: "figures/\(slug).svg", expected: "a drawn figure", found: "no such file")
    }
    return CompactSVG.of(String(decoding: data, as: UTF8.self))
  }

  /// Escapes what ends an address or an attribute, or would be read as an escape; blanks and angles may stay.
  private static func escaped(_ svg: String) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(svg.utf8.count + svg.utf8.count / 8)
    for byte in svg.utf8 {
      switch byte {
      case UInt8(ascii: "%"): result += "%25".utf8
      case UInt8(ascii: "#"): result += "%23".utf8
      case UInt8(ascii: "\""): result.append(UInt8(ascii: "'"))
      case UInt8(ascii: "&"): result += "%26".utf8
      case UInt8(ascii: "\n"), UInt8(ascii: "\t"): result.append(UInt8(ascii: " "))
      case UInt8(ascii: "<"): result += "%3C".utf8
      case UInt8(ascii: ">"): result += "%3E".utf8
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
