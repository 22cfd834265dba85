import Testing

@testable import VAEEngine

@Suite("A bound on a gradient that is known before the gradient")
struct GradientBoundTests {
  /// Whether two workers that met these largest inputs and gradients prove that n rows give finite squares.
  private func proves<Scalar: NetworkScalar>(
    _ inputs: [Scalar], _ gradients: [Scalar], rows: Int = 1, knownBound: Double? = nil
  ) -> Bool {
    let bound = GradientBound<Scalar>(layers: 2, workers: 2)
    for worker in 0..<2 {
      bound.reset(worker: worker)
      Batch(rows: 1, columns: 2, elements: [0, inputs[worker]]).withRows {
        bound.meet(inputs: $0, bound: knownBound, layer: 1, worker: worker)
      }
      Batch(rows: 2, columns: 1, elements: [gradients[worker], 0]).withRows {
        bound.meet(gradient: $0, layer: 1, worker: worker)
      }
    }
    return bound.provesFiniteSquares(ofLayer: 1, rows: rows)
  }

  @Test("n · |x| · |g| must be below half the root of the largest number, with 1 for a smaller |x|")
  func threshold() {
    let half = Double.greatestFiniteMagnitude.squareRoot() / 2
    #expect(proves([0, 0], [half.nextDown, -1]) && !proves([0, 0], [half, 1]) && !proves([0, 0], [1, -half]))
    #expect(proves([2, 1], [1, half.nextDown / 2]) && !proves([-2, 1], [1, half / 2]))
    #expect(proves([half, 1], [0.5, 0.25]) && !proves([half, 1], [0.25, 1]), "a small gradient counts as it is")
    #expect(proves([1, 1], [1, half.nextDown / 4], rows: 4) && !proves([1, 1], [half / 4, 1], rows: 4))
    #expect(proves([2, 1], [1, half.nextDown], knownBound: 1), "a bound that is known stands for the inputs")
  }

  @Test("A number that is not finite proves nothing, and rows must be few beside the precision")
  func refusals() {
    for bad in [Double.nan, .infinity] {
      #expect(!proves([bad, 1], [1, 1]) && !proves([1, 1], [1, bad]))
    }
    #expect(proves([Float(1), 1], [1, 1], rows: (1 << 21) - 1) && !proves([Float(1), 1], [1, 1], rows: 1 << 21))
  }

  @Test("What one pass met is forgotten in the next")
  func reset() {
    let bound = GradientBound<Double>(layers: 1, workers: 1)
    for (value, isProved) in [(Double.infinity, false), (1, true)] {
      bound.reset(worker: 0)
      Batch(rows: 1, columns: 1, elements: [value]).withRows {
        bound.meet(inputs: $0, bound: nil, layer: 0, worker: 0)
        bound.meet(gradient: $0, layer: 0, worker: 0)
      }
      #expect(bound.provesFiniteSquares(ofLayer: 0, rows: 1) == isProved)
    }
  }
}
