import Arithmetic
import Testing
import VAECore
import Verification

@Suite("Philox4x32-10: random blocks by position")
struct PhiloxTests {
  @Test("The published known answers, and the carry into the second word", arguments: try GoldenRandom.load().philox)
  func knownAnswers(vector: GoldenRandom.Philox) {
    let (counter, key, out) = (vector.words(vector.ctr), vector.words(vector.key), vector.words(vector.out))
    let stream = RandomStream(seed: key[1] << 32 | key[0], number: counter[3] << 32 | counter[2])
    #expect(stream.words(at: counter[1] << 32 | counter[0]) == (out[1] << 32 | out[0], out[3] << 32 | out[2]))
  }

  @Test("The fixture holds the three published vectors and six more")
  func fixture() throws { #expect(try GoldenRandom.load().philox.count >= 9) }

  @Test("A purpose's number is its FNV-1a hash, and a substream's is the hash of its path")
  func purposes() {
    #expect(RandomStream(seed: 1, purpose: "").number == 0xcbf2_9ce4_8422_2325)
    #expect(RandomStream(seed: 1, purpose: "foobar").number == 0x8594_4171_f739_67e8)
    let stream = RandomStream(seed: 7, number: 12)
    #expect(stream.substream(3) == RandomStream(seed: 7, purpose: "12/3"))
  }

  @Test("Seeds, purposes and substreams are different streams, whose products average 0")
  func independence() {
    let stream = RandomStream(seed: 1, purpose: "a")
    let others = [
      RandomStream(seed: 2, purpose: "a"), RandomStream(seed: 1 << 32 | 1, purpose: "a"),
      RandomStream(seed: 1, purpose: "b"), stream.substream(0), stream.substream(1), stream.substream(0).substream(1),
    ]
    let (count, draws) = (100_000, stream.normals(0..<100_000))
    for other in others {
      let products = zip(draws, other.normals(0..<count)).map { $0 * $1 }
      // A stream's product with itself averages 1.
      expectMean(MonteCarloEstimate(products), is: 0, not: 1, standardError: 1 / Double(count).squareRoot())
    }
    #expect(stream.normals(0..<count) == draws, "a stream has no state")
  }
}

@Suite("Uniform draws and integers")
struct UniformDrawsTests {
  @Test("A uniform is the top 53 bits of a word: even draws take the first word, odd draws the second")
  func definition() {
    let stream = RandomStream(seed: 9, purpose: "uniforms")
    for index in 0..<100 {
      let words = stream.words(at: UInt64(index / 2))
      let word = index % 2 == 0 ? words.0 : words.1
      #expect(stream.uniform(at: index) == Double(word >> 11) * 0x1p-53)
      // An integer below a power of two is the word's top bits.
      #expect(stream.integer(below: 1 << 20, at: index) == Int(word >> 44))
    }
  }

  @Test("Uniform draws have mean ½ and variance 1/12")
  func moments() {
    let stream = RandomStream(seed: 4, purpose: "moments")
    let count = 100_000
    let draws = (0..<count).map(stream.uniform)
    let root = Double(count).squareRoot()
    expectMean(MonteCarloEstimate(draws), is: 0.5, not: 0.51, standardError: (1.0 / 12).squareRoot() / root)
    // (u − ½)² has mean 1/12 and variance 1/180.
    let squares = MonteCarloEstimate(draws.map { ($0 - 0.5) * ($0 - 0.5) })
    expectMean(squares, is: 1.0 / 12, not: 1.03 / 12, standardError: (1.0 / 180).squareRoot() / root)
    #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
  }

  @Test("Integers below a bound reach each value, equally often")
  func integers() {
    let stream = RandomStream(seed: 4, purpose: "integers")
    var counts = [Int](repeating: 0, count: 7)
    for index in 0..<70_000 { counts[stream.integer(below: 7, at: index)] += 1 }
    // A count is binomial with mean 10,000 and standard deviation 92.6.
    for count in counts { #expect(abs(Double(count) - 10_000) < Claim.threshold * 92.6) }
    #expect(stream.integer(below: 1, at: 5) == 0)
  }
}

@Suite("Normal draws by Box and Muller's rule")
struct NormalDrawsTests {
  private let stream = RandomStream(seed: 42, purpose: "normals")

