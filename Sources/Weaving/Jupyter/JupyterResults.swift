import Foundation

/// What a cell showed, as a notebook's outputs: tables, remarks and figures in the order in which they were made.
struct JupyterResults {
  /// The folder of the drawn figures.
  let figures: URL

  func outputs(of records: [OutputRecord]) throws -> [JupyterOutput] {
    var outputs: [JupyterOutput] = []
    var (html, plain): ([String], [String]) = ([], [])
    func end() {
      if !html.isEmpty {
        let table = "<table>\n" + html.joined(separator: "\n") + "\n</table>"
        outputs.append(.text(html: table, plain: plain.joined(separator: "\n")))
      }
      (html, plain) = ([], [])
    }
    for record in records {
      switch record {
      case .value(let value):
        html.append(Self.row(of: value))
        plain.append("\(value.meaning)\n    \(value.name) = \(value.valueText)")
      case .claim(let claim):
        html.append(Self.row(of: claim))
        plain.append(Self.text(of: claim))
      case .remark(let remark):
        html.append("<tr><td colspan=\"4\" style=\"text-align:left\">\(HTMLText.escaped(remark.sentence))</td></tr>")
        plain.append(remark.sentence)
      case .figure(let figure):
        end()
        outputs += try FigurePicture(figure, in: figures).outputs
      }
    }
    end()
    return outputs
  }

  // MARK: Rows

  private static func row(of value: ValueRecord) -> String {
    cells([
      "", HTMLText.escaped(value.meaning),
      "<code>\(HTMLText.escaped(value.name))</code> = \(HTMLOutput.number(value.valueText))", "",
    ])
  }

  private static func row(of claim: ClaimRecord) -> String {
    let number = HTMLOutput.number
    let verdict = claim.holds ? "✓ holds" : "<strong>✗ \(HTMLText.escaped(claim.verdictText))</strong>"
    let sides =
      "\(number(claim.observedText)) \(HTMLText.escaped(claim.relation)) \(number(claim.expectedText))"
    return cells([
      HTMLOutput.equations(claim.equation), HTMLText.escaped(claim.statement),
      "\(sides)<br><small>\(number(claim.uncertaintyText)): \(HTMLText.escaped(claim.derivation))</small>", verdict,
    ])
  }

  private static func cells(_ contents: [String]) -> String {
    "<tr>" + contents.map { "<td style=\"text-align:left\">\($0)</td>" }.joined() + "</tr>"
  }

  private static func text(of claim: ClaimRecord) -> String {
    let verdict = claim.holds ? "✓ holds" : "✗ \(claim.verdictText)"
    return """
      \(MarkdownText.equation(claim.equation)) \(claim.statement)
          \(claim.observedText) \(claim.relation) \(claim.expectedText)  \(claim.uncertaintyText)  \(verdict)
      """
  }
}
