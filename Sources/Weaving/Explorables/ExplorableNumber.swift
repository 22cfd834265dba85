import Foundation
import Arithmetic
import VAECore

/// Numbers as an instrument holds them.
enum ExplorableNumber {
  /// A number to a count of significant digits; what is 0 but for rounding is "0".
  static func text(_ value: Double, digits: Int) -> String {
    abs(value) < 1e-12 ? "0" : String(format: "%.\(digits)g", locale: nil, value)
  }

  /// The standard normal density at −4, −3.9, … 4, which the page shifts and scales into any other.
  static func bell() -> [Double] {
    let standard = DiagonalGaussian.standard(dimension: 1)
    return (-40...40).map { Arithmetic.exp(standard.logDensity(at: [Double($0) / 10])) }
  }
}
