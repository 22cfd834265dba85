import Foundation
import Testing

/// Random words, uniforms and normals that were published, or computed with 40 digits.
struct GoldenRandom: Decodable {
  /// A block of Philox: counter, key and output as hexadecimal words.
  struct Philox: Decodable, Sendable, CustomTestStringConvertible {
    let ctr, key, out: [String]
    var testDescription: String { "\(ctr.joined(separator: " ")) | \(key.joined(separator: " "))" }
    func words(_ text: [String]) -> [UInt64] { text.compactMap { UInt64($0, radix: 16) } }
  }
  /// Two uniforms and the two normals that they become.
  struct BoxMuller: Decodable, Sendable { let u1, u2: Double, z0, z1: String }
  /// Words and the uniforms that they become.
  struct Uniform: Decodable { let `in`: [String], out: [Double] }
  /// One draw of a named stream.
  struct Draw: Decodable, Sendable, CustomTestStringConvertible {
    let seed, purpose: String, index: Int, uniform, normal: String
    var testDescription: String { "draw \(index) of \(seed), \(purpose)" }
  }

  let philox: [Philox]
  let boxMuller: [BoxMuller]
  let uniform53: Uniform
  let draws: [Draw]

  static func load() throws -> GoldenRandom {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/golden-random", withExtension: "json"))
    return try JSONDecoder().decode(GoldenRandom.self, from: Data(contentsOf: url))
  }
}
