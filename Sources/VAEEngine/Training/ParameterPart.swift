import CKernels

/// A part of a layer's parameters, which one thread moves: some panels, and in each of them some inputs.
struct ParameterPart {
  /// The layer's number.
  let layer: Int
  /// Which panels and inputs.
  var part: lb_part

  /// Shares the parameters of some layers between threads: each gets a stretch of them of about the same work.
  ///
  /// No number depends on how they are shared.
  ///
  /// - Parameters:
  ///   - layers: The shapes.
  ///   - shared: True for each layer that a team does: a worker moves the panels that it computes.
  ///   - panel: P.
  ///   - workers: How many threads there are.
  static func shares(
    of layers: [(inputs: Int, outputs: Int)], shared: [Bool], panel: Int, workers: Int
  ) -> [[ParameterPart]] {
    var shares = (0..<workers).map { worker in
      layers.indices.filter { shared[$0] }.compactMap {
        ofTeam(layer: $0, layers[$0], panel: panel, worker: worker, workers: workers)
      }
    }
    let parts = layers.indices.filter { !shared[$0] }.flatMap { smallest(ofLayer: $0, layers[$0], panel: panel) }
    let total = parts.reduce(0) { $0 + $1.work }
    var done = 0
    for part in parts {
      // The middle of a part decides whose it is.
      let worker = Swift.min(workers - 1, (2 * done + part.work) * workers / (2 * total))
      shares[worker].append(part)
      done += part.work
    }
    return shares.map { joined($0, layers) }
  }

  /// The panels of a shared layer that a worker also computes with its team; nil if there are none.
  private static func ofTeam(
    layer index: Int, _ layer: (inputs: Int, outputs: Int), panel: Int, worker: Int, workers: Int
  ) -> ParameterPart? {
    let panels = Team.panels(of: (layer.outputs + panel - 1) / panel, worker: worker, workers: workers)
    guard !panels.isEmpty else { return nil }
    return ParameterPart(
      layer: index,
      part: lb_part(
        first_panel: panels.lowerBound, last_panel: panels.upperBound, first_input: 0, last_input: layer.inputs))
  }

  /// Every panel by every P inputs.
  private static func smallest(
    ofLayer index: Int, _ layer: (inputs: Int, outputs: Int), panel: Int
  ) -> [ParameterPart] {
    (0..<(layer.outputs + panel - 1) / panel).flatMap { number in
      stride(from: 0, to: layer.inputs, by: panel).map { input in
        ParameterPart(
          layer: index,
          part: lb_part(
            first_panel: number, last_panel: number + 1, first_input: input,
            last_input: Swift.min(input + panel, layer.inputs)))
      }
    }
  }

  /// Joins neighbours: the inputs of one panel, then whole panels.
  private static func joined(_ parts: [ParameterPart], _ layers: [(inputs: Int, outputs: Int)]) -> [ParameterPart] {
    var stretches: [ParameterPart] = []
    for next in parts {
      if let last = stretches.last, last.layer == next.layer, last.part.first_panel == next.part.first_panel {
        stretches[stretches.count - 1].part.last_input = next.part.last_input
      } else {
        stretches.append(next)
      }
    }
    var result: [ParameterPart] = []
    for next in stretches {
      if let last = result.last, last.layer == next.layer, last.isWhole(layers), next.isWhole(layers) {
        result[result.count - 1].part.last_panel = next.part.last_panel
      } else {
        result.append(next)
      }
    }
    return result
  }

  /// Whether all inputs of its panels are in it.
  private func isWhole(_ layers: [(inputs: Int, outputs: Int)]) -> Bool {
    part.first_input == 0 && part.last_input == layers[layer].inputs
  }

  /// How many rows of panels it has, and some work for a panel's beginning.
  private var work: Int { part.last_input - part.first_input + 8 }
}
