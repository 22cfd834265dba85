import Foundation
import Notebook

/// The site's numbers of the notes: their anchors, the links to them, and what a link shows before it is followed.
struct HTMLEquations {
  let places: EquationPlaces
  let links: SiteLinks

  /// The numbers beside displays as anchors; a number that the page displays again has one anchor only.
  func withAnchors(_ html: String, seen: inout Set<String>) -> String {
    html.replacing(/<span class="(eqno[a-z ]*)">([^<]*)<\/span>/) { match in
      let numbers = String(match.2).replacing(/\(([0-9]+)\)/) { number in
        let anchor = NumberedFormula.anchor(String(number.1))
        let id = seen.insert(anchor).inserted ? " id=\"\(anchor)\"" : ""
        return "<a\(id) href=\"#\(anchor)\">\(number.0)</a>"
      }
      return "<span class=\"\(match.1)\">\(numbers)</span>"
    }
  }

  /// The labels in the first column of claims, and the numbers in their words, as links.
  func withLinks(_ html: String, on page: EquationPlaces.Page) -> String {
    HTMLWords.replaced(in: html) { words in
      String(words).replacing(/(^|[\s–(,])\(([0-9]{1,2})\)|(Definition 1|Figure 1)\b/) { match in
        let label = String(match.2 ?? match.3 ?? "")
        guard NotesPlace.all.contains(where: { $0.label == label }),
          let address = links.address(of: places.address(of: label, from: page))
        else { return String(match.0) }
        let text = match.2.map { "(\($0))" } ?? label
        return "\(match.1 ?? "")<a href=\"\(address)\">\(text)</a>"
      }
    }
  }

  // MARK: For others

  /// A number of the notes as `equations.json` lists it.
  private struct Entry: Encodable {
    let number: String
    let subject: String
    let chapter: Int
    let section: String
    let page: String
    let markdown: String
    let latex: String
  }

  /// The list for other books: each number with its subject, its formula and its addresses.
  func list() throws -> String {
    let entries = NotesPlace.all.map { notes in
      let place = places.place(of: notes.label, from: .contents)
      return Entry(
        number: notes.label, subject: notes.subject, chapter: place?.chapter.number ?? 0,
        section: place?.section?.number ?? "",
        page: links.address(of: places.address(of: notes.label, from: .contents))
          ?? "", markdown: "chapters/" + markdownAddress(of: notes.label), latex: place?.latex ?? "")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(entries), as: UTF8.self) + "\n"
  }

  private func markdownAddress(of label: String) -> String {
    let address = places.address(of: label, from: .contents)
    return address.hasPrefix("#") ? "README.md\(address)" : address
  }

  /// The formulas as a script, for previews: a page that lies in a folder may load a script beside it, but no data.
  func previews() throws -> String {
    let shown = NotesPlace.all.compactMap { notes in
      places.place(of: notes.label, from: .contents).map { (notes, $0) }
    }
    let formulas = try Pandoc.html(
      of: shown.map { "```math\n\($0.1.latex)\n```" }, file: "chapters/README.md")
    let entries = zip(shown, formulas).map { place, formula in
      let title = "\(EquationLabel.inParentheses(place.0.label)) \(place.0.subject)"
      return (place.0.label, ["title": title, "formula": formula])
    }
    let others = NotesPlace.all.filter { notes in !shown.contains { $0.0.label == notes.label } }.map { notes in
      (notes.label, ["title": "\(EquationLabel.inParentheses(notes.label)) \(notes.subject)", "formula": ""])
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(
      Dictionary((entries + others).map { (anchors(of: $0.0), $0.1) }) { first, _ in first })
    return "window.bookEquations = \(String(decoding: data, as: UTF8.self));\n"
  }

  /// A number by which a link's address ends: "16" of "#eq-16" and "#equation-16", "definition-1" of "#definition-1".
  private func anchors(of label: String) -> String {
    label.first?.isNumber == true ? label : NotesPlace.anchor(label)
  }
}
