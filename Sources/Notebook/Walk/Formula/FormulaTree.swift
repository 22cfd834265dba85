/// A formula, taken apart: what the chapters' LaTeX says, without how it is drawn.
indirect enum FormulaNode: Equatable {
  /// A symbol and the company that it keeps.
  case symbol(String, FormulaClass)
  /// Parts side by side.
  case row([FormulaNode])
  /// A fraction's two sides.
  case fraction(FormulaNode, FormulaNode)
  /// A square root.
  case root(FormulaNode)
  /// A part with what stands below and above it on its right.
  case scripts(FormulaNode, below: FormulaNode?, above: FormulaNode?)
  /// A part with a mark over it, such as a hat: a combining character.
  case accented(FormulaNode, String)
  /// Lines of an aligned display.
  case lines([FormulaNode])
}

/// The spacing class of a symbol.
enum FormulaClass: Equatable {
  /// A letter, a number.
  case ordinary
  /// A name that takes an argument: log, KL.
  case function
  /// A sum, a product, an integral.
  case large
  case binary
  case relation
  case open
  case close
  case punctuation
  /// A space that the author asked for.
  case space
}

/// The reason why a formula cannot be read.
package struct FormulaProblem: Error, Equatable, CustomStringConvertible {
  let formula: String
  let expected: String
  let found: String

  package var description: String { "formula '\(formula)': expected \(expected), found \(found)" }
}
