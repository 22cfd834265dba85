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
  static func objective(_ plan: TrainingPlan) -> String {
    let objective = plan.objective
    let name =
      objective.importanceSamples > 1
      ? "importance-weighted bound, K = \(objective.importanceSamples)" : "evidence lower bound"
    let weight =
      if let warmUp = plan.warmUp {
        ", its weight from \(warmUp.start) to \(objective.divergenceWeight) over \(warmUp.epochs) epochs"
      } else if objective.divergenceWeight != 1 { ", its weight \(objective.divergenceWeight)" } else { "" }
    return "\(name), V = \(objective.samples), divergence \(objective.divergence.rawValue)\(weight)"
  }

  /// The epochs worth a line, from 0 on: the first, the powers of 2, the one whose parameters are kept, and the last.
  static func milestones(_ record: TrainingRecord) -> [Int] {
    let count = record.history.count
    guard count > 0 else { return [] }
    let powers = sequence(first: 1) { 2 * $0 }.prefix { $0 < count }
    return Set(powers + [count] + [record.stopping?.bestEpoch].compactMap(\.self)).sorted().map { $0 - 1 }
  }

  /// An epoch's means. Those of held-out data need not be finite.
  static func json(_ epoch: TrainingRecord.Epoch) -> JSON { .object(members(epoch)) }

  /// An epoch's means, by name.
  static func members(_ epoch: TrainingRecord.Epoch) -> [(String, JSON)] {
    let heldOut = { (mean: Double?) -> JSON in mean.map { $0.isFinite ? .number($0) : .string("\($0)") } ?? .null }
    return [
      ("objective", .number(epoch.objective)), ("evidenceLowerBound", .number(epoch.bound)),
      ("reconstruction", .number(epoch.reconstruction)), ("divergence", .number(epoch.divergence)),
      ("heldOutBound", heldOut(epoch.heldOutBound)), ("heldOutReconstruction", heldOut(epoch.heldOutReconstruction)),
      ("heldOutDivergence", heldOut(epoch.heldOutDivergence)),
      ("observationVariance", .optional(epoch.observationVariance)),
    ]
  }
}
