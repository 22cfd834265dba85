import Foundation
import Testing

@Suite("What a training shows on a terminal")
struct ProgressTests {
  @Test(
    "A line is rewritten in place and never wider than the terminal, which would leave rows behind",
    arguments: [
      (UInt16(200), "reconstruction "), (80, " = "), (40, "left"), (8, "epoch 4"),
    ])
  func width(columns: UInt16, shows: String) throws {
    let place = try Workplace()
    let (terminal, screen) = try Self.terminal(columns: columns)

    let process = try StartedProgram(
      ["train", "--data", "digits", "--epochs", "4", "--hidden", "8", "--plot", "none", "--out", "m.safetensors"],
      in: place.url, standardError: FileHandle(fileDescriptor: screen, closeOnDealloc: true))
    #expect(try process.finished().status == 0)
    // A few lines fit into the terminal's own buffer, so that they can be read after the end.
    let text = String(decoding: FileHandle(fileDescriptor: terminal, closeOnDealloc: true).availableData, as: UTF8.self)
    let lines = text.replacingOccurrences(of: "\u{1B}[2K", with: "").split { $0.isNewline }
    #expect(lines.contains { $0.contains(shows) }, "\(text)")
    for line in lines { #expect(line.count < columns, "\(line)") }
  }

  @Test("A signal ends the line of progress, so that what is said next has a line of its own")
  func interruption() throws {
    let place = try Workplace()
    let (terminal, screen) = try Self.terminal(columns: 80)
    let process = try StartedProgram(
      [
        "train", "--data", "digits", "--epochs", "1000000", "--batch", "7", "--hidden", "8", "--plot", "none", "--out",
        "m.safetensors",
      ], in: place.url, standardError: FileHandle(fileDescriptor: screen, closeOnDealloc: true))
    let shown = FileHandle(fileDescriptor: terminal, closeOnDealloc: true)
    // The first line of progress comes with the first step.
    var text = String(decoding: shown.availableData, as: UTF8.self)
    #expect(!text.hasSuffix("\n"), "\(text)")
    kill(process.process.processIdentifier, SIGINT)
    let run = try process.finished()
    text += String(decoding: shown.availableData, as: UTF8.self)
    #expect(run.status == 130 && run.output.hasPrefix("trained"), "\(run.output)")
    #expect(text.contains("left") && text.hasSuffix("left\r\n"), "\(text.debugDescription)")
  }

  /// Opens a terminal: its own end, and the end of a program that is shown on it.
  private static func terminal(columns: UInt16) throws -> (terminal: Int32, screen: Int32) {
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(terminal >= 0)
    // Linux's TIOCSPTLCK and TIOCGPTN, macros that Swift does not import: unlock the other end, and give its number.
    var (lock, number): (Int32, UInt32) = (0, 0)
    try #require(ioctl(terminal, 0x4004_5431, &lock) == 0 && ioctl(terminal, 0x8004_5430, &number) == 0)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
    let screen = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(screen >= 0)
    return (terminal, screen)
  }
}
