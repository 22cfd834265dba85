/// The labels of the notes' equations, as readers see them.
package enum EquationLabel {
  /// "(3), (4) and (5)" for "3,4 and 5"; a number after a name, as in "Definition 1", stays as it is.
  package static func inParentheses(_ label: String) -> String {
    guard label.first?.isNumber == true else { return label }
    var (depth, isNamed) = (0, false)
    let words = label.replacing(/,\ */, with: " , ").split(separator: " ").map { word -> String in
      let isNumber = depth == 0 && !isNamed && word.allSatisfy(\.isNumber)
      isNamed = word.first?.isUppercase == true
      depth += word.count { $0 == "(" } - word.count { $0 == ")" }
      return isNumber ? "(\(word))" : String(word)
    }
    return words.joined(separator: " ").replacing(" ,", with: ",")
  }
}
