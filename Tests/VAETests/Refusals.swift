import Foundation
import Testing

/// A small model of the digits, trained once.
private let digitsModel = Result {
  let place = try Workplace()
  let run = try place.vae(
    "train", "--data", "digits", "--hidden", "4", "--epochs", "1", "--plot", "none", "--out", "m.safetensors")
  try #require(run.status == 0, "\(run.complaints)")
  return Array(try place.bytes("m.safetensors"))
}

extension Workplace {
  /// The files and what is in them.
  var contents: [String: Data] {
    get throws { Dictionary(uniqueKeysWithValues: try files.map { ($0, try bytes($0)) }) }
  }

  /// Copies one of the recorded models.
  func copyFixture(_ name: String, to file: String) throws {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    try Data(contentsOf: folder.appending(path: "\(name).safetensors")).write(to: url.appending(path: file))
  }

  /// Writes a model of the digits as they are drawn by `sample` and others, after one epoch.
  func writeDigitsModel(to file: String = "m.safetensors") throws { try write(digitsModel.get(), to: file) }

  /// Writes x.csv, a table of 60 rows with two columns of numbers and one of labels, and trains a small model on it.
  func trainOnTable(_ options: String..., out: String) throws {
    let rows = (0..<60).map { "\(Double($0 * 7 % 11) * 100),\(Double($0 % 5) - 3),k\($0 % 3)\n" }
    try write("a,b,kind\n" + rows.joined(), to: "x.csv")
    let trained = try vae(
      [
        "train", "--data", "x.csv", "--label-column", "kind", "--hidden", "4", "--epochs", "2", "--plot", "none",
        "--out",
      ]
        + [out] + options)
    try #require(trained.status == 0, "\(trained.complaints)")
  }

  /// Runs a command that must be refused: exit code 3, one line that names the file and says what is wrong, and not a
  /// byte of the folder another one.
  ///
  /// - Parameter path: The folders in which other programs are looked for, in place of the usual ones.
  func refuse(
    _ arguments: [String], _ file: String, _ says: String, code: Int32 = 3, path: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try contents
    let run = try vae(arguments, environment: path.map { ["PATH": $0] })
    let told: Comment = "\(arguments): \(run.output)\(run.complaints)"
    #expect(run.status == code, told, sourceLocation: sourceLocation)
    #expect(run.output.isEmpty, told, sourceLocation: sourceLocation)
    #expect(
      run.complaints.last == "\n" && run.complaints.filter(\.isNewline).count == 1, told, sourceLocation: sourceLocation
    )
    #expect(run.complaints.contains(file) && run.complaints.contains(says), told, sourceLocation: sourceLocation)
    #expect(try contents == before, told, sourceLocation: sourceLocation)
  }
}
