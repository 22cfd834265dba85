import EmbeddedDigits
import Foundation
import Testing
import VAECore
import VAEEngine

@testable import Datasets

@Suite("Data sets")
struct DataSetTests {
  /// So many observations (i, −i) with the label 2i.
  private func numbered(_ count: Int) throws -> DataSet<Double> {
    try DataSet(
      name: "numbered",
      observations: Batch(rows: count, columns: 2, elements: (0..<count).flatMap { [Double($0), -Double($0)] }),
      imageShape: ImageShape(rows: 1, columns: 2), labels: (0..<count).map { 2 * $0 })
  }

  @Test("The embedded digits are 1797 images of 8 × 8 pixels from 0 to 1, in either precision")
  func digits() throws {
    let single = try DataSet<Float>.load("digits")
    let double = try DataSet<Double>.load("digits")
    #expect(single.observations.rows == 1797 && single.imageShape == ImageShape(rows: 8, columns: 8))
    #expect(double.observations.elements == Array(try Digits.load().images.joined()))
    #expect(single.observations.elements.map(Double.init) == double.observations.elements, "sixteenths are exact")
    #expect(double.labels?.prefix(4) == [0, 1, 2, 3] && double.name == "digits")
    let raw = try DataSet<Double>.load("digits", options: DataOptions(scale: 1))
    #expect(raw.observations.elements.max() == 16)
  }

  @Test(
    "A split gives every observation to one part, with its label and in the file's order", arguments: [0, 1, 30, 99])
  func partition(heldOut: Int) throws {
    let (training, judged) = try numbered(100).split(heldOut: heldOut, seed: 5)
    #expect(judged.observations.rows == heldOut && training.observations.rows == 100 - heldOut)
    for part in [training, judged] {
      let numbers = stride(from: 0, to: part.observations.elements.count, by: 2).map { part.observations.elements[$0] }
      #expect(numbers == numbers.sorted())
      #expect(part.labels == numbers.map { Int(2 * $0) })
      #expect(numbers.indices.allSatisfy { part.observations[$0, 1] == -numbers[$0] })
      #expect(part.imageShape == ImageShape(rows: 1, columns: 2))
    }
    #expect(Set((training.labels ?? []) + (judged.labels ?? [])).count == 100)
  }

  @Test("The same seed gives the same split; another seed another one")
  func seeds() throws {
    let data = try numbered(100)
    let labels = try (0..<3).map { try data.split(heldOut: 20, seed: $0 == 2 ? 8 : 7).heldOut.labels }
    #expect(labels[0] == labels[1] && labels[0] != labels[2])
    // An anchor: these labels may never change, or old results could not be had again.
    #expect(labels[0]?.prefix(5) == [2, 6, 8, 18, 30])
  }

  @Test("Every observation is held out equally often, and so is every pair")
  func uniform() throws {
    let data = try numbered(10)
    let trials = 20_000
    var counts = [Int](repeating: 0, count: 10)
    var neighbours = 0
    for seed in 0..<trials {
      let chosen = try (data.split(heldOut: 3, seed: UInt64(seed)).heldOut.labels ?? []).map { $0 / 2 }
      for row in chosen { counts[row] += 1 }
      if chosen.contains(0), chosen.contains(9) { neighbours += 1 }
    }
    // Exact: 3/10 for one, 3 · 2 / (10 · 9) for a pair. 6.11 standard errors: 0.0198 and 0.0108.
    func isPlausible(_ count: Int, _ probability: Double) -> Bool {
      let error = (probability * (1 - probability) / Double(trials)).squareRoot()
      return abs(Double(count) / Double(trials) - probability) < 6.11 * error
    }
    for count in counts { #expect(isPlausible(count, 0.3)) }
    #expect(isPlausible(neighbours, 1.0 / 15))
    #expect(!isPlausible(neighbours, 0.09), "independent choices, at 0.3 · 0.3, would be seen")
  }

  @Test("A split of more than there is, and labels or a shape that do not fit, are refused")
  func refusals() throws {
    let data = try numbered(3)
    for heldOut in [-1, 3, 4] { #expect(throws: InvalidInput.self) { try data.split(heldOut: heldOut, seed: 1) } }
    let matrix = data.observations
    #expect(throws: InvalidInput.self) { try DataSet(name: "", observations: matrix, labels: [1]) }
    #expect(throws: InvalidInput.self) {
      try DataSet(name: "", observations: matrix, imageShape: ImageShape(rows: 2, columns: 2))
    }
  }
}
