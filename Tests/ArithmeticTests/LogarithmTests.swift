import Arithmetic
import Testing

@Suite("Logarithms")
struct LogarithmTests {
  @Test("The logarithm is within 0.9 ulp at hard points")
  func logarithm() {
    let table: [Reference] = [
      (2.0, 0.6931471805599453, 2.31905e-17),
      (0.5, -0.6931471805599453, -2.31905e-17),
      (3.0, 1.0986122886681098, -9.0713e-17),
      (0.7071067811865476, -0.3465735902799726, 1.2517e-18),
      (0.7071067811865477, -0.3465735902799724, -8.27251e-18),
      (1.414213562373095, 0.3465735902799726, -2.15448e-17),
      (1.4142135623730951, 0.3465735902799727, 2.44422e-17),
      (0.7035869224550958, -0.35156385291014863, -7.90268e-18),
      (0.7053720391392319, -0.34902990027140085, -8.81774e-18),
      (0.9999999999999999, -1.1102230246251565e-16, -6.16298e-33),
      (1.0000000000000002, 2.2204460492503128e-16, 3.64921e-48),
      (0.9, -0.10536051565782628, 4.81015e-18),
      (1.1, 0.09531017980432493, 5.92724e-18),
      (1e-05, -11.512925464970229, 2.79003e-16),
      (100000.0, 11.512925464970229, -1.972e-16),
      (Double(bitPattern: 0x1), -744.4400719213812, -4.42244e-14),
      (Double(bitPattern: 0x10000000000000), -708.3964185322641, -2.74754e-14),
      (0x1.fffffffffffffp1023, 709.782712893384, 2.3636e-14),
    ]
    #expect(largestError(of: log, in: table) < 0.9)
  }

  @Test("log(1 + x) is within 0.9 ulp at hard points")
  func logarithmOfOnePlus() {
    let table: [Reference] = [
      (1.0, 0.6931471805599453, 2.31905e-17),
      (-0.5, -0.6931471805599453, -2.31905e-17),
      (1e-17, 1e-17, -5e-35),
      (-1e-10, -1.00000000005e-10, -3.39018e-27),
      (1e-05, 9.999950000333332e-06, -2.38686e-22),
      (0.1, 0.09531017980432487, -3.80845e-19),
      (-0.29289321881345, -0.34657359027996915, 1.37637e-17),
      (-0.2928932188135, -0.34657359028003987, 2.30514e-18),
      (-0.2968664790643306, -0.3522084749987194, -8.20756e-18),
      (0.41421356237309, 0.3465735902799691, -1.7798e-17),
      (0.4142135623731, 0.34657359027997614, -2.29811e-18),
      (-0.9999999999999999, -36.7368005696771, -6.73983e-16),
      (100000.0, 11.51293546492023, -3.69333e-16),
      (9007199254740992.0, 36.7368005696771, 7.85006e-16),
      (0x1.7e43c8800759cp996, 690.7755278982137, 2.37477e-14),
    ]
    #expect(largestError(of: log1p, in: table) < 0.9)
  }

  @Test("The logarithm to base 10 is within 0.51 ulp at hard points, and exact at powers of ten")
  func decimalLogarithm() {
    let table: [Reference] = [
      (2.0, 0.3010299956639812, -2.80373e-18),
      (0.5, -0.3010299956639812, 2.80373e-18),
      (3.0, 0.47712125471966244, 1.89991e-18),
      (1e-05, -5.0, 3.55266e-17),
      (Double(bitPattern: 0x1), -323.3062153431158, 5.78676e-15),
      (1.7678129331479613, 0.2474363068309661, 1.38762e-17),
      (82.69746122302612, 1.9174921771008575, 1.11019e-16),
      (0x1.fffffffffffffp1023, 308.25471555991675, -2.91923e-15),
    ]
    #expect(largestError(of: log10, in: table) < 0.51)
    var power = 1.0
    for exponent in 0...22 {
      #expect(log10(power) == Double(exponent))
      power *= 10
    }
  }

  @Test("The logarithms are exact at their ends: 1, 0, below 0, infinity and NaN")
  func ends() {
    #expect(log(1) == 0 && log10(1) == 0 && log1p(0) == 0 && log1p(-0.0).sign == .minus)
    #expect(log(0) == -.infinity && log(-0.0) == -.infinity && log10(0) == -.infinity && log1p(-1) == -.infinity)
    #expect(log(-1).isNaN && log10(-1).isNaN && log1p(-1.5).isNaN && log(-.infinity).isNaN)
    #expect(log(.infinity) == .infinity && log10(.infinity) == .infinity && log1p(.infinity) == .infinity)
    #expect(log(.nan).isNaN && log10(.nan).isNaN && log1p(.nan).isNaN)
  }

  @Test("The logarithm undoes the exponential to the rounding of its argument")
  func inverse() {
    for i in -700...700 {
      let x = Double(i) * 1.01
      #expect(abs(log(exp(x)) - x) <= 1.3 * (0x1p-53 + x.ulp))
      #expect(abs(log1p(expm1(x / 100)) - x / 100) <= 3 * 0x1p-52 * max(abs(x / 100), expm1(abs(x / 100))))
    }
  }

  @Test("Every machine returns the same bits")
  func sameBits() {
    #expect(fingerprint(of: log, from: 0, to: 3) == 0x6a8e_39ac_2ac8_874a)
    #expect(fingerprint(of: log1p, from: -1, to: 3) == 0x3832_2540_3e89_d052)
    #expect(fingerprint(of: log10, from: 0, to: 2000) == 0x76a3_8413_0ede_0fb0)
  }
}
