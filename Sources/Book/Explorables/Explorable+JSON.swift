import Foundation
import Notebook
import Arithmetic
import VAECore

extension Explorable {
  /// The table and the drawings as JSON, in a text that cannot end the script that holds it.
  func script() throws -> String {
    let sliders = sliders.map { slider in
      JSON.object([
        ("name", .string(slider.name)), ("label", .string(slider.label)), ("values", .rounded(slider.values)),
        ("logarithmic", .boolean(slider.isLogarithmic)),
      ])
    }
    let quantities = quantities.map { quantity in
      JSON.object([
        ("name", .string(quantity.name)), ("mark", .string(quantity.mark)), ("color", .integer(quantity.color)),
        ("values", .rounded(quantity.values)),
      ])
    }
    let panels = try panels.map { try JSON.object($0.members()) }
    let json = JSON.object([
      ("sliders", .array(sliders)), ("quantities", .array(quantities)), ("panels", .array(panels)),
    ])
    return json.text.replacing("</", with: "<\\/")
  }
}

extension Explorable.Panel {
  fileprivate func members() throws -> [(key: String, value: JSON)] {
    switch self {
    case .surface(let quantity, let title, let range):
      frame("surface", [quantity], title, range)
    case .slice(let slider, let names, let title, let range, let isLogarithmic):
      frame("slice", names, title, range) + [("along", .integer(slider)), ("logarithmic", .boolean(isLogarithmic))]
    case .stack(let lower, let upper, let total, let title, let range):
      frame("stack", [lower, upper, total], title, range)
    case .bars(let names, let title, let range, let isLogarithmic):
      frame("bars", names, title, range) + [("logarithmic", .boolean(isLogarithmic))]
    case .gaussians(let fixed, let moving, let title, let range):
      frame("gaussians", [], title, range) + [
        ("moving", .string(moving)), ("fixed", .array(fixed.map(\.json))), ("bell", .rounded(Self.bell())),
      ]
    case .ellipses(let ellipses, let title, let reach):
      frame("ellipses", [], title, -reach...reach) + [("ellipses", .array(ellipses.map(\.json)))]
    case .spectrum(let eigenvalues, let title, let range):
      frame("spectrum", [], title, range) + [("eigenvalues", .rounded(eigenvalues))]
    }
  }

  private func frame(
    _ kind: String, _ names: [String], _ title: String, _ range: ClosedRange<Double>
  ) -> [(key: String, value: JSON)] {
    [
      ("kind", .string(kind)), ("of", .array(names.map(JSON.string))), ("title", .string(title)),
      ("range", .rounded([range.lowerBound, range.upperBound])),
    ]
  }

  /// The standard normal density at −4, −3.9, … 4, which the page shifts and scales into any other.
  private static func bell() -> [Double] {
    let standard = DiagonalGaussian.standard(dimension: 1)
    return (-40...40).map { Arithmetic.exp(standard.logDensity(at: [Double($0) / 10])) }
  }
}

extension Explorable.Fixed {
  fileprivate var json: JSON {
    .object([
      ("label", .string(label)), ("mean", .number(mean)), ("deviation", .number(deviation)), ("color", .integer(color)),
    ])
  }
}

extension Explorable.Ellipse {
  fileprivate var json: JSON {
    .object([("across", .string(across)), ("up", .string(up)), ("angle", angle.map(JSON.string) ?? .null)])
  }
}

extension JSON {
  /// Numbers to seven significant digits; what is 0 but for rounding is 0.
  fileprivate static func rounded(_ values: [Double]) -> JSON {
    .array(
      values.map { value in
        .number(abs(value) < 1e-12 ? 0 : Double(NumberText.significant(value, digits: 7)) ?? value)
      })
  }
}
