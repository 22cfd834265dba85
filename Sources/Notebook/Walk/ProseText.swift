/// A chapter's Markdown as a terminal shows it: no marks, words wrapped, formulas readable.
struct ProseText {
  /// The most columns that a line may have.
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
      let own = self.lines(of: block)
      guard !own.isEmpty else { continue }
      if !lines.isEmpty, !(block.kind == .item && wasItem) { lines.append("") }
      lines += own
      wasItem = block.kind == .item
    }
    return lines
  }

  private func lines(of block: MarkdownBlock) -> [String] {
    switch block.kind {
    case .paragraph, .heading: TextWidth.wrapped(words(of: block.flowing), columns: columns)
    case .item: block.item.map(lines) ?? []
    case .formula: formula(block.listing)
    case .listing:
      block.listing.split(separator: "\n", omittingEmptySubsequences: false).map {
        "    " + $0.styled(.cyan, if: isStyled)
      }
    case .table: block.rows.map { "  " + $0.map { words(of: $0).joined(separator: " ") }.joined(separator: "  │  ") }
    }
  }

  /// The lines of an item, its folded solution left out, with its mark before the first.
  private func lines(of item: (mark: String, markdown: String)) -> [String] {
    let mark = "  " + (item.mark == "-" || item.mark == "*" ? "•" : item.mark) + " "
    let text = ProseText(columns: columns - mark.count, isStyled: isStyled)
    return text.flowing(HiddenSolution.question(of: item.markdown)).enumerated().map { index, line in
      index == 0 ? mark + line : line.isEmpty ? "" : String(repeating: " ", count: mark.count) + line
    }
  }

  /// A formula that cannot be read stands as it was written: an unreadable line helps more than none.
  private func formula(_ latex: String) -> [String] {
    let lines = (try? FormulaText.lines(latex, columns: columns - 8)) ?? latex.split(separator: "\n").map(String.init)
    return lines.map { "      " + $0.styled(.yellow, if: isStyled) }
  }

  /// A quotation is set apart by a bar.
  private func quotation(_ markdown: String) -> [String] {
    let bar = "▌ ".styled(.magenta, if: isStyled)
    return ProseText(columns: columns - 2, isStyled: isStyled).flowing(markdown).map { bar + $0 }
  }

  // MARK: Words

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
        case .plain(let text): (text, TerminalStyle?.none)
        case .bold(let text): (text, .bold)
        case .italic(let text): (text, .italic)
        case .code(let text): (text, .cyan)
        case .formula(let latex): ((try? FormulaText.line(latex)) ?? latex, .yellow)
        case .link(let text, let address): (address.hasPrefix("http") ? "\(text) (\(address))" : text, nil)
        }
      let isWhole = style == .yellow && TextWidth.of(content) <= widestWhole
      let parts = isWhole ? [content[...]] : content.split(separator: " ", omittingEmptySubsequences: false)
      for (index, word) in parts.enumerated() {
        if index > 0 { isWordOpen = false }
        guard !word.isEmpty else { continue }
        let shown = style.map { word.styled($0, if: isStyled) } ?? String(word)
        if isWordOpen { words[words.count - 1] += shown } else { words.append(shown) }
        isWordOpen = true
      }
    }
    return words
  }
}
