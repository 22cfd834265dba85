import Foundation
import Testing

/// The chapters, the equations that each announces, and the names under its values.
private let announced: [Int: [String]] = [
  1: ["1", "2"], 2: ["3", "4", "5", "6"], 3: ["10", "13", "14", "15", "16"], 4: ["17", "18", "19"],
  5: ["7", "18", "19", "20"], 6: ["7", "8"], 7: ["1", "3", "4"], 8: ["2", "7", "20"],
]
private let names: [Int: [String]] = [
  1: ["exactLogMarginal", "logMarginalEstimate", "logMarginalStandardError"],
  2: ["logMarginal", "evidenceLowerBound", "divergenceToPosterior", "posteriorMean", "posteriorVariance"],
  3: ["divergence", "I1", "I2", "sampledDivergence", "sampledDivergenceStandardError", "singleSampleVariance"],
  4: [
    "meanGradient", "deviationGradient", "pathwiseMeanVariance", "scoreMeanVariance", "pathwiseDeviationVariance",
    "scoreDeviationVariance",
  ],
  5: [
    "heldOutBoundBefore", "heldOutBound", "heldOutReconstruction", "heldOutDivergence", "learnedVariance",
    "meanSquaredError", "gradientVariance", "minibatchVariance", "samplingVariance", "boundAtMeanExcess",
  ],
  6: [
    "approximationGap", "amortizationGap", "digitsAmortizationGap", "digitsApproximationGap", "coverage90",
    "rankOfLatent", "rankOfLikelihood",
  ],
  7: [
    "exactLogLikelihood", "priorEstimate", "importanceEstimate", "importanceStandardError", "lowerBound", "upperBound",
    "sampledUpperBound", "paretoShape", "paretoShapeExact", "activeUnits",
  ],
  8: [
    "optimalBound", "trainedBound", "gapToOptimum", "largestPrincipalAngle", "collapsedCoordinates",
    "expectedCollapsedCoordinates",
  ],
]

@Suite("The chapters' verdicts")
struct ChapterVerdictTests {
  @Test("Every claim holds at three seeds", arguments: chapters, [1, 42, 20_260_101])
  func seeds(chapter: Int, seed: Int) throws {
    let run = try ChapterProcess(
      chapter, ["--seed", "\(seed)", "--quick", "--json", "--plot", "none"], in: TemporaryFolder())
    #expect(run.status == 0, "\(run.complaints)")
    let json = try run.json()
    #expect(json["holds"] as? Bool == true)
    #expect(json["seed"] as? Int == seed)
    #expect(json["chapter"] as? Int == chapter)
    #expect(try #require(json["skipped"] as? [Any]).isEmpty, "the defaults skip nothing")
    let claims = try run.claims()
    for claim in claims where claim["holds"] as? Bool != true { Issue.record("\(claim)") }
    for claim in claims {
      #expect(claim["line"] as? Int ?? 0 > 0)
      #expect((claim["section"] as? String)?.hasPrefix("\(chapter).") == true)
      #expect(claim["kind"] as? String == "exact" ? claim["tolerance"] is Double : claim["standardError"] is Double)
    }
  }

