// Four pairs of normal draws at a time: the same operations as `log` and `sineAndCosine(ofTurns:)`, lane by lane, so the
// same bits, in half the time.

typealias FourDoubles = SIMD4<Double>
typealias FourWords = SIMD4<UInt64>

/// Returns √(−2 log u) for four u from 2⁻⁵³ to 1.
@inline(__always)
func fourRadii(_ u: FourDoubles) -> FourDoubles {
  let offset: UInt64 = 0x3ff0_0000_0000_0000 - 0x3fe6_a09e_0000_0000
  let bits = unsafeBitCast(u, to: FourWords.self) &+ FourWords(repeating: offset)
  let biased = unsafeBitCast(
    (bits &>> FourWords(repeating: 52)) | FourWords(repeating: 0x4330_0000_0000_0000), to: FourDoubles.self)
  let k = biased - (0x1p52 + 1023)
  let mantissa = unsafeBitCast(
    (bits & FourWords(repeating: 0xf_ffff_ffff_ffff)) &+ FourWords(repeating: 0x3fe6_a09e_0000_0000),
    to: FourDoubles.self)
  let f = mantissa - 1

  let s = f / (2 + f)
  let z = s * s
  let w = z * z
  let odd = 0x1.999999997ff18p-2 + w * (0x1.c71c52143b68dp-3 + w * 0x1.39a1e841e31d3p-3)
  let even = 0x1.5555555555592p-1 + w * (0x1.24924941e16bbp-2 + w * (0x1.74663cf253f3fp-3 + w * 0x1.2f03bfc4e4741p-3))
  let rest = z * (even + z * odd)
  let half = 0.5 * f * f
  let whole = k * 0x1.62e42feep-1
  let sum = whole + f
  let lost = f - (sum - whole)
  let logarithm = sum + (lost + ((s * (half + rest) + (k * 0x1.a39ef35793c76p-33)) - half))
  return (-2 * logarithm).squareRoot()
}

/// Returns sin 2πu and cos 2πu for four u from 0 to below 1.
@inline(__always)
func fourSinesAndCosines(ofTurns u: FourDoubles) -> (FourDoubles, FourDoubles) {
  let turns = 4 * u
  let shifted = turns + 0x1.8p52
  let quarters = turns - (shifted - 0x1.8p52)
  let quadrant = unsafeBitCast(shifted, to: FourWords.self)

  // The exact product of the quarters and ½π, as the sum of two numbers (Dekker).
  let halfTurn = 0x1.921fb54442d18p+0
  let (scaled, scaledHalfTurn) = (0x1.0000002p27 * quarters, 0x1.0000002p27 * halfTurn)
  let (highA, highB) = (scaled - (scaled - quarters), scaledHalfTurn - (scaledHalfTurn - halfTurn))
  let (lowA, lowB) = (quarters - highA, halfTurn - highB)
  let high = quarters * halfTurn
  let productLow = ((highA * highB - high) + highA * lowB + lowA * highB) + lowA * lowB
  let low = productLow + (quarters * 0x1.1a62633145c07p-54 + 0)

  let z = high * high
  let w = z * z
  let cube = z * high
  let sineTail =
    (0x1.111111110f8a6p-7 + z * -0x1.a01a019c1619bp-13)
    + w * ((0x1.71de357b1ba01p-19 + z * -0x1.ae5e689e9b55ap-26) + w * 0x1.5d93a44902de7p-33)
  let sineOfRest = high - ((z * (0.5 * low - cube * sineTail) - low) - cube * -0x1.5555555555549p-3)
  let cosineTail =
    (0x1.555555555554cp-5 + z * -0x1.6c16c16c14a72p-10)
    + w
    * ((0x1.a01a019b8233p-16 + z * -0x1.27e4f6ef78226p-22) + w * (0x1.1ee90d806f0ccp-29 + z * -0x1.8f3015c6e6f79p-37))
  let half = 0.5 * z
  let leading = 1 - half
  let cosineOfRest = leading + (((1 - leading) - half) + (w * cosineTail - high * low))

  // Exclusive or exchanges the two and sets their signs.
  let one = FourWords(repeating: 1)
  let (sine, cosine) = (unsafeBitCast(sineOfRest, to: FourWords.self), unsafeBitCast(cosineOfRest, to: FourWords.self))
  let exchanged = (sine ^ cosine) & (FourWords(repeating: 0) &- (quadrant & one))
  let signShift = FourWords(repeating: 62)
  let two = FourWords(repeating: 2)
  return (
    unsafeBitCast(sine ^ exchanged ^ ((quadrant & two) &<< signShift), to: FourDoubles.self),
    unsafeBitCast(cosine ^ exchanged ^ (((quadrant &+ one) & two) &<< signShift), to: FourDoubles.self)
  )
}

