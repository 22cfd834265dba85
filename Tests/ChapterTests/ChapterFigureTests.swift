import Foundation
import Testing

@Suite("The chapters' figures")
struct ChapterFigureTests {
  @Test("Each chapter leaves pictures and scripts, the same each time, and names them", arguments: chapters)
  func figures(chapter: Int) throws {
    let folder = try TemporaryFolder()
    let first = try ChapterProcess(chapter, ["--quick", "--json", "--figures", "one"], in: folder)
    let second = try ChapterProcess(chapter, ["--quick", "--json", "--figures", "two"], in: folder)
    #expect(first.status == 0 && second.status == 0, "\(first.complaints)\(second.complaints)")
    let names = folder.files("one")
    #expect(names == folder.files("two"))
    #expect(names.filter { $0.hasSuffix(".svg") }.count >= 2)
    let listed = try #require(first.json()["figures"] as? [String])
    #expect(listed.sorted() == names.filter { $0.hasSuffix(".svg") }.map { "one/\($0)" })
    for name in names {
      let contents = try ["one", "two"].map { try Data(contentsOf: folder.url.appending(path: "\($0)/\(name)")) }
      #expect(contents[0] == contents[1], "\(name)")
      #expect(name.hasPrefix("ch0\(chapter)-"))
    }
  }

  @Test("Plain gnuplot redraws a figure from its script")
  func redraw() throws {
    let folder = try TemporaryFolder()
    _ = try ChapterProcess(3, ["--quick", "--figures", "drawn"], in: folder)
    let drawn = folder.url.appending(path: "drawn")
    let name = try #require(folder.files("drawn").first { $0.hasSuffix(".gp") })
    let picture = drawn.appending(path: name.replacingOccurrences(of: ".gp", with: ".svg"))
    let before = try Data(contentsOf: picture)
    try FileManager.default.removeItem(at: picture)
    let gnuplot = Process()
    gnuplot.executableURL = URL(filePath: "/usr/bin/env")
    gnuplot.arguments = ["gnuplot", name]
    gnuplot.currentDirectoryURL = drawn
    try gnuplot.run()
    gnuplot.waitUntilExit()
    #expect(gnuplot.terminationStatus == 0)
    #expect(try Data(contentsOf: picture) == before)
  }

  @Test("Only a run of the defaults draws the book's own figures; others say where theirs are")
  func tried() throws {
    let folder = try TemporaryFolder()
    let own = try ChapterProcess(3, ["--mean", "0.50,-1,2"], in: folder)
    #expect(own.status == 0)
    let book = folder.files("figures").filter { $0.hasSuffix(".svg") }
    #expect(!book.isEmpty && !folder.files("figures").contains("tried"), "another spelling of a default is the default")
    for name in book { try Data("the book's own".utf8).write(to: folder.url.appending(path: "figures/\(name)")) }
    for arguments in [["--seed", "7"], ["--samples", "200000"], ["--quick"], ["--mean", "1,0.5,-2"]] {
      try? FileManager.default.removeItem(at: folder.url.appending(path: "figures/tried"))
      let run = try ChapterProcess(3, arguments, in: folder)
      #expect(run.status == 0)
      #expect(folder.files("figures/tried").filter { $0.hasSuffix(".svg") } == book, "\(arguments)")
      for name in book {
        #expect(run.output.contains("figure   figures/tried/\(name)"))
        #expect(try Data(contentsOf: folder.url.appending(path: "figures/\(name)")) == Data("the book's own".utf8))
      }
    }
  }

  @Test("In characters, in the terminal, and no file")
  func characters() throws {
    let folder = try TemporaryFolder()
    let run = try ChapterProcess(3, ["--quick", "--plot", "ascii"], in: folder)
    #expect(run.status == 0)
    #expect(run.output.contains("equation (16)"))
    #expect(folder.files().isEmpty)
  }
}
