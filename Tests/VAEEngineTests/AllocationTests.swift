import Foundation
import Testing

@Suite("Memory of a training step")
struct AllocationTests {
  /// The lines of the program that counts, in a process of its own: its `malloc` counts for every library.
  private func counts() throws -> [String: Int] {
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "count-allocations")
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
    return Dictionary(uniqueKeysWithValues: try lines.map { (String($0[0]), try #require(Int($0[1]))) })
  }

  // VAEEngine is optimised in debug builds too, so that this holds in both.
  @Test("After the first step no training asks for memory, in any thread; a copied array would be seen")
  func steps() throws {
    var counts = try counts()
    let control = counts.removeValue(forKey: "control") ?? 0
    #expect(control >= 40)
    #expect(counts.count == 11)
    for (name, count) in counts { #expect(count == 0, "\(name)") }
  }
}
