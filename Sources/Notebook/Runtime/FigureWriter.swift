import Dispatch
import Plotting
import Synchronization

/// Writes a chapter's figures to a folder while the next cells run.
final class FigureWriter: Sendable {
  private let folder: String
  private let group = DispatchGroup()
  private let results = Mutex<[Result<DrawnFigure, PlottingError>?]>([])

  init(folder: String) { self.folder = folder }

  /// Starts to draw a figure.
  func begin(_ figure: Figure) {
    let place = results.withLock { results in
      results.append(nil)
      return results.count - 1
    }
    DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
      let result = Result { () throws(PlottingError) in try Gnuplot.draw(figure, into: folder) }
      results.withLock { $0[place] = result }
    }
  }

  /// Waits for all figures, and returns each result in the order of the calls to `begin`.
  func finish() -> [Result<DrawnFigure, PlottingError>] {
    group.wait()
    return results.withLock { $0.compactMap(\.self) }
  }
}
