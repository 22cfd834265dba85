import Testing
import VAECore
import VAEEngine

@testable import Datasets

@Suite("Standardised columns")
struct StandardizationTests {
  private let data = Batch<Double>(
    rows: 4, columns: 3, elements: [1, 50_000, 7, 2, 10_000, 7, 3, 30_000, 7, 6, -10_000, 7])

  @Test("Means and deviations are the columns' own; a column that never varies keeps its unit")
  func measured() {
    let transform = Standardization(of: data)
    #expect(transform.means == [3, 20_000, 7])
    // ((−2)² + (−1)² + 0 + 3²)/4 = 3.5, and 10⁸ · (9 + 1 + 1 + 9)/4 = 5 · 10⁸.
    #expect(abs(transform.deviations[0] - 3.5.squareRoot()) < 1e-15)
    #expect(abs(transform.deviations[1] / 5e8.squareRoot() - 1) < 1e-15)
    #expect(transform.deviations[2] == 1)
    #expect(abs(transform.logVolume - (log(3.5) + log(5e8)) / 2) < 1e-13)
  }

  @Test("What is undone is what was there, to rounding; in single precision to that of the deviation")
  func undone() throws {
    let transform = Standardization(of: data)
    let double: Batch<Double> = try transform.applied(to: data, as: Double.self)
    let single: Batch<Float> = try transform.applied(to: data, as: Float.self)
    for (index, value) in data.elements.enumerated() {
      let deviation = transform.deviations[index % 3]
      #expect(abs(transform.undone(double).elements[index] - value) <= 4e-16 * (abs(value) + deviation))
      #expect(abs(transform.undone(single).elements[index] - value) <= 2.4e-7 * deviation)
    }
    let columns = (0..<3).map { column in MonteCarloEstimate((0..<4).map { double[$0, column] }) }
    for column in columns.prefix(2) {
      #expect(abs(column.mean) < 1e-15 && abs(column.sumOfSquaredDeviations - 4) < 1e-14)
    }
    #expect(columns[2].mean == 0)
  }

  @Test("Numbers whose squares overflow are measured all the same, and one that overflows in the end is named")
  func enormous() throws {
    let wild = Batch<Double>(rows: 3, columns: 1, elements: [1, 1e300, 2])
    let transform = Standardization(of: wild)
    #expect(abs(transform.means[0] / 1e300 - 1.0 / 3) < 1e-15)
    #expect(abs(transform.deviations[0] / 1e300 - 2.0.squareRoot() / 3) < 1e-15)
    let narrow = Standardization(means: [0], deviations: [1])
    let error = try #require(throws: InvalidInput.self) { try narrow.applied(to: wild, as: Float.self) }
    #expect(error.input == "row 2, column 1" && error.found == "1e+300")
  }
}
