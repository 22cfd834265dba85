/// Returns the sine of x radians, for every finite x. The largest error found is 0.82 ulp.
public func sin(_ x: Double) -> Double {
  let angle = Angle(radians: abs(x))
  let value = angle.sine
  return x == 0 ? x : x < 0 ? -value : value
}

/// Returns the cosine of x radians, for every finite x. The largest error found is 0.83 ulp.
public func cos(_ x: Double) -> Double {
  Angle(radians: abs(x)).cosine
}

/// Returns sin 2πu and cos 2πu. The largest error found is 0.81 ulp, and 1.6 where the sine is subnormal.
///
/// Turns need no division by π, and a whole turn is exact: the functions of u and u + 1 agree.
public func sineAndCosine(ofTurns u: Double) -> (sine: Double, cosine: Double) {
  // u minus its whole part is exact; from 2⁵³ on, every number is whole.
  let fraction = abs(u) < 0x1p53 ? u - Double(Int64(u)) : u - u
  let shifted = 4 * fraction + 0x1.8p52
  let quarters = 4 * fraction - (shifted - 0x1.8p52)
  return Angle(quadrant: shifted.bitPattern, quarterTurns: quarters, 0).sineAndCosine
}

/// An angle of `quadrant` quarter turns and (high + low) radians, at most π/4 in magnitude.
struct Angle {
  let quadrant: UInt64
  let high: Double
  let low: Double

  /// The quarter turns are given as the sum of two numbers, the second at most an ulp of the first.
  init(quadrant: UInt64, quarterTurns first: Double, _ second: Double) {
    let product = DoubleDouble(first, times: 0x1.921fb54442d18p+0)
    let low = product.low + (first * 0x1.1a62633145c07p-54 + second * 0x1.921fb54442d18p+0)
    self.init(quadrant: quadrant, high: product.high, low: low)
  }

  init(quadrant: UInt64, high: Double, low: Double) {
    (self.quadrant, self.high, self.low) = (quadrant, high, low)
  }

  /// Reduces x ≥ 0 by 192 bits of 2/π, in integers (Payne and Hanek, 1983): with x = 2ᵉ m, the bits of 2/π that make
  /// multiples of 4 with 2ᵉ m are left out, so the product is the number of quarter turns modulo 4.
  init(radians x: Double) {
    guard x > 0x1.921fb54442d18p-1, x < .infinity else {
      self.init(quadrant: 0, high: x < .infinity ? x : .nan, low: 0)
      return
    }
    let m = (x.bitPattern & 0xf_ffff_ffff_ffff) | 0x10_0000_0000_0000
    let position = Int(x.bitPattern &>> 52) - 1023 - 52 + 62
    let (word, shift) = (position / 64, UInt64(position % 64))
    func bits(_ i: Int) -> UInt64 {
      shift == 0 ? twoOverPi[word + i] : twoOverPi[word + i] << shift | twoOverPi[word + i + 1] >> (64 - shift)
    }

    // The product modulo 2¹⁹²: its first two bits are the quadrant, the other 190 a fraction of a quarter turn.
    let third = m.multipliedFullWidth(by: bits(2))
    let second = m.multipliedFullWidth(by: bits(1))
    let (middle, carries) = second.low.addingReportingOverflow(third.high)
    let top = m &* bits(0) &+ second.high &+ (carries ? 1 : 0)

    // As a signed number the fraction lies between −½ and ½; a negative one belongs to the next quadrant.
    let fraction = Int64(bitPattern: top << 2 | middle >> 62)
    let rest = Double((middle << 2 | third.low >> 62) >> 11) * 0x1p-117
    let leading = Double(fraction >> 32) * 0x1p-32
    let trailing = Double(fraction & 0xffff_ffff) * 0x1p-64
    let sum = DoubleDouble(leading + trailing, plus: (trailing - ((leading + trailing) - leading)) + rest)
    self.init(quadrant: top >> 62 &+ (fraction < 0 ? 1 : 0), quarterTurns: sum.high, sum.low)
  }

  /// Both, without a branch that a random angle would make unpredictable: exclusive or exchanges them and sets signs.
  var sineAndCosine: (sine: Double, cosine: Double) {
    let (sine, cosine) = (sineOfRest.bitPattern, cosineOfRest.bitPattern)
    let exchanged = (sine ^ cosine) & (0 &- (quadrant & 1))
    return (
      Double(bitPattern: sine ^ exchanged ^ (quadrant & 2) << 62),
      Double(bitPattern: cosine ^ exchanged ^ ((quadrant &+ 1) & 2) << 62)
    )
  }

  var sine: Double { functionOfQuadrant(quadrant) }

  var cosine: Double { functionOfQuadrant(quadrant &+ 1) }

  /// sin, cos, −sin, −cos of the rest in quadrants 0, 1, 2, 3.
  private func functionOfQuadrant(_ quadrant: UInt64) -> Double {
    let value = quadrant & 1 == 0 ? sineOfRest : cosineOfRest
    return quadrant & 2 == 0 ? value : -value
  }

  /// sin(y + e) ≈ sin y + e (1 − ½ y²) at y = high, e = low.
  private var sineOfRest: Double {
    let z = high * high
    let (w, cube) = (z * z, z * high)
    let tail =
      (0x1.111111110f8a6p-7 + z * -0x1.a01a019c1619bp-13)
      + w * ((0x1.71de357b1ba01p-19 + z * -0x1.ae5e689e9b55ap-26) + w * 0x1.5d93a44902de7p-33)
    return high - ((z * (0.5 * low - cube * tail) - low) - cube * -0x1.5555555555549p-3)
  }

  /// cos(y + e) ≈ cos y − e y at y = high, e = low.
  private var cosineOfRest: Double {
    let z = high * high
    let w = z * z
    let tail =
      (0x1.555555555554cp-5 + z * -0x1.6c16c16c14a72p-10)
      + w
      * ((0x1.a01a019b8233p-16 + z * -0x1.27e4f6ef78226p-22) + w * (0x1.1ee90d806f0ccp-29 + z * -0x1.8f3015c6e6f79p-37))
    let half = 0.5 * z
    let leading = 1 - half
    return leading + (((1 - leading) - half) + (w * tail - high * low))
  }
}

/// The first 1280 bits of 2/π after 64 zeros.
private let twoOverPi: [UInt64] = [
  0, 0xa2f9_836e_4e44_1529, 0xfc27_57d1_f534_ddc0, 0xdb62_9599_3c43_9041, 0xfe51_63ab_debb_c561, 0xb724_6e3a_424d_d2e0,
  0x0649_2eea_09d1_921c, 0xfe1d_eb1c_b129_a73e, 0xe882_35f5_2ebb_4484, 0xe99c_7026_b45f_7e41, 0x3991_d639_8353_39f4,
  0x9c84_5f8b_bdf9_283b, 0x1ff8_97ff_de05_980f, 0xef2f_118b_5a0a_6d1f, 0x6d36_7ecf_27cb_09b7, 0x4f46_3f66_9e5f_ea2d,
  0x7527_bac7_ebe5_f17b, 0x3d07_39f7_8a52_92ea, 0x6bfb_5fb1_1f8d_5d08, 0x5603_3046_fc7b_6bab, 0xf0cf_bc20_9af4_361d,
]
