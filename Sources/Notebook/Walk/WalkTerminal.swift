import Platform

/// The terminal in the state that a walk needs: keys come one by one, and the screen is the walk's own.
///
/// The state is put back on every way out: the end, an error, a signal, a trap.
final class WalkTerminal {
  private var keys = WalkKeyReader()
  private var typed: [WalkKey] = []
  /// Whether the terminal said that it shows sixel images.
  private(set) var showsSixel = false

  /// Whether both ends are a terminal that can place characters: else the walk is printed straight through.
  static var isThere: Bool {
    let name = getenv("TERM").map { String(cString: $0) } ?? ""
    return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && !["", "dumb"].contains(name)
  }

  /// Takes the terminal over.
  init() {
    TerminalState.take()
    askWhatItIs()
  }

  /// Gives the terminal back as it was.
  func leave() { TerminalState.giveBack() }

  /// Whether the program was stopped since this was last asked, so that the screen is empty now.
  var wasStopped: Bool { TerminalState.wasStopped() }

  /// The terminal's size at this moment.
  var size: ScreenSize {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
      return ScreenSize(columns: 80, rows: 24)
    }
    let (columns, rows) = (Int(window.ws_col), Int(window.ws_row))
    let (width, height) = (Int(window.ws_xpixel) / columns, Int(window.ws_ypixel) / rows)
    return ScreenSize(columns: columns, rows: rows, cell: width > 0 && height > 0 ? (width, height) : nil)
  }

  /// Waits for a key; nil when the time is over, which is when the size is looked at again.
  func key(withinMilliseconds limit: Int32) -> WalkKey? {
    if typed.isEmpty { typed = keys.keys(bytes(withinMilliseconds: limit) ?? [0x04]) }
    // An escape byte alone is a key if nothing follows at once.
    if typed.isEmpty { typed = keys.keys(bytes(withinMilliseconds: 30) ?? [0x04], isQuiet: true) }
    return typed.isEmpty ? nil : typed.removeFirst()
  }

  /// Shows lines from the top of the screen, and an image below the first of them.
  func show(_ lines: [String], image: [UInt8]) {
    var text = "\u{1B}[H"
    for (index, line) in lines.enumerated() {
      text += (index > 0 ? "\r\n" : "") + line + "\u{1B}[K"
    }
    write(Array(text.utf8))
    if !image.isEmpty { write(Array("\u{1B}[3;1H".utf8) + image) }
  }

  /// Clears what an image may have left between the characters.
  func clear() { write(Array("\u{1B}[2J".utf8)) }

  /// Asks for the primary device attributes: the answer ESC [ ? … c holds a 4 where sixel images are shown.
  private func askWhatItIs() {
    write(Array("\u{1B}[c".utf8))
    var answer: [UInt8] = []
    while answer.last != UInt8(ascii: "c"), answer.count < 256 {
      guard let more = bytes(withinMilliseconds: 150), !more.isEmpty else { break }
      answer += more
    }
    guard let start = answer.firstIndex(of: 0x1B), answer.last == UInt8(ascii: "c") else {
      typed = keys.keys(answer)
      return
    }
    typed = keys.keys(Array(answer[..<start]))
    let attributes = answer[start...].dropFirst(3).dropLast().split(separator: UInt8(ascii: ";"))
    showsSixel = attributes.contains { $0.elementsEqual("4".utf8) }
  }

  /// The bytes that came in time, perhaps none; nil when the input has ended.
  private func bytes(withinMilliseconds limit: Int32) -> [UInt8]? {
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, limit) > 0 else { return [] }
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = read(STDIN_FILENO, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return [] }
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  private func write(_ bytes: [UInt8]) { writeAll(bytes, to: STDOUT_FILENO) }
}

/// The state that a signal handler needs to restore the terminal: plain memory, and calls that a handler may make.
enum TerminalState {
  // Written before the handlers are installed and after they are removed; a handler interrupts that same thread.
  nonisolated(unsafe) private static var saved = termios()
  nonisolated(unsafe) private static var isTaken = false
  // Set by a handler, and read and cleared by the walk, whose thread the handler interrupts.
  nonisolated(unsafe) private static var isEmptied = false

  private static let taking: StaticString = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J"
  private static let givingBack: StaticString = "\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"

  /// The signals that end a program, from the keyboard, from outside, and from within.
  private static let ending = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE]

  static func take() {
    tcgetattr(STDIN_FILENO, &saved)
    for number in ending {
      signal(number) { number in
        TerminalState.giveBack()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    signal(SIGTSTP) { _ in
      TerminalState.giveBack()
      raise(SIGSTOP)
      TerminalState.enter()
      TerminalState.isEmptied = true
    }
    enter()
  }

  private static func enter() {
    var raw = saved
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    raw.c_iflag &= ~tcflag_t(ICRNL | IXON)
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
    isTaken = true
    _ = write(STDOUT_FILENO, taking.utf8Start, taking.utf8CodeUnitCount)
  }

  static func wasStopped() -> Bool {
    defer { isEmptied = false }
    return isEmptied
  }

  static func giveBack() {
    guard isTaken else { return }
    isTaken = false
    _ = write(STDOUT_FILENO, givingBack.utf8Start, givingBack.utf8CodeUnitCount)
    tcsetattr(STDIN_FILENO, TCSADRAIN, &saved)
  }
}
