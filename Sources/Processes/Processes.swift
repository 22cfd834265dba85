import Platform

#if MPI
  import CMessagePassing
#endif

/// The processes of a job, and the messages between them. All calls are made from one thread.
///
/// A build without the trait MPI has one process only.
public final class Processes {
  /// The number of this process, from 0.
  public let rank: Int
  /// How many processes there are.
  public let count: Int
  /// How many of them run on this machine.
  public let countOfMachine: Int
  /// How many processors a process may use, if it shares those of its machine with the others there.
  public let processors: Int
  private var isOver = false

  /// Joins the job that a launcher started, once and before other threads are started.
  ///
  /// - Returns: Nil if there is one process, or if this program was built without MPI.
  public static func join() -> Processes? {
    #if MPI
      return Launch.count > 1 && lb_mpi_start() == 0 ? Processes() : nil
    #else
      return nil
    #endif
  }

  /// Sends bytes to a process, which must receive as many.
  public func send(_ bytes: UnsafeRawBufferPointer, to process: Int) {
    #if MPI
      lb_mpi_send(bytes.baseAddress, bytes.count, Int32(process))
    #endif
  }

  /// Receives bytes that a process sends.
  public func receive(_ bytes: UnsafeMutableRawBufferPointer, from process: Int) {
    #if MPI
      lb_mpi_receive(bytes.baseAddress, bytes.count, Int32(process))
    #endif
  }

  /// Gives every process the bytes of process 0.
  public func broadcast(_ bytes: UnsafeMutableRawBufferPointer) {
    #if MPI
      lb_mpi_broadcast(bytes.baseAddress, bytes.count)
    #endif
  }

  /// Ends this process's part in the job, after which it may start programs. Every process must do so.
  public func finish() {
    guard !isOver else { return }
    isOver = true
    #if MPI
      lb_mpi_finish()
    #endif
  }

  /// Ends every process of the job, wherever it is.
  ///
  /// - Parameters:
  ///   - code: The exit code.
  ///   - line: Why.
  public func abort(code: Int32, saying line: String) -> Never {
    Launch.speakAgain()
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    #if MPI
      if !isOver { lb_mpi_abort(code) }
    #endif
    exit(code)
  }

  #if MPI
    private init() {
      (rank, count, countOfMachine) = (Int(lb_mpi_rank()), Int(lb_mpi_count()), Int(lb_mpi_count_of_machine()))
      let share = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / countOfMachine)
      let bound = Int(lb_mpi_processors())
      processors = bound > 0 ? min(share, bound) : share
    }
  #else
    private init() { (rank, count, countOfMachine, processors) = (0, 1, 1, 1) }
  #endif
}

extension Processes {
  /// Returns the bytes of each process, on process 0; nothing on the others.
  public func gather(_ bytes: [UInt8]) -> [[UInt8]] {
    guard rank == 0 else {
      send(number: bytes.count)
      bytes.withUnsafeBytes { send($0, to: 0) }
      return []
    }
    return [bytes]
      + (1..<count).map { process in
        var size = 0
        withUnsafeMutableBytes(of: &size) { receive($0, from: process) }
        var bytes = [UInt8](repeating: 0, count: size)
        bytes.withUnsafeMutableBytes { receive($0, from: process) }
        return bytes
      }
  }

  /// Returns the bytes of process 0.
  public func broadcast(_ bytes: [UInt8]) -> [UInt8] {
    let size = broadcast(number: bytes.count)
    var result = rank == 0 ? bytes : [UInt8](repeating: 0, count: size)
    result.withUnsafeMutableBytes { broadcast($0) }
    return result
  }

  /// Returns the number of process 0.
  public func broadcast(number: Int) -> Int {
    var number = number
    withUnsafeMutableBytes(of: &number) { broadcast($0) }
    return number
  }

  private func send(number: Int) { withUnsafeBytes(of: number) { send($0, to: 0) } }
}
