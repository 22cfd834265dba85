import ArgumentParser
import Files
import Foundation
import Notebook
import Processes
import VAECore
import VAEEngine

// A training that several processes share. They read the same options and data, agree on that before the first step, and
// take the same steps. Process 0 prints and writes.

extension Processes: ProcessGroup {}

extension TrainingRun: JointWork {
  var agreement: [Agreed] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      let text = { (value: any Encodable) in String(decoding: try encoder.encode(value), as: UTF8.self) }
      let state = trainer.state
      let numbers = [
        state.parameters, state.firstMoment, state.secondMoment, trainer.model.parameters, model.parameters,
      ]
      let hashes = numbers.map { fingerprint(of: Batch(rows: 1, columns: $0.count, elements: $0)) }
      let (learned, judged) = (data.training.observations, data.heldOut?.observations)
      return [
        Agreed(name: "program versions", text: lowerBoundVersion),
        Agreed(name: "options", text: try text(record.plan) + text(record.stopping)),
        Agreed(
          name: "data",
          text: "\(learned.rows) \(fingerprint(of: learned)) \(judged?.rows ?? 0) "
            + "\(judged.map { fingerprint(of: $0) } ?? 0)"
        ),
        Agreed(
          name: "steps and parameters",
          text: "\(state.step) \(state.sumsOfEpoch) \(hashes) " + (try text(record.history))),
      ]
    }
  }

  /// True for the process that prints and writes.
  var isFirst: Bool { processes.map { $0.rank == 0 } ?? true }

  /// Returns true if a signal asks to stop. That of process 0 counts, so all processes stop after the same step.
  func isInterrupted() -> Bool {
    let own = Int(Interruption.exitCode?.rawValue ?? 0)
    let code = processes?.broadcast(number: own) ?? own
    interruption = code == 0 ? nil : ExitCode(Int32(code))
    return code != 0
  }
}

extension Train {
  /// Refuses what several processes cannot do: gnuplot must not be started beside MPI.
  func requireMeaning(for processes: Processes) throws(InvalidInput) {
    guard live else { return }
    throw InvalidInput(
      "--live", expected: "no curve in the terminal with \(processes.count) processes", found: "--live")
  }
}
