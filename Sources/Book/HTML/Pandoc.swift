import Foundation
import Notebook

/// Converts chapters' Markdown to HTML by pandoc: formulas to MathML, Swift in colours.
///
/// GitHub writes formulas as ```` ```math ```` fences and `` $`…`$ ``, which pandoc reads as code; a mark and a small filter
/// turn them into formulas. A formula that cannot be converted is an error, as any warning is.
enum Pandoc {
  /// A private character that marks a span of code as a formula.
  private static let formulaMark: Character = "\u{E000}"

  private static let filter = """
    function CodeBlock(block)
      if block.classes[1] ~= 'math' then return nil end
      local text, ending = (block.text:gsub('%s+$', '')), ''
      if text:match('\\\\end{aligned}$') then
        ending = '\\n\\\\end{aligned}'
        text = (text:sub(1, -1 - #'\\\\end{aligned}'):gsub('%s+$', ''))
      end
      local formula, number = text:match('^(.*)\\\\qquad%s*(%([%d%(%),%s]*%))$')
      local latex = formula and formula .. ending or block.text
      local box = pandoc.Div({pandoc.Plain{pandoc.Math('DisplayMath', latex)}}, {class = 'scroller'})
      local blocks = {}
      -- Numbers beside the lines of a derivation stay there, and are anchors all the same.
      for own in text:gmatch('&&%s*(%(%d+%))') do
        table.insert(blocks, pandoc.RawBlock('html', '<span class="eqno unseen">' .. own .. '</span>'))
      end
      table.insert(blocks, box)
      if not number then return pandoc.Div(blocks, {class = 'formula'}) end
      local label = pandoc.RawBlock('html', '<span class="eqno">' .. number .. '</span>')
      return pandoc.Div({box, label}, {class = 'formula numbered'})
    end
    function Code(code)
      local formula = code.text:match('^\u{E000}(.*)$')
      if formula then return pandoc.Math('InlineMath', formula) end
    end
    """

  /// Converts fragments of Markdown in one call, and returns one piece of HTML for each.
  ///
  /// - Parameter file: Where the fragments come from, for messages.
  /// - Throws: `BookProblem` if pandoc is missing, warns, or leaves a formula as text.
  static func html(of fragments: [String], file: String) throws -> [String] {
    guard !fragments.isEmpty else { return [] }
    let document = fragments.enumerated()
      .map { "<!-- fragment \($0.offset) -->\n\n\(withMarkedFormulas($0.element))\n\n" }.joined()
    let html = HTMLText.withWholeOptions(withPlainBlocks(try run(on: document, file: file)))
    var pieces: [String] = []
    var rest = html[...]
    for index in fragments.indices {
      guard let start = rest.firstRange(of: "<!-- fragment \(index) -->") else {
        throw BookProblem(file: file, expected: "HTML of \(fragments.count) fragments from pandoc", found: "\(index)")
      }
      rest = rest[start.upperBound...]
      let end = rest.firstRange(of: "<!-- fragment \(index + 1) -->")?.lowerBound ?? rest.endIndex
      pieces.append(MathML.mended(String(rest[..<end])).trimmed)
    }
    if let place = html.firstRange(of: "<span class=\"math") {
      throw BookProblem(
        file: file, expected: "formulas that pandoc converts", found: String(html[place.lowerBound...].prefix(120)))
    }
    return pieces
  }

  /// Marks `` $`…`$ `` as a formula, outside of listings.
  private static func withMarkedFormulas(_ markdown: String) -> String {
    MarkdownProse.replaced(in: markdown, prose: { MarkdownProse.withFormulas(in: $0) { "`\(formulaMark)\($0)`" } })
  }

  /// Listings and tables without what pandoc adds for numbered lines and striped rows, and with the pages' colours only.
  private static func withPlainBlocks(_ html: String) -> String {
    html.replacing(/<span id="cb[0-9]+-[0-9]+"><a href="[^"]*" aria-hidden="true" tabindex="-1"><\/a>(.*)<\/span>/) {
      $0.1
    }
    .replacing(/<span class="(?:op|va|fu|im|er|dv|fl|bn)">([^<]*)<\/span>/) { $0.1 }
    .replacing(/<div class="sourceCode" id="cb[0-9]+">(<pre)[^>]*>(<code)[^>]*>/) { "\($0.1)>\($0.2)>" }
    .replacing("</code></pre></div>", with: "</code></pre>")
    .replacing(/(<t[hd]) style="text-align: left;">/) { "\($0.1)>" }
    .replacing(/<tr class="(?:odd|even|header)">/, with: "<tr>")
  }

  private static func run(on document: String, file: String) throws -> String {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let paths = ["filter.lua", "page.md", "problems"].map { folder.url.appending(path: $0) }
    for (path, text) in zip(paths, [filter, document, ""]) { try Data(text.utf8).write(to: path) }
    let pandoc = try ExternalProgram(
      "pandoc",
      [
        "--from=gfm-gfm_auto_identifiers", "--to=html", "--mathml", "--wrap=none", "--fail-if-warnings",
        "--lua-filter=\(paths[0].path)", paths[1].path,
      ], errors: FileHandle(forWritingTo: paths[2]))
    if pandoc.isMissing { throw RequiredProgram.pandoc.missing }
    guard pandoc.status == 0 else {
      let said = try String(contentsOf: paths[2], encoding: .utf8).split(separator: "\n").joined(separator: " ")
      throw BookProblem(file: file, expected: "Markdown that pandoc converts without a warning", found: said)
    }
    return String(decoding: pandoc.output, as: UTF8.self)
  }
}
