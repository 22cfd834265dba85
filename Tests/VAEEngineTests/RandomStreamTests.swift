import CKernels
import Foundation
import Testing
import Verification

import VAECore
@testable import VAEEngine

@Suite("Philox4x32-10: random blocks by position")
struct PhiloxTests {
  struct Vector: Decodable, Sendable, CustomTestStringConvertible {
    let ctr, key, out: [String]
    var testDescription: String { "\(ctr.joined(separator: " ")) | \(key.joined(separator: " "))" }
    static func words(_ text: [String]) -> [UInt32] { text.compactMap { UInt32($0, radix: 16) } }
  }

  struct Fixture: Decodable {
    struct BoxMuller: Decodable { let u1, u2: Double, z0, z1: String }
    struct Uniform: Decodable { let `in`: [String], out: [Double] }
    let philox: [Vector]
    let boxMuller: [BoxMuller]
    let uniform53: Uniform

    static func load() throws -> Fixture {
      let url = try #require(Bundle.module.url(forResource: "Fixtures/golden-random", withExtension: "json"))
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    }
  }

  @Test("The published known answers, and the carry into the second word", arguments: try Fixture.load().philox)
  func knownAnswers(vector: Vector) {
    let (counter, key) = (Vector.words(vector.ctr), Vector.words(vector.key))
    let block = Philox.block(counter: (counter[0], counter[1], counter[2], counter[3]), key: (key[0], key[1]))
    #expect([block.0, block.1, block.2, block.3] == Vector.words(vector.out))
  }

  @Test("A stream's block i is Philox at counter i: the low word carries into the high one")
  func carry() {
    let stream = RandomStream(seed: 0x2a, number: 0)
    #expect(stream.words(at: 0xffff_ffff) == (0x41d4_ec95_6e24_12de, 0xaed5_6cfa_29dd_3e0c))
    #expect(stream.words(at: 0x1_0000_0000) == (0x7dbf_5de8_42e0_b8b3, 0x6aaf_03eb_2fe7_39d4))
  }

  @Test("Uniforms are the top 53 bits")
  func uniforms() throws {
    let stream = RandomStream(seed: 9, purpose: "uniforms")
    for index in 0..<100 {
      let words = stream.words(at: UInt64(index / 2))
      let word = index % 2 == 0 ? words.0 : words.1
      #expect(stream.uniform(at: index) == Double(word >> 11) * 0x1p-53)
    }
    let fixture = try Fixture.load().uniform53
    for (word, value) in zip(fixture.in, fixture.out) {
      #expect(try Double(#require(UInt64(word)) >> 11) * 0x1p-53 == value)
    }
  }

  @Test("The uniform draws average ½ and are spread by 1/12")
  func uniformMoments() throws {
    let stream = RandomStream(seed: 4, purpose: "moments")
    let estimate = MonteCarloEstimate((0..<100_000).map(stream.uniform))
    let z = try #require(estimate.zScore(against: 0.5, exactStandardError: (1.0 / 12 / 100_000).squareRoot()))
    #expect(abs(z) < 6.11)
  }

  @Test("Integers below a bound reach each value, equally often")
  func integers() {
    let stream = RandomStream(seed: 4, purpose: "integers")
    var counts = [Int](repeating: 0, count: 7)
    for index in 0..<70_000 { counts[stream.integer(below: 7, at: index)] += 1 }
    // A count is binomial with mean 10,000 and standard deviation 92.6.
    for count in counts { #expect(abs(Double(count) - 10_000) < 6.11 * 92.6) }
  }

  @Test("Purposes, seeds and substreams are different streams")
  func independence() {
    let streams = [
      RandomStream(seed: 1, purpose: "a"), RandomStream(seed: 1, purpose: "b"), RandomStream(seed: 2, purpose: "a"),
      RandomStream(seed: 1, purpose: "a").substream(0), RandomStream(seed: 1, purpose: "a").substream(1),
    ]
    #expect(Set(streams.map { $0.normal(at: 0) }).count == streams.count)
    #expect(RandomStream(seed: 1, purpose: "a").normal(at: 12) == streams[0].normal(at: 12))
  }
}

@Suite("Normal draws by Box and Muller's rule")
struct NormalDrawsTests {
  let stream = RandomStream(seed: 42, purpose: "normals")

