/// A symbol of the notes and the name that the code gives it.
public struct Notation: Codable, Sendable, Equatable {
  /// The symbol, in LaTeX: `\sigma^2`.
  public let symbol: String
  /// The whole name in the code, such as `logVariance`.
  public let name: String
  /// What it is, in a few words.
  public let meaning: String
  /// Its shape in named axes, such as "d" or "D × d"; empty for a scalar.
  public let shape: String
  /// Its unit: "nats", or empty where it has none.
  public let unit: String

  /// Creates an entry of the notation table.
  public init(_ symbol: String, _ name: String, _ meaning: String, shape: String = "", unit: String = "") {
    self.symbol = symbol
    self.name = name
    self.meaning = meaning
    self.shape = shape
    self.unit = unit
  }
}
