/// A function applied to each element between two layers.
///
/// Every pullback is written in terms of the output alone, so that the input's storage can hold the output.
public enum Activation: String, Sendable, CaseIterable {
  /// y = tanh x,   ∂y/∂x = 1 − y².
  case tanh
  /// y = max(x, 0),   ∂y/∂x = 1 where y > 0, else 0.
  case relu
  /// y = log (1 + eˣ),   ∂y/∂x = σ(x) = 1 − e⁻ʸ.
  case softplus
  /// y = 1 / (1 + e⁻ˣ),   ∂y/∂x = y (1 − y).
  case sigmoid
  /// y = x.
  case identity

  /// Replaces each element by its value.
  func apply<Scalar: NetworkScalar>(to matrix: inout Batch<Scalar>) {
    matrix.elements.withUnsafeMutableBufferPointer { apply(to: $0) }
  }

  /// Replaces each element by its value.
  func apply<Scalar: NetworkScalar>(to elements: UnsafeMutableBufferPointer<Scalar>) {
    switch self {
    case .tanh: Scalar.takeTangent(elements)
    case .relu: rectify(elements)
    case .softplus: takeSoftplus(elements)
    case .sigmoid: takeSigmoid(elements)
    case .identity: break
    }
  }

  /// Multiplies the gradient with respect to the output by ∂y/∂x, which makes it the gradient for the input.
  ///
  /// - Precondition: Gradient and output have one shape.
  func pullback<Scalar: NetworkScalar>(_ gradient: inout Batch<Scalar>, output: Batch<Scalar>) {
    precondition(gradient.elements.count == output.elements.count, "a gradient has its value's shape")
    gradient.elements.withUnsafeMutableBufferPointer { gradient in
      output.elements.withUnsafeBufferPointer { output in
        switch self {
        case .tanh: Scalar.scaleByTangentSlope(gradient, output: output)
        case .relu: scaleByRectifierSlope(gradient, output: output)
        case .softplus: scaleBySoftplusSlope(gradient, output: output)
        case .sigmoid: scaleBySigmoidSlope(gradient, output: output)
        case .identity: break
        }
      }
    }
  }
}

/// How many elements a composed function works on at a time: two arrays of them in double precision take the 1024 bytes
/// that a temporary allocation has on the stack.
private let chunk = 64

// NaN fails the comparison and stays, which a maximum would lose.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func rectify<Scalar: NetworkScalar>(_ x: UnsafeMutableBufferPointer<Scalar>) {
  for index in x.indices { x[index] = x[index] < 0 ? 0 : x[index] }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func takeSigmoid<Scalar: NetworkScalar>(_ x: UnsafeMutableBufferPointer<Scalar>) {
  // σ(x) = ½ + ½ tanh ½x would lose the small values' digits: e^−|x| keeps them.
  withUnsafeTemporaryAllocation(of: Scalar.self, capacity: chunk) { buffer in
    for start in stride(from: 0, to: x.count, by: chunk) {
      let small = UnsafeMutableBufferPointer(rebasing: buffer[..<Swift.min(chunk, x.count - start)])
      for index in small.indices { small[index] = -abs(x[start + index]) }
      Scalar.exponentiate(small)
      for index in small.indices {
        let e = small[index]
        x[start + index] = (x[start + index] < 0 ? e : 1) / (1 + e)
      }
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func takeSoftplus<Scalar: NetworkScalar>(_ x: UnsafeMutableBufferPointer<Scalar>) {
  withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 2 * chunk) { buffer in
    for start in stride(from: 0, to: x.count, by: chunk) {
      let count = Swift.min(chunk, x.count - start)
      let small = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      let logarithm = UnsafeMutableBufferPointer(rebasing: buffer[count..<2 * count])
      for index in small.indices { small[index] = -abs(x[start + index]) }
      Scalar.exponentiate(small)
      for index in small.indices { logarithm[index] = 1 + small[index] }
      Scalar.takeLogarithm(logarithm)
      for index in small.indices {
        // log1p e = log u · e / (u − 1) with u = 1 + e rounded: the two roundings of u cancel.
        let e = small[index]
        let excess = (1 + e) - 1
        let correction = excess == 0 ? e : logarithm[index] * (e / excess)
        x[start + index] = (x[start + index] > 0 ? x[start + index] : 0) + correction
      }
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func scaleByRectifierSlope<Scalar: NetworkScalar>(
  _ gradient: UnsafeMutableBufferPointer<Scalar>, output: UnsafeBufferPointer<Scalar>
) {
  for index in gradient.indices where output[index] == 0 { gradient[index] = 0 }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func scaleBySigmoidSlope<Scalar: NetworkScalar>(
  _ gradient: UnsafeMutableBufferPointer<Scalar>, output: UnsafeBufferPointer<Scalar>
) {
  for index in gradient.indices { gradient[index] *= output[index] * (1 - output[index]) }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func scaleBySoftplusSlope<Scalar: NetworkScalar>(
  _ gradient: UnsafeMutableBufferPointer<Scalar>, output: UnsafeBufferPointer<Scalar>
) {
  // 1 − e⁻ʸ = 2t / (1 + t) with t = tanh ½y: nothing cancels when y is small.
  withUnsafeTemporaryAllocation(of: Scalar.self, capacity: chunk) { buffer in
    for start in stride(from: 0, to: gradient.count, by: chunk) {
      let tangent = UnsafeMutableBufferPointer(rebasing: buffer[..<Swift.min(chunk, gradient.count - start)])
      for index in tangent.indices { tangent[index] = output[start + index] / 2 }
      Scalar.takeTangent(tangent)
      for index in tangent.indices { gradient[start + index] *= 2 * tangent[index] / (1 + tangent[index]) }
    }
  }
}
