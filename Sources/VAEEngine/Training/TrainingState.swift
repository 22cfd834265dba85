/// All that training remembers between two steps.
///
/// A trainer of the same data and plan that takes on this state goes on as if it had never stopped, to the last bit. The
/// arrays are laid out as the model's `parameterShapes` tell, end to end.
public struct TrainingState<Scalar: NetworkScalar>: Sendable, Equatable, Codable {
  /// How many steps were taken; with the data and the batch size it tells epoch, permutation and draws.
  public var step: Int
  /// The parameters.
  public var parameters: [Scalar]
  /// Adam's m, the mean of gradients; empty for plain ascent.
  public var firstMoment: [Scalar]
  /// Adam's v, the mean of squared gradients; empty for plain ascent.
  public var secondMoment: [Scalar]
  /// The sums over the data that this epoch used already: objective, reconstruction, divergence.
  public var sumsOfEpoch: [Double]

  /// Creates a state, such as one that a file kept; `Trainer.resume` refuses what does not fit.
  public init(
    step: Int, parameters: [Scalar], firstMoment: [Scalar], secondMoment: [Scalar], sumsOfEpoch: [Double]
  ) {
    self.step = step
    self.parameters = parameters
    self.firstMoment = firstMoment
    self.secondMoment = secondMoment
    self.sumsOfEpoch = sumsOfEpoch
  }
}

/// What one step or one epoch saw: means over the data it used, in nats, each at the parameters before its step.
public struct TrainingSummary: Sendable, Equatable {
  /// The epoch, from 0.
  public let epoch: Int
  /// How many steps were taken so far.
  public let step: Int
  /// How many data the means are over.
  public let data: Int
  /// The objective and the bound's two terms.
  public let value: ObjectiveValue
}

/// Training met a number that is not finite and stopped. The parameters are those before the step, unless the step itself
/// made them overflow.
public struct TrainingStopped: Error, Equatable, CustomStringConvertible {
  /// What was not finite.
  public enum Quantity: String, Sendable {
    /// The bound itself.
    case bound
    /// The square of its gradient, which Adam averages: one infinite average would stop its parameter for ever.
    case gradient
    /// The parameters that the last step left: no later step meets them.
    case parameters
  }

  /// What was not finite.
  public let quantity: Quantity
  /// The step that was not taken, or made the parameters overflow, counted from 1.
  public let step: Int
  /// Its epoch, counted from 1.
  public let epoch: Int
  /// The plan's seed.
  public let seed: UInt64

  /// One line: what, where, and what may help.
  public var description: String {
    let fault =
      switch quantity {
      case .bound: "expected a finite bound, found one that is not"
      case .gradient: "expected a gradient with finite squares, found one without"
      case .parameters: "expected the step to leave finite parameters, found one that is not"
      }
    let parameters = quantity == .parameters ? "" : "the parameters are those of step \(step - 1); "
    return "step \(step) (epoch \(epoch), seed \(seed)): \(fault); \(parameters)a lower learning rate may help"
  }
}
