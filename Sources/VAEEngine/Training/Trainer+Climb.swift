import CKernels

extension Trainer {
  /// Moves the parameters along the gradient.
  ///
  /// - Parameter byLogVariance: The gradient with respect to log s², 0 where it is not learned.
  /// - Throws: `TrainingStopped` if an element of it has no finite square; nothing has moved then.
  func climb(byLogVariance: Scalar) throws(TrainingStopped) {
    optimizerStep = plan.optimizer.step(rate: plan.schedule.rate(ofEpoch: minibatch.epoch), time: step + 1)
    try require((byLogVariance * byLogVariance).isFinite, .gradient)
    if !keepsGradient, provesFiniteSquares() {
      share(.climb)
    } else {
      formGradient(in: gradients ?? keepGradients())
      try require((0..<workers.count).allSatisfy { areFinite.start[$0] == 1 }, .gradient)
      share(.climbKept)
    }
    climbLogVariance(along: byLogVariance)
  }

  /// Makes room for gradients in a training that needed none before.
  private func keepGradients() -> KeptGradients<Scalar> {
    let kept = KeptGradients(of: model, places: tree.places)
    gradients = kept
    prepareLayers()
    return kept
  }

  /// Moves log s², where it is learned.
  private func climbLogVariance(along gradient: Scalar) {
    guard model.decoder.learnsVariance else { return }
    var gradient = gradient
    var first = firstMoment?.decoder.logVariance[0] ?? 0
    var second = secondMoment?.decoder.logVariance[0] ?? 0
    Scalar.kernels.pointee.update(
      1, &optimizerStep, &gradient, &model.decoder.logVariance[0], &first, &second)
    firstMoment?.decoder.logVariance[0] = first
    secondMoment?.decoder.logVariance[0] = second
  }

  /// Has every thread do its part of some work.
  func share(_ work: Phase) {
    phase = work
    workers.share(self)
  }

  /// Stops training where something is not finite.
  func require(_ isFinite: Bool, _ quantity: TrainingStopped.Quantity) throws(TrainingStopped) {
    guard !isFinite else { return }
    throw TrainingStopped(quantity: quantity, step: step + 1, epoch: minibatch.epoch + 1, seed: plan.seed)
  }
}
