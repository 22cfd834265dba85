import EmbeddedDigits
import Foundation
import VAECore

/// Files of data for the chapters, written into a temporary folder.
struct DataFiles {
  let folder: TemporaryFolder

  /// Writes a text.
  func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

  /// Writes bytes, packed by gzip if the name ends in "gz".
  func write(_ name: String, _ bytes: Data) throws {
    let isPacked = name.hasSuffix(".gz")
    let url = folder.url.appending(path: isPacked ? String(name.dropLast(3)) : name)
    try bytes.write(to: url)
    guard isPacked else { return }
    let gzip = Process()
    gzip.executableURL = URL(filePath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-f", url.path]
    try gzip.run()
    gzip.waitUntilExit()
  }

  /// An IDX file of bytes: images of some rows and columns, or labels.
  static func idx(_ sizes: [Int], _ bytes: [UInt8]) -> Data {
    var data = Data([0, 0, 8, UInt8(sizes.count)])
    for size in sizes { data += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) } }
    return data + bytes
  }

  /// Images of 12 × 12 pixels: the first embedded digits with a margin, in bytes.
  static func images(_ count: Int) throws -> Data {
    let bytes = try Digits.load().images.prefix(count).flatMap { image in
      (0..<144).map { place -> UInt8 in
        let (row, column) = (place / 12 - 2, place % 12 - 2)
        guard (0..<8).contains(row), (0..<8).contains(column) else { return 0 }
        return UInt8(255 * image[row * 8 + column])
      }
    }
    return idx([count, 12, 12], bytes)
  }

  /// Rows of five numbers about different means, in two kinds, with a header and a label at the end of each if asked for.
  static func table(_ count: Int, labelled: Bool) -> String {
    let noise = RandomStream(seed: 1, purpose: "table")
    let rows = (0..<count).map { row in
      let e = noise.normals(row * 7..<(row + 1) * 7)
      let numbers = (0..<5).map { j in
        Double(j) + (row % 2 == 0 ? 1.5 : -1.5) + 0.8 * e[5] * Double(j - 2) + 0.6 * e[6] + 0.3 * e[j]
      }
      return (numbers.map { "\($0)" } + (labelled ? ["\(row % 2)"] : [])).joined(separator: ",")
    }
    return ((labelled ? ["a,b,c,d,e,kind"] : []) + rows).joined(separator: "\n") + "\n"
  }
}
