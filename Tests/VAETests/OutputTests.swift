import Foundation
import Testing

@Suite("Where outputs go, and what is in their place", .serialized)
struct OutputTests {
  private let small = ["train", "--data", "digits", "--hidden", "4", "--epochs", "1", "--plot", "none", "--out"]

  private func withModel() throws -> Workplace {
    let place = try Workplace()
    try place.writeDigitsModel()
    return place
  }

  private func link(_ place: Workplace, _ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: place.url.appending(path: name).path, withDestinationPath: target)
  }

  private func isLink(_ place: Workplace, _ name: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: place.url.appending(path: name).path)) != nil
  }

  @Test("A link is followed before the work: into a folder without new files, to nothing yet, in a ring")
  func links() throws {
    let place = try Workplace()
    try link(place, "far.safetensors", to: "/proc/m.safetensors")
    let refused = try place.vae(small + ["far.safetensors"])
    #expect(refused.status == 74 && refused.complaints.contains("the folder /proc may not be written to"))
    #expect(refused.complaints.filter(\.isNewline).count == 1, "\(refused.complaints)")
    try link(place, "new.safetensors", to: "below.safetensors")
    #expect(try place.vae(small + ["new.safetensors"]).status == 0)
    #expect(isLink(place, "new.safetensors"))
    #expect(try place.vae("info", "--model", "below.safetensors").status == 0)
    try link(place, "ring.safetensors", to: "ring.safetensors")
    let ring = try place.vae(small + ["ring.safetensors"])
    #expect(ring.status == 74 && ring.complaints.contains("ring.safetensors"), "\(ring.complaints)")
  }

  @Test("A figure lies beside the file that a link leads to")
  func figureBehindLink() throws {
    let place = try withModel()
    try FileManager.default.createDirectory(at: place.url.appending(path: "far"), withIntermediateDirectories: true)
    try link(place, "s.csv", to: "far/t.csv")
    #expect(try place.vae("sample", "--model", "m.safetensors", "--out", "s.csv").status == 0)
    #expect(try place.files == ["far", "m.safetensors", "s.csv"] && isLink(place, "s.csv"))
  }

  @Test("What is there stays, unless --overwrite says so, and then whatever it is")
  func overwriting() throws {
    let place = try Workplace()
    try place.write("", to: "empty.safetensors")
    try place.write("no model", to: "other.safetensors")
    #expect(try place.vae(small + ["empty.safetensors"]).status == 0)
    for name in ["empty.safetensors", "other.safetensors"] {
      try place.refuse(small + [name], name, "--overwrite")
      #expect(chmod(place.url.appending(path: name).path, 0o444) == 0)
      try place.refuse(small + [name], name, "--overwrite")
      let run = try place.vae(small + [name, "--overwrite"])
      #expect(run.status == 0, "\(run.complaints)")
    }
    try place.refuse(
      small + ["other.safetensors", "--resume", "--epochs", "2"], "other.safetensors", "write-protected", code: 74)
  }

  @Test("A table takes no model's place, and no write-protected file's")
  func tables() throws {
    let place = try withModel()
    try place.copyFixture("bernoulli", to: "other.safetensors")
    try place.write("kept", to: "kept.csv")
    #expect(chmod(place.url.appending(path: "kept.csv").path, 0o444) == 0)
    let sample = ["sample", "--model", "m.safetensors", "--out"]
    try place.refuse(sample + ["other.safetensors"], "other.safetensors", "a model is there", code: 74)
    try place.refuse(sample + ["kept.csv"], "kept.csv", "write-protected", code: 74)
  }

  @Test("A training that took no step leaves nothing in the next one's way; one that diverged leaves no garbage")
  func untrained() throws {
    let place = try Workplace()
    let fast = small + ["m.safetensors", "--optimizer", "ascent", "--batch", "3000"]
    let diverged = try place.vae(fast + ["--rate", "1e30"])
    #expect(diverged.status == 1 && diverged.complaints.contains("nothing is saved"), "\(diverged.complaints)")
    try place.write((0..<30).map { $0 == 7 ? "1e30,1\n" : "0.\($0),2\n" }.joined(), to: "x.csv")
    let stopped = try place.vae(
      "train", "--data", "x.csv", "--standardize", "none", "--held-out", "0", "--out", "m.safetensors")
    #expect(stopped.status == 1 && stopped.complaints.contains("no step was taken"), "\(stopped.complaints)")
    #expect(stopped.complaints.contains("x.csv, row 8"), "\(stopped.complaints)")
    #expect(try place.files == ["x.csv"])
    #expect(try place.vae(small + ["m.safetensors"]).status == 0)
  }

  @Test(
    "Any name of a file has a figure of its own, which is there when it is announced",
    arguments: [
      "_s.csv", "été.csv", "日本.csv", "a b'c.csv", "|x.csv", "$(id).csv", "`id`.csv", "-.txt", ".csv", "%.csv",
    ])
  func names(name: String) throws {
    let place = try withModel()
    let run = try place.vae("sample", "--model", "m.safetensors", "--json", "--out=./\(name)")
    #expect(run.status == 0, "\(run.complaints)")
    let figure = try #require(run.json()["figure"] as? String)
    #expect(try place.bytes(figure).starts(with: Data("<?xml".utf8)))
    // The script redraws it, and nothing else.
    let before = try place.files
    let script = String(figure.dropLast(4)) + ".gp"
    try FileManager.default.removeItem(at: place.url.appending(path: figure))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gnuplot", script]
    process.currentDirectoryURL = place.url
    try process.run()
    process.waitUntilExit()
    #expect(try process.terminationStatus == 0 && place.files == before)
  }

  @Test("Two outputs never share a figure: other names have others, and another folder's figure is not replaced")
  func twoOutputs() throws {
    let place = try withModel()
    var figures: Set<String> = []
    let names = ["A_B.csv", "a-b.csv", "a_b.csv", "A-B.csv", "a.csv", "a", "a.txt", "a.csv.csv", "a-samples.csv"]
    for name in names {
      let run = try place.vae("sample", "--model", "m.safetensors", "--json", "--out", name)
      figures.insert(try #require(run.json()["figure"] as? String))
    }
    #expect(figures.count == names.count)
    for folder in ["f", "g"] {
      try FileManager.default.createDirectory(at: place.url.appending(path: folder), withIntermediateDirectories: true)
    }
    let sample = ["sample", "--model", "m.safetensors", "--out"]
    #expect(try place.vae(sample + ["f/s.csv", "--figures", "drawn"]).status == 0)
    #expect(try place.vae(sample + ["f/s.csv", "--figures", "drawn"]).status == 0)
    for other in [["g/s.csv", "--figures", "drawn"], ["drawn/s.csv"]] {
      let run = try place.vae(sample + other)
      #expect(
        run.status == 74 && run.complaints.contains("it belongs to a different output, ../f/s.csv"), "\(run.complaints)"
      )
    }
  }

  @Test("A figure takes the place of nothing that the command reads or writes, and its folder is looked at first")
  func figurePlaces() throws {
    let place = try withModel()
    try place.copyFixture("tanh-gaussian", to: "s-samples.gp")
    let sample = ["sample", "--out", "s.csv", "--model"]
    try place.refuse(sample + ["s-samples.gp"], "s-samples.gp", "the figure would take the place", code: 74)
    try place.refuse(sample + ["m.safetensors", "--figures", "/proc/x"], "/proc", "may not be written to", code: 74)
    try place.refuse(sample + ["m.safetensors", "--figures", ""], "--figures", "expected a folder")
    let long = String(repeating: "x", count: 248) + ".csv"
    try place.refuse(["sample", "--model", "m.safetensors", "--out", long], "xxx", "names of at most 255", code: 74)
    #expect(try place.vae("sample", "--model", "m.safetensors", "--plot", "none", "--out", long).status == 0)
    try place.refuse(
      ["sample", "--model", "m.safetensors", "--out", "a\u{1B}[2J.csv"], "a\\u{1b}[2J.csv", "control character",
      code: 74)
  }
}
