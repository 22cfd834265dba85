import Platform

/// A regular file open for reading at any place.
///
/// Reading copies: a file mapped into memory would kill the process if another one cut it short.
public final class InputFile {
  /// The file's path, as it was given.
  public let path: String
  /// The file's size when it was opened, in bytes.
  public let size: Int
  private let descriptor: Int32

  /// Opens a file.
  ///
  /// - Throws: `FileError.unreadable` if it is missing, out of reach, a folder, a device or a pipe.
  public init(path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw .unreadable(path: path, reason: "the path is empty or holds a zero byte")
    }
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    var information = stat()
    let isKnown = fstat(descriptor, &information) == 0
    guard isKnown, information.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      let isFolder = isKnown && information.st_mode & S_IFMT == S_IFDIR
      throw .unreadable(path: path, reason: isFolder ? "it is a folder" : "it is not a regular file")
    }
    self.path = path
    size = Int(information.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Reads from a place on until the buffer is full or the file ends, and returns how many bytes there were.
  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = pread(
        descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled, off_t(offset + filled))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
      guard count > 0 else { break }
      filled += count
    }
    return filled
  }

  /// Returns the bytes of a range.
  ///
  /// - Throws: `FileError.malformed` if the file ends before the range does.
  /// - Precondition: The caller has held the range against `size`, so that its length is no larger than the file.
  public func bytes(in range: Range<Int>) throws(FileError) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= size, "a range within the file")
    var failure: FileError?
    let result = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      do throws(FileError) {
        count = try read(
          at: range.lowerBound, into: UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: range.count))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    guard result.count == range.count else {
      throw .malformed(
        path: path, place: .byte(range.lowerBound + result.count), expected: "\(range.count - result.count) more bytes",
        found: "the end of a file that was longer when it was opened")
    }
    return result
  }
}
