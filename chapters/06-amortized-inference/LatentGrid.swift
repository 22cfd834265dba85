import Notebook
import VAECore

/// The points of a grid over the plane of z, from -6 to 6, and the decoder's output at each: enough for log p(x) of every x.
struct LatentGrid {
  /// The distance of neighbours on the grid.
  let distance: Double
  /// log p(z) at each point.
  private let logPriors: [Double]
  /// f(z) at each point.
  private let outputs: [[Double]]
  /// The points, row by row.
  private let points: [[Double]]
  /// p(x | f), as a decoder whose network passes on what it is given.
  private let likelihood: Decoder

  /// Creates the grid, or a coarser one if the outputs of a large decoder would not fit into 160 MB.
  init(of decoder: Decoder, distance wished: Double, _ notebook: ChapterNotebook) {
    let pixels = decoder.network.layers.last?.bias.count ?? 1
    let distance = max(wished, 12 / (2e7 / Double(pixels)).squareRoot())
    self.distance = distance
    let (reach, prior) = (Int((6 / distance).rounded()), DiagonalGaussian.standard(dimension: 2))
    points = (-reach...reach).flatMap { i in
      (-reach...reach).map { j in [distance * Double(i), distance * Double(j)] }
    }
    logPriors = points.map { prior.logDensity(at: $0) }
    outputs = notebook.concurrentMap(points) { decoder.network.value(of: $0) }
    likelihood = Decoder(network: Network([]), likelihood: decoder.likelihood)
  }

  /// Returns log p(x): the trapezoid rule over the plane.
  /// - Source: eq. (1).
  func logMarginalLikelihood(of x: [Double]) -> Double {
    logSumExp(logJointDensities(of: x)) + 2 * log(distance)
  }

  /// Returns log p(x, z) at each point.
  private func logJointDensities(of x: [Double]) -> [Double] {
    zip(logPriors, outputs).map { $0 + likelihood.logDensity(of: x, given: $1) }
  }

  /// Returns the posterior p(z | x), constant over each cell.
  func posterior(of x: [Double]) -> PosteriorOfCells {
    PosteriorOfCells(logJointDensities(of: x), points: points, side: distance)
  }
}

/// A density over the plane that is constant over each square cell of a grid.
struct PosteriorOfCells {
  private let points: [[Double]]
  /// The length of a cell's side.
  private let side: Double
  /// The probability of each cell.
  private let shares: [Double]
  /// The probability of each cell and all before it.
  private let sums: [Double]

  /// Creates the density that is proportional to exp(logDensities).
  init(_ logDensities: [Double], points: [[Double]], side: Double) {
    let total = logSumExp(logDensities)
    (self.points, self.side, shares) = (points, side, logDensities.map { exp($0 - total) })
    var sum = 0.0
    sums = shares.map { share in
      sum += share
      return sum
    }
  }

  /// Returns a draw: a cell by its probability, and a place in it.
  func draw(cell u: Double, place: (Double, Double)) -> [Double] {
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > u * (sums.last ?? 1) { high = middle } else { low = middle + 1 }
    }
    return [points[low][0] + side * (place.0 - 0.5), points[low][1] + side * (place.1 - 0.5)]
  }

  /// Returns the density at z; 0 outside the grid.
  func density(at z: [Double]) -> Double {
    let (count, reach) = (Int(Double(points.count).squareRoot()), -(points.first?[0] ?? 0))
    let (row, column) = (((z[0] + reach) / side).rounded(), ((z[1] + reach) / side).rounded())
    guard (0..<Double(count)).contains(row), (0..<Double(count)).contains(column) else { return 0 }
    return shares[Int(row) * count + Int(column)] / side.squared
  }
}
