import Platform

/// A network between machines.
struct Network {
  let name: String
  /// The seconds that a message takes however short it is, and the bytes of a second.
  let latency, bandwidth: Double

  /// Ethernet through the operating system, and a network whose cards read memory themselves.
  static let all = [
    Network(name: "10 Gb/s", latency: 30e-6, bandwidth: 10e9 / 8),
    Network(name: "100 Gb/s", latency: 3e-6, bandwidth: 100e9 / 8),
  ]
}

/// The time of a step of training on N processes, one on each machine.
///
///     T(N) = a + b n/N + E(N),   E(N) = 2 ⌈log₂ N⌉ Σ over messages (latency + bytes/bandwidth),   efficiency = T(1)/(N T(N))
///
/// A step takes a + b n seconds for n images: a for the update of all parameters, which each process does, and b for an
/// image. The gradient and the sums of the bound go up a binary tree of ⌈log₂ N⌉ stages and come down as many.
struct StepModel {
  /// a and b, measured.
  let perStep, perImage: Double
  /// The bytes of the messages that go up, measured: the gradient and the sums.
  let messages: [Double]

  /// E(N), in seconds.
  func exchange(_ processes: Int, _ network: Network) -> Double {
    let stages = Double(processes.nextPowerOfTwoExponent)
    return 2 * stages * messages.reduce(0) { $0 + network.latency + $1 / network.bandwidth }
  }

  /// T(1)/(N T(N)) where the minibatch stays: n images in total.
  func efficiency(_ processes: Int, images: Int, _ network: Network) -> Double {
    let count = Double(processes)
    let alone = perStep + perImage * Double(images)
    // The largest share is what the others wait for.
    let share = Double((images + processes - 1) / processes)
    return alone / (count * (perStep + perImage * share + exchange(processes, network)))
  }

  /// The images of a second of N processes over N times those of one, where each process has n images.
  func efficiencyOfGrowing(_ processes: Int, imagesOfEach images: Int, _ network: Network) -> Double {
    let alone = perStep + perImage * Double(images)
    return alone / (alone + exchange(processes, network))
  }
}

/// The time of an evaluation on N processes: c seconds for a row of n, and its results to process 0, one after another.
///
///     T(N) = c ⌈n/N⌉ + N latency + n bytes/bandwidth
struct EvaluationModel {
  /// c, measured.
  let perRow: Double
  /// The bytes of a row's results, measured.
  let bytesOfRow: Double

  /// T(1)/(N T(N)).
  func efficiency(_ processes: Int, rows: Int, _ network: Network) -> Double {
    guard processes > 1 else { return 1 }
    let count = Double(processes)
    let share = Double((rows + processes - 1) / processes)
    let gathering = count * network.latency + Double(rows) * bytesOfRow / network.bandwidth
    return perRow * Double(rows) / (count * (perRow * share + gathering))
  }
}

extension Int {
  /// ⌈log₂⌉ of a number from 1.
  var nextPowerOfTwoExponent: Int { self <= 1 ? 0 : bitWidth - (self - 1).leadingZeroBitCount }
}
