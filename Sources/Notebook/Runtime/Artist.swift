import Dispatch
import Plotting
import Synchronization

/// Draws a chapter's figures while its next cells run, and hands back what came of them, in order.
final class Artist: Sendable {
  private let folder: String
  private let group = DispatchGroup()
  private let results = Mutex<[Int: Result<DrawnFigure, PlottingError>]>([:])

  init(folder: String) { self.folder = folder }

  /// Starts to draw the figure of a given place in the order.
  func begin(_ figure: Figure, place: Int) {
    DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
      let result = Result { () throws(PlottingError) in try Gnuplot.draw(figure, into: folder) }
      results.withLock { $0[place] = result }
    }
  }

  /// Waits for all figures.
  func finish() -> [Result<DrawnFigure, PlottingError>] {
    group.wait()
    return results.withLock { results in results.sorted { $0.key < $1.key }.map(\.value) }
  }
}
