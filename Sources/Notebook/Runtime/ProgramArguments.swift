import VAECore

/// The words with which the program was started.
package enum ProgramArguments {
  /// Refuses words that are not UTF-8: they would be read as others, and a file of such a name be written under another.
  package static func requireUTF8() throws(InvalidInput) {
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let word = CommandLine.unsafeArgv[index], String(validatingCString: word) == nil else { continue }
      throw InvalidInput(
        "argument \(index)", expected: "text in UTF-8", found: "'\(String(cString: word))'")
    }
  }
}
