import Dispatch
import Platform
import Notebook
import Plotting
import VAEEngine

/// What a training shows on standard error while it runs.
struct TrainingDisplay {
  private let isLive: Bool
  private let epochs: Int
  private let logVolume: Double
  private var progress = TrainingProgress()
  private let start = DispatchTime.now()
  private var doneBefore = 0.0
  private var dataOfEpoch = 1
  private var lastDrawn = -Double.infinity

  /// Prepares a display.
  ///
  /// - Parameter logVolume: What a log density has more in the model's numbers than in the data's units.
  init(isLive: Bool, epochs: Int, logVolume: Double) {
    self.logVolume = logVolume
    self.isLive = isLive
    self.epochs = epochs
  }

  private var seconds: Double { Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9 }

  /// Begins to count.
  ///
  /// - Parameters:
  ///   - done: How often a datum was used before.
  ///   - rows: The data of an epoch.
  mutating func begin(done: Int, ofEpoch rows: Int) {
    doneBefore = Double(done)
    dataOfEpoch = rows
  }

  /// Shows a step, if the last one was shown long enough ago.
  mutating func show(_ step: TrainingSummary, dataOfEpoch rows: Int) {
    let steps = step.step % stepsInEpoch(step, rows)
    show(
      TrainingRecord.Epoch(step.value, logVolume: logVolume),
      done: Double(step.epoch * rows + steps * step.data), epoch: step.epoch + 1, stays: false)
  }

  private func stepsInEpoch(_ step: TrainingSummary, _ rows: Int) -> Int { Swift.max(1, (rows - 1) / step.data + 1) }

  /// Shows an epoch that is done, and the curve so far.
  mutating func show(_ epoch: TrainingRecord.Epoch, of record: TrainingRecord) {
    let done = record.history.count
    show(epoch, done: Double(done * dataOfEpoch), epoch: done, stays: done == epochs)
    guard isLive, seconds - lastDrawn >= 1 || done == epochs else { return }
    lastDrawn = seconds
    draw(record.history)
  }

  /// Leaves what was shown.
  mutating func end() { progress.end() }

  private mutating func show(_ values: TrainingRecord.Epoch, done: Double, epoch: Int, stays: Bool) {
    let rate = (done - doneBefore) / Swift.max(seconds, 1e-9)
    progress.show(
      TrainingProgress.Line(
        epoch: epoch, epochs: epochs, bound: values.bound, reconstruction: values.reconstruction,
        divergence: values.divergence, samplesPerSecond: rate,
        secondsLeft: (Double(epochs * dataOfEpoch) - done) / rate),
      at: seconds, stays: stays)
  }

  /// Draws the curve as characters; a training is not stopped by a drawing that fails.
  private mutating func draw(_ history: [TrainingRecord.Epoch]) {
    var window = winsize()
    let hasSize = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &window) == 0 && window.ws_col >= 40 && window.ws_row >= 16
    let (columns, rows) = hasSize ? (Int(window.ws_col), Int(window.ws_row) - 2) : (80, 22)
    let figure = LearningCurve.boundAlone(history)
    guard let text = try? Gnuplot.drawAsText(figure, columns: Swift.min(columns, 160), rows: Swift.min(rows, 40)) else {
      return
    }
    progress.end()
    // On a terminal each drawing takes the place of the last.
    complain((isatty(STDERR_FILENO) == 1 ? "\u{1B}[H\u{1B}[2J" : "") + text)
  }
}
