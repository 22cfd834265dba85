import CKernels
import Glibc

/// The instruction set's training loops, chosen once for the process.
nonisolated(unsafe) let trainingLoops: UnsafePointer<lb_training_loops> = lb_training_loops_for_this_processor()

/// How a gradient becomes a step. Every optimizer ascends: the gradient is the bound's, to be climbed.
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

  /// Moves parameters by one step along their gradient.
  ///
  /// - Parameters:
  ///   - rate: α.
  ///   - step: t, from 1.
  ///   - first: m, of the parameters' shape; not read for plain ascent. So is `second`, v.
  func climb<Scalar: NetworkScalar>(
    _ parameters: UnsafeMutablePointer<Scalar>, along gradient: UnsafePointer<Scalar>, count: Int, rate: Double,
    step: Int, first: UnsafeMutablePointer<Scalar>?, second: UnsafeMutablePointer<Scalar>?
  ) {
    switch self {
    case .ascent: Scalar.ascend(along: gradient, rate: rate, count: count, parameters)
    case .adam(let firstDecay, let secondDecay, let epsilon):
      guard let first, let second else { return }
      let time = Double(step)
      let constants = lb_adam(
        first_decay: firstDecay, second_decay: secondDecay, rate: rate / (1 - pow(firstDecay, time)),
        root_scale: 1 / (1 - pow(secondDecay, time)).squareRoot(), epsilon: epsilon)
      Scalar.stepOfAdam(constants, count: count, along: gradient, first, second, parameters)
    }
  }
}
