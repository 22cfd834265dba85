import Foundation

/// Converts chapters' Markdown to HTML with MathML by pandoc.
///
/// GitHub writes formulas as ```` ```math ```` fences and `` $`…`$ ``, which pandoc reads as code; a mark and a small filter
/// turn them into formulas. A formula that cannot be converted is an error, as any warning is.
enum Pandoc {
  /// A private character that marks a span of code as a formula.
  private static let formulaMark: Character = "\u{E000}"

  private static let filter = """
    function CodeBlock(block)
      if block.classes[1] == 'math' then
        return pandoc.Div({pandoc.Plain{pandoc.Math('DisplayMath', block.text)}}, {class = 'formula'})
      end
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
    let html = HTMLText.withWholeOptions(try run(on: document, file: file))
    var pieces: [String] = []
    var rest = html[...]
    for index in fragments.indices {
      guard let start = rest.firstRange(of: "<!-- fragment \(index) -->") else {
        throw BookProblem(file: file, expected: "HTML of \(fragments.count) fragments from pandoc", found: "\(index)")
      }
      rest = rest[start.upperBound...]
      let end = rest.firstRange(of: "<!-- fragment \(index + 1) -->")?.lowerBound ?? rest.endIndex
      pieces.append(MathML.mended(String(rest[..<end])).trimmingCharacters(in: .whitespacesAndNewlines))
    }
    if let place = html.firstRange(of: "<span class=\"math") {
      throw BookProblem(
        file: file, expected: "formulas that pandoc converts", found: String(html[place.lowerBound...].prefix(120)))
    }
    return pieces
  }

  /// Marks `` $`…`$ `` as a formula, outside of fences.
  static func withMarkedFormulas(_ markdown: String) -> String {
    var result = ""
    var isInFence = false
    var rest = markdown[...]
    while !rest.isEmpty {
      let atLineStart = result.isEmpty || result.last == "\n"
      if atLineStart, rest.prefix(while: { $0 == " " }).count < 4, rest.drop(while: { $0 == " " }).hasPrefix("```") {
        isInFence.toggle()
        let line = rest.prefix { $0 != "\n" }
        result += line
        rest = rest[line.endIndex...]
      } else if !isInFence, rest.hasPrefix("$`"), let end = rest.firstRange(of: "`$") {
        result += "`\(formulaMark)" + rest[rest.index(rest.startIndex, offsetBy: 2)..<end.lowerBound] + "`"
        rest = rest[end.upperBound...]
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }

  private static func run(on document: String, file: String) throws -> String {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let (filterFile, input) = (folder.url.appending(path: "filter.lua"), folder.url.appending(path: "page.md"))
    try Data(filter.utf8).write(to: filterFile)
    try Data(document.utf8).write(to: input)
    let process = Process()
    let (output, problems) = (Pipe(), folder.url.appending(path: "problems"))
    _ = FileManager.default.createFile(atPath: problems.path, contents: nil)
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "pandoc", "--from=gfm-gfm_auto_identifiers", "--to=html", "--mathml", "--no-highlight", "--wrap=none",
      "--fail-if-warnings", "--lua-filter=\(filterFile.path)", input.path,
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: problems)
    try process.run()
    let html = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let said = String(decoding: try Data(contentsOf: problems), as: UTF8.self)
        .split(separator: "\n").joined(separator: " ")
      if process.terminationStatus == 127 { throw NeededProgram.pandoc.missing }
      throw BookProblem(file: file, expected: "Markdown that pandoc converts without a warning", found: said)
    }
    return String(decoding: html, as: UTF8.self)
  }
}

/// A folder for one conversion.
struct TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "lower-bound-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: url) }
}
