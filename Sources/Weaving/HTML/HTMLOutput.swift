/// What a cell showed, as HTML: claims and values as tables, remarks as sentences, figures with their captions.
struct HTMLOutput {
  /// The figure's picture, as an address that needs no file.
  let picture: (_ slug: String) throws -> String

  /// The output under one cell, in the order in which it was made; nothing if there is none.
  func html(of records: [OutputRecord]) throws -> String {
    guard !records.isEmpty else { return "" }
    var parts: [String] = []
    var rest = records[...]
    while let first = rest.first {
      switch first {
      case .claim:
        let claims = rest.prefix { $0.isClaim }
        parts.append(Self.table(ofClaims: claims.compactMap { if case .claim(let claim) = $0 { claim } else { nil } }))
        rest = rest.dropFirst(claims.count)
      case .value:
        let values = rest.prefix { $0.isValue }
        parts.append(Self.table(ofValues: values.compactMap { if case .value(let value) = $0 { value } else { nil } }))
        rest = rest.dropFirst(values.count)
      case .remark(let remark):
        parts.append("<p class=\"remark\">\(HTMLText.escaped(remark.sentence))</p>")
        rest = rest.dropFirst()
      case .figure(let figure):
        parts.append(try html(of: figure))
        rest = rest.dropFirst()
      }
    }
    return
      "<div class=\"output\" role=\"group\" aria-label=\"What this cell showed\">\n\(parts.joined(separator: "\n"))\n</div>"
  }

  // MARK: Claims

  private static func table(ofClaims claims: [ClaimRecord]) -> String {
    """
    <div class="scroll"><table class="claims">
    <thead><tr><th scope="col">eq.</th><th scope="col">claim</th><th scope="col" class="left">one side</th>\
    <th scope="col"><span class="unseen">relation</span></th><th scope="col" class="right">the other</th>\
    <th scope="col">uncertainty</th><th scope="col">verdict</th></tr></thead>
    <tbody>
    \(claims.map(row).joined(separator: "\n"))
    </tbody></table></div>
    """
  }

  private static func row(of claim: ClaimRecord) -> String {
    let verdict =
      claim.holds
      ? "<span class=\"mark\">✓</span> holds"
      : "<span class=\"mark\">✗</span> "
        + HTMLText.escaped(claim.verdictText)
    return """
      <tr\(claim.holds ? "" : " class=\"failed\"")><td class="eq">\(equations(claim.equation))</td>\
      <td class="what">\(HTMLText.escaped(claim.statement))</td>\
      <td class="left">\(number(claim.observedText))</td><td class="relation">\(HTMLText.escaped(claim.relation))</td>\
      <td class="right">\(number(claim.expectedText))</td>\
      <td class="within" title="\(HTMLText.escaped(claim.derivation))">\(number(claim.uncertaintyText))</td>\
      <td class="verdict">\(verdict)</td></tr>
      """
  }

  /// "13,14" as "(13, 14)"; what is no equation's number, such as "Definition 1", stays as it is: "(7), Figure 1".
  static func equations(_ numbers: String) -> String {
    let names = numbers.split(separator: ",").map { $0.drop { $0 == " " } }
    let areNumbers = names.map { $0.first?.isNumber == true }
    if areNumbers.allSatisfy(\.self) { return HTMLText.escaped("(\(names.joined(separator: ", ")))") }
    return zip(names, areNumbers).map { HTMLText.escaped($1 ? "(\($0))" : String($0)) }.joined(separator: ", ")
  }

  // MARK: Values

  private static func table(ofValues values: [ValueRecord]) -> String {
    let rows = values.map { value in
      """
      <tr><td class="what">\(HTMLText.escaped(value.meaning))</td><td><code>\(HTMLText.escaped(value.name))</code></td>\
      <td class="right">\(number(value.valueText))</td></tr>
      """
    }
    return """
      <div class="scroll"><table class="values">
      <thead class="unseen"><tr><th scope="col">quantity</th><th scope="col">name</th><th scope="col">value</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div>
      """
  }

  /// A number with a true minus sign and its power of ten raised: "6.4e-13" is 6.4 × 10⁻¹³.
  static func number(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let character = rest.popFirst() {
      let exponent = rest.prefix { $0 == "-" || $0 == "+" || $0.isNumber }
      if character == "e", result.last?.isNumber == true, exponent.contains(where: \.isNumber) {
        let power = exponent.drop { $0 == "+" }
        let digits = power.drop { $0 == "-" }.drop { $0 == "0" }
        result += " × 10<sup>\(power.hasPrefix("-") ? "−" : "")\(digits.isEmpty ? "0" : String(digits))</sup>"
        rest = rest.dropFirst(exponent.count)
      } else {
        result += character == "-" ? "−" : HTMLText.escaped(String(character))
      }
    }
    return result
  }

  // MARK: Figures

  private func html(of figure: FigureRecord) throws -> String {
    let (title, caption) = (HTMLText.escaped(figure.title), HTMLText.escaped(figure.caption))
    return """
      <figure class="figure" id="\(HTMLText.escaped(figure.slug))">
      <div class="scroll paper"><img src="\(try picture(figure.slug))" alt="\(title). \(caption)"></div>
      <figcaption><strong>\(title).</strong> \(caption)
      <span class="how">Redraw it: <code>gnuplot figures/\(HTMLText.escaped(figure.slug)).gp</code></span></figcaption>
      </figure>
      """
  }
}

extension OutputRecord {
  fileprivate var isClaim: Bool { if case .claim = self { true } else { false } }
  fileprivate var isValue: Bool { if case .value = self { true } else { false } }
}
