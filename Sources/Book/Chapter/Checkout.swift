import Foundation

/// The text files of a checkout.
public struct Checkout: Sendable {
  /// The package's folder.
  public let root: URL

  /// A package's folder.
  public init(root: URL) { self.root = root }

  /// A file's text, by its path below the root; nil where there is no such text.
  public func text(_ path: String) -> String? {
    try? String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Whether a file or a folder lies at a path below the root.
  public func holds(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  /// The paths of the files in a folder and all below it whose name ends in a given way, in order.
  public func files(in folder: String, ending: String) -> [String] {
    let names = try? FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
    return (names ?? []).filter { $0.hasSuffix(ending) }.map { "\(folder)/\($0)" }.sorted()
  }
}
