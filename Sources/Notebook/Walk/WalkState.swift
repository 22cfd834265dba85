/// A reader's place in a walk, and the effect of each key. It knows nothing of terminals.
struct WalkState {
  /// The reader's activity.
  enum Mode: Equatable {
    case reading
    /// Typing the number of a section.
    case asking(String)
    case help
  }

  let steps: [WalkStep]
  private(set) var layout: WalkLayout
  private(set) var stop: Int
  private(set) var mode = Mode.reading
  /// A complaint about the last key, for the bottom line.
  private(set) var complaint: String?
  private let isStyled: Bool

  /// Begins at a step.
  init(_ steps: [WalkStep], at step: Int, size: ScreenSize, isStyled: Bool) {
    self.steps = steps
    self.isStyled = isStyled
    layout = WalkLayout(steps, size: size, isStyled: isStyled)
    stop = layout.firstStop(of: step)
  }

  /// The stop at which the walk waits.
  var current: WalkStop { layout.stops[stop] }
  /// The step that came last.
  var step: WalkStep { steps[current.step] }

  /// Lays the walk out again for another size; the reader stays with the same step.
  mutating func resize(_ size: ScreenSize) {
    let step = current.step
    let offset = stop - layout.firstStop(of: step)
    layout = WalkLayout(steps, size: size, isStyled: isStyled)
    let first = layout.firstStop(of: step)
    let last = layout.stops.lastIndex { $0.step == step } ?? first
    stop = min(first + offset, last)
  }

  /// Does what a key says; returns false when the walk is over.
  mutating func press(_ key: WalkKey) -> Bool {
    complaint = nil
    switch mode {
    case .help:
      mode = .reading
      return key != .endOfInput && key != .character("q")
    case .asking(let text):
      ask(key, text)
      return key != .endOfInput
    case .reading:
      return read(key)
    }
  }

  private mutating func read(_ key: WalkKey) -> Bool {
    switch key {
    case .enter, .forward, .character(" "), .character("n"):
      if stop + 1 < layout.stops.count {
        stop += 1
      } else if key == .enter {
        return false
      } else {
        complaint = "this is the end: Enter leaves"
      }
    case .back, .erase, .character("b"), .character("p"):
      if stop == 0 { complaint = "this is the beginning" } else { stop -= 1 }
    case .first: stop = 0
    case .last: stop = layout.stops.count - 1
    case .character("g"), .character("/"): mode = .asking("")
    case .character("?"), .character("h"): mode = .help
    case .character("q"), .endOfInput: return false
    default: complaint = "? shows the keys"
    }
    return true
  }

  private mutating func ask(_ key: WalkKey, _ text: String) {
    switch key {
    case .enter:
      mode = .reading
      if !text.isEmpty { go(to: text) }
    case .escape, .endOfInput: mode = .reading
    case .erase: mode = text.isEmpty ? .reading : .asking(String(text.dropLast()))
    case .character(let character) where text.count < 40: mode = .asking(text + String(character))
    default: break
    }
  }

  private mutating func go(to name: String) {
    if let step = steps.firstStep(of: name) {
      stop = layout.firstStop(of: step)
    } else {
      complaint = "no section '\(name)'; there are \(steps.sectionNames.joined(separator: ", "))"
    }
  }
}

extension [WalkStep] {
  /// The first step of a section: by its number, "3.4", the number's last part, "4", or how its title begins.
  func firstStep(of name: String) -> Int? {
    let wanted = name.drop { $0 == " " }.lowercased()
    guard !wanted.isEmpty else { return nil }
    return firstIndex { step in
      guard step.isFirst else { return false }
      if let number = step.number {
        return number == wanted || number.split(separator: ".").last.map(String.init) == wanted
      }
      return step.title?.lowercased().hasPrefix(wanted) ?? false
    }
  }

  /// The names that `firstStep(of:)` takes: numbers, and titles where there is none.
  var sectionNames: [String] { compactMap { $0.isFirst ? $0.number ?? $0.title : nil } }
}
