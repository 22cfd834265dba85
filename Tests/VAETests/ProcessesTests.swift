import Foundation
import Testing

// Works on several processes are tried by scripts/check-processes, which needs Open MPI.
@Suite("A process that a launcher started")
struct ProcessesTests {
  private func environment(_ rank: Int, of count: Int) -> [String: String] {
    ProcessInfo.processInfo.environment.merging(
      ["OMPI_COMM_WORLD_SIZE": "\(count)", "OMPI_COMM_WORLD_RANK": "\(rank)"]) { $1 }
  }

  private let training = [
    "train", "--data", "digits", "--hidden", "4", "--epochs", "1", "--plot", "none", "--out", "m.safetensors",
  ]

  #if !MPI
    @Test(
      "Several processes are refused by a program without MPI: each would write the same file",
      arguments: ["train", "evaluate", "encode"])
    func refused(command: String) throws {
      let place = try Workplace()
      let use = [command, "--model", "m.safetensors", "--data", "digits", "--out", "o"]
      let run = try place.vae(command == "train" ? training : use, environment: environment(0, of: 3))
      #expect(run.status == 3 && run.output.isEmpty)
      #expect(
        run.complaints
          == "vae \(command): the launcher: expected 1 process, or a vae that was built with swift build --traits MPI, found "
          + "3 processes\n")
      #expect(try place.files.isEmpty)
    }
  #endif

  @Test("Process 0 alone says what is wrong, and alone has the exit code, lest a launcher ends the job before")
  func silent() throws {
    let place = try Workplace()
    for words in [["--shards", "3"], ["--nonsense"], ["--config", "none.json"]] {
      let first = try place.vae(training + words, environment: environment(0, of: 2))
      #expect([3, 64].contains(first.status) && !first.complaints.isEmpty, "\(words)")
      let other = try place.vae(training + words, environment: environment(1, of: 2))
      #expect(other.status == 0 && other.complaints.isEmpty && other.output.isEmpty, "\(words): \(other.complaints)")
    }
  }

  @Test("One process that a launcher started trains as without it")
  func one() throws {
    let place = try Workplace()
    #expect(try place.vae(training, environment: environment(0, of: 1)).status == 0)
    let launched = try place.bytes("m.safetensors")
    #expect(try place.vae(training + ["--overwrite"]).status == 0)
    #expect(try place.bytes("m.safetensors") == launched)
  }
}
