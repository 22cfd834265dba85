import CGnuplot
import Platform

/// One run of gnuplot: a script in, its product and its words out. The only file that touches the C++ header's face.
struct GnuplotProcess {
  /// Folders to look for `gnuplot` in, separated by colons; nil means the environment's PATH.
  var searchPath: String?

  /// True if there is a gnuplot in the folders.
  var isInstalled: Bool { lower_bound_gnuplot_is_installed(searchPath) }

  /// What a run left.
  struct Outcome {
    /// What gnuplot wrote to standard output.
    var product: [UInt8]
    /// What gnuplot wrote to standard error, without white space around it.
    var words: String
  }

  /// Runs a script to its end.
  ///
  /// The product is collected in memory, so that nothing is left behind wherever the run stops.
  func run(_ script: String, figure: String, timeLimit: Double) throws(PlottingError) -> Outcome {
    let output = lower_bound_memory_file("drawing")
    let errors = lower_bound_memory_file("errors")
    defer {
      for file in [output, errors] where file >= 0 { close(file) }
    }
    guard output >= 0, errors >= 0 else { throw failed(figure, errno) }

    var end = lower_bound_gnuplot_end()
    let text = Array(script.utf8CString)
    let result = lower_bound_gnuplot_run(searchPath, text, text.count - 1, output, errors, timeLimit, &end)
    let words = String(decoding: FigureFile.contents(ofDescriptor: errors), as: UTF8.self).trimmed
    switch result {
    case 0: break
    case ENOENT: throw .gnuplotNotFound(figure: figure)
    case ETIMEDOUT: throw .timedOut(figure: figure, seconds: timeLimit)
    case EPIPE: throw .gnuplotFailed(figure: figure, status: 0, message: "it ended before it had read its script")
    default: throw failed(figure, result)
    }
    guard end.signal == 0 else {
      let name = String(cString: strsignal(end.signal))
      throw .gnuplotFailed(figure: figure, status: 128 + Int(end.signal), message: "ended by a signal: \(name)")
    }
    guard end.exit_status == 0 else {
      throw .gnuplotFailed(figure: figure, status: Int(end.exit_status), message: words)
    }
    return Outcome(product: FigureFile.contents(ofDescriptor: output), words: words)
  }

  private func failed(_ figure: String, _ code: Int32) -> PlottingError {
    .gnuplotFailed(figure: figure, status: 0, message: "could not run it: \(String(cString: strerror(code)))")
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    let front = drop(while: \.isWhitespace)
    guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(front[...last])
  }
}
