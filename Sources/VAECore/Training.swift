/// The training of an autoencoder by doubly stochastic gradient ascent: random mini-batches and random latent draws.
///
///     var training = Training(of: model, batchSize: 20, learningRate: 0.003, seed: 42)
///     for _ in 0..<30 { training.epoch(over: digits.images) }
/// - Source: eqs. (18) and (20), divided by n; an epoch draws its images without replacement.
public struct Training: Sendable {
  /// The current model.
  public private(set) var model: Autoencoder
  /// m, the number of images in a mini-batch; the last one of an epoch may be smaller.
  public let batchSize: Int
  /// V, the number of draws per image.
  public let draws: Int
  /// The optimizer; its learning rate may change between steps.
  public var optimizer: Adam<Autoencoder>
  private let (order, noise): (RandomStream, RandomStream)
  private var imagesSeen = 0

  /// Creates the training of a model; the seed determines every permutation and draw.
  public init(
    of model: Autoencoder, batchSize: Int = 20, draws: Int = 1, learningRate: Double = 0.003, seed: UInt64
  ) {
    precondition(batchSize > 0 && draws > 0, "at least one image per mini-batch and one draw per image")
    (self.model, self.batchSize, self.draws) = (model, batchSize, draws)
    optimizer = Adam(learningRate: learningRate)
    order = RandomStream(seed: seed, purpose: "order of the data")
    noise = RandomStream(seed: seed, purpose: "noise of the latents")
  }

  /// Takes one step along the mean of the images' gradients; `noises` has shape (m, V, d).
  /// - Returns: The mean bound of the mini-batch, at the parameters before the step.
  @discardableResult
  public mutating func step(_ images: [[Double]], noises: [[[Double]]]) -> EvidenceLowerBound {
    precondition(!images.isEmpty && images.count == noises.count, "one list of noises per image")
    let count = Double(images.count)
    var (sum, gradient) = (EvidenceLowerBound(reconstruction: 0, divergence: 0), model.zero)
    for (x, noises) in zip(images, noises) {
      for e in noises {
        let (bound, ofDraw) = model.lowerBoundWithGradient(of: x, noise: e)
        let weight = 1 / (count * Double(noises.count))
        gradient = gradient.combined(with: ofDraw) { $0 + weight * $1 }
        sum.add(bound, times: weight)
      }
    }
    optimizer.step(&model, along: gradient)
    return sum
  }

  /// Trains for one epoch: each image once, in a random order.
  /// - Returns: The mean bound of the images, each at the parameters before its step.
  @discardableResult
  public mutating func epoch(over data: [[Double]]) -> EvidenceLowerBound {
    let (permutation, d) = (permutation(of: data.count), model.encoder.mean.bias.count)
    var mean = EvidenceLowerBound(reconstruction: 0, divergence: 0)
    for first in stride(from: 0, to: data.count, by: batchSize) {
      let places = first..<min(data.count, first + batchSize)
      let noises = places.map { place in
        (0..<draws).map { draw in
          let index = ((imagesSeen + place) * draws + draw) * d
          return noise.normals(index..<index + d)
        }
      }
      let bound = step(places.map { data[permutation[$0]] }, noises: noises)
      mean.add(bound, times: Double(places.count) / Double(data.count))
    }
    imagesSeen += data.count
    return mean
  }

  /// Returns this epoch's order of n images, each of the n! with equal probability (Fisher and Yates, 1938).
  private func permutation(of n: Int) -> [Int] {
    var result = Array(0..<n)
    for last in stride(from: n - 1, to: 0, by: -1) {
      result.swapAt(last, order.integer(below: last + 1, at: imagesSeen + last))
    }
    return result
  }
}
