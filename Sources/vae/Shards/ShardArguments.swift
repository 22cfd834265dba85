import ArgumentParser
import Notebook
import VAECore
import VAEEngine

/// A shard's number and how many there are, such as 3/8.
enum ShardDomain: EntryDomain {
  static let placeholder = Shard.whole
  static func json(_ value: Shard) -> JSON { .string("\(value.number)/\(value.count)") }

  static func parse(_ text: String) throws(InvalidInput) -> Shard {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { part in
      part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
    }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
      let shard = try? Shard(number, of: count)
    else {
      throw InvalidInput(
        "shard", expected: "i/N, such as 3/8, with N from 1 to \(Shard.largestCount) and i from 1 to N", found: text)
    }
    return shard
  }
}

/// The option of the commands whose work several runs may share.
struct ShardArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Do shard i of N only, and leave its results in the file of --out for vae merge.", valueName: "i/N"))
  var shard: Entry<ShardDomain>?

  /// The entries, to be refused where they must.
  var entries: [Parameter] { shard.map { [Parameter("shard", $0)] } ?? [] }
}
