import ArgumentParser
import Foundation
import Notebook
import VAEEngine

/// `swift run -c release benchmark`: how fast this machine samples, averages and trains, beside its peers if asked.
@main
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Prints this machine's rate of each workload, and its ratio to other libraries' in the same run.",
    discussion: """
      EXAMPLES
        swift run -c release benchmark
        swift run -c release benchmark --peers peers/bin/python
        swift run -c release benchmark --peers python3 --libraries jax,numpy \\
          --only eq1 --rounds 9
        swift run -c release benchmark --growth --figures figures
        swift run -c release benchmark --processes --figures figures

      The libraries: python3 -m venv peers && peers/bin/pip install numpy jax torch
      LOWER_BOUND_KERNELS=avx2 or plain runs lesser kernels than the processor has, and with
      XLA_FLAGS=--xla_cpu_max_isa=AVX2 JAX does so too.
      Runs take turns, so that all meet the same machine; each number is minimum / median / maximum over the rounds.

      EXIT CODES
        0 done · 3 a peer did not start, ended, or answered with something else than times · 64 usage
      """,
    version: lowerBoundVersion)

  @Option(help: ArgumentHelp("Run the same work in other libraries with this Python.", valueName: "python"))
  var peers: String?

  @Option(help: ArgumentHelp("Which of \(Peer.libraries.joined(separator: ", ")).", valueName: "names"))
  var libraries = Peer.libraries.joined(separator: ",")

  @Option(help: ArgumentHelp("Run only the workloads of these keys, separated by commas.", valueName: "keys"))
  var only: String?

  @Option(help: "How often each workload runs, in turn with the peers; 1 to 1000.")
  var rounds = 5

  @Option(help: "How many threads; the peers use as many as they like.")
  var threads: Int?

  @Flag(help: "Show how time and memory grow with samples, data and parameters instead.")
  var growth = false

  @Flag(help: "Show how efficient several processes are instead: two are measured, more are modelled.")
  var processes = false

  @Option(help: ArgumentHelp("Draw the growth, or the efficiency, into this folder.", valueName: "folder"))
  var figures: String?

  func validate() throws {
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds: expected 1 to 1000, found \(rounds)") }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads: expected 1 to 1024, found \(threads)")
    }
    guard !growth || !processes else {
      throw ValidationError("expected one of --growth and --processes, found both")
    }
    for library in names(libraries) where !Peer.libraries.contains(library) {
      throw ValidationError("--libraries: expected \(Peer.libraries.joined(separator: ", ")), found '\(library)'")
    }
  }

  func run() throws {
    // A peer that has ended is found by its missing answer.
    signal(SIGPIPE, SIG_IGN)
    let threads = self.threads.map { Threads($0) } ?? .all
    print("processor: \(Processor.name); kernels: \(instructionSet); threads: \(threads.count)")
    if processes { return try ProcessEfficiency().report(figures: figures) }
    if growth { return try Growth(threads: threads).report(figures: figures) }

    let workloads = try workloads(threads)
    do { try compare(workloads, threads) } catch let failure as PeerFailure {
      complain("benchmark: \(failure)")
      throw ExitCode(3)
    }
  }

  private func workloads(_ threads: Threads) throws -> [Workload] {
    let all = try Workload.all(threads)
    guard let only else { return all }
    let keys = names(only)
    for key in keys where !all.contains(where: { $0.key == key }) {
      throw ValidationError("--only: expected \(all.map(\.key).joined(separator: ", ")), found '\(key)'")
    }
    return all.filter { keys.contains($0.key) }
  }

  /// Runs the workloads and their peers in turn, and prints what came out.
  private func compare(_ workloads: [Workload], _ threads: Threads) throws {
    let peers = try self.peers.map { python in try names(libraries).map { try Peer($0, python: python) } } ?? []
    defer { for peer in peers { peer.stop() } }
    for peer in peers { print("\(peer.library): \(try peer.versions())") }
    let peak = Processor.peak()
    print("one core's multiply-adds in registers: \(short(peak / 1e9)) GFLOP/s in single precision")
    print("millions of samples a second and, for the peers, ratios: on the wall; by processor time")
    for workload in workloads {
      if isatty(STDERR_FILENO) == 1 { complain("benchmark: \(workload.name): \(rounds) rounds …") }
      _ = try workload.run()
      var own: [Workload.Duration] = []
      var distances: [Double] = []
      var others = [[Workload.Duration]](repeating: [], count: peers.count)
      for _ in 0..<rounds {
        settle()
        own.append(try workload.run())
        if workload.key.hasPrefix("train"), threads.count > 1 { distances.append(CoreDistance.roundTrip()) }
        for (index, peer) in peers.enumerated() {
          settle()
          if let time = try peer.run(workload.key) { others[index].append(time) }
        }
      }
      print("\(workload.name): \(summary(own.map { Double(workload.samples) / $0.wall / 1e6 }))")
      if !distances.isEmpty { print("  from core to core and back: \(summary(distances)) ns") }
      if workload.multiplyAdds > 0 {
        // What the products alone would take of every core at its peak.
        let products = 2 * Double(workload.samples) * Double(workload.multiplyAdds) / peak / Double(threads.count)
        print("  over its multiply-adds at the cores' peak: \(summary(own.map { $0.wall / products }))")
      }
      for (peer, times) in zip(peers, others) where !times.isEmpty {
        let rates = summary(times.map { Double(workload.samples) / $0.wall / 1e6 })
        let ratios = summary(zip(own, times).map { $1.wall / $0.wall })
        let processorRatios = summary(zip(own, times).map { $1.processor / $0.processor })
        print("  \(peer.library): \(rates); ratio \(ratios); \(processorRatios)")
      }
      // Minutes lie between two workloads, which a file would otherwise get all at once.
      fflush(nil)
    }
  }

  /// Waits until the threads of the run before sleep: for some milliseconds they look for more work, on the next one's
  /// cores.
  private func settle() { usleep(300_000) }

  private func names(_ list: String) -> [String] { list.split(separator: ",").map(String.init) }
}

/// Writes a line to standard error.
func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

/// Minimum, median and maximum.
func summary(_ values: [Double]) -> String {
  let sorted = values.sorted()
  guard let least = sorted.first, let most = sorted.last else { return "nothing" }
  return "\(short(least)) / \(short(sorted[sorted.count / 2])) / \(short(most))"
}

/// A number to three significant digits.
func short(_ value: Double) -> String {
  guard value.isFinite, value > 0 else { return "\(value)" }
  var unit = 1.0
  while value / unit >= 1000 { unit *= 10 }
  while value / unit < 100 { unit /= 10 }
  let rounded = (value / unit).rounded() * unit
  return unit >= 1 ? "\(Int(rounded))" : "\((rounded / unit).rounded() / (1 / unit).rounded())"
}
