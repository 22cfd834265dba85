/// A key of a walk.
enum WalkKey: Equatable {
  case forward
  case back
  case first
  case last
  case enter
  case escape
  case erase
  /// The end of the input: whoever typed has gone.
  case endOfInput
  case character(Character)
}

/// Turns the bytes that a terminal sends into keys, whatever pieces they come in.
struct WalkKeyReader {
  private var pending: [UInt8] = []

  /// Takes bytes and returns the keys that are complete.
  ///
  /// - Parameter isQuiet: Whether nothing more came for a while: an escape byte alone is then the key itself.
  mutating func keys(_ bytes: [UInt8], isQuiet: Bool = false) -> [WalkKey] {
    pending += bytes
    var keys: [WalkKey] = []
    while let first = pending.first {
      if first == 0x1B {
        guard let length = escapeLength(isQuiet: isQuiet) else { break }
        if let key = Self.key(ofEscape: Array(pending.prefix(length))) { keys.append(key) }
        pending.removeFirst(length)
      } else {
        let length = Self.length(ofCharacter: first)
        guard pending.count >= length || isQuiet else { break }
        if let key = Self.key(of: pending.prefix(length)) { keys.append(key) }
        pending.removeFirst(min(length, pending.count))
      }
    }
    return keys
  }

  /// The length in bytes of the escape sequence at the front; nil while it is incomplete.
  private func escapeLength(isQuiet: Bool) -> Int? {
    guard pending.count > 1 else { return isQuiet ? 1 : nil }
    guard pending[1] == 0x5B || pending[1] == 0x4F else { return 1 }
    guard let end = pending.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else {
      return isQuiet ? pending.count : nil
    }
    return end + 1
  }

  private static func key(ofEscape bytes: [UInt8]) -> WalkKey? {
    switch String(decoding: bytes.dropFirst(), as: UTF8.self) {
    case "": .escape
    case "[C", "[B", "[6~", "OC", "OB": .forward
    case "[D", "[A", "[5~", "OD", "OA": .back
    case "[H", "OH", "[1~", "[7~": .first
    case "[F", "OF", "[4~", "[8~": .last
    default: nil
    }
  }

  private static func length(ofCharacter byte: UInt8) -> Int {
    switch byte {
    case 0xC0...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF7: 4
    default: 1
    }
  }

  private static func key(of bytes: ArraySlice<UInt8>) -> WalkKey? {
    switch bytes.first ?? 0 {
    case 0x0D, 0x0A: return .enter
    case 0x7F, 0x08: return .erase
    case 0x04: return .endOfInput
    case 0..<0x20: return nil
    default:
      let text = String(decoding: bytes, as: UTF8.self)
      return text.first.map(WalkKey.character)
    }
  }
}
