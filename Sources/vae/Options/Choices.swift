import Notebook
import VAECore
import VAEEngine

/// One of an enumeration's names.
enum Choice<Option: CaseIterable & RawRepresentable & Sendable>: EntryDomain where Option.RawValue == String {
  static var placeholder: Option { Array(Option.allCases)[0] }
  static func json(_ value: Option) -> JSON { .string(value.rawValue) }

  static func parse(_ text: String) throws(InvalidInput) -> Option {
    guard let option = Option(rawValue: text) else {
      let known = Option.allCases.map(\.rawValue).joined(separator: ", ")
      throw InvalidInput("choice", expected: "one of \(known)", found: text)
    }
    return option
  }
}

/// The functions that stand between layers.
enum HiddenActivation: String, CaseIterable, Sendable {
  case tanh, relu, softplus

  var value: Activation {
    switch self {
    case .tanh: .tanh
    case .relu: .relu
    case .softplus: .softplus
    }
  }
}

/// What confines the decoder's mean.
enum OutputActivation: String, CaseIterable, Sendable {
  case identity, sigmoid

  var value: Activation { self == .sigmoid ? .sigmoid : .identity }
}

/// How observations scatter around the decoder's output.
enum LikelihoodName: String, CaseIterable, Sendable { case gaussian, bernoulli }

/// The optimizers.
enum OptimizerName: String, CaseIterable, Sendable { case adam, ascent }

/// How the divergence enters the objective, as it is typed.
enum DivergenceName: String, CaseIterable, Sendable {
  case analytic, sampled
  case stickingTheLanding = "sticking-the-landing"

  var value: Objective.Divergence {
    switch self {
    case .analytic: .analytic
    case .sampled: .sampled
    case .stickingTheLanding: .stickingTheLanding
    }
  }
}
