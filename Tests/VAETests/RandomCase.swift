import Foundation

/// Random choices that a seed fixes: SplitMix64.
struct Choices: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &self) }
  mutating func flip() -> Bool { .random(using: &self) }
  mutating func one<Element>(of list: [Element]) -> Element { list[number(0...list.count - 1)] }
}

/// A random table, and a random model to be trained on it.
struct RandomCase {
  let table: String
  let columns: Int
  let latents: Int
  let seed: String
  let training: [String]
  /// Names of outputs, each another one.
  let names: [String]

  init(number: Int, seed: UInt64) {
    var choices = Choices(seed: seed &+ UInt64(number) &* 0x2545_f491_4f6c_dd1d)
    columns = choices.number(1...6)
    latents = choices.number(1...3)
    let isBernoulli = choices.number(0...3) == 0
    let delimiter = choices.one(of: [",", ";", "\t"])
    let hasHeader = choices.flip()
    let scales = (0..<columns).map { _ in pow(10, Double(choices.number(-3...3))) }
    let rows = choices.number(12...60)
    var lines = hasHeader ? [(0..<columns).map { "column \($0)" }.joined(separator: delimiter)] : []
    for _ in 0..<rows {
      let row = scales.map { scale in
        let value = Double.random(in: isBernoulli ? 0...1 : -1...1, using: &choices)
        return String(format: "%.6g", locale: nil, isBernoulli ? value : value * scale)
      }
      lines.append(row.joined(separator: delimiter))
    }
    table = lines.joined(separator: "\n") + (choices.flip() ? "\n" : "")
    self.seed = "\(choices.number(0...1000))"
    var words = [
      "--latent", "\(latents)", "--hidden", choices.one(of: ["none", "3", "4,2"]), "--epochs",
      "\(choices.number(1...3))",
      "--batch", "\(choices.number(1...70))", "--held-out", choices.one(of: ["0.1", "0.3", "0.5"]), "--seed", self.seed,
      "--precision", choices.one(of: ["single", "double"]), "--threads", "\(choices.number(1...3))",
      hasHeader ? "--header" : "--no-header",
    ]
    if isBernoulli {
      words += ["--likelihood", "bernoulli", "--binarize", choices.one(of: ["none", "threshold", "dynamic"])]
    } else if choices.flip() {
      words += ["--observation-variance", "learned"]
    }
    if choices.number(0...3) == 0 { words += ["--importance", "3"] }
    if choices.number(0...3) == 0 { words += ["--optimizer", "ascent", "--rate", "1e-4"] }
    words += ["--patience", choices.one(of: ["none", "1", "2"])]
    if !words.contains("--importance"), choices.flip() { words += ["--divergence-weight", "0:1/2"] }
    training = words
    var names: Set<String> = []
    while names.count < 3 {
      let signs = ["a", "A", "b", "é", "日", " ", "'", "%", "-", "_", ".", "~", "#", "$", "&", "0"]
      let stem = (0..<choices.number(1...4)).map { _ in choices.one(of: signs) }.joined()
      names.insert(stem.hasPrefix(".") || stem.hasSuffix(" ") ? "x" + stem + "x" : stem)
    }
    self.names = names.sorted()
  }
}
