import ArgumentParser
import VAECore

/// `swift run -c release benchmark`: how fast this machine draws, averages and decodes, beside its peers if asked.
@main
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Prints this machine's rate of each workload, and its ratio to other libraries' in the same run.",
    discussion: """
      EXAMPLES
        swift run -c release benchmark
        swift run -c release benchmark --peers python3 --rounds 5

      PYTHON needs numpy, and jax for the second column of ratios: python3 -m venv peers && peers/bin/pip install numpy jax
      """)

  @Option(
    help: ArgumentHelp("Run scripts/peers/montecarlo.py with this Python and print the ratios.", valueName: "python"))
  var peers: String?

  @Option(help: "How often each workload runs, in turn with the peers; at least 1.")
  var rounds = 5

  @Option(help: "How many threads; the peers use as many as they like.")
  var threads: Int?

  func validate() throws {
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds: expected 1 to 1000, found \(rounds)") }
  }

  func run() throws {
    let threads = self.threads.map { Threads($0) } ?? .all
    let workloads = try [
      Workload.sampledDivergence(threads), .decoderMarginal(threads),
      .importanceSampling(.bernoulli, key: "importance-bernoulli", threads),
      .importanceSampling(.gaussian(variance: 0.1), key: "importance-gaussian", threads),
    ]
    print("kernels: \(instructionSet), threads: \(threads.count), rounds: \(rounds); millions of samples a second")
    var rates = [[Double]](repeating: [], count: workloads.count)
    var peerRates: [String: [Double]] = [:]
    for _ in 0..<rounds {
      for (index, workload) in workloads.enumerated() { rates[index].append(workload.rate()) }
      guard let peers else { continue }
      for line in try Peer.run(peers, script: "scripts/peers/montecarlo.py") {
        peerRates["\(line.library) \(line.workload)", default: []].append(line.rate)
      }
    }
    for (workload, rates) in zip(workloads, rates) {
      print("\(workload.name): \(summary(rates))")
      for (name, others) in peerRates.sorted(by: { $0.key < $1.key }) where name.hasSuffix(" \(workload.key)") {
        print("  \(name): \(summary(others)); ratio \(summary(zip(rates, others).map { $0 / $1 }))")
      }
    }
  }

  /// Minimum, median and maximum.
  private func summary(_ values: [Double]) -> String {
    let sorted = values.sorted()
    guard let least = sorted.first, let most = sorted.last else { return "nothing" }
    let rounded = [least, sorted[sorted.count / 2], most].map { ($0 * 100).rounded() / 100 }
    return "\(rounded[0]) / \(rounded[1]) / \(rounded[2])"
  }
}
