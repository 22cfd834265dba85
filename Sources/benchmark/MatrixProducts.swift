import Dispatch
import VAEEngine

/// The rate of OpenBLAS's products on this machine, and the bare time of those that a training step is made of.
enum MatrixProducts {
  /// Thousand millions of operations a second of a product of 2048 × 2048 matrices, its rows shared by the threads.
  static func rate<Scalar: NetworkScalar>(_ scalar: Scalar.Type, _ threads: Threads) -> Double {
    let size = 2048
    let rows = size / threads.count
    let best =
      (0..<4).map { _ in
        time(Scalar.self, [Product(rows: rows, columns: size, inner: size)], times: 1, threads)
      }.min() ?? .nan
    return 2 * Double(rows * threads.count) * Double(size * size) / best / 1e9
  }

  /// Seconds of a step's products alone, without anything between them, each thread on its share of the batch.
  static func timeOfStep(pixels: Int, hidden: Int, latent: Int, batch: Int, _ threads: Threads) -> Double {
    let rows = batch / threads.count
    var products: [Product] = []
    for (inputs, outputs, isFirst) in [
      (pixels, hidden, true), (hidden, latent, false), (hidden, latent, false), (latent, hidden, false),
      (hidden, pixels, false),
    ] {
      // y = x Wᵀ, ∂W = gᵀ x and, but for the data, ∂x = g W.
      products.append(Product(rows: rows, columns: outputs, inner: inputs, transposesSecond: true))
      products.append(Product(rows: outputs, columns: inputs, inner: rows, transposesFirst: true))
      if !isFirst { products.append(Product(rows: rows, columns: inputs, inner: outputs)) }
    }
    return time(Float.self, products, times: 50, threads) / 50
  }

  /// C ← op(A) op(B) with C of shape (rows, columns).
  private struct Product {
    let rows, columns, inner: Int
    var transposesFirst = false
    var transposesSecond = false
  }

  /// Seconds in which every thread forms the products, each from arrays of its own.
  private static func time<Scalar: NetworkScalar>(
    _ scalar: Scalar.Type, _ products: [Product], times: Int, _ threads: Threads
  ) -> Double {
    let sizes = products.map { (a: $0.rows * $0.inner, b: $0.inner * $0.columns, c: $0.rows * $0.columns) }
    let largest = sizes.map { Swift.max($0.a, $0.b, $0.c) }.max() ?? 0
    let start = Workload.Duration.now
    DispatchQueue.concurrentPerform(iterations: threads.count) { _ in
      withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 3 * largest) { buffer in
        guard let a = buffer.baseAddress else { return }
        buffer.initialize(repeating: 1 / 1024)
        for _ in 0..<times {
          for product in products {
            Scalar.multiply(
              rows: product.rows, columns: product.columns, inner: product.inner, a,
              stride: product.transposesFirst ? product.rows : product.inner, transposed: product.transposesFirst,
              a + largest, transposed: product.transposesSecond, adding: false, into: a + 2 * largest)
          }
        }
      }
    }
    return (Workload.Duration.now - start).wall
  }
}
