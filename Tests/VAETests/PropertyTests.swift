import Foundation
import Testing

@Suite("Properties of random tables, models and names")
struct PropertyTests {
  /// The number of cases, and the first seed: `scripts/check-properties` tries a thousand.
  private static let count = Int(ProcessInfo.processInfo.environment["PROPERTY_CASES"] ?? "") ?? 30
  private static let seed = UInt64(ProcessInfo.processInfo.environment["PROPERTY_SEED"] ?? "") ?? 1

  private func ran(_ place: Workplace, _ words: [String]) throws -> ProgramRun {
    let run = try place.vae(words)
    try #require(run.status == 0, "\(words): \(run.complaints)")
    return run
  }

  private func table(_ place: Workplace, _ name: String) throws -> [[Substring]] {
    String(decoding: try place.bytes(name), as: UTF8.self).split(separator: "\n").map { $0.split(separator: ",") }
  }

  @Test("Nothing is lost, confused or silently other", arguments: 0..<count)
  func holds(number: Int) throws {
    let random = RandomCase(number: number, seed: Self.seed)
    let place = try Workplace()
    try place.write(random.table, to: "t.csv")
    let out = { (index: Int, ending: String) in "./\(random.names[index])\(ending)" }
    let model = out(0, ".safetensors")
    let trained = try ran(place, ["train", "--data", "t.csv", "--out", model, "--json"] + random.training)

    // The held-out part, judged again, is the training's own figure to the last digit.
    let evaluate = ["evaluate", "--model", model, "--data", "t.csv", "--seed", random.seed, "--json"]
    let evaluated = try ran(place, evaluate)
    #expect(try evaluated.json()["part"] as? String == "held-out")
    for quantity in ["evidenceLowerBound", "reconstruction", "divergence"] {
      #expect(try trained.mean(quantity) == evaluated.mean(quantity), "\(quantity)")
    }

    // Loaded and saved, the model has the same bytes, and what they give.
    let before = try place.bytes(model)
    let resume = ["train", "--data", "t.csv", "--resume", "--plot", "none", "--out", model]
    _ = try ran(place, resume)
    #expect(try place.bytes(model) == before)
    #expect(try ran(place, evaluate).output == evaluated.output)

    // What is sampled can be encoded, and has the model's dimensions.
    let samples = out(1, ".csv")
    let sampled = try ran(place, ["sample", "--model", model, "--count", "7", "--json", "--out", samples])
    let rows = try table(place, samples)
    #expect(rows.count == 8 && rows.allSatisfy { $0.count == random.latents + random.columns })
    let observed = rows.dropFirst().map { $0.dropFirst(random.latents).joined(separator: ",") }
    try place.write(observed.joined(separator: "\n") + "\n", to: "s.csv")
    let codes = out(2, "")
    let encoded = try ran(
      place, ["encode", "--model", model, "--data", "s.csv", "--no-header", "--json", "--out", codes])
    let latent = try table(place, codes)
    #expect(latent.count == 8 && latent.allSatisfy { $0.count == 2 * random.latents })

    // Every announced figure is there, and no two outputs share one.
    let figures = try [trained, sampled, encoded].compactMap { try $0.json()["figure"] as? String }
    #expect(figures.count == Set(figures).count)
    for figure in figures { #expect(try place.bytes(figure).count > 1000) }

    try changedByte(number, place, random, evaluate, evaluated)
  }

  /// A byte of the data that is another is refused, or has a hash by which the data are not the model's own.
  private func changedByte(
    _ number: Int, _ place: Workplace, _ random: RandomCase, _ evaluate: [String], _ known: ProgramRun
  ) throws {
    var choices = Choices(seed: Self.seed &* 7919 &+ UInt64(number))
    for _ in 0..<3 {
      var bytes = Array(random.table.utf8)
      let position = choices.number(0...bytes.count - 1)
      bytes[position] ^= UInt8(choices.number(1...255))
      try place.write(bytes, to: "t.csv")
      let run = try place.vae(evaluate)
      let told: Comment = "byte \(position) is \(bytes[position]): \(run.output)\(run.complaints)"
      if run.status == 0 {
        #expect(try run.json()["part"] as? String == "all", told)
      } else {
        #expect([1, 3].contains(run.status) && run.output.isEmpty, told)
      }
    }
  }
}
