import CKernels

// What the threads of a training share: the data of a minibatch on their way through the model and back, then the
// parameters. Each number is computed by one thread in one order, whichever thread it is.

extension Trainer: SharedWork {
  /// What the threads share at the moment.
  enum Phase {
    /// The data of the minibatch, through the model and back.
    case pass
    /// The parameters, each moved along its gradient as soon as that is formed.
    case climb
    /// The gradient of a node of the tree of shards, into a place of the kept ones.
    case gradient(of: ShardNode, place: Int)
    /// The sum of two kept gradients, into the place of the second.
    case add(source: Int, target: Int)
    /// The gradient of the step, which must be looked at before anything moves.
    case judge
    /// The parameters, moved along the gradient that was kept.
    case climbKept
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func perform(worker: Int, of workers: Int) {
    switch phase {
    case .pass: pass(worker: worker, of: workers)
    case .climb:
      var optimizer = optimizerStep
      for part in parts[worker] { learning[part.layer].climb(part.part, &optimizer) }
    case .gradient(let node, let place):
      for part in parts[worker] { formGradient(part, of: node, into: place) }
    case .add(let source, let target):
      for part in parts[worker] { learning[part.layer].addGradient(part.part, source, to: target) }
    case .judge:
      let place = tree.root.level
      let areFinite = parts[worker].allSatisfy { learning[$0.layer].hasFiniteSquares($0.part, place: place) }
      self.areFinite.start[worker] = areFinite ? 1 : 0
    case .climbKept:
      var optimizer = optimizerStep
      for part in parts[worker] { learning[part.layer].climbKept(part.part, place: tree.root.level, &optimizer) }
    }
  }

  /// Adds the gradients of the shards of a node, for a part of the parameters.
  private func formGradient(_ part: ParameterPart, of node: ShardNode, into place: Int) {
    let layer = learning[part.layer]
    let drawsOfRow = part.layer < passOfStep.encoder.layers.count ? 1 : plan.objective.drawsOfDatum
    node.sum(
      into: place,
      form: { shard, place in
        let data = minibatch.rows(ofShard: shard)
        layer.formGradient(part.part, rows: data.lowerBound * drawsOfRow..<data.upperBound * drawsOfRow, place: place)
      }, add: { source, target in layer.addGradient(part.part, source, to: target) })
  }

  /// Takes a worker's data through the model and back, so many at a time that they stay in its core's cache.
  private func pass(worker: Int, of workers: Int) {
    bound.reset(worker: worker)
    let count = minibatch.own.count
    guard count > 0 else { return }
    let (first, last) = (count * worker / workers, count * (worker + 1) / workers)
    if sharesLayers, let team = self.workers.team(worker: worker) {
      // A team meets between layers: even a worker without data of its own has outputs to compute.
      return pass(first..<last, worker: worker, team: team)
    }
    let pieces = Swift.max(1, (last - first) / dataAtATime)
    for piece in 0..<pieces {
      let start = first + (last - first) * piece / pieces / 4 * 4
      let end = piece == pieces - 1 ? last : first + (last - first) * (piece + 1) / pieces / 4 * 4
      if start < end { pass(start..<end, worker: worker) }
    }
  }

  /// Takes some data of the minibatch through the model and back.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func pass(_ data: Range<Int>, worker: Int, team: Team? = nil) {
    let (pass, bound, scale) = (passOfStep, self.bound, 1 / Double(minibatch.count))
    let draws = pass.draws(of: data)
    minibatch.gather(data, into: pass.observations.rows(data))
    minibatch.draw(data, into: pass.noise.rows(draws))
    pass.formValues(of: data, team: team)
    pass.pullback(of: data, scale: scale, team: team)
    // What is kept is looked at itself.
    if keepsGradient { return }
    let own = pass.encoder.layers.count
    for index in learning.indices {
      let rows = index < own ? data : draws
      bound.meet(inputs: learning[index].input.rows(rows), bound: inputBounds[index], layer: index, worker: worker)
      bound.meet(gradient: learning[index].sumGradient.rows(rows), layer: index, worker: worker)
    }
  }

  /// Whether no element of the gradient can have a square that is not finite.
  func provesFiniteSquares() -> Bool {
    let own = model.encoder.stack.layers.count
    return model.layerIndices.allSatisfy {
      bound.provesFiniteSquares(
        ofLayer: $0, rows: $0 < own ? minibatch.count : minibatch.count * plan.objective.drawsOfDatum)
    }
  }

  /// Looks up where the parameters are: a model that was read out in between is another one from now on.
  func prepareLayers() {
    // First the layers, which may move, then the tape, which looks up where they are.
    for index in model.layerIndices { model.withLayer(index) { _ = $0.makeUnique() } }
    tape.reshape(data: minibatch.own.count, of: model, plan.objective)
    passOfStep = tape.pass(of: plan.objective(ofEpoch: minibatch.epoch), through: model)
    for index in model.layerIndices { learning[index] = place(ofLayer: index) }
  }

  /// Where a layer's parameters are, and what belongs to them.
  func place(ofLayer index: Int) -> LearningLayer<Scalar> {
    model.withLayer(index) { layer in
      LearningLayer(
        inputs: layer.inputs, outputs: layer.outputs, parameters: layer.makeUnique().weight,
        firstMoment: firstMoment?.withLayer(index) { $0.makeUnique().weight },
        secondMoment: secondMoment?.withLayer(index) { $0.makeUnique().weight },
        gradient: gradients?.start(ofLayer: index), gradientCount: gradients?.count ?? 0,
        transposed: tape.transposed(index)?.start,
        input: tape.input(index), sumGradient: tape.gradient(index))
    }
  }
}
