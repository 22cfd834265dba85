import Arithmetic
import VAECore

/// The learning rate α of each epoch.
public enum LearningRateSchedule: Sendable, Equatable, Codable {
  /// A number of epochs at one rate.
  public struct Stage: Sendable, Equatable, Codable {
    /// How many epochs the stage lasts.
    public let epochs: Int
    /// The learning rate.
    public let rate: Double

    /// Creates a stage.
    public init(epochs: Int, rate: Double) {
      self.epochs = epochs
      self.rate = rate
    }
  }

  /// One rate.
  case constant(Double)
  /// Stages one after the other; the last one's rate stays.
  case stages([Stage])
  /// rate · factorᵉ in epoch e, from 0.
  case exponential(rate: Double, factor: Double)

  /// 3^(i−1) epochs at 10⁻³ · 10^(−(i−1)/7), i = 1 … 8: 3280 epochs in all.
  ///
  /// The rates' factors are rounded to one decimal, 10, 7.2, …, 1 (times 10⁻⁴), as the published program has them.
  ///
  /// - Source: Burda, Grosse and Salakhutdinov (2015), section 5.
  public static let burda2015 = LearningRateSchedule.stages(
    (0..<8).map { i in
      let factor = (10 * pow(10, 1 - Double(i) / 7)).rounded() / 10
      return Stage(epochs: Int(pow(3, Double(i))), rate: 1e-4 * factor)
    })

  /// Returns the learning rate of an epoch, counted from 0.
  public func rate(ofEpoch epoch: Int) -> Double {
    switch self {
    case .constant(let rate): return rate
    case .exponential(let rate, let factor): return rate * pow(factor, Double(epoch))
    case .stages(let stages):
      var end = 0
      for stage in stages {
        end += stage.epochs
        if epoch < end { return stage.rate }
      }
      return stages.last?.rate ?? 0
    }
  }

  /// How many epochs the stages last in all; nil for a schedule without an end.
  public var epochs: Int? {
    guard case .stages(let stages) = self else { return nil }
    return stages.reduce(0) { $0 + $1.epochs }
  }

  /// Refuses rates that are not finite and above 0, and stages that last no epoch.
  func requireValid() throws(InvalidInput) {
    switch self {
    case .constant(let rate): try InvalidInput.requirePositive("learning rate", [rate])
    case .exponential(let rate, let factor):
      try InvalidInput.requirePositive("learning rate", [rate])
      try InvalidInput.requirePositive("learning rate's factor", [factor])
    case .stages(let stages):
      guard !stages.isEmpty else {
        throw InvalidInput("learning-rate stages", expected: "at least one", found: "none")
      }
      for (index, stage) in stages.enumerated() {
        try InvalidInput.requirePositive("learning rate of stage \(index)", [stage.rate])
        guard (1...TrainingPlan.largestCount).contains(stage.epochs) else {
          throw InvalidInput(
            "epochs of stage \(index)", expected: "from 1 to \(TrainingPlan.largestCount)", found: "\(stage.epochs)")
        }
      }
    }
  }
}
