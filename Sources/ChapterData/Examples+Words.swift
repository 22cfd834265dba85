import Files
import Notebook

extension Examples {
  /// The word for one example.
  public var noun: String { shape == nil ? "row" : "image" }
  /// The word for several examples.
  public var nouns: String { noun + "s" }
  /// The word for the numbers of an example.
  public var pixels: String { shape == nil ? "columns" : "pixels" }
  /// The word for these data: digits, or what they are.
  public var kind: String { areDigits ? "digits" : nouns }

  /// The reason to skip a claim that is about the digits; nil for them.
  public var onlyOfDigits: String? { areDigits ? nil : "it is about the digits, and these are other data" }

  /// Shows what the data are, if they are not the digits, which the prose describes.
  public func introduce(_ notebook: ChapterNotebook) {
    guard !areDigits else { return }
    notebook.reasonForBlindClaims = "on these data the mistake gives the same number to within the error"
    notebook.show("rowsInFile", "\(nouns) in \(name.onOneLine)", Double(rowsInFile))
    if images.count < rowsInFile {
      notebook.show("rowsUsed", "of these this run takes so many, spread evenly", Double(images.count))
    }
    notebook.show("rowsHeldOut", "held out of them: every fifth, from the first on", Double(heldOut.images.count))
    notebook.show(
      "columns", shape.map { "pixels of an image, \($0.rows) × \($0.columns)" } ?? "numbers in a row",
      Double(dimension))
    for note in notes { notebook.remark("\(note.escaped).") }
    if let logVolume {
      notebook.remark(
        "Each column is standardised: less its mean, over its deviation, both of the rows to train on. In the file's own "
          + "units a log density is \(NumberText.significant(logVolume, digits: 6)) nats less.")
    }
  }
}
