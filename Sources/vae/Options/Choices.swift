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
  case gaussian, bernoulli, poisson

  /// The name of a decoder's likelihood.
  init<Scalar>(of decoder: DecoderNetwork<Scalar>) {
    switch decoder.likelihood {
    case .gaussian, .gaussianWithLearnedVariance: self = .gaussian
    case .bernoulli: self = .bernoulli
    case .poisson: self = .poisson
    }
  }

  /// The likelihood of a new model.
  ///
  /// - Parameter variance: s² at the start, for a Gaussian.
  func value(variance: Double) -> Likelihood {
    switch self {
    case .gaussian: .gaussian(variance: variance)
    case .bernoulli: .bernoulli
    case .poisson: .poisson
    }
  }
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
