/// Returns atan x. The largest error found is 0.85 ulp.
///
/// The tangent's addition theorem moves x near 0: atan x = atan c + atan((x − c)/(1 + c x)) with c = ½, 1, 1½ or ∞.
public func atan(_ x: Double) -> Double {
  let magnitude = abs(x)
  guard magnitude >= 0.4375 else { return magnitude < 0x1p-28 ? x : x - x * arctangentLoss(x) }
  guard magnitude < 0x1p66 else { return x.isNaN ? x : x < 0 ? -0x1.921fb54442d18p+0 : 0x1.921fb54442d18p+0 }

  let value: Double
  if magnitude < 0.6875 {
    value = sum(0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56, (2 * magnitude - 1) / (2 + magnitude))
  } else if magnitude < 1.1875 {
    value = sum(0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55, (magnitude - 1) / (magnitude + 1))
  } else if magnitude < 2.4375 {
    value = sum(0x1.f730bd281f69bp-1, 0x1.007887af0cbbdp-56, (magnitude - 1.5) / (1 + 1.5 * magnitude))
  } else {
    value = sum(0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54, -1 / magnitude)
  }
  return x < 0 ? -value : value
}

/// high + low + atan t.
private func sum(_ high: Double, _ low: Double, _ t: Double) -> Double {
  high - ((t * arctangentLoss(t) - low) - t)
}

/// 1 − atan(t)/t for |t| ≤ 7/16.
private func arctangentLoss(_ t: Double) -> Double {
  let z = t * t
  let w = z * z
  let even =
    -0x1.555555555550dp-2 + w
    * (-0x1.249249200847dp-3 + w
      * (-0x1.745cdc55128d7p-4 + w * (-0x1.10d66a41815b2p-4 + w * (-0x1.97b4bd51aa1d3p-5 + w * -0x1.0ad3e0b17814p-6))))
  let odd =
    0x1.999999998ebc5p-3 + w
    * (0x1.c71c6fe2346c9p-4 + w * (0x1.3b0f2afc61c6dp-4 + w * (0x1.dde2d7e203c21p-5 + w * 0x1.2b445c34a625ep-5)))
  return -z * (even + z * odd)
}
