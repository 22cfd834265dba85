import Arithmetic
import Testing

@Suite("Exponential, exponential minus one and hyperbolic tangent")
struct ExponentialTests {
  @Test("The exponential is within 0.8 ulp at hard points")
  func exponential() {
    let table: [Reference] = [
      (1.0, 2.718281828459045, 1.44565e-16),
      (-1.0, 0.36787944117144233, -1.24288e-17),
      (0.5, 1.6487212707001282, -4.73157e-17),
      (-0.34657359027997264, 0.7071067811865476, -4.01374e-17),
      (0.3465735902799727, 1.4142135623730951, -3.45664e-17),
      (1e-10, 1.0000000001, -8.26904e-18),
      (-0x1.56e1fc2f8f359p-997, 1.0, -1e-300),
      (10.0, 22026.465794806718, -1.37801e-12),
      (-37.5, 5.175555005801869e-17, -2.36096e-33),
      (100.25, 0x1.8c39b9134bac4p144, 4.14016e+26),
      (700.0, 0x1.d945df4f8ec8ep1009, 1.66666e+287),
      (709.78, 0x1.fe9ce5c4c52b4p1023, 8.27629e+291),
      (-700.0, 0x1.14f2b0fb9307fp-1010, 0.0),
      (-708.3, 0x1.19e98b83de7a3p-1022, 0.0),
      (-11.422619352173776, 1.0945092757250583e-05, -2.29654e-22),
      (602.7019436494907, 0x1.6dd9643ad7f8bp869, -1.35074e+245),
    ]
    #expect(largestError(of: exp, in: table) < 0.8)
  }

  @Test("The exponential is exact at its ends: 0, overflow, underflow, infinities and NaN")
  func exponentialEnds() {
    #expect(exp(0) == 1 && exp(-0.0) == 1)
    #expect(exp(709.782712893384) == 0x1.fffffffffff2ap1023 && exp(709.7827128933841) == .infinity)
    #expect(exp(-745.1332191019411) == 0x1p-1074 && exp(-745.1332191019412) == 0)
    #expect(exp(.infinity) == .infinity && exp(-.infinity) == 0 && exp(1e300) == .infinity && exp(-1e300) == 0)
    #expect(exp(.nan).isNaN)
  }

  @Test("A subnormal exponential is within 1 ulp")
  func subnormalExponential() {
    let table: [Reference] = [
      (-708.4, Double(bitPattern: 0xff15b469edf89), 0.0),
      (-710.5, Double(bitPattern: 0x1f3c9d0fbe022), 0.0),
      (-720.0, Double(bitPattern: 0x993b4dc95), 0.0),
      (-733.3, Double(bitPattern: 0x10d0d), 0.0),
      (-744.0, Double(bitPattern: 0x2), 0.0),
    ]
    #expect(largestError(of: exp, in: table) <= 1)
  }

  @Test("The exponential minus one is within 1.2 ulp at hard points, and exact at its ends")
  func exponentialMinusOne() {
    let table: [Reference] = [
      (1.0, 1.7182818284590453, -7.74799e-17),
      (-1.0, -0.6321205588285577, -1.24288e-17),
      (1e-17, 1e-17, 5e-35),
      (-1e-10, -9.999999999500001e-11, 3.38968e-27),
      (1e-05, 1.0000050000166668e-05, -3.11193e-22),
      (0.1, 0.10517091807564763, 1.77149e-18),
      (0.34657359027997, 0.41421356237309126, 4.48761e-18),
      (-0.34657359027998, -0.2928932188134577, 1.28645e-17),
      (0.3502165763074799, 0.41937491828629125, -2.23199e-17),
      (0.5, 0.6487212707001282, -4.73157e-17),
      (-0.25, -0.22119921692859512, -1.02319e-17),
      (1.04, 1.8292170143515596, 3.07754e-17),
      (37.123113710044564, 1.325450262066479e+16, -0.304155),
      (-37.2, -0.9999999999999999, -4.11596e-17),
      (700.0, 0x1.d945df4f8ec8ep1009, 1.66666e+287),
      (709.78, 0x1.fe9ce5c4c52b4p1023, 8.27629e+291),
    ]
    #expect(largestError(of: expm1, in: table) < 1.2)
    #expect(expm1(-0.0).sign == .minus && expm1(0) == 0 && expm1(0x1p-1074) == 0x1p-1074)
    #expect(expm1(-.infinity) == -1 && expm1(.infinity) == .infinity && expm1(710) == .infinity && expm1(.nan).isNaN)
  }

  @Test("The hyperbolic tangent is within 1.4 ulp at hard points, odd, and exact at its ends")
  func hyperbolicTangent() {
    let table: [Reference] = [
      (1e-20, 1e-20, -3.33333e-61),
      (1e-05, 9.999999999666668e-06, -4.57587e-22),
      (0.1, 0.09966799462495582, 3.54243e-18),
      (0.18536389172383583, 0.18326964971885093, -9.96628e-18),
      (0.23258509491737844, 0.22847993982206682, 5.06992e-18),
      (0.3, 0.2913126124515909, -6.46027e-18),
      (0.4947735799376813, 0.45799693733474584, 1.37488e-17),
      (0.5, 0.46211715726000974, 2.19166e-17),
      (0.5499999999999999, 0.5005202111902352, 4.88579e-18),
      (0.55, 0.5005202111902353, -2.29276e-17),
      (0.5500000000000002, 0.5005202111902354, -5.07409e-17),
      (1.0, 0.7615941559557649, 3.70902e-17),
      (2.0, 0.9640275800758169, -1.94136e-17),
      (5.0, 0.9999092042625951, 2.29852e-17),
      (10.0, 0.9999999958776927, 3.69328e-17),
      (18.0, 0.9999999999999996, -1.98154e-17),
      (19.1, 1.0, -5.14021e-17),
      (-0.7, -0.6043677771171635, 2.79162e-17),
    ]
    #expect(largestError(of: tanh, in: table) < 1.4)
    for x in [1e-300, 0.2, 0.6, 3, 30] { #expect(tanh(-x) == -tanh(x)) }
    #expect(tanh(-0.0).sign == .minus && tanh(0x1p-1074) == 0x1p-1074)
    #expect(tanh(.infinity) == 1 && tanh(-.infinity) == -1 && tanh(1e300) == 1 && tanh(.nan).isNaN)
  }

  @Test("The functions rise across the joints of their pieces")
  func monotone() {
    for joint in [0.34657359027997264, 1.0397207708399179, -0.34657359027997264, 0.55, -0.55] {
      var x = joint
      for _ in 0..<100 { x = x.nextDown }
      for _ in 0..<200 {
        // The functions round, so neighbours may differ by an ulp the wrong way, but not a step of 64 ulps.
        var next = x
        for _ in 0..<64 { next = next.nextUp }
        #expect(exp(x) < exp(next) && expm1(x) < expm1(next) && tanh(x) < tanh(next))
        x = x.nextUp
      }
    }
  }

  @Test("Every machine returns the same bits")
  func sameBits() {
    #expect(fingerprint(of: exp, from: -750, to: 720) == 0x3d57_103f_b33d_3dbf)
    #expect(fingerprint(of: expm1, from: -50, to: 50) == 0x0ef1_7de0_760a_36b8)
    #expect(fingerprint(of: tanh, from: -5, to: 5) == 0x0869_7dc6_28ec_5317)
  }
}
