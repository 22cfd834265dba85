import Arithmetic
import CKernels
import VAECore

/// How a gradient becomes a step. Every optimizer ascends: the gradient is the bound's, to be climbed.
///
/// Defined by `VAECore.Adam`.
public enum Optimizer: Sendable, Equatable, Codable {
  /// θ ← θ + α g.
  case ascent
  /// Steps of about the learning rate in every coordinate, whatever the gradient's scale.
  ///
  ///     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
  ///     θ ← θ + α (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
  ///
  /// The divisors undo the bias of moments that start at 0; t counts the steps from 1.
  ///
  /// - Source: Kingma and Ba (2015), algorithm 1, with the sign of ascent.
  case adam(firstDecay: Double, secondDecay: Double, epsilon: Double)

  /// Adam with the constants of its paper: β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸.
  public static let adam = Optimizer.adam(firstDecay: 0.9, secondDecay: 0.999, epsilon: 1e-8)

  /// Refuses decays outside [0, 1) and an ε that is not a finite number above 0.
  func requireValid() throws(InvalidInput) {
    guard case .adam(let firstDecay, let secondDecay, let epsilon) = self else { return }
    for (name, decay) in [("Adam's first decay", firstDecay), ("Adam's second decay", secondDecay)] {
      guard decay >= 0, decay < 1 else {
        throw InvalidInput(name, expected: "a number from 0 to below 1", found: "\(decay)")
      }
    }
    try InvalidInput.requirePositive("Adam's epsilon", [epsilon])
  }

  /// Whether the optimizer remembers moments of the gradient.
  var hasMoments: Bool { self != .ascent }

  /// What is the same for every parameter of a step.
  ///
  /// - Parameters:
  ///   - rate: α.
  ///   - time: t, from 1.
  func step(rate: Double, time: Int) -> lb_optimizer {
    switch self {
    case .ascent:
      lb_optimizer(kind: LB_ASCENT, rate: rate, first_decay: 0, second_decay: 0, root_scale: 1, epsilon: 0)
    case .adam(let firstDecay, let secondDecay, let epsilon):
      lb_optimizer(
        kind: LB_ADAM, rate: rate / (1 - pow(firstDecay, Double(time))), first_decay: firstDecay,
        second_decay: secondDecay, root_scale: 1 / (1 - pow(secondDecay, Double(time))).squareRoot(), epsilon: epsilon)
    }
  }
}
