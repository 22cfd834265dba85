/// Gradients of all layers that are kept in memory: one for each place of the tree that adds the shards' gradients.
///
/// Each layer's numbers lie as in `DenseLayer`, and the layers end to end.
final class KeptGradients<Scalar: NetworkScalar> {
  private let numbers: AlignedNumbers<Scalar>
  /// How many numbers a gradient has.
  let count: Int
  /// Where each layer's numbers begin in a gradient.
  private let firsts: [Int]

  init(of model: VariationalAutoencoder<Scalar>, places: Int) {
    var (count, firsts) = (0, [Int]())
    for index in model.layerIndices {
      firsts.append(count)
      count += model.layer(index).count
    }
    (self.count, self.firsts) = (count, firsts)
    numbers = AlignedNumbers(count: count * places)
  }

  /// The first number of a layer's gradient in the first place; that in the next place is `count` numbers on.
  func start(ofLayer layer: Int) -> UnsafeMutablePointer<Scalar> { numbers.start + firsts[layer] }

  /// The gradient in a place, to be sent or received.
  func memory(_ place: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(start: numbers.start + place * count, count: count))
  }
}
