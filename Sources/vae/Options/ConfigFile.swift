import Files
import Foundation
import Notebook
import VAECore

/// Options of `vae train` in a file: one JSON object with the options' names as keys.
///
///     {"latent": 8, "hidden": [64, 32], "rate": 0.002, "divergence-weight": "0:1/20", "header": true}
///
/// They go before the typed words, except for options that are typed as well. So an option means the same in both places.
struct ConfigFile {
  /// The types that an option's value may have.
  enum Kind: String {
    case number = "a number"
    case text = "a text"
    case numberOrText = "a number or a text"
    case list = "a list, a number or a text"
    case flag = "true or false"
  }

  /// Every option of `vae train` except `--config` itself.
  static let kinds: [String: Kind] = [
    "data": .text, "labels": .text, "header": .flag, "label-column": .numberOrText, "columns": .list, "drop": .list,
    "delimiter": .text, "decimal": .text, "missing": .text, "scale": .number, "standardize": .text, "image": .list,
    "out": .text, "latent": .number, "hidden": .list, "activation": .text, "likelihood": .text,
    "observation-variance": .numberOrText, "output": .text, "epochs": .number, "patience": .numberOrText,
    "batch": .number, "rate": .numberOrText, "optimizer": .text, "adam-epsilon": .number, "samples": .number,
    "importance": .number, "divergence": .text, "divergence-weight": .numberOrText, "binarize": .text,
    "shards": .number, "held-out": .number, "precision": .text, "checkpoint-minutes": .number, "resume": .flag,
    "overwrite": .flag,
    "live": .flag, "metrics": .text, "plot": .text, "figures": .text, "seed": .number, "threads": .number,
    "json": .flag,
  ]

  private let values: [String: ConfigValue]

  /// Reads a file.
  ///
  /// - Throws: `FileError`, for what is not an object in JSON, an unknown key, a key twice, or a value of a wrong type.
  init(_ path: String) throws(FileError) {
    let file = try InputFile(path: path)
    guard file.size <= 1 << 20 else {
      throw .malformed(path: path, place: .file, expected: "at most a megabyte of options", found: "\(file.size) bytes")
    }
    let bytes = try file.bytes(in: 0..<file.size)
    guard let values = try? JSONDecoder().decode([String: ConfigValue].self, from: Data(bytes)) else {
      throw .malformed(
        path: path, place: .file, expected: "an object in JSON with options as keys, such as {\"latent\": 8}",
        found: String(decoding: bytes.prefix(60), as: UTF8.self).onOneLine)
    }
    // The decoder takes one of two equal keys and does not say which.
    var seen: Set<String> = []
    if let again = Self.keys(inObject: bytes).first(where: { !seen.insert($0).inserted }) {
      throw .malformed(
        path: path, place: .part("key \"\(again.onOneLine)\""), expected: "each key once", found: "it again")
    }
    for (key, value) in values.sorted(by: { $0.key < $1.key }) {
      let place = FileError.Place.part("key \"\(key)\"")
      guard let kind = Self.kinds[key] else {
        throw .malformed(
          path: path, place: place, expected: "an option of vae train without its dashes (see vae train --help)",
          found: "a different name")
      }
      guard value.has(kind) else {
        throw .malformed(path: path, place: place, expected: kind.rawValue, found: value.description)
      }
    }
    self.values = values
  }

  /// Returns the keys of a valid object in JSON in their order, as they are written; those of objects inside are left out.
  private static func keys(inObject bytes: [UInt8]) -> [String] {
    var (keys, text, depth): ([String], [UInt8], Int) = ([], [], 0)
    var (isInString, isEscaped) = (false, false)
    for byte in bytes {
      if isInString {
        isInString = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        if isInString { text.append(byte) }
        continue
      }
      switch Unicode.Scalar(byte) {
      case "\"": (isInString, text) = (true, [])
      case "{", "[": depth += 1
      case "}", "]": depth -= 1
      case ":" where depth == 1: keys.append(String(decoding: text, as: UTF8.self))
      default: break
      }
    }
    return keys
  }

  /// The text of an option's value, as it would be typed, or nil for one that is not in the file.
  func text(of option: String) -> String? { values[option]?.text }

  /// The words that mean the same as the file, without some options.
  private func words(without typed: Set<String>) -> [String] {
    values.sorted { $0.key < $1.key }.filter { !typed.contains($0.key) }.flatMap { key, value -> [String] in
      guard case .boolean(let isOn) = value else { return ["--\(key)=\(value.text)"] }
      return isOn ? ["--\(key)"] : key == "header" ? ["--no-header"] : []
    }
  }

  /// The words of a command line with those of its `--config` before them.
  ///
  /// - Throws: As `init` does.
  static func expanded(_ words: [String]) throws(FileError) -> [String] {
    guard words.first == "train" else { return words }
    var path: String?
    for (index, word) in words.enumerated() {
      if word == "--config", index + 1 < words.count { path = words[index + 1] }
      if word.hasPrefix("--config=") { path = String(word.dropFirst("--config=".count)) }
    }
    guard let path else { return words }
    let names = words.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2).prefix { $0 != "=" }) }
    let typed = Set(names.map { $0 == "no-header" ? "header" : $0 })
    return try ["train"] + ConfigFile(path).words(without: typed) + words.dropFirst()
  }
}

/// A value in a file of options.
private enum ConfigValue: Decodable {
  case boolean(Bool)
  case number(String)
  case text(String)
  case list([ConfigValue])
  case other

  init(from decoder: any Swift.Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let boolean = try? value.decode(Bool.self) {
      self = .boolean(boolean)
    } else if let whole = try? value.decode(UInt64.self) {
      self = .number("\(whole)")
    } else if let whole = try? value.decode(Int64.self) {
      self = .number("\(whole)")
    } else if let number = try? value.decode(Double.self) {
      self = .number("\(number)")
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else {
      self = (try? value.decode([ConfigValue].self)).map(ConfigValue.list) ?? .other
    }
  }

  /// Returns true for a value of a type.
  func has(_ kind: ConfigFile.Kind) -> Bool {
    switch (self, kind) {
    case (.boolean, .flag), (.number, .number), (.text, .text), (.number, .numberOrText), (.text, .numberOrText): true
    case (.number, .list), (.text, .list): true
    case (.list(let values), .list): !values.isEmpty && values.allSatisfy { $0.has(.numberOrText) }
    default: false
    }
  }

  /// The value as it would be typed.
  var text: String {
    switch self {
    case .boolean(let value): "\(value)"
    case .number(let text), .text(let text): text
    case .list(let values): values.map(\.text).joined(separator: ",")
    case .other: "null"
    }
  }

  /// The value in words.
  var description: String {
    switch self {
    case .boolean(let value): "\(value)"
    case .number(let text): text
    case .text(let text): "the text \"\(text.onOneLine)\""
    case .list(let values): values.isEmpty ? "an empty list" : "a list"
    case .other: "null or an object"
    }
  }
}
