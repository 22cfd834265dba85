import Literate

/// A chapter's Markdown as a terminal shows it: no marks, words wrapped, formulas readable.
struct ProseText {
  /// How wide a line may be.
  let columns: Int
  /// Whether bold, italics and colour may be used.
  let isStyled: Bool

  /// The lines of a run of prose, a blank line between paragraphs.
  func lines(_ markdown: String) -> [String] {
    ProsePassage.passages(of: markdown).reduce(into: []) { lines, passage in
      let own = passage.isQuotation ? quotation(passage.text) : flowing(passage.text)
      lines += (lines.isEmpty || own.isEmpty ? [] : [""]) + own
    }
  }

  private func flowing(_ markdown: String) -> [String] {
    var lines: [String] = []
    var wasItem = false
    for block in MarkdownBlock.blocks(of: markdown) {
      let isItem = if case .item = block { true } else { false }
      let isRow = if case .row = block { true } else { false }
      let own = self.lines(of: block)
      guard !own.isEmpty else { continue }
      if !lines.isEmpty, !(isItem && wasItem), !isRow { lines.append("") }
      lines += own
      wasItem = isItem
    }
    return lines
  }

  private func lines(of block: MarkdownBlock) -> [String] {
    switch block {
    case .paragraph(let text): wrapped(words(of: text), indent: "", first: "")
    case .item(let mark, let text):
      wrapped(
        words(of: HiddenSolution.question(of: text)), indent: String(repeating: " ", count: mark.count + 3),
        first: "  " + (mark == "-" || mark == "*" ? "•" : mark) + " ")
    case .formula(let latex): formula(latex)
    case .listing(let text, _):
      text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + styled(String($0), .code) }
    case .row(let cells):
      cells.allSatisfy { $0.allSatisfy { "-: ".contains($0) } }
        ? [] : ["  " + cells.map { words(of: $0).joined(separator: " ") }.joined(separator: "  │  ")]
    }
  }

  /// A formula that cannot be read stands as it was written: an unreadable line helps more than none.
  private func formula(_ latex: String) -> [String] {
    let lines = (try? FormulaText.lines(latex, columns: columns - 8)) ?? latex.split(separator: "\n").map(String.init)
    return lines.map { "      " + styled($0, .formula) }
  }

  /// A quotation is set apart by a bar.
  private func quotation(_ markdown: String) -> [String] {
    let bar = styled("▌ ", .question)
    return ProseText(columns: columns - 2, isStyled: isStyled).flowing(markdown).map { bar + $0 }
  }

  // MARK: Words

  enum Style: String {
    case bold = "1"
    case italic = "3"
    case code = "36"
    case formula = "33"
    case question = "35"
  }

  private func styled(_ text: String, _ style: Style) -> String {
    isStyled ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Wider formulas than this share of a line may be parted at its end.
  private var widestWhole: Int { columns / 3 }

  /// The words of a text, each with its style, none with a mark of Markdown left. A short formula is one word, and so are
  /// the two sides of a relation: "s² = ½" is not parted.
  private func words(of text: String) -> [String] {
    let words = singleWords(of: text)
    var joined: [String] = []
    var index = 0
    while index < words.count {
      if ["=", "<", ">", "≤", "≥", "≈", "~"].contains(words[index]), index > 0, index + 1 < words.count {
        let sides = joined[joined.count - 1] + " " + words[index] + " " + words[index + 1]
        if TextWidth.of(sides) <= widestWhole {
          joined[joined.count - 1] = sides
          index += 2
          continue
        }
      }
      joined.append(words[index])
      index += 1
    }
    return joined
  }

  private func singleWords(of text: String) -> [String] {
    var words: [String] = []
    var isWordOpen = false
    for span in InlineSpan.spans(of: text) {
      let (content, style) =
        switch span {
        case .plain(let text): (text, Style?.none)
        case .bold(let text): (text, .bold)
        case .italic(let text): (text, .italic)
        case .code(let text): (text, isStyled ? Style.code : nil)
        case .formula(let latex): ((try? FormulaText.line(latex)) ?? latex, .formula)
        case .link(let text, let address): (address.hasPrefix("http") ? "\(text) (\(address))" : text, nil)
        }
      let isWhole = style == .formula && TextWidth.of(content) <= widestWhole
      let parts = isWhole ? [content[...]] : content.split(separator: " ", omittingEmptySubsequences: false)
      for (index, word) in parts.enumerated() {
        if index > 0 { isWordOpen = false }
        guard !word.isEmpty else { continue }
        let shown = style.map { styled(String(word), $0) } ?? String(word)
        if isWordOpen { words[words.count - 1] += shown } else { words.append(shown) }
        isWordOpen = true
      }
    }
    return words
  }

  /// Breaks words into lines; later lines begin with the indent.
  private func wrapped(_ words: [String], indent: String, first: String) -> [String] {
    var lines: [String] = []
    var (line, isEmpty) = (first, true)
    for word in words {
      if !isEmpty, TextWidth.of(line) + 1 + TextWidth.of(word) > columns {
        lines.append(line)
        (line, isEmpty) = (indent, true)
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return isEmpty ? lines : lines + [line]
  }
}