/// Returns the two words of a random stream at four positions, from `position` on.
@inline(__always)
func fourWords(at position: UInt64, stream: RandomStream) -> (FourWords, FourWords) {
  let mask = FourWords(repeating: 0xffff_ffff)
  let shift = FourWords(repeating: 32)
  let positions = FourWords(repeating: position) &+ FourWords(0, 1, 2, 3)
  let number = FourWords(repeating: stream.number)
  var counter = (positions & mask, positions &>> shift, number & mask, number &>> shift)
  var key = (FourWords(repeating: stream.seed) & mask, FourWords(repeating: stream.seed) &>> shift)
  for _ in 0..<10 {
    let first = (counter.0 & mask) &* FourWords(repeating: 0xd251_1f53)
    let second = (counter.2 & mask) &* FourWords(repeating: 0xcd9e_8d57)
    counter = (
      (second &>> shift) ^ counter.1 ^ key.0, second & mask, (first &>> shift) ^ counter.3 ^ key.1, first & mask
    )
    key = (
      (key.0 &+ FourWords(repeating: 0x9e37_79b9)) & mask, (key.1 &+ FourWords(repeating: 0xbb67_ae85)) & mask
    )
  }
  return (counter.1 &<< shift | counter.0, counter.3 &<< shift | counter.2)
}

/// Four words as numbers of 0 ..< 1, multiples of 2⁻⁵³.
@inline(__always)
func fourUniforms(_ words: FourWords) -> FourDoubles {
  // Whole numbers below 2⁵² become numbers by setting the bits of 2⁵² above them; 53 bits take two such numbers.
  let exponent = FourWords(repeating: 0x4330_0000_0000_0000)
  let (upper, lower) = (words &>> FourWords(repeating: 43), (words &>> FourWords(repeating: 11)) & 0xffff_ffff)
  let (high, low) = (
    unsafeBitCast(upper | exponent, to: FourDoubles.self) - 0x1p52,
    unsafeBitCast(lower | exponent, to: FourDoubles.self) - 0x1p52
  )
  return (high * 0x1p32 + low) * 0x1p-53
}

/// Returns eight normal draws, those of four positions from `position` on.
@inline(__always)
func eightNormals(at position: UInt64, stream: RandomStream) -> (cosines: FourDoubles, sines: FourDoubles) {
  let (first, second) = fourWords(at: position, stream: stream)
  let radius = fourRadii(1 - fourUniforms(first))
  let (sine, cosine) = fourSinesAndCosines(ofTurns: fourUniforms(second))
  return (radius * cosine, radius * sine)
}

extension RandomStream {
  /// Returns the normal draws of positions, two for each.
  func normals(atPositions positions: Range<Int>) -> [Double] {
    var draws = [Double](repeating: 0, count: 2 * positions.count)
    let whole = positions.count / 4 * 4
    for first in stride(from: 0, to: whole, by: 4) {
      let (cosines, sines) = eightNormals(at: UInt64(positions.lowerBound + first), stream: self)
      for lane in 0..<4 {
        draws[2 * (first + lane)] = cosines[lane]
        draws[2 * (first + lane) + 1] = sines[lane]
      }
    }
    for place in whole..<positions.count {
      (draws[2 * place], draws[2 * place + 1]) = pairOfNormals(at: UInt64(positions.lowerBound + place))
    }
    return draws
  }
}
