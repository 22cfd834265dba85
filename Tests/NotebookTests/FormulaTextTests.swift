import Foundation
import Testing

@testable import Notebook

/// A formula of a chapter, and where it stands.
struct ChapterFormula: Sendable, CustomTestStringConvertible {
  let file: String
  let text: String
  var testDescription: String { "\(file): \(text)" }

  /// Every formula of every chapter, displayed or in a sentence.
  static func all() throws -> [ChapterFormula] {
    let chapters = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../chapters").standardized
    return try FileManager.default.contentsOfDirectory(atPath: chapters.path).sorted().flatMap { folder in
      let number = Int(folder.prefix { $0.isNumber }) ?? 0
      let file = chapters.appending(path: "\(folder)/Chapter\(number).swift")
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [ChapterFormula]() }
      let source = try ChapterSource(text, file: file.lastPathComponent)
      return prose(of: source).flatMap { formulas(in: $0) }.map { ChapterFormula(file: source.file, text: $0) }
    }
  }

  private static func prose(of source: ChapterSource) -> [String] {
    (source.opening + source.sections.flatMap(\.blocks)).compactMap { block in
      if case .prose(let text, _) = block { text } else { nil }
    }
  }

  private static func formulas(in prose: String) -> [String] {
    MarkdownBlock.blocks(of: prose).flatMap { block -> [String] in
      switch block.kind {
      case .formula: return [block.listing]
      case .item: return block.item.map { formulas(in: $0.markdown) } ?? []
      case .paragraph:
        return MarkdownProse.formulas(in: block.flowing).map { range in
          String(block.flowing[range].dropFirst(2).dropLast(2))
        }
      case .table, .listing, .heading: return []
      }
    }
  }
}

@Suite("Formulas as text")
struct FormulaTextTests {
  @Test(
    "Fractions, scripts, functions and signs",
    arguments: [
      (#"\frac1m\sum_{i=1}^m p(x\mid z_i)"#, "(1/m) Σᵢ₌₁ᵐ p(x | zᵢ)"),
      (#"-\tfrac12\sum_{j=1}^d\bigl(1+\log\sigma_j^2-\sigma_j^2-\mu_j^2\bigr)"#, "−½ Σⱼ₌₁ᵈ (1 + log σⱼ² − σⱼ² − μⱼ²)"),
      (#"\mathrm{KL}(q\,\Vert\,p)"#, "KL(q ‖ p)"), (#"\sqrt{R/m}"#, "√(R/m)"), (#"s^2\sqrt{2/m}"#, "s²√(2/m)"),
      (#"m^{-1/2}"#, "m^(−1/2)"), (#"\log\frac{q}{p(z\mid x)}"#, "log (q/p(z | x))"), (#"\tfrac12"#, "½"),
      (#"\frac{x^2+w^2}{2s^2}"#, "(x² + w²)/(2s²)"), (#"\mathbb{E}\log\hat p"#, "E log p̂"),
      (#"x_12"#, "x₁2"), (#"\mathrm N(0,\tfrac12)"#, "N(0, ½)"), (#"f(x)=\max_y g(x,y)"#, "f(x) = max_y g(x, y)"),
      (#"e^{-k^2/2}\cos k"#, "e^(−k²/2) cos k"), (#"2.5\cdot10^{-19}"#, "2.5·10⁻¹⁹"),
      (#"\frac1V\,\mathrm E_i\,f"#, "(1/V) Eᵢ f"), (#"\frac12\;\le\;x"#, "½ ≤ x"),
      (#"\langle w, Jv\rangle = \langle J^\top w, v\rangle"#, "⟨w, Jv⟩ = ⟨Jᵀw, v⟩"),
    ])
  func line(latex: String, text: String) throws { #expect(try FormulaText.line(latex) == text) }

  @Test("Every formula of every chapter converts: no backslash, no brace, no line too wide")
  func chapters() throws {
    let formulas = try ChapterFormula.all()
    #expect(formulas.count > 60)
    for formula in formulas {
      for line in try FormulaText.lines(formula.text, columns: 76) {
        #expect(!line.contains { "\\{}$".contains($0) }, "\(line)")
        #expect(TextWidth.of(line) <= 78, "\(line) of \(formula.text)")
      }
    }
  }

  @Test("What cannot be read is refused with its name", arguments: [#"\frobnicate x"#, "{x", #"\frac1"#, "^2", "x_"])
  func refused(latex: String) {
    #expect(throws: FormulaProblem.self) { try FormulaText.line(latex) }
  }

  @Test("A long display breaks before a relation, an aligned one at its lines")
  func breaking() throws {
    #expect(try FormulaText.lines(#"a = b + c = d"#, columns: 10) == ["a = b + c", "  = d"])
    #expect(
      try FormulaText.lines(#"\begin{aligned}a &= b\\ &= c\end{aligned}"#, columns: 40) == ["a = b", "  = c"])
    #expect(
      try FormulaText.lines(#"\begin{aligned}a &= b &&\text{line 1}\\ &-c && (3)\end{aligned}"#, columns: 40)
        == ["a = b      line 1", "  − c      (3)"])
  }
}
