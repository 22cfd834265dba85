import Foundation

/// A notebook in Jupyter's format 4.5, executed, for the Python kernel that every service has.
struct JupyterDocument: Encodable {
  let cells: [JupyterCell]
  let metadata = Metadata()
  let format = 4
  let minorFormat = 5

  private enum CodingKeys: String, CodingKey {
    case cells, metadata
    case format = "nbformat"
    case minorFormat = "nbformat_minor"
  }

  /// The language of the cells.
  struct Metadata: Encodable {
    let kernelspec = ["display_name": "Python 3", "language": "python", "name": "python3"]
    let language = [
      "file_extension": ".py", "mimetype": "text/x-python", "name": "python", "pygments_lexer": "ipython3",
    ]

    private enum CodingKeys: String, CodingKey {
      case kernelspec
      case language = "language_info"
    }
  }

  /// The file's bytes, the same at every run.
  func data() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}

/// One cell: prose, or code with what it showed.
struct JupyterCell: Encodable {
  let type: String
  let id: String
  let metadata: Metadata
  let source: [String]
  let executionCount: Int?
  let outputs: [JupyterOutput]?

  /// The ways in which a program treats a cell beside showing it.
  struct Metadata: Encodable {
    /// True if the code is folded where a program can fold it.
    var jupyter: [String: Bool]?
    /// The marks of a cell: "parameters" is the one that papermill replaces.
    var tags: [String]?
  }

  private enum CodingKeys: String, CodingKey {
    case id, metadata, source, outputs
    case type = "cell_type"
    case executionCount = "execution_count"
  }

  static func prose(_ markdown: String, id: String) -> JupyterCell {
    JupyterCell(
      type: "markdown", id: id, metadata: Metadata(), source: JupyterText.lines(markdown), executionCount: nil,
      outputs: nil)
  }

  /// Code, as the cell of a given number.
  static func code(_ code: String, id: String, number: Int, metadata: Metadata, outputs: [JupyterOutput]) -> JupyterCell
  {
    JupyterCell(
      type: "code", id: id, metadata: metadata, source: JupyterText.lines(code), executionCount: number,
      outputs: outputs)
  }
}

/// Something that a cell showed, in one or more forms of which the reader's program takes the best that it can show.
struct JupyterOutput: Encodable {
  let type = "display_data"
  let data: [String: [String]]
  let metadata: [String: String] = [:]

  private enum CodingKeys: String, CodingKey {
    case data, metadata
    case type = "output_type"
  }

  /// Text as HTML and, for programs without it, as plain lines.
  static func text(html: String, plain: String) -> JupyterOutput {
    JupyterOutput(data: ["text/html": JupyterText.lines(html), "text/plain": JupyterText.lines(plain)])
  }
}
