import Notebook
import VAECore

/// Early stopping: the best epoch of a training so far, judged by held-out data.
///
/// A training keeps the parameters of its best epoch. It stops after `patience` epochs without a better one.
struct EarlyStopping: Codable, Equatable {
  /// The number of epochs without a better one after which training stops.
  var patience: Int
  /// The best epoch, from 1 on, if one is done.
  var bestEpoch: Int?
  /// The objective of the held-out data after that epoch.
  var bestObjective: Double?
  /// The number of epochs since then.
  var waited = 0

  /// Creates the state before the first epoch.
  init(patience: Int) { self.patience = patience }

  /// True if training has to stop.
  var isOver: Bool { waited >= patience }

  /// Judges an epoch.
  ///
  /// - Parameters:
  ///   - objective: The objective of the held-out data after the epoch.
  ///   - epoch: The epoch, from 1 on.
  ///   - counts: False during a warm-up, when the objective still changes: such an epoch can be the best, but does not
  ///     count toward the patience.
  /// - Returns: True if it is the best so far.
  mutating func judge(_ objective: Double, epoch: Int, counts: Bool) -> Bool {
    if objective.isFinite, bestObjective.map({ objective > $0 }) ?? true {
      (bestEpoch, bestObjective, waited) = (epoch, objective, 0)
      return true
    }
    if counts { waited += 1 }
    return false
  }

  /// Refuses a state that no training can have saved.
  ///
  /// - Parameters:
  ///   - epochs: The epochs that are done.
  ///   - heldOut: The number of held-out data.
  func requireMeaning(epochs: Int, heldOut: Int) throws(InvalidInput) {
    guard patience >= 1, waited >= 0, waited <= epochs, heldOut > 0 else {
      throw InvalidInput(
        "stopping", expected: "a patience of 1 or more, at most \(epochs) epochs waited, and held-out data",
        found: "\(patience), \(waited), and \(heldOut) held out")
    }
    guard bestEpoch.map({ (1...max(1, epochs)).contains($0) && $0 <= epochs }) ?? true,
      (bestEpoch == nil) == (bestObjective == nil)
    else {
      throw InvalidInput(
        "stopping.bestEpoch", expected: "one of the \(epochs) epochs, with its objective",
        found: bestEpoch.map { "\($0)" } ?? "none")
    }
  }
}

/// A number of epochs, or none.
enum Patience: EntryDomain {
  static let placeholder: Int? = nil
  static func json(_ value: Int?) -> JSON { value.map(JSON.integer) ?? .string("none") }

  static func parse(_ text: String) throws(InvalidInput) -> Int? {
    if text == "none" || text == "0" { return nil }
    guard let value = try? Count.parse(text) else {
      throw InvalidInput("patience", expected: "a whole number from 1 to 1000000000, or none", found: text)
    }
    return value
  }
}