  @Test("Draws of a named stream, computed with 40 digits", arguments: try GoldenRandom.load().draws)
  func golden(draw: GoldenRandom.Draw) throws {
    let stream = RandomStream(seed: try #require(UInt64(draw.seed)), purpose: draw.purpose)
    let expected = try #require(Double(draw.normal))
    #expect(stream.uniform(at: draw.index) == Double(draw.uniform))
    #expect(abs(stream.normal(at: draw.index) - expected) <= 4 * expected.ulp)
  }

  @Test("The rule on uniforms that other libraries use as examples", arguments: try GoldenRandom.load().boxMuller)
  func boxMuller(golden: GoldenRandom.BoxMuller) throws {
    let radius = (-2 * log(1 - golden.u1)).squareRoot()
    let (sine, cosine) = sineAndCosine(ofTurns: golden.u2)
    // The fixture's 2πu₂ is the true one; each coordinate has a handful of roundings.
    let tolerance = Tolerance.rounding(operations: 8, scale: max(radius, 1)).value
    #expect(abs(radius * cosine - (try #require(Double(golden.z0)))) <= tolerance)
    #expect(abs(radius * sine - (try #require(Double(golden.z1)))) <= tolerance)
  }

  @Test("Words become uniforms as in the published example")
  func uniforms() throws {
    let golden = try GoldenRandom.load().uniform53
    for (word, value) in zip(golden.in, golden.out) {
      #expect(Double(try #require(UInt64(word)) >> 11) * 0x1p-53 == value)
    }
  }

  @Test("Draw i is the same by itself, in any range, and at any offset, even or odd")
  func randomAccess() {
    let all = stream.normals(0..<301)
    #expect(all == (0..<301).map(stream.normal))
    for (first, last) in [(0, 1), (1, 2), (1, 3), (2, 3), (1, 40), (7, 7), (8, 8), (8, 300), (33, 301), (0, 0)] {
      #expect(stream.normals(first..<last) == Array(all[first..<last]))
    }
  }

  @Test("Four moments are a standard normal's, and not those of one with deviation 1.01", arguments: 1...2)
  func moments(seed: UInt64) {
    let count = 1_000_000
    let sampling = MonteCarlo(samples: count, noise: RandomStream(seed: seed, purpose: "moments"))
    let estimates = sampling.averages(of: 5) { z, values in
      let square = z * z
      (values[0], values[1], values[2], values[3], values[4]) = (z, square, z * square, square * square, z < 0 ? 1 : 0)
    }
    let root = Double(count).squareRoot()
    // The variances of z, z², z³, z⁴: 1, 2, 15, 96; one draw in two is negative.
    expectMean(estimates[0], is: 0, not: 0.01, standardError: 1 / root)
    expectMean(estimates[1], is: 1, not: 1.01 * 1.01, standardError: 2.0.squareRoot() / root)
    expectMean(estimates[2], is: 0, not: 0.1, standardError: 15.0.squareRoot() / root)
    expectMean(estimates[3], is: 3, not: 3 * 1.01 * 1.01 * 1.01 * 1.01, standardError: 96.0.squareRoot() / root)
    expectMean(estimates[4], is: 0.5, not: 0.49, standardError: 0.5 / root)
  }

  @Test("The two draws of one block are uncorrelated, and so are their squares")
  func pairs() {
    let count = 100_000
    let draws = stream.normals(0..<2 * count)
    let products = (0..<count).map { draws[2 * $0] * draws[2 * $0 + 1] }
    let root = Double(count).squareRoot()
    expectMean(MonteCarloEstimate(products), is: 0, not: 0.1, standardError: 1 / root)
    // E z₀² z₁² = 1 with variance 8: a radius shared without its angle would show here.
    expectMean(MonteCarloEstimate(products.map { $0 * $0 }), is: 1, not: 1.1, standardError: 8.0.squareRoot() / root)
  }

  @Test("A negative index is a programming error")
  func negativeIndex() async {
    await #expect(processExitsWith: .failure) { _ = RandomStream(seed: 1, purpose: "a").normals(-1..<2) }
    await #expect(processExitsWith: .failure) { _ = RandomStream(seed: 1, purpose: "a").normal(at: -1) }
  }
}
