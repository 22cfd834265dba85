import Foundation
import Testing

@testable import Book
@testable import Notebook

/// The instruments of the book's own pages, against formulas that the pages' makers do not use.
@Suite("The instruments", .serialized)
struct InstrumentTests {
  let book: WholeBook
  let tables: [String: SitePages.Table]

  init() throws {
    book = try WholeBook.shared()
    tables = try book.site.filter { $0.key.hasSuffix(".html") }.values.map(SitePages.tables).reduce(into: [:]) {
      $0.merge($1) { first, _ in first }
    }
  }

  @Test("every number of every instrument is what the closed forms give; a different number would be noticed")
  func everyNumber() throws {
    let all = try InstrumentTable.all(of: book.chapters)
    #expect(Set(tables.keys) == Set(all.keys))
    #expect(Set(tables.keys) == Set(book.instruments.map(\.slug)))
    for (slug, expected) in all {
      let table = try #require(tables[slug])
      let differences = try InstrumentTable.differences(table, expected)
      #expect(differences.isEmpty, "\(slug): \(differences.count), such as \(differences.prefix(3))")
      let off = try InstrumentTable.differences(table) { first, second in
        try expected(first, second).mapValues { $0 * (1 + 1e-5) }
      }
      #expect(!off.isEmpty, "an error of one in 100,000 would go unseen in \(slug)")
    }
  }

  @Test("each chapter from the second on has an instrument")
  func chapters() throws {
    for chapter in book.chapters where chapter.number > 1 {
      let own = book.instruments.filter { $0.chapter == chapter.number }
      #expect(!own.isEmpty, "chapter \(chapter.number)")
      for explorable in own { #expect(chapter.source.section(explorable.section) != nil, "\(explorable.slug)") }
    }
  }

  @Test(
    "where it opens, an instrument shows the chapter's own numbers",
    arguments: [
      (5, "gradientVariance", "gradientVariance"), (5, "minibatchVariance", "minibatchVariance"),
      (5, "samplingVariance", "samplingVariance"), (6, "approximationGap", "approximationGap"),
      (6, "marginalGap", "marginalGap"), (7, "logEvidence", "toyLogLikelihood"), (7, "lowerBound", "lowerBound"),
      (7, "upperBound", "upperBound"), (7, "shapeAbove", "paretoShapeExact"),
      (8, "collapsedCoordinates", "expectedCollapsedCoordinates"),
    ])
  func openings(chapter: Int, quantity: String, value: String) throws {
    let own = try #require(book.chapters.first { $0.number == chapter })
    let explorable = try #require(book.instruments.first { $0.chapter == chapter })
    let opening = explorable.opening(try #require(explorable.quantities.first { $0.name == quantity }))
    let shown = try own.value(value)
    #expect(abs(opening - shown) <= 1e-9 * max(1, abs(shown)), "\(opening), and the chapter has \(shown)")
  }

  @Test("the sampled averages and the carried nats of chapters 7 and 8 are those at the opening")
  func sampled() throws {
    func opening(_ slug: String, _ name: String) throws -> Double {
      let explorable = try #require(book.instruments.first { $0.slug == slug })
      return explorable.opening(try #require(explorable.quantities.first { $0.name == name }))
    }
    func shown(_ chapter: Int, _ name: String) throws -> [Double] {
      let values = book.chapters.first { $0.number == chapter }?.run.records.compactMap { record -> [Double]? in
        if case .value(let shown) = record.content, shown.name == name { shown.values } else { nil }
      }
      return try #require(values?.first)
    }
    // Of the chapter's ladder the third rung has 16 draws; its standard error is below 1e-3.
    #expect(abs(try opening("explore-bracket", "averageFromBelow") - shown(7, "ladder")[2]) < 5e-3)
    #expect(abs(try opening("explore-bracket", "effectiveShare") - 1 / (1 + shown(7, "relativeVariance")[0])) < 1e-9)
    let carried = try shown(8, "optimalDivergences").reduce(0, +)
    #expect(abs(try opening("explore-collapse", "carried") - carried) < 1e-9)
  }
}
