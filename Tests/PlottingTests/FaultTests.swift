import Foundation
import Testing

@testable import Plotting

@Suite("When gnuplot fails")
struct FaultTests {
  /// The error of drawing a small figure with a stand-in, where an old drawing lies already.
  private func error(_ commands: String, limit: Double = 20) throws -> PlottingError? {
    let folder = try TemporaryFolder()
    let bin = try TemporaryFolder("bin")
    try folder.write("the old drawing", to: "ch00-small.svg")
    let process = try bin.fakeGnuplot(commands)
    defer {
      #expect((try? folder.text("ch00-small.svg")) == "the old drawing", "the old drawing stays")
      #expect((try? folder.names) == ["ch00-small.gp", "ch00-small.svg"], "the script is there, and nothing else")
    }
    do {
      _ = try Gnuplot.draw(.small(), into: folder.path, timeLimit: limit, with: process)
      return nil
    } catch { return error }
  }

  @Test("its status and its words reach the caller")
  func status() throws {
    let expected = PlottingError.gnuplotFailed(figure: "ch00-small", status: 3, message: "line 7: no such thing")
    #expect(try error("cat > /dev/null; echo 'line 7: no such thing' >&2; exit 3") == expected)
  }

  @Test("a real script error is seen, though gnuplot goes on")
  func scriptError() throws {
    let failure = #expect(throws: PlottingError.self) {
      try GnuplotProcess().run("plot nonsense(\nset terminal svg\nplot x\n", figure: "f", timeLimit: 20)
    }
    guard case .gnuplotFailed("f", let status, let message) = failure else {
      Issue.record("expected gnuplotFailed, found \(String(describing: failure))")
      return
    }
    #expect(status == 1 && message.contains("nonsense"))
  }

  @Test("by not being there, the script is written all the same")
  func missing() throws {
    let folder = try TemporaryFolder()
    let nowhere = GnuplotProcess(searchPath: folder.path + "/nowhere:/dev/null")
    #expect(throws: PlottingError.gnuplotNotFound(figure: "ch00-small")) {
      try Gnuplot.draw(.small(), into: folder.path, timeLimit: 20, with: nowhere)
    }
    #expect(try folder.names == ["ch00-small.gp"])
  }

  @Test("by taking too long, it and its children are stopped at the limit")
  func slow() throws {
    let start = ContinuousClock.now
    #expect(try error("sleep 60", limit: 0.3) == .timedOut(figure: "ch00-small", seconds: 0.3))
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test("by not reading a script longer than a pipe holds, the limit holds too")
  func deaf() throws {
    let bin = try TemporaryFolder("bin")
    let process = try bin.fakeGnuplot("sleep 60")
    let script = String(repeating: "# nothing\n", count: 100_000)
    #expect(throws: PlottingError.timedOut(figure: "f", seconds: 0.3)) {
      try process.run(script, figure: "f", timeLimit: 0.3)
    }
    let quitter = try bin.fakeGnuplot("exit 0")
    #expect(
      throws: PlottingError.gnuplotFailed(figure: "f", status: 0, message: "it ended before it had read its script")
    ) {
      try quitter.run(script, figure: "f", timeLimit: 20)
    }
  }

  @Test("by leaving half a drawing and saying that all is well")
  func truncated() throws {
    #expect(
      try error("cat > /dev/null; printf '<?xml version=\"1.0\"?><svg><g>'")
        == .truncatedOutput(figure: "ch00-small", bytes: 29))
    #expect(try error("cat > /dev/null") == .truncatedOutput(figure: "ch00-small", bytes: 0))
  }

  @Test("by a signal, the signal is named")
  func killed() throws {
    guard case .gnuplotFailed(_, let status, let message) = try error("cat > /dev/null; kill -9 $$") else {
      Issue.record("expected gnuplotFailed")
      return
    }
    #expect(status == 137 && message.contains("Killed"))
  }

  @Test("to be content, its remarks reach the caller")
  func warnings() throws {
    let folder = try TemporaryFolder()
    let bin = try TemporaryFolder("bin")
    let process = try bin.fakeGnuplot("cat > /dev/null; echo '<svg></svg>'; echo 'warning: odd' >&2")
    let drawn = try Gnuplot.draw(.small(), into: folder.path, timeLimit: 20, with: process)
    #expect(drawn.warnings == "warning: odd")
  }

  @Test("to reach the folder, the error names it")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    try folder.write("a file", to: "taken")
    for path in [folder.path + "/taken", folder.path + "/taken/deeper", "", "/proc/figures"] {
      let failure = #expect(throws: PlottingError.self) { try Gnuplot.draw(.small(), into: path) }
      guard case .unwritableFolder(path, _) = failure else {
        Issue.record("expected unwritableFolder, found \(String(describing: failure))")
        continue
      }
    }
    try FileManager.default.createDirectory(
      atPath: folder.path + "/ch00-small.svg/full", withIntermediateDirectories: true)
    #expect(throws: PlottingError.self) { try Gnuplot.draw(.small(), into: folder.path) }
    #expect(try folder.names == ["ch00-small.gp", "ch00-small.svg", "taken"], "no temporary file stays")
  }

  @Test("a reader's environment changes nothing: it is started plain, in the C locale")
  func environment() throws {
    let bin = try TemporaryFolder("bin")
    let process = try bin.fakeGnuplot("cat > /dev/null; echo \"$LC_ALL $* $GNUTERM\"")
    let outcome = try process.run("", figure: "f", timeLimit: 20)
    #expect(String(decoding: outcome.product, as: UTF8.self) == "C.UTF-8 -d \n")
  }
}
