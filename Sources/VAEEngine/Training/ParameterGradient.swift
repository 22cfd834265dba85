/// The gradient with respect to every parameter, end to end in the order in which the parameters are visited.
///
/// It is formed in blocks of a layer's outputs. A block is so small that it stays in a core's cache while every part of a
/// minibatch adds to it, and threads form different blocks. How it is cut depends on the shapes alone, so that every sum
/// has one order.
final class ParameterGradient<Scalar: NetworkScalar> {
  /// Some outputs of a layer.
  struct Block {
    /// The layer, in the order in which the parameters are visited.
    let layer: Int
    /// Which of its outputs.
    let outputs: Range<Int>
    /// How many inputs the layer has.
    let inputs: Int
    /// Where the layer's weight starts among the parameters, and its bias.
    fileprivate let weight, bias: Int
    /// How many parameters it holds.
    var size: Int { outputs.count * (inputs + 1) }
  }

  /// Every block, each parameter but log s² in one of them.
  let blocks: [Block]
  private let storage: UnsafeMutableBufferPointer<Scalar>
  private let learnsVariance: Bool

  /// Makes room for the gradient of a model.
  init(of model: VariationalAutoencoder<Scalar>) {
    blocks = Self.blocks(of: (model.encoder.layers + model.decoder.layers).map { ($0.outputs, $0.inputs) })
    learnsVariance = model.decoder.learnsVariance
    storage = .allocate(capacity: model.parameterCount)
    storage.initialize(repeating: 0)
  }

  deinit { storage.deallocate() }

  /// The gradient.
  var elements: UnsafeBufferPointer<Scalar> { UnsafeBufferPointer(storage) }

  /// The gradient with respect to the decoder's log s²; 0 where it is not learned.
  var logVariance: Scalar {
    get { learnsVariance ? storage[storage.count - 1] : 0 }
    set { if learnsVariance { storage[storage.count - 1] = newValue } }
  }

  /// Cuts layers into blocks of about 256 kB in single precision, half of a second-level cache.
  private static func blocks(of layers: [(outputs: Int, inputs: Int)]) -> [Block] {
    var (blocks, start): ([Block], Int) = ([], 0)
    for (index, layer) in layers.enumerated() {
      let parts = Swift.max(1, (layer.outputs * layer.inputs + 65535) / 65536)
      // Multiples of eight outputs fill the products' vectors.
      let size = ((layer.outputs + parts - 1) / parts + 7) / 8 * 8
      for first in stride(from: 0, to: layer.outputs, by: size) {
        blocks.append(
          Block(
            layer: index, outputs: first..<Swift.min(first + size, layer.outputs), inputs: layer.inputs, weight: start,
            bias: start + layer.outputs * layer.inputs))
      }
      start += layer.outputs * (layer.inputs + 1)
    }
    return blocks
  }

  /// Forms one block from what its layer met on the way.
  ///
  /// - Parameter adding: Whether it is added to what another part of the minibatch left there.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func form(_ block: Block, from layer: LayerTape<Scalar>, adding: Bool = false) {
    guard let start = storage.baseAddress else { return }
    layer.formGradient(
      ofOutputs: block.outputs, inputs: block.inputs, adding: adding,
      weight: start + block.weight + block.outputs.lowerBound * block.inputs,
      bias: start + block.bias + block.outputs.lowerBound)
  }

  /// Whether every element of a block has a finite square, of which an optimizer can keep the mean.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func hasFiniteSquares(_ block: Block) -> Bool {
    let first = block.weight + block.outputs.lowerBound * block.inputs
    let bias = block.bias + block.outputs.lowerBound
    let weights = UnsafeBufferPointer(rebasing: elements[first..<first + block.outputs.count * block.inputs])
    return Scalar.haveFiniteSquares(weights)
      && Scalar.haveFiniteSquares(UnsafeBufferPointer(rebasing: elements[bias..<bias + block.outputs.count]))
  }

  /// Gives each of some workers about the same number of parameters: every block to the one that has fewest so far.
  func shares(of workers: Int) -> [[Block]] {
    var shares = [[Block]](repeating: [], count: workers)
    var sizes = [Int](repeating: 0, count: workers)
    for block in blocks {
      let worker = sizes.indices.min { sizes[$0] < sizes[$1] } ?? 0
      shares[worker].append(block)
      sizes[worker] += block.size
    }
    return shares
  }
}
