import VAECore

/// A finite real number.
public enum Real: EntryDomain {
  /// Stands in for a refused value.
  public static let placeholder = 0.0
  /// The value for the JSON output.
  public static func json(_ value: Double) -> JSON { .number(value) }

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
  /// The value for the JSON output.
  public static func json(_ value: Double) -> JSON { .number(value) }

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
  /// The value for the JSON output.
  public static func json(_ value: [Double]) -> JSON { .array(value.map(JSON.number)) }

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> [Double] {
    guard let values = decimals(text) else {
      throw InvalidInput("numbers", expected: "finite numbers separated by commas", found: text)
    }
    return values
  }
}

/// Finite numbers above 0 separated by commas.
public enum PositiveVector: EntryDomain {
  /// Stands in for a refused value.
  public static let placeholder = [1.0]
  /// The value for the JSON output.
  public static func json(_ value: [Double]) -> JSON { .array(value.map(JSON.number)) }

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> [Double] {
    guard let values = decimals(text), values.allSatisfy({ $0 > 0 }) else {
      throw InvalidInput("numbers", expected: "finite numbers above 0 separated by commas", found: text)
    }
    return values
  }
}

/// A number of samples: at least 2, because one sample has no standard error.
public enum SampleCount: EntryDomain {
  /// The most samples that a run accepts: more would take hours.
  public static let largest = 10_000_000_000
  /// Stands in for a refused value.
  public static let placeholder = 2
  /// The value for the JSON output.
  public static func json(_ value: Int) -> JSON { .integer(value) }

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> Int {
    let expected = "a whole number from 2 (one sample has no standard error) to \(largest)"
    guard let value = wholeNumber(text), value >= 2, value <= largest else {
      throw InvalidInput("samples", expected: expected, found: text)
    }
    return value
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
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = UInt64(text) else {
      throw InvalidInput("seed", expected: "a whole number from 0 to 18446744073709551615 (64 bits)", found: text)
    }
    return value
  }
}

/// A number of threads.
public enum ThreadCount: EntryDomain {
  /// Stands in for a refused value.
  public static let placeholder = 1
  /// The value for the JSON output.
  public static func json(_ value: Int) -> JSON { .integer(value) }

  /// Reads the value, or says what was expected.
  public static func parse(_ text: String) throws(InvalidInput) -> Int {
    guard let value = wholeNumber(text), (1...256).contains(value) else {
      throw InvalidInput("threads", expected: "a whole number from 1 to 256", found: text)
    }
    return value
  }
}

/// How figures are drawn.
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

/// Reads a finite decimal number: no hexadecimal, no infinity, no overflow to it.
private func decimal(_ text: String) -> Double? {
  let allowed = Set("0123456789+-.eE".utf8)
  guard !text.isEmpty, text.utf8.allSatisfy(allowed.contains), let value = Double(text), value.isFinite else {
    return nil
  }
  return value
}

private func decimals(_ text: String) -> [Double]? {
  let parts = text.split(separator: ",", omittingEmptySubsequences: false)
  let values = parts.compactMap { decimal($0.trimmed) }
  return values.count == parts.count ? values : nil
}

/// Reads digits with an optional sign; `Int` alone would be silent about what it did not read.
private func wholeNumber(_ text: String) -> Int? {
  text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2d } ? Int(text) : nil
}
