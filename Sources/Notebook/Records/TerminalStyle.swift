/// Styles of text in a terminal, each with the numbers of its escape sequence.
enum TerminalStyle: String {
  case bold = "1"
  case dim = "2"
  case italic = "3"
  case reversed = "7"
  case green = "32"
  case yellow = "33"
  case blue = "34"
  case magenta = "35"
  case cyan = "36"
  case boldRed = "1;31"
}

extension StringProtocol {
  /// The text in a style; as it is where the terminal shows none.
  func styled(_ style: TerminalStyle, if isStyled: Bool) -> String {
    isStyled ? "\u{1B}[\(style.rawValue)m\(self)\u{1B}[0m" : String(self)
  }
}
