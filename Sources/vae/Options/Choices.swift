import Notebook
import VAECore
import VAEEngine

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
enum LikelihoodName: String, CaseIterable, Sendable {
  case gaussian, bernoulli

  /// The name of a decoder's likelihood.
  init<Scalar>(of decoder: DecoderNetwork<Scalar>) { self = decoder.likelihood == .bernoulli ? .bernoulli : .gaussian }
}

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
