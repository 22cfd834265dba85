import Notebook
import VAECore
import VAEEngine
import Verification

/// The bound and its terms, as lines and as JSON: means over the data with their standard errors, in nats.
enum Estimates {
  /// The warning where q(z | x) is the same for all data.
  static let noActiveUnit =
    "warning: no latent dimension is active: the model ignores z; --divergence-weight 0:1/20, a smaller "
    + "--observation-variance or --standardize columns may help"

  /// Returns true if q(z | x) is the same for all data, of which there are enough to tell.
  static func hasNoActiveUnit(_ evaluation: Evaluation) -> Bool {
    evaluation.activeUnits.isEmpty && evaluation.objective.count >= 10
  }

  /// One line for each quantity.
  static func lines(of evaluation: Evaluation, over data: String) -> [String] {
    [
      "bound        \(text(evaluation.objective)) nats, \(data)",
      "  reconstruction  \(text(evaluation.reconstruction))",
      "  divergence      \(text(evaluation.divergence))",
    ]
  }

  /// A member for each quantity.
  static func members(of evaluation: Evaluation) -> [(key: String, value: JSON)] {
    [
      ("evidenceLowerBound", json(evaluation.objective)), ("reconstruction", json(evaluation.reconstruction)),
      ("divergence", json(evaluation.divergence)),
    ]
  }

  /// A mean with its standard error.
  static func text(_ estimate: MonteCarloEstimate) -> String {
    let error = estimate.count > 1 ? estimate.standardError : nil
    let mean = NumberText.mean(estimate.mean, standardError: error)
    return error.map { "\(mean) ± \(NumberText.significant($0, digits: 2))" } ?? mean
  }

  /// A mean with its standard error, null where one datum has none.
  static func json(_ estimate: MonteCarloEstimate) -> JSON {
    .object([
      ("mean", .number(estimate.mean)),
      ("standardError", estimate.count > 1 ? .optional(estimate.standardError) : .null),
    ])
  }
}
