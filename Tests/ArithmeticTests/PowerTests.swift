import Arithmetic
import Testing

@Suite("Powers and hypotenuses")
struct PowerTests {
  @Test("Powers are within 0.8 ulp at hard points")
  func powers() {
    let table: [(Double, Double, Double, Double)] = [
      (6.283185307179586, 4.5, 3906.694108670969, -1.9055e-13),
      (6.283185307179586, 60.25, 0x1.af53fc7944e6fp159, -6.33881e+31),
      (10.046474707672672, 9.18274062366243, 1589395081.2447073, 7.40568e-08),
      (0.9573494583901423, 436.92590524996035, 5.360549317855382e-09, -2.76875e-25),
      (1.0000000001, 10000000000.0, 2.7182820532347876, -1.72538e-16),
      (0.1, -300.5, 0x1.2e34f399a8763p998, 3.84117e+283),
      (0x1.56e1fc2f8f359p-997, 1.02, 0x1.6789e3750f743p-1017, 0.0),
      (3.0, 40.0, 1.2157665459056929e+19, 33),
      (-8.65702509666047, -13.0, -6.519393648474658e-13, -3.16021e-29),
      (-2.5, 6.0, 244.140625, 0.0),
      (Double(bitPattern: 0x1), 0.5, 0x1p-537, 0.0),
      (0.9999999999999999, 1e+18, 0x1.c6ab6c6b3f2f9p-161, 7.37366e-66),
      (1.0000000000000002, 3e+18, 0x1.0502174a9bef1p961, 8.53204e+272),
    ]
    for (base, exponent, nearest, rest) in table {
      #expect(abs((pow(base, exponent) - nearest) - rest) < 0.8 * nearest.ulp)
    }
  }

  @Test("Small whole powers whose value is a Double are exact")
  func wholePowers() {
    for base in 2...12 {
      var power = 1
      for exponent in 0...14 {
        #expect(pow(Double(base), Double(exponent)) == Double(power))
        #expect(pow(-Double(base), Double(exponent)) == (exponent % 2 == 0 ? 1 : -1) * Double(power))
        power *= base
      }
    }
    #expect(pow(2, -1074) == 0x1p-1074 && pow(2, 1023) == 0x1p1023 && pow(4, 0.5) == 2)
  }

  @Test("Powers have the special values of IEEE 754")
  func specialPowers() {
    #expect(pow(.nan, 0) == 1 && pow(1, .nan) == 1 && pow(.nan, 1).isNaN && pow(2, .nan).isNaN)
    #expect(pow(0, 2) == 0 && pow(0, -2) == .infinity && pow(-0.0, -3) == -.infinity && pow(-0.0, 3).sign == .minus)
    #expect(pow(.infinity, 2) == .infinity && pow(.infinity, -2) == 0 && pow(-.infinity, 3) == -.infinity)
    #expect(pow(2, .infinity) == .infinity && pow(0.5, .infinity) == 0 && pow(2, -.infinity) == 0)
    #expect(pow(-1, .infinity) == 1 && pow(-1, 3) == -1 && pow(-8, 1.0 / 3).isNaN)
    #expect(pow(10, 400) == .infinity && pow(10, -400) == 0 && pow(-10, 401) == -.infinity)
  }

  @Test("Hypotenuses are within 0.9 ulp, without overflow or underflow on the way")
  func hypotenuses() {
    let table: [(Double, Double, Double, Double)] = [
      (3.0, 4.0, 5.0, 0.0),
      (0.6970393625790448, 0.12678447877471888, 0.7084759537505688, 1.73027e-17),
      (Double(bitPattern: 0x7e8), Double(bitPattern: 0x7e8), Double(bitPattern: 0xb2e), 0.0),
      (0x1.1ccf385ebc8ap1023, 0x1.1ccf385ebc8ap1023, 0x1.92c80954c51f5p1023, -6.60955e+291),
      (0x1.4b74df6f7fa36p-162, 0x1.6b1a1b679942p-159, 0x1.6d7549c6fe83ep-159, 4.58572e-65),
      (1.0, 1e-09, 1.0, 5e-19),
    ]
    for (x, y, nearest, rest) in table {
      #expect(abs((hypot(x, y) - nearest) - rest) < 0.9 * nearest.ulp)
      #expect(hypot(-y, x) == hypot(x, y))
    }
    #expect(hypot(3, 4) == 5 && hypot(0, -2) == 2 && hypot(0, 0) == 0)
    #expect(hypot(.infinity, .nan) == .infinity && hypot(.nan, -.infinity) == .infinity && hypot(.nan, 1).isNaN)
  }

  @Test("Every machine returns the same bits")
  func sameBits() {
    #expect(fingerprint(of: { pow(2 * Double.pi, $0) }, from: -300, to: 300) == 0x78ee_c1f7_153a_ccbb)
    #expect(fingerprint(of: { hypot($0, 1) }, from: -10, to: 10) == 0x196c_a8e6_543a_eb93)
  }
}
