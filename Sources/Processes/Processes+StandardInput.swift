import Platform

extension Processes {
  /// Gives every process the standard input of process 0, from a file without a name that takes the place of its own.
  ///
  /// A launcher gives its input to process 0 only.
  ///
  /// - Returns: False if it could not be read, or a file not be written.
  public func shareStandardInput() -> Bool {
    var bytes: [UInt8] = []
    let isRead = rank != 0 || Self.readStandardInput(into: &bytes)
    bytes = broadcast(bytes)
    guard isRead, let file = tmpfile() else { return false }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fflush(file) == 0 else { return false }
    return lseek(fileno(file), 0, SEEK_SET) == 0 && dup2(fileno(file), STDIN_FILENO) == STDIN_FILENO
  }

  private static func readStandardInput(into bytes: inout [UInt8]) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 }
      bytes += buffer[..<count]
    }
  }
}
