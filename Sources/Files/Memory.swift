import Platform

/// The memory that this process may take, so that a size which a file names can be refused before it is asked for.
public enum Memory {
  /// The bytes that this process may still take: what the machine has, what the process's limits on its addresses and
  /// its data leave, and what its control group allows, whichever is least.
  public static var available: Int {
    var least = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
    for limit in [ResourceLimit.addresses, .data].compactMap(\.bytes) {
      least = min(least, max(0, limit - addressesInUse))
    }
    for path in ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"] {
      if let limit = number(in: path) { least = min(least, limit) }
    }
    return least
  }

  /// Refuses a size that a file names and this process may not take.
  ///
  /// - Parameters:
  ///   - bytes: The size; nil where it exceeds an integer.
  ///   - path: The file.
  ///   - place: The place in the file that names the size.
  ///   - what: The thing that has this size.
  /// - Throws: `FileError.malformed`.
  public static func requireRoom(
    for bytes: Int?, path: String, place: FileError.Place = .file, what: String
  ) throws(FileError) {
    let room = available
    guard let bytes, bytes <= room else {
      throw .malformed(
        path: path, place: place, expected: "\(what) within the \(room) bytes of memory that are available",
        found: bytes.map { "\($0)" } ?? "more than can be counted")
    }
  }

  /// The size of this process's address space, which a limit on it counts.
  private static var addressesInUse: Int {
    number(in: "/proc/self/statm").map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } ?? 0
  }

  /// The whole number that a small file of the system begins with.
  private static func number(in path: String) -> Int? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(file, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return Int(String(decoding: bytes[..<count].prefix { (0x30...0x39).contains($0) }, as: UTF8.self))
  }
}
