import Platform

/// The job of processes that a launcher such as mpirun started, as it tells each of them in the environment.
public enum Launch {
  /// How many processes there are; 1 without a launcher.
  public static var count: Int { number(["OMPI_COMM_WORLD_SIZE", "PMI_SIZE"]) ?? 1 }

  /// The number of this one, from 0.
  public static var rank: Int { count > 1 ? number(["OMPI_COMM_WORLD_RANK", "PMI_RANK"]) ?? 0 : 0 }

  private static func number(_ names: [String]) -> Int? {
    names.lazy.compactMap { getenv($0).flatMap { Int(String(cString: $0)) } }.first
  }

  /// Standard error as it was before it was silenced, or -1.
  nonisolated(unsafe) private static var standardError: Int32 = -1

  /// Lets process 0 alone print: what the others write to standard output and standard error goes nowhere.
  ///
  /// To be called before other threads are started.
  public static func silenceOthers() {
    guard rank != 0 else { return }
    standardError = dup(STDERR_FILENO)
    let nowhere = open("/dev/null", O_WRONLY)
    guard nowhere >= 0 else { return }
    dup2(nowhere, STDOUT_FILENO)
    dup2(nowhere, STDERR_FILENO)
    close(nowhere)
  }

  /// Ends a silenced process without a failure.
  ///
  /// A launcher ends the whole job as soon as one process fails, perhaps before process 0 has said why. So process 0 alone
  /// has the exit code.
  public static func leaveExitCodeToFirst() {
    if standardError >= 0 { exit(0) }
  }

  /// Gives this process its standard error again, for the line with which it ends the job.
  static func speakAgain() {
    if standardError >= 0 { dup2(standardError, STDERR_FILENO) }
  }
}
