import Datasets
import Notebook
import VAECore
import VAEEngine

/// The comparison of a training with probabilistic PCA, the best linear model with the same number of latent dimensions.
///
/// It needs no training, and its log p(x) is exact. A bound below it means that the nonlinear layers have not yet paid off.
enum LinearComparison {
  /// The linear model's log p(x) of the data that judge the training, in the data's units.
  case known(MonteCarloEstimate)
  /// The reason why there is none.
  case skipped(String)

  /// The most columns, rows, and multiplications for the covariance: a few seconds' work.
  private static let (mostColumns, mostRows, mostProducts) = (256, 1_000_000, 3e9)
  /// The largest number of which a product of two variances is finite.
  private static let largest = 1e75

  /// Compares a model.
  ///
  /// - Parameters:
  ///   - model: The trained model.
  ///   - training: The data that it was trained on, to which the linear model is fitted.
  ///   - judged: The data that judge both.
  ///   - binarization: What was done to the data.
  init<Scalar: NetworkScalar>(
    with model: VariationalAutoencoder<Scalar>, fittedTo training: Batch<Scalar>, judgedBy judged: Batch<Scalar>,
    binarization: Binarization, units: DataUnits
  ) {
    let (columns, latents) = (training.columns, model.decoder.latentDimension)
    guard model.decoder.likelihood.variance != nil else {
      self = .skipped("it needs a Gaussian likelihood")
      return
    }
    guard binarization == .none else {
      self = .skipped("the data are binarised")
      return
    }
    guard columns <= Self.mostColumns, training.rows <= Self.mostRows,
      Double(columns) * Double(columns) * Double(training.rows) <= Self.mostProducts
    else {
      self = .skipped("\(training.rows) rows of \(columns) columns would take too long")
      return
    }
    guard training.elements.allSatisfy({ abs(Double($0)) <= Self.largest }) else {
      self = .skipped("the data's variance would overflow")
      return
    }
    let components = PrincipalComponents(of: Self.points(training))
    do throws(InvalidInput) {
      let linear = try components.linearGaussian(latentDimension: latents)
      var estimate = MonteCarloEstimate()
      for x in Self.points(judged) { estimate.add(linear.logMarginalLikelihood(of: x)) }
      let inUnits = units.inUnits(estimate)
      // The exact value of a row far from all others may overflow, or its square.
      let isFinite = inUnits.mean.isFinite && (inUnits.standardError ?? 0).isFinite
      self = isFinite ? .known(inUnits) : .skipped("its log-likelihood is not finite")
    } catch {
      self = .skipped("the data do not vary in more than \(latents) directions")
    }
  }

  private static func points<Scalar: NetworkScalar>(_ data: Batch<Scalar>) -> [[Double]] {
    (0..<data.rows).map { data[row: $0].map { Double($0) } }
  }

  /// The line of a report.
  var line: String {
    switch self {
    case .known(let estimate):
      "  a linear model of the same dimension (probabilistic PCA) reaches \(Estimates.text(estimate))"
    case .skipped(let reason): "  no linear model to compare with: \(reason)"
    }
  }

  /// The members of a report's JSON.
  var members: [(key: String, value: JSON)] {
    switch self {
    case .known(let estimate): [("linearModel", Estimates.json(estimate))]
    case .skipped(let reason): [("linearModel", .null), ("linearModelSkipped", .string(reason))]
    }
  }
}