  @Test("Every equation that a chapter announces has a claim, every promised value is there", arguments: chapters)
  func coverage(chapter: Int) throws {
    let run = try ChapterProcess(chapter, ["--quick", "--json", "--plot", "none"], in: TemporaryFolder())
    let claimed = Set(
      try run.claims().flatMap { ($0["equation"] as? String ?? "").split(separator: ",").map(String.init) })
    for equation in announced[chapter] ?? [] { #expect(claimed.contains(equation), "equation (\(equation))") }
    for name in names[chapter] ?? [] { _ = try run.value(name) }
  }

  @Test("The defaults give the published numbers")
  func anchors() throws {
    let folder = try TemporaryFolder()
    func value(_ chapter: Int, _ name: String) throws -> Double {
      try ChapterProcess(chapter, ["--quick", "--json", "--plot", "none"], in: folder).value(name)
    }
    #expect(abs(try value(1, "exactLogMarginal") - -1.9209772316) <= 5e-11)
    #expect(abs(try value(2, "evidenceLowerBound") - -2.6320838991) <= 5e-10)
    #expect(abs(try value(2, "divergenceToPosterior") - 0.7111066675) <= 5e-10)
    #expect(abs(try value(2, "posteriorMean") - 2.0 / 3) <= 1e-15)
    #expect(abs(try value(2, "posteriorVariance") - 1.0 / 9) <= 1e-15)
    #expect(abs(try value(3, "divergence") - 3.6366512475) <= 5e-11)
    #expect(abs(try value(3, "I1") - -3.2351643521) <= 5e-11)
    #expect(abs(try value(3, "I2") - -6.8718155996) <= 5e-11)
    #expect(try value(4, "meanGradient") == 8)
    #expect(try value(4, "deviationGradient") == 2)
    #expect(abs(try value(5, "boundAtMeanExcess") - 0.8) <= 1e-15)
    #expect(abs(try value(6, "approximationGap") - 0.0770753399) <= 5e-11)
    #expect(abs(try value(6, "amortizationGap") - 0.2595348919) <= 5e-11)
    #expect(abs(try value(6, "coverage90") - 0.9863856300) <= 5e-11)
  }

  @Test("A chapter's own parameters change its numbers")
  func parameters() throws {
    let arguments = ["--quick", "--json", "--plot", "none", "--mean", "1", "--deviation", "1"]
    let run = try ChapterProcess(3, arguments, in: TemporaryFolder())
    #expect(try run.value("divergence") == 0.5)
    #expect(run.status == 0, "\(run.output)")
  }

  @Test(
    "Every claim of chapter 3 holds for a q near the prior, whose log-ratio varies little",
    arguments: [["0.001", "1.0001"], ["0.01", "1"], ["0.0008", "1.0006"]])
  func nearThePrior(parameters: [String]) throws {
    let arguments = ["--json", "--plot", "none", "--mean", parameters[0], "--deviation", parameters[1]]
    let run = try ChapterProcess(3, arguments, in: TemporaryFolder())
    #expect(run.status == 0, "\(run.output)")
  }

  @Test("Chapter 1, at an x that draws from the prior do not reach: claims about averages are skipped, with the reason")
  func farFromThePrior() throws {
    let run = try ChapterProcess(
      1, ["--observation", "9", "--quick", "--json", "--plot", "none"], in: TemporaryFolder())
    let skipped = try run.json()["skipped"] as? [[String: Any]] ?? []
    let isAverage = { (claim: [String: Any]) in (claim["statement"] as? String)?.hasPrefix("the average over") == true }
    let condition = skipped.first(where: isAverage)?["condition"] as? String
    #expect(run.status == 0 && condition?.contains("samples") == true, "\(skipped)")
    #expect(try !run.claims().contains(where: isAverage))
  }

  @Test("The same bytes at every run", arguments: chapters)
  func repeated(chapter: Int) throws {
    let folder = try TemporaryFolder()
    let arguments = ["--quick", "--json", "--plot", "none", "--samples", "200000"]
    #expect(
      try ChapterProcess(chapter, arguments, in: folder).output == ChapterProcess(chapter, arguments, in: folder).output
    )
  }

  @Test("The terminal's table shows each claim and a verdict, without colour in a file", arguments: chapters)
  func terminal(chapter: Int) throws {
    let run = try ChapterProcess(chapter, ["--quick", "--plot", "none"], in: TemporaryFolder())
    #expect(run.output.contains("✓ holds"))
    #expect(run.output.contains("claims hold"))
    #expect(!run.output.contains("\u{1B}"))
    #expect(!run.output.contains("FAILS"))
  }
}
