import Foundation
import Testing

/// One edge case computed with 80 digits: inputs, the expected values, and how near a result must come.
///
/// Numbers stand as strings in the fixtures, inputs in hexadecimal: JSON readers do not all round decimals correctly.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let id: String
  let function: String
  let note: String
  /// Whether the inputs must be refused, and which results count as refusals.
  let accept: [String]?
  let alsoAccept: [String]
  private let ulps: Double
  private let absolute: Double
  private let inputs: [String: [Double]]
  private let matrices: [String: [[Double]]]
  private let expected: [String: [Double]]

  var testDescription: String { note.isEmpty ? id : "\(id): \(note)" }

  func scalar(_ name: String) -> Double { inputs[name]?.first ?? .nan }
  func vector(_ name: String) -> [Double] { inputs[name] ?? [] }
  func matrix(_ name: String) -> [[Double]] { matrices[name] ?? [] }
  func expects(_ name: String) -> [Double] { expected[name] ?? [] }

  /// Compares a result with an expected value: |got − expected| ≤ max(absolute, ulps · ulp), or the same special value.
  func expect(_ name: String, _ got: Double, component: Int = 0, sourceLocation: SourceLocation = #_sourceLocation) {
    guard expects(name).indices.contains(component) else {
      Issue.record("\(id) expects nothing of the name \(name)", sourceLocation: sourceLocation)
      return
    }
    let wanted = expects(name)[component]
    if wanted.isNaN {
      #expect(got.isNaN, "\(id) \(name): \(got)", sourceLocation: sourceLocation)
    } else if wanted.isInfinite || alsoAccept.contains("\(got)") {
      #expect(got == wanted || alsoAccept.contains("\(got)"), "\(id) \(name): \(got)", sourceLocation: sourceLocation)
    } else {
      let tolerance = max(absolute, ulps * wanted.ulp)
      #expect(
        abs(got - wanted) <= tolerance, "\(id) \(name): got \(got), wanted \(wanted)", sourceLocation: sourceLocation)
    }
  }

  /// Reads the cases of a fixture that concern one function.
  static func cases(_ function: String, in fixture: String) -> [GoldenCase] {
    guard let url = Bundle.module.url(forResource: "Fixtures/\(fixture)", withExtension: "json"),
      let data = try? Data(contentsOf: url),
      let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let cases = object["cases"] as? [[String: Any]]
    else { return [] }
    return cases.compactMap(GoldenCase.init).filter { $0.function == function }
  }

  private init?(_ object: [String: Any]) {
    guard let id = object["id"] as? String, let function = object["fn"] as? String else { return nil }
    self.id = id
    self.function = function
    note = object["note"] as? String ?? ""
    accept = object["error"] == nil ? nil : object["accept"] as? [String] ?? ["throw"]
    alsoAccept = object["also_accept"] as? [String] ?? []
    ulps = Self.number(object["tol_ulp"]) ?? 0
    absolute = Self.number(object["tol_abs"]) ?? 0
    let inputs = object["inputs"] as? [String: Any] ?? [:]
    self.inputs = inputs.compactMapValues(Self.numbers)
    matrices = inputs.compactMapValues { ($0 as? [Any])?.compactMap { ($0 as? [Any]).flatMap(Self.numbers) } }
    expected = (object["expected"] as? [String: Any] ?? [:]).compactMapValues(Self.flattened)
  }

  private static func number(_ value: Any?) -> Double? {
    (value as? NSNumber)?.doubleValue ?? (value as? String).flatMap(Double.init)
  }

  private static func numbers(_ value: Any) -> [Double]? {
    if let list = value as? [Any] {
      let values = list.compactMap(number)
      return values.count == list.count ? values : nil
    }
    return number(value).map { [$0] }
  }

  private static func flattened(_ value: Any) -> [Double]? {
    if let rows = value as? [[Any]] { return rows.flatMap { numbers($0) ?? [] } }
    return numbers(value)
  }
}
