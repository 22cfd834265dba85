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
