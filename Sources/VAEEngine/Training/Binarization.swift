import VAECore

/// What is done to observations before each use.
public enum Binarization: String, Sendable, Equatable, Codable, CaseIterable {
  /// They stay as they are.
  case none
  /// 1 above ½, else 0.
  case threshold
  /// A fresh draw in each epoch: 1 with probability x, else 0.
  ///
  /// - Source: Salakhutdinov and Murray (2008); Burda, Grosse and Salakhutdinov (2015), section 5.
  case dynamic

  /// The stream of the fresh draws under a seed.
  static func stream(seed: UInt64) -> RandomStream { RandomStream(seed: seed, purpose: "binarization") }

  /// Writes an observation as it is used.
  ///
  /// - Parameters:
  ///   - x: The observation, D values.
  ///   - use: A number of its own for each use of each datum; it places the draws in the stream.
  func apply<Scalar: NetworkScalar>(
    to x: UnsafePointer<Scalar>, count: Int, use: Int, stream: RandomStream, into result: UnsafeMutablePointer<Scalar>
  ) {
    switch self {
    case .none: result.update(from: x, count: count)
    case .threshold: takeThreshold(x, into: result, count: count)
    case .dynamic:
      let blocks = (count + 3) / 4
      stream.drawBernoulli(x, count: count, fromBlock: UInt64(use * blocks), into: result)
    }
  }
}

extension Batch where Scalar: NetworkScalar {
  /// The observations as an evaluation under a seed uses them: a row each, drawn once where they are drawn.
  ///
  /// - Parameters:
  ///   - binarization: The rule that turns greys into black or white.
  ///   - seed: The seed of the draws.
  ///   - first: The number of the first row among all data, by which its draws are numbered.
  public func binarized(_ binarization: Binarization, seed: UInt64, from first: Int = 0) -> Batch {
    guard binarization != .none else { return self }
    var result = self
    let stream = Binarization.stream(seed: seed)
    elements.withUnsafeBufferPointer { source in
      result.elements.withUnsafeMutableBufferPointer { target in
        guard let x = source.baseAddress, let y = target.baseAddress else { return }
        for row in 0..<rows {
          binarization.apply(
            to: x + row * columns, count: columns, use: first + row, stream: stream, into: y + row * columns)
        }
      }
    }
    return result
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func takeThreshold<Scalar: NetworkScalar>(
  _ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>, count: Int
) {
  for index in 0..<count { y[index] = x[index] > 0.5 ? 1 : 0 }
}
