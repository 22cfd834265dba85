import Datasets
import VAECore
import VAEEngine

extension Train {
  /// Refuses a typed option that contradicts the record of a training that goes on, which would else be ignored.
  func requireAgreement(with record: TrainingRecord, path: String) throws(InvalidInput) {
    let remedy = "as the training in \(path) began (leave the option out)"
    if let seed = seeding.seed, seed.value != record.plan.seed {
      throw InvalidInput("--seed", expected: "\(record.plan.seed), \(remedy)", found: "'\(seed.text)'")
    }
    let held = record.data.heldOut
    if let heldOut, DataDescription.count(ofShare: heldOut.value, of: record.data.rows) != held {
      throw InvalidInput(
        "--held-out", expected: "the share of \(held) of \(record.data.rows) data, \(remedy)",
        found: "'\(heldOut.text)'")
    }
  }
}
