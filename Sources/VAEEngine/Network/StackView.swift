import CKernels
import VAECore

/// A layer and its place on a tape, as addresses alone: threads that counted references to the same objects would wait for
/// each other at every count.
struct LayerView<Scalar: NetworkScalar> {
  let inputs, outputs: Int
  let weight, bias: UnsafePointer<Scalar>
  let transposed: UnsafePointer<Scalar>?
  /// The function after the layer.
  let activation: Activation
  /// The layer's output, and the gradient with respect to its sums.
  let value, gradient: Rows<Scalar>

  /// Computes activation(x Wᵀ + b) of some rows, to their place on the tape.
  ///
  /// Defined by `VAECore.Layer.value(of:)`.
  func formValue(of x: Rows<Scalar>, rows: Range<Int>) {
    let y = value.rows(rows)
    Scalar.kernels.pointee.forward(
      x.count, inputs, outputs, x.start, x.stride, weight, bias, activation.kernel, y.start, y.stride)
  }

  /// Returns true if the threads of a team do the layer together.
  func isShared(by team: Team) -> Bool {
    Team.shares(inputs: inputs, outputs: outputs, panel: Scalar.panel, workers: team.workers)
  }

  /// Computes some panels of the outputs, for all rows.
  func formValue(ofAll x: Rows<Scalar>, panels: Range<Int>) {
    let first = panels.lowerBound * Scalar.panel
    let count = Swift.min(outputs, panels.upperBound * Scalar.panel) - first
    guard count > 0 else { return }
    Scalar.kernels.pointee.forward(
      x.count, inputs, count, x.start, x.stride, weight + first * inputs, bias + first, activation.kernel,
      value.start + first, value.stride)
  }

  /// Pulls the gradient of all rows back to some panels of the inputs, and through the function that made them.
  func pullback(panels: Range<Int>, through activation: Activation, _ x: Rows<Scalar>, into dx: Rows<Scalar>) {
    let first = panels.lowerBound * Scalar.panel
    let count = Swift.min(inputs, panels.upperBound * Scalar.panel) - first
    guard count > 0 else { return }
    Scalar.kernels.pointee.input_gradient(
      gradient.count, count, outputs, gradient.start, gradient.stride, transposed.map { $0 + first * outputs },
      activation.kernel, x.start + first, x.stride, false, dx.start + first, dx.stride)
  }

  /// Pulls the gradient of some rows back to the input, and through the function that made the input.
  ///
  /// Defined by `VAECore.Layer.valueWithPullback(of:)`.
  ///
  /// - Parameters:
  ///   - activation: The function that made the input, and `x`, its value; the identity for a network's first layer.
  ///   - dx: Overwritten.
  func pullback(rows: Range<Int>, through activation: Activation, _ x: Rows<Scalar>, into dx: Rows<Scalar>) {
    let g = gradient.rows(rows)
    Scalar.kernels.pointee.input_gradient(
      g.count, inputs, outputs, g.start, g.stride, transposed, activation.kernel, x.start, x.stride, false, dx.start,
      dx.stride)
  }
}

/// The layers of a stack on a tape.
struct StackView<Scalar: NetworkScalar> {
  /// First to last; at least one.
  let layers: UnsafeBufferPointer<LayerView<Scalar>>

  /// The last layer.
  var last: LayerView<Scalar> { layers[layers.count - 1] }

  /// Computes every layer's output for some rows and leaves it on the tape.
  ///
  /// Defined by `VAECore.Network.value(of:)`.
  ///
  /// - Parameters:
  ///   - input: Of shape (rows, inputs).
  ///   - rows: Where they stand on the tape.
  ///   - team: The threads that have the other rows, to do large layers together, and the input of all rows.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func formValue(of input: Rows<Scalar>, rows: Range<Int>, team: (Team, all: Rows<Scalar>)? = nil) {
    guard let team else { return last.formValue(of: hiddenValue(of: input, rows: rows), rows: rows) }
    var (own, all) = (input, team.all)
    for index in 0..<layers.count {
      let layer = layers[index]
      if layer.isShared(by: team.0) {
        team.0.meet()
        layer.formValue(ofAll: all, panels: team.0.panels(of: Scalar.panels(of: layer.outputs)))
        team.0.meet()
      } else {
        layer.formValue(of: own, rows: rows)
      }
      (own, all) = (layer.value.rows(rows), layer.value)
    }
  }

  /// Computes the output of every layer but the last.
  ///
  /// - Returns: The last layer's input.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func hiddenValue(of input: Rows<Scalar>, rows: Range<Int>) -> Rows<Scalar> {
    var input = input
    for index in 0..<layers.count - 1 {
      layers[index].formValue(of: input, rows: rows)
      input = layers[index].value.rows(rows)
    }
    return input
  }

  /// Pulls the gradient with respect to the last layer's sums, which is on the tape, back through the layers before it.
  ///
  /// Defined by `VAECore.Network.valueWithPullback(of:)`.
  ///
  /// - Parameters:
  ///   - rows: Which rows of the tape.
  ///   - inputGradient: Overwritten by the gradient with respect to the input, if it is wanted.
  ///   - team: The threads that have the other rows, to do large layers together.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func pullback(rows: Range<Int>, inputGradient: Rows<Scalar>? = nil, team: Team? = nil) {
    for index in stride(from: layers.count - 1, to: 0, by: -1) {
      let (layer, below) = (layers[index], layers[index - 1])
      if let team, layer.isShared(by: team) {
        team.meet()
        layer.pullback(
          panels: team.panels(of: Scalar.panels(of: layer.inputs)), through: below.activation, below.value,
          into: below.gradient)
        team.meet()
      } else {
        layer.pullback(rows: rows, through: below.activation, below.value.rows(rows), into: below.gradient.rows(rows))
      }
    }
    if let inputGradient { layers[0].pullback(rows: rows, through: .identity, inputGradient, into: inputGradient) }
  }
}
