import Foundation
import Testing

@Suite("Bad input: one line, the right exit code, nothing left behind")
struct ChapterInputTests {
  @Test(
    "Refused values",
    arguments: [
      (3, ["--samples", "0"]), (3, ["--samples", "1"]), (3, ["--samples", "-5"]), (3, ["--samples", "nan"]),
      (3, ["--samples", "1e3"]), (3, ["--samples", "1000000000000"]), (3, ["--samples", "99999999999999999999"]),
      (3, ["--seed", "18446744073709551616"]), (3, ["--seed", "-1"]), (3, ["--deviation", "0,1,1"]),
      (3, ["--deviation", "-1,1,1"]), (3, ["--deviation", "nan,1,1"]), (3, ["--mean", "1,2"]), (3, ["--mean", ""]),
      (3, ["--mean", "1e400,0,0"]), (3, ["--mistake", "no-such"]), (3, ["--plot", "pdf"]),
      (1, ["--variance", "0"]), (1, ["--weight", "inf"]), (2, ["--deviation", "0"]), (2, ["--variance", "-1"]),
      (4, ["--deviation", "nan"]), (4, ["--target", "x"]),
    ])
  func refused(chapter: Int, arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let run = try ChapterProcess(chapter, arguments, in: folder)
    #expect(run.status == 3)
    #expect(run.output.isEmpty)
    #expect(run.complaints.hasPrefix("chapter\(chapter): "))
    #expect(run.complaints.contains("expected"))
    #expect(run.complaints.split(separator: "\n").count == 1, "\(run.complaints)")
    #expect(folder.files().isEmpty)
  }

  @Test("An unknown mistake is answered with the known ones")
  func unknownMistake() throws {
    let run = try ChapterProcess(3, ["--mistake", "no-such"], in: TemporaryFolder())
    #expect(run.complaints.contains("missing-half") && run.complaints.contains("'no-such'"))
  }

  @Test("Usage errors exit 64", arguments: [["--no-such-option"], ["--seed"], ["extra"]])
  func usage(arguments: [String]) throws {
    #expect(try ChapterProcess(3, arguments, in: TemporaryFolder()).status == 64)
  }

  @Test(
    "Options of which one would be ignored exclude each other",
    arguments: [
      ["--json", "--plot", "ascii"], ["--figures", "f", "--plot", "none"], ["--figures", "f", "--plot", "ascii"],
      ["--mistake", "missing-half", "--list-mistakes"], ["--json", "--exercise", "1"],
    ])
  func exclusion(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let run = try ChapterProcess(3, arguments, in: folder)
    #expect(run.status == 64 && run.output.isEmpty && run.complaints.contains("exclude each other"))
    #expect(folder.files().isEmpty)
  }

  @Test(
    "What does not run the chapter takes no option that changes a run",
    arguments: [
      ["--exercise", "1", "--seed", "7"], ["--solution", "1", "--quick"],
      ["--check-exercise", "1", "--samples", "5000"], ["--list-mistakes", "--threads", "1"],
      ["--exercise", "1", "--mean", "0.5"],
    ])
  func aside(arguments: [String]) throws {
    let run = try ChapterProcess(3, arguments, in: TemporaryFolder())
    #expect(run.status == (arguments.contains("--mean") ? 3 : 64) && run.output.isEmpty)
    #expect(run.complaints.contains("the chapter"), "\(run.complaints)")
  }

  @Test("--samples wins over the samples of --quick, and that is said")
  func quickSamples() throws {
    let arguments = ["--samples", "200000", "--json", "--plot", "none"]
    let both = try ChapterProcess(3, arguments + ["--quick"], in: TemporaryFolder())
    #expect(both.complaints.contains("--samples 200000 wins over the samples of --quick"), "\(both.complaints)")
    #expect(try both.output == ChapterProcess(3, arguments, in: TemporaryFolder()).output)
  }

  @Test("Too few samples to see a difference is a failure, not a pass")
  func tooFewSamples() throws {
    let run = try ChapterProcess(3, ["--samples", "2", "--json", "--plot", "none"], in: TemporaryFolder())
    #expect(run.status == 1)
    #expect(try run.claims().contains { $0["verdict"] as? String == "could not fail" })
  }

  @Test("A folder that is a file: the claims are checked, exit 4")
  func unwritableFolder() throws {
    let folder = try TemporaryFolder()
    try Data("kept".utf8).write(to: folder.url.appending(path: "taken"))
    let run = try ChapterProcess(3, ["--quick", "--figures", "taken"], in: folder)
    #expect(run.status == 4)
    #expect(run.output.contains("claims hold"))
    #expect(run.complaints.contains("taken"))
    #expect(run.complaints.split(separator: "\n").count == 1)
    #expect(try String(contentsOf: folder.url.appending(path: "taken"), encoding: .utf8) == "kept")
  }

  @Test("Without gnuplot: claims checked, scripts written, exit 4, and how to install it")
  func noGnuplot() throws {
    let folder = try TemporaryFolder()
    let run = try ChapterProcess(
      3, ["--quick", "--figures", "drawn"], in: folder, environment: ["PATH": folder.url.path])
    #expect(run.status == 4)
    #expect(run.output.contains("claims hold"))
    #expect(run.complaints.contains("install"))
    #expect(!folder.files("drawn").isEmpty)
    #expect(folder.files("drawn").allSatisfy { $0.hasSuffix(".gp") })
  }

  @Test("A reader who leaves early: one line of complaint, and the verdict all the same")
  func closedOutput() throws {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    let program = ChapterProcess.program(3).path
    process.arguments = [
      "-c", "{ \"$0\" --quick --plot none; echo \"status $?\" >&2; } 2> complaints | head -c 10 > head", program,
    ]
    process.currentDirectoryURL = folder.url
    try process.run()
    process.waitUntilExit()
    let complaints = try String(contentsOf: folder.url.appending(path: "complaints"), encoding: .utf8)
    #expect(complaints.hasSuffix("status 0\n"))
    #expect(complaints.split(separator: "\n").count <= 2)
  }
}
