import Foundation

/// An instrument as HTML: sliders, the numbers at their positions, places for the drawings, and the table as data.
struct ExplorableHTML {
  private let explorable: Explorable

  init(_ explorable: Explorable) { self.explorable = explorable }

  func html() throws -> String {
    """
    <section class="explorable" id="\(explorable.slug)" aria-labelledby="h-\(explorable.slug)">
    <h3 id="h-\(explorable.slug)"><span class="kicker">Explore</span> \(HTMLText.escaped(explorable.title))</h3>
    <p>\(explorable.invitation)</p>
    <noscript><p>The sliders need the page’s own script; the numbers below are those of the opening positions.</p></noscript>
    <div class="sliders">
    \(explorable.sliders.map(slider).joined(separator: "\n"))
    </div>
    <div class="panels"></div>
    <table class="values"><thead class="unseen"><tr><th scope="col">quantity</th><th scope="col">value</th></tr></thead>
    <tbody>
    \(explorable.quantities.map(row).joined(separator: "\n"))
    </tbody></table>
    <script type="application/json">\(try Self.json(of: explorable))</script>
    </section>

    """
  }

  private func slider(_ slider: Explorable.Slider) -> String {
    let id = "\(explorable.slug)-\(slider.name)"
    return """
      <div><label for="\(id)">\(HTMLText.escaped(slider.label))</label>\
      <input type="range" id="\(id)" min="0" max="\(slider.values.count - 1)" value="\(slider.start)" step="1">\
      <output for="\(id)">\(Self.short(slider.values[slider.start]))</output></div>
      """
  }

  private func row(_ quantity: Explorable.Quantity) -> String {
    """
    <tr><td class="what"><span class="swatch s\(quantity.color)"></span>\(HTMLText.escaped(quantity.label))</td>\
    <td class="right" data-quantity="\(quantity.name)">\(Self.short(explorable.opening(quantity)))</td></tr>
    """
  }

  /// Five significant digits, with a true minus sign, as the page's script writes them too.
  private static func short(_ value: Double) -> String {
    ExplorableNumber.text(value, digits: 5).replacing("-", with: "−")
  }

  // MARK: Data

  /// The table and the drawings as JSON.
  private static func json(of explorable: Explorable) throws -> String {
    let sliders = try explorable.sliders.map {
      "{\"name\":\(try string($0.name)),\"label\":\(try string($0.label)),\"values\":\(list($0.values))}"
    }
    let quantities = try explorable.quantities.map {
      "{\"name\":\(try string($0.name)),\"label\":\(try string($0.label)),\"color\":\($0.color),\"values\":\(list($0.values))}"
    }
    return """
      {"sliders":[\(sliders.joined(separator: ","))],
      "quantities":[\(quantities.joined(separator: ",\n"))],
      "panels":[\(try explorable.panels.map(json).joined(separator: ",\n"))]}
      """
  }

  private static func json(of panel: Explorable.Panel) throws -> String {
    switch panel {
    case .surface(let quantity, let title, let range):
      return "{\"kind\":\"surface\",\"of\":[\(try string(quantity))],\(try frame(title, range))}"
    case .slice(let slider, let names, let title, let range, let isLogarithmic):
      return "{\"kind\":\"slice\",\"along\":\(slider),\"of\":\(try strings(names)),\"logarithmic\":\(isLogarithmic),"
        + "\(try frame(title, range))}"
    case .stack(let lower, let upper, let total, let title, let range):
      return "{\"kind\":\"stack\",\"of\":\(try strings([lower, upper, total])),\(try frame(title, range))}"
    case .bars(let names, let title, let range, let isLogarithmic):
      return
        "{\"kind\":\"bars\",\"of\":\(try strings(names)),\"logarithmic\":\(isLogarithmic),\(try frame(title, range))}"
    case .gaussians(let fixed, let moving, let title, let range):
      let others = try fixed.map {
        "{\"label\":\(try string($0.label)),\"mean\":\(number($0.mean)),\"deviation\":\(number($0.deviation)),"
          + "\"color\":\($0.color)}"
      }
      return "{\"kind\":\"gaussians\",\"moving\":\(try string(moving)),\"fixed\":[\(others.joined(separator: ","))],"
        + "\"bell\":\(list(ExplorableNumber.bell())),\(try frame(title, range))}"
    }
  }

  private static func frame(_ title: String, _ range: ClosedRange<Double>) throws -> String {
    "\"title\":\(try string(title)),\"range\":\(list([range.lowerBound, range.upperBound]))"
  }

  private static func strings(_ texts: [String]) throws -> String {
    "[\(try texts.map(string).joined(separator: ","))]"
  }

  /// A string that cannot end the script it stands in.
  private static func string(_ text: String) throws -> String {
    String(decoding: try JSONEncoder().encode(text), as: UTF8.self).replacing("</", with: "<\\/")
  }

  private static func list(_ values: [Double]) -> String { "[\(values.map(number).joined(separator: ","))]" }

  private static func number(_ value: Double) -> String { ExplorableNumber.text(value, digits: 7) }
}
