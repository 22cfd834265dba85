import VAECore
import Verification

extension Quadrature.Result {
  /// How far the value may be from the truth, with its derivation.
  public var tolerance: Tolerance {
    Tolerance(
      error + rounding,
      because: "the trapezoid rule's change on halving its step, what its range cuts off, and the sum's rounding")
  }
}
