import CKernels

extension DenseLayer {
  /// Becomes the gradient of a part of a layer's parameters: ∂W = gᵀ x, ∂b = Σ g over rows.
  ///
  /// - Parameters:
  ///   - g: The gradient with respect to the layer's sums, of shape (rows, outputs).
  ///   - x: The layer's input, of shape (rows, inputs).
  mutating func formGradient(_ part: lb_part, _ g: Rows<Scalar>, input x: Rows<Scalar>) {
    precondition(g.columns == outputs && x.columns == inputs && g.count == x.count, "rows of the layer's shape")
    let (weight, bias) = makeUnique()
    Scalar.kernels.pointee.weight_gradient(
      x.count, inputs, outputs, part, x.start, x.stride, g.start, g.stride, false, weight, bias)
  }
}

/// A layer that learns, for as long as threads move its parameters: they, their moments and their gradient, each laid out
/// as `DenseLayer` does it.
///
/// Threads share the parameters, part by part, so that each sum runs over the rows of the whole batch in their order.
///
/// Defined by `VAECore.Adam.step`.
struct LearningLayer<Scalar: NetworkScalar> {
  let inputs, outputs: Int
  let parameters: UnsafeMutablePointer<Scalar>
  let firstMoment, secondMoment: UnsafeMutablePointer<Scalar>?
  /// Room for gradients where they are kept: the first place, and how many numbers on the next one is.
  let gradient: UnsafeMutablePointer<Scalar>?
  let gradientCount: Int
  /// Wᵀ in panels, where a gradient flows through the layer.
  let transposed: UnsafeMutablePointer<Scalar>?
  /// The layer's input, and the gradient with respect to its sums, of every row of the batch.
  let input, sumGradient: Rows<Scalar>

  /// Where the bias begins behind the weight's panels.
  private var bias: Int { (outputs + Scalar.panel - 1) / Scalar.panel * Scalar.panel * inputs }

  /// Moves a part of the parameters along their gradient, which is formed and used in registers.
  func climb(_ part: lb_part, _ optimizer: inout lb_optimizer) {
    let (x, g) = (input, sumGradient)
    // A panel is transposed while it is in this core's cache.
    var panel = part
    for number in part.first_panel..<part.last_panel {
      (panel.first_panel, panel.last_panel) = (number, number + 1)
      Scalar.kernels.pointee.weight_update(
        x.count, inputs, outputs, panel, x.start, x.stride, g.start, g.stride, &optimizer, parameters,
        parameters + bias, firstMoment, firstMoment.map { $0 + bias }, secondMoment, secondMoment.map { $0 + bias })
      transpose(panel)
    }
  }

  /// Forms the gradient of a part over some rows and keeps it in a place.
  func formGradient(_ part: lb_part, rows: Range<Int>, place: Int) {
    guard let gradient = gradient(in: place) else { return }
    let (x, g) = (input.rows(rows), sumGradient.rows(rows))
    Scalar.kernels.pointee.weight_gradient(
      x.count, inputs, outputs, part, x.start, x.stride, g.start, g.stride, false, gradient, gradient + bias)
  }

  /// Adds the gradient of a part in one place to that in another: a step of plain ascent of length 1.
  func addGradient(_ part: lb_part, _ source: Int, to target: Int) {
    guard let source = gradient(in: source), let target = gradient(in: target) else { return }
    var step = Optimizer.ascent.step(rate: 1, time: 1)
    forEachStretch(of: part) { start, count in
      Scalar.kernels.pointee.update(count, &step, source + start, target + start, nil, nil)
    }
  }

  /// Whether every element of the gradient of a part has a finite square, of which an optimizer can keep the mean.
  func hasFiniteSquares(_ part: lb_part, place: Int) -> Bool {
    guard let gradient = gradient(in: place) else { return false }
    var hasFiniteSquares = true
    forEachStretch(of: part) { start, count in
      let largest = Scalar(Scalar.kernels.pointee.absolute_maximum(count, gradient + start))
      if !(largest * largest).isFinite { hasFiniteSquares = false }
    }
    return hasFiniteSquares
  }

  /// Moves a part along the gradient that was kept: to the same bits as `climb` does.
  func climbKept(_ part: lb_part, place: Int, _ optimizer: inout lb_optimizer) {
    guard let gradient = gradient(in: place) else { return }
    forEachStretch(of: part) { start, count in
      Scalar.kernels.pointee.update(
        count, &optimizer, gradient + start, parameters + start, firstMoment.map { $0 + start },
        secondMoment.map { $0 + start })
    }
    transpose(part)
  }

  /// The kept gradient in a place.
  private func gradient(in place: Int) -> UnsafeMutablePointer<Scalar>? { gradient.map { $0 + place * gradientCount } }

  /// Writes the same part of Wᵀ.
  private func transpose(_ part: lb_part) {
    guard let transposed else { return }
    Scalar.kernels.pointee.transpose(inputs, outputs, part, parameters, transposed)
  }

  /// Visits a part as it lies in memory: its inputs of each panel, and the bias of each panel whose first input it has.
  private func forEachStretch(of part: lb_part, _ visit: (_ start: Int, _ count: Int) -> Void) {
    let panel = Scalar.panel
    for number in part.first_panel..<part.last_panel {
      visit((number * inputs + part.first_input) * panel, (part.last_input - part.first_input) * panel)
      if part.first_input == 0 { visit(bias + number * panel, panel) }
    }
  }
}
