import Notebook

/// An instrument as HTML: sliders, beside them the numbers at their positions, a place for the drawings, and the table as data.
struct ExplorableHTML {
  private let explorable: Explorable

  init(_ explorable: Explorable) { self.explorable = explorable }

  func html() throws -> String {
    """
    <section class="explorable" id="\(explorable.slug)" aria-labelledby="h-\(explorable.slug)">
    <h3 id="h-\(explorable.slug)"><span class="kicker">Explore</span> \(explorable.title.escapedHTML)</h3>
    <p>\(explorable.invitation)</p>
    <noscript><p>The sliders need the page’s own script; the numbers below are those of the opening positions.</p></noscript>
    <div class="controls">
    <div class="sliders">
    \(explorable.sliders.map(slider).joined(separator: "\n"))
    </div>
    <table class="values"><thead class="unseen"><tr><th scope="col">quantity</th><th scope="col">value</th></tr></thead>
    <tbody>
    \(explorable.quantities.compactMap(row).joined(separator: "\n"))
    </tbody></table>
    </div>
    <div class="panels"></div>
    <script type="application/json">\(try explorable.script())</script>
    </section>

    """
  }

  private func slider(_ slider: Explorable.Slider) -> String {
    let id = "\(explorable.slug)-\(slider.name)"
    return """
      <div><label for="\(id)">\(slider.label.escapedHTML)</label>\
      <input type="range" id="\(id)" min="0" max="\(slider.values.count - 1)" value="\(slider.start)" step="1">\
      <output for="\(id)">\(Self.short(slider.values[slider.start]))</output></div>
      """
  }

  private func row(_ quantity: Explorable.Quantity) -> String? {
    guard let label = quantity.label else { return nil }
    return """
      <tr><td class="what"><span class="swatch s\(quantity.color)"></span>\(label.escapedHTML)</td>\
      <td class="right" data-quantity="\(quantity.name)">\(Self.short(explorable.opening(quantity)))</td></tr>
      """
  }

  /// Five significant digits, with a true minus sign, as the page's script writes them too.
  private static func short(_ value: Double) -> String {
    NumberText.significant(abs(value) < 1e-12 ? 0 : value, digits: 5).replacing("-", with: "−")
  }
}
