/// The optimizer Adam: steps of about the learning rate in every parameter, whatever the gradient's scale.
///
///     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
///     θ ← θ + α (m/(1 − β₁ᵗ)) / (√(v/(1 − β₂ᵗ)) + ε),   β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸
///
/// The divisors undo the bias of moments that start at 0. The step goes up the gradient, because we maximize.
/// - Source: Kingma and Ba (2015), algorithm 1, with a plus sign, for ascent.
public struct Adam<Model: Parameters>: Sendable {
  /// α.
  public var learningRate: Double
  /// t, the number of steps taken.
  public private(set) var steps = 0
  private var (firstMoment, secondMoment): (Model?, Model?) = (nil, nil)
  /// Creates an optimizer that has taken no step.
  public init(learningRate: Double = 1e-3) { self.learningRate = learningRate }

  /// Moves a model one step up the gradient of the quantity to maximize.
  public mutating func step(_ model: inout Model, along gradient: Model) {
    steps += 1
    let m = (firstMoment ?? gradient.zero).combined(with: gradient) { 0.9 * $0 + 0.1 * $1 }
    let v = (secondMoment ?? gradient.zero).combined(with: gradient) { 0.999 * $0 + 0.001 * $1 * $1 }
    let (mScale, vScale) = (1 / (1 - pow(0.9, Double(steps))), 1 / (1 - pow(0.999, Double(steps))))
    let step = m.combined(with: v) { learningRate * mScale * $0 / ((vScale * $1).squareRoot() + 1e-8) }
    (firstMoment, secondMoment) = (m, v)
    model = model + step
  }
}
