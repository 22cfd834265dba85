import Notebook
import VAEEngine

/// A training plan in words.
enum PlanText {
  /// The optimizer with its rate: "Adam at 0.001".
  static func optimizer(_ plan: TrainingPlan) -> String {
    let rate =
      switch plan.schedule {
      case .constant(let rate): "at \(rate)"
      case .exponential(let rate, let factor): "from \(rate), times \(factor) each epoch"
      case .stages(let stages):
        "from \(stages.first?.rate ?? 0) to \(stages.last?.rate ?? 0) in \(stages.count) stages"
      }
    switch plan.optimizer {
    case .ascent: return "plain ascent \(rate)"
    case .adam(let first, let second, let epsilon):
      return "Adam (\(first), \(second), \(epsilon)) \(rate)"
    }
  }

  /// What is climbed.
  static func objective(_ objective: Objective) -> String {
    let name =
      objective.importanceSamples > 1
      ? "importance-weighted bound, K = \(objective.importanceSamples)" : "evidence lower bound"
    let weight = objective.divergenceWeight == 1 ? "" : ", its weight \(objective.divergenceWeight)"
    return "\(name), V = \(objective.samples), divergence \(objective.divergence.rawValue)\(weight)"
  }

  /// The epochs worth a line: the first, the powers of 2, the last.
  static func milestones(_ count: Int) -> [Int] {
    guard count > 0 else { return [] }
    var result: [Int] = []
    var epoch = 1
    while epoch < count {
      result.append(epoch - 1)
      epoch *= 2
    }
    return result + [count - 1]
  }

  /// An epoch's means.
  static func json(_ epoch: TrainingRecord.Epoch) -> JSON {
    .object([
      ("objective", .number(epoch.objective)), ("evidenceLowerBound", .number(epoch.bound)),
      ("reconstruction", .number(epoch.reconstruction)), ("divergence", .number(epoch.divergence)),
      ("heldOutBound", epoch.heldOutBound.map { $0.isFinite ? .number($0) : .string("\($0)") } ?? .null),
    ])
  }
}
