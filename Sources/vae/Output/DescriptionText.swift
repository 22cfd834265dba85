import Datasets
import Files
import Foundation
import Notebook

/// The description of a model's data, in words and as JSON.
enum DescriptionText {
  /// The remark about a model of an earlier version, which knows little of its data.
  static func unknown(_ path: String) -> String {
    "\(path.onOneLine) was saved by an earlier version and does not know how its data were read (scale, header, columns, "
      + "hash): they are read as the options say"
  }

  /// The lines that say how the data were read and prepared.
  static func lines(_ data: DataDescription) -> [String] {
    parts(data).map {
      "  \($0.name.padding(toLength: max(11, $0.name.count + 2), withPad: " ", startingAt: 0))\($0.text)"
    }
  }

  /// The way in which the data were read and prepared, part by part.
  static func parts(_ data: DataDescription) -> [(name: String, text: String)] {
    guard let kind = data.kind else {
      return [("read", "not known: neither scale, header, columns nor hash, as of models of earlier versions")]
    }
    var parts = [("read", "\(kind.rawValue), every number divided by \(data.scale ?? 1)")]
    if let table = data.table {
      parts[0].1 +=
        ", a \(table.format.delimiter.rawValue) between cells, decimal \(table.format.decimalMark.rawValue)s, "
        + (table.format.hasHeader ? "a header" : "no header")
      let columns = zip(table.columns, table.names).map { "\($0.0) \($0.1.asName)" }
      parts.append(("columns", "\(shortened(columns)) of \(table.columnCount)"))
      if let label = table.labelColumn {
        let name = table.labelName.map { " \($0.onOneLine)" } ?? ""
        let classes = table.classes.map { ": \(shortened($0.map(\.onOneLine)))" } ?? ""
        parts.append(("labels", "\(label)\(name)\(classes)"))
      }
      parts.append(
        (
          "missing",
          "\(table.missing.rawValue)" + (table.missing == .drop ? ", \(table.rowsLeftOut) rows left out" : "")
        ))
    }
    if let standardization = data.standardization {
      let columns = zip(standardization.means, standardization.deviations).map { mean, deviation in
        "\(NumberText.significant(mean, digits: 4)) ± \(NumberText.significant(deviation, digits: 4))"
      }
      parts.append(("standardised", shortened(columns)))
    } else {
      parts.append(("standardised", "none"))
    }
    if let range = data.range { parts.append(("values", "\(range[0]) to \(range[1])")) }
    if let image = data.image { parts.append(("images", "\(image[0]) × \(image[1])")) }
    if let hash = data.hash { parts.append(("SHA-256", hash.onOneLine)) }
    return parts
  }

  /// The JSON that says how the data were read and prepared; null if it is not known.
  static func json(_ data: DataDescription) -> JSON {
    guard let kind = data.kind else { return .null }
    var members: [(String, JSON)] = [
      ("kind", .string(kind.rawValue)), ("scale", .optional(data.scale)),
      ("hash", data.hash.map(JSON.string) ?? .null), ("splitSeed", .unsigned(data.splitSeed)),
      ("range", data.range.map { .array($0.map(JSON.number)) } ?? .null),
      ("image", data.image.map { .array($0.map(JSON.integer)) } ?? .null),
      ("standardize", .string(data.standardization == nil ? "none" : "columns")),
    ]
    if let standardization = data.standardization {
      members.append(("means", .array(standardization.means.map(JSON.number))))
      members.append(("deviations", .array(standardization.deviations.map(JSON.number))))
    }
    if let table = data.table {
      members += [
        ("delimiter", .string(table.format.delimiter.rawValue)),
        ("decimal", .string(table.format.decimalMark.rawValue)), ("header", .boolean(table.format.hasHeader)),
        ("columns", .array(table.columns.map(JSON.integer))), ("names", .array(table.names.map(JSON.string))),
        ("labelColumn", table.labelColumn.map(JSON.integer) ?? .null),
        ("labelName", table.labelName.map(JSON.string) ?? .null),
        ("classes", table.classes.map { .array($0.map(JSON.string)) } ?? .null),
        ("missing", .string(table.missing.rawValue)), ("rowsLeftOut", .integer(table.rowsLeftOut)),
      ]
    }
    return .object(members)
  }

  private static func shortened(_ words: [String]) -> String {
    words.count <= 8
      ? words.joined(separator: ", ") : words.prefix(6).joined(separator: ", ") + " … \(words[words.count - 1])"
  }
}