  @Test("Draw i is the same alone, in any range, and at any offset")
  func randomAccess() {
    let all = stream.normals(0..<301)
    for index in [0, 1, 2, 17, 150, 299, 300] { #expect(stream.normal(at: index) == all[index]) }
    for (first, last) in [(1, 2), (1, 40), (7, 7), (8, 300), (33, 301)] {
      #expect(stream.normals(first..<last) == Array(all[first..<last]))
    }
  }

  @Test("Draws of single precision start anywhere that a block does, and end anywhere")
  func singlePrecision() {
    var all = [Float](repeating: 0, count: 203)
    all.withUnsafeMutableBufferPointer { stream.fillNormals($0, from: 0) }
    for (first, count) in [(0, 1), (4, 7), (8, 100), (100, 103)] {
      var part = [Float](repeating: 0, count: count)
      part.withUnsafeMutableBufferPointer { stream.fillNormals($0, from: first) }
      #expect(part == Array(all[first..<first + count]))
    }
  }

  @Test("Box and Muller's rule on the fixture's uniforms")
  func boxMuller() throws {
    for golden in try PhiloxTests.Fixture.load().boxMuller {
      let radius = (-2 * log(1 - golden.u1)).squareRoot()
      let (z0, z1) = try (#require(Double(golden.z0)), #require(Double(golden.z1)))
      // The angle 2πu₂ is rounded to 2⁻⁵¹, which moves a coordinate by at most the radius times that.
      let tolerance = 4 * 0x1p-51 * max(radius, 1)
      #expect(abs(radius * cos(2 * .pi * golden.u2) - z0) <= tolerance)
      #expect(abs(radius * sin(2 * .pi * golden.u2) - z1) <= tolerance)
    }
  }

  @Test("The draws obey the rule, block by block")
  func definition() {
    for block in 0..<1000 {
      let (u1, u2) = (stream.uniform(at: 2 * block), stream.uniform(at: 2 * block + 1))
      let radius = (-2 * log(1 - u1)).squareRoot()
      // libmvec is within 4 ulp in each of three functions.
      let tolerance = 16 * 0x1p-52 * max(radius, 1)
      #expect(abs(stream.normal(at: 2 * block) - radius * cos(2 * .pi * u2)) <= tolerance)
      #expect(abs(stream.normal(at: 2 * block + 1) - radius * sin(2 * .pi * u2)) <= tolerance)
    }
  }

  @Test("Four moments are a standard normal's, and not those of one with deviation 1.01", arguments: 1...5)
  func moments(seed: UInt64) throws {
    let count = 1_000_000
    let sampling = MonteCarlo(samples: count, noise: RandomStream(seed: seed, purpose: "moments"))
    let estimates = sampling.averages(of: 4) { z, values in
      (values[0], values[1], values[2], values[3]) = (z, z * z, z * z * z, z * z * z * z)
    }
    // Variances of z, z², z³, z⁴: 1, 2, 15, 96.
    for (estimate, (expected, variance)) in zip(estimates, [(0.0, 1.0), (1, 2), (0, 15), (3, 96)]) {
      let standardError = (variance / Double(count)).squareRoot()
      let z = try #require(estimate.zScore(against: expected, exactStandardError: standardError))
      #expect(abs(z) < 6.11)
    }
    let wrong = try #require(
      estimates[1].zScore(against: 1.01 * 1.01, exactStandardError: (2.0 / Double(count)).squareRoot()))
    #expect(abs(wrong) > 6.11)
  }
}
