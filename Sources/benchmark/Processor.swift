import CKernels
import Foundation
import VAEEngine

/// The machine that the numbers belong to.
enum Processor {
  /// What the system calls the processor, with its model number: "Intel(R) Xeon(R) Processor, model 207".
  static var name: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    func value(_ key: String) -> String? {
      text.split(separator: "\n").first { $0.split(separator: ":")[0].trimmingCharacters(in: .whitespaces) == key }
        .map { $0.split(separator: ":").dropFirst().joined(separator: ":").trimmingCharacters(in: .whitespaces) }
    }
    guard let name = value("model name") else { return "unknown" }
    return value("model").map { "\(name), model \($0)" } ?? name
  }

  /// Floating-point operations a second of one core that multiplies and adds in its registers, in single precision: the
  /// most of ten tries.
  static func peak() -> Double {
    let kernels = Float.kernels
    return (0..<10).map { _ in
      let start = Workload.Duration.now
      let operations = kernels.pointee.peak(2_000_000)
      return operations / (Workload.Duration.now - start).wall
    }.max() ?? .nan
  }
}
