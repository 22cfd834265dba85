import VAECore

/// A finite real number.
public enum Real: EntryDomain {
  /// Stands in for a refused value.
  public static let placeholder = 0.0

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> Double {
    guard let value = decimal(text) else { throw InvalidInput("number", expected: "a finite number", found: text) }
    return value
  }
}

/// A finite number above 0.
public enum PositiveReal: EntryDomain {
  /// Stands in for a refused value.
  public static let placeholder = 1.0

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> Double {
    guard let value = decimal(text), value > 0 else {
      throw InvalidInput("number", expected: "a finite number above 0", found: text)
    }
    return value
  }
}

/// Finite real numbers separated by commas.
public enum RealVector: EntryDomain {
  /// Stands in for a refused value.
  public static let placeholder = [0.0]

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> [Double] {
    try decimals(text, expected: "finite numbers separated by commas")
  }
}

/// Finite numbers above 0 separated by commas.
public enum PositiveVector: EntryDomain {
  /// Stands in for a refused value.
  public static let placeholder = [1.0]

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> [Double] {
    try decimals(text, above: 0, expected: "finite numbers above 0 separated by commas")
  }
}

/// A number of samples: at least 2, because one sample has no standard error.
public enum SampleCount: EntryDomain {
  /// The most samples that a run accepts: more would take hours.
  public static let largest = 10_000_000_000
  /// Stands in for a refused value.
  public static let placeholder = 2

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> Int {
    let expected = "a whole number from 2 (one sample has no standard error) to \(largest)"
    return try wholeNumber(text, in: 2...largest, InvalidInput("samples", expected: expected, found: text))
  }
}

/// A seed of 64 bits.
public enum SeedNumber: EntryDomain {
  /// Stands in for a refused value.
  public static let placeholder: UInt64 = 0
  /// The value for the JSON output.
  public static func json(_ value: UInt64) -> JSON { .unsigned(value) }

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> UInt64 {
    let expected = "a whole number from 0 to 18446744073709551615 (64 bits)"
    return try wholeNumber(text, in: 0 ... .max, InvalidInput("seed", expected: expected, found: text))
  }
}

/// A number of threads.
public enum ThreadCount: EntryDomain {
  /// Stands in for a refused value.
  public static let placeholder = 1

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> Int {
    let expected = "a whole number from 1 to 256"
    return try wholeNumber(text, in: 1...256, InvalidInput("threads", expected: expected, found: text))
  }
}

/// A number of things, from 1 to 10,000.
public enum SmallCount: EntryDomain {
  /// Stands in for a refused value.
  public static let placeholder = 1

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> Int {
    let expected = "a whole number from 1 to 10000"
    return try wholeNumber(text, in: 1...10_000, InvalidInput("number", expected: expected, found: text))
  }
}

/// A variance that is given, or learned.
public enum LearnableVariance: EntryDomain {
  /// Stands in for a refused value.
  public static let placeholder: Double? = nil

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> Double? {
    if text == "learned" { return nil }
    guard let value = decimal(text), value > 0 else {
      throw InvalidInput("variance", expected: "learned, or a finite number above 0", found: text)
    }
    return value
  }

  /// The value for the JSON output.
  public static func json(_ value: Double?) -> JSON { value.map(JSON.number) ?? .string("learned") }
}

/// A way to draw figures.
public enum PlotStyle: String, EntryDomain, Sendable {
  /// Files: a picture and the script that draws it.
  case svg
  /// Characters, in the terminal.
  case ascii
  /// Not at all.
  case none

  /// Stands in for a refused value.
  public static let placeholder = PlotStyle.none
  /// The value for the JSON output.
  public static func json(_ value: PlotStyle) -> JSON { .string(value.rawValue) }

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> PlotStyle {
    guard let style = PlotStyle(rawValue: text) else {
      throw InvalidInput("plot", expected: "svg, ascii or none", found: text)
    }
    return style
  }
}

extension EntryDomain where Value == Double {
  /// The value for the JSON output.
  public static func json(_ value: Double) -> JSON { .number(value) }
}

extension EntryDomain where Value == [Double] {
  /// The values for the JSON output.
  public static func json(_ value: [Double]) -> JSON { .array(value.map(JSON.number)) }
}

extension EntryDomain where Value == Int {
  /// The value for the JSON output.
  public static func json(_ value: Int) -> JSON { .integer(value) }
}

/// Reads a finite decimal number: no hexadecimal, no infinity, no overflow to it.
private func decimal(_ text: String) -> Double? {
  let allowed = Set("0123456789+-.eE".utf8)
  guard !text.isEmpty, text.utf8.allSatisfy(allowed.contains), let value = Double(text), value.isFinite else {
    return nil
  }
  return value
}

private func decimals(
  _ text: String, above bound: Double = -.infinity, expected: String
) throws(InvalidInput) -> [Double] {
  let parts = text.split(separator: ",", omittingEmptySubsequences: false)
  let values = parts.compactMap { decimal($0.trimmed) }.filter { $0 > bound }
  guard values.count == parts.count else { throw InvalidInput("numbers", expected: expected, found: text) }
  return values
}

/// Reads digits; the integer types would accept a sign too.
private func wholeNumber<Number: FixedWidthInteger>(
  _ text: String, in range: ClosedRange<Number>, _ problem: InvalidInput
) throws(InvalidInput) -> Number {
  guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Number(text), range.contains(value) else {
    throw problem
  }
  return value
}

/// One of an enumeration's names.
public enum Choice<Option: CaseIterable & RawRepresentable & Sendable>: EntryDomain where Option.RawValue == String {
  public static var placeholder: Option { Array(Option.allCases)[0] }
  public static func json(_ value: Option) -> JSON { .string(value.rawValue) }

  public static func parse(_ text: String) throws(InvalidInput) -> Option {
    guard let option = Option(rawValue: text) else {
      let known = Option.allCases.map(\.rawValue).joined(separator: ", ")
      throw InvalidInput("choice", expected: "one of \(known)", found: text)
    }
    return option
  }
}

/// Any words, such as a path.
public enum Words: EntryDomain {
  public static var placeholder: String { "" }
  public static func json(_ value: String) -> JSON { .string(value) }
  public static func parse(_ text: String) throws(InvalidInput) -> String { text }
}
