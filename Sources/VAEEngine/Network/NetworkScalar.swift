import CKernels

/// How many samples a layer's kernel computes side by side.
let tileOfSamples = Int(LB_TILE)

/// A floating-point type that networks compute in: `Float` to be fast, `Double` to check gradients.
///
/// Whole buffers cross this protocol, never single elements, so that one dynamic call is spread over thousands of them.
public protocol NetworkScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable {
  /// C ← op(A)·op(B), added to C if asked, row by row, with C of shape (rows, columns) and the sum over `inner`.
  ///
  /// A row of A has `stride` elements, of which the product may use a part.
  static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Self>, stride: Int, transposed aTransposed: Bool,
    _ b: UnsafePointer<Self>, transposed bTransposed: Bool, adding: Bool, into c: UnsafeMutablePointer<Self>)

  /// An array of zeros.
  static func zeros(_ count: Int) -> [Self]
  /// Gives an array a number of elements, new ones being 0, in its own storage where that is large enough.
  static func resize(_ elements: inout [Self], to count: Int)

  /// Replaces each element by its exponential.
  static func exponentiate(_ elements: UnsafeMutableBufferPointer<Self>)
  /// Replaces each element by its natural logarithm.
  static func takeLogarithm(_ elements: UnsafeMutableBufferPointer<Self>)
  /// Replaces each element by its hyperbolic tangent.
  static func takeTangent(_ elements: UnsafeMutableBufferPointer<Self>)

  /// Y = W·X + b for `tileOfSamples` samples, one a column: W (outputs, inputs), X (inputs, 64), Y (outputs, 64).
  static func affine(
    _ weight: UnsafePointer<Self>, _ bias: UnsafePointer<Self>, outputs: Int, inputs: Int, _ x: UnsafePointer<Self>,
    into y: UnsafeMutablePointer<Self>)
  /// ‖x − y‖² of `tileOfSamples` samples y, one a column.
  static func squaredDistances(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, count: Int, into result: UnsafeMutablePointer<Self>)

  /// Σᵢ xᵢ fᵢ − log (1 + exp fᵢ) of `tileOfSamples` samples' logits f, one a column.
  static func bernoulliLogDensities(
    _ x: UnsafePointer<Self>, _ logits: UnsafePointer<Self>, count: Int, into result: UnsafeMutablePointer<Self>)
  /// ‖W x + b‖² of `tileOfSamples` samples, one a column, for an upper triangular W (outputs, inputs).
  static func triangularLengths(
    _ weight: UnsafePointer<Self>, _ bias: UnsafePointer<Self>, outputs: Int, inputs: Int, _ x: UnsafePointer<Self>,
    into result: UnsafeMutablePointer<Self>)

  /// Fills a buffer with a stream's standard normal draws, `first` being a multiple of 4.
  static func fillNormals(_ buffer: UnsafeMutableBufferPointer<Self>, of stream: RandomStream, from first: Int)

  /// One step of Adam in every element.
  static func stepOfAdam(
    _ constants: lb_adam, count: Int, along gradient: UnsafePointer<Self>, _ first: UnsafeMutablePointer<Self>,
    _ second: UnsafeMutablePointer<Self>, _ parameters: UnsafeMutablePointer<Self>)
  /// θ ← θ + rate · g.
  static func ascend(
    along gradient: UnsafePointer<Self>, rate: Double, count: Int, _ parameters: UnsafeMutablePointer<Self>)
  /// g ← g · (1 − y²), for y = tanh.
  static func scaleByTangentSlope(_ gradient: UnsafeMutableBufferPointer<Self>, output: UnsafeBufferPointer<Self>)
  /// sumsⱼ = Σᵢ xᵢⱼ over rows that begin `stride` elements apart, added to what is there if asked.
  static func sumRows(
    of matrix: UnsafePointer<Self>, rows: Int, stride: Int, adding: Bool, into sums: UnsafeMutableBufferPointer<Self>)
  /// result = factor · (x − y).
  static func scaleDifference(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, factor: Self, count: Int,
    into result: UnsafeMutablePointer<Self>)
  /// ‖x − y‖².
  static func squaredDistance(_ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, count: Int) -> Self
  /// Whether every element's square is finite.
  static func haveFiniteSquares(_ elements: UnsafeBufferPointer<Self>) -> Bool
  /// A 1 with each element's probability, else a 0, from the blocks of a stream at `first`, `first` + 1, …
  static func drawBernoulli(
    _ probabilities: UnsafePointer<Self>, count: Int, of stream: RandomStream, fromBlock first: UInt64,
    into result: UnsafeMutablePointer<Self>)

  /// eˣ of one number.
  static func exponential(_ x: Self) -> Self
  /// eˣ − 1 of one number.
  static func exponentialMinusOne(_ x: Self) -> Self
  /// log x of one number.
  static func logarithm(_ x: Self) -> Self
  /// log (1 + x) of one number.
  static func logarithmOfOnePlus(_ x: Self) -> Self
  /// log 2 − (the nearest number to log 2).
  static var remainderOfLogTwo: Self { get }
}
