import Files
import Foundation
import VAEEngine

extension Architecture {
  /// Reads the architecture of a model file.
  ///
  /// - Throws: `FileError.malformed` if the file is not one of this project's models, or speaks of more parameters than
  ///   it holds, which is found out before anything of that size is made.
  public static func load(_ file: SafeTensors, path: String) throws(FileError) -> Architecture {
    func string(_ key: String, _ expected: String) throws(FileError) -> String {
      guard let text = file.metadata[key] else {
        throw .malformed(
          path: path, place: place(key), expected: expected, found: "none, as in a file of other tensors")
      }
      return text
    }
    let version = try string(Key.version, "the version of a model's layout")
    guard version == ModelFile<Float>.formatVersion else {
      throw .malformed(
        path: path, place: place(Key.version), expected: "the version \(ModelFile<Float>.formatVersion)",
        found: version.onOneLine)
    }
    let text = try string(Key.architecture, "a description of the model")
    let architecture: Architecture
    do { architecture = try JSONDecoder().decode(Architecture.self, from: Data(text.utf8)) } catch {
      throw .malformed(
        path: path, place: place(Key.architecture), expected: "a description of the model in JSON",
        found: text.onOneLine)
    }
    do { try architecture.requireDimensions() } catch {
      throw .malformed(
        path: path, place: place(Key.architecture), expected: error.expected, found: error.found)
    }
    let held = file.tensors.reduce(0) { $0 + $1.bytes.count / $1.type.size }
    guard let count = architecture.parameterCount, count <= held else {
      throw .malformed(
        path: path, place: place(Key.architecture), expected: "at most \(held) parameters, the numbers in the file",
        found: architecture.parameterCount.map { "\($0)" } ?? "more than can be counted")
    }
    return architecture
  }

  private static func place(_ key: String) -> FileError.Place { .part("metadata \"\(key)\"") }
}

/// The precision of a model's parameters.
public enum Precision: String, Sendable, CaseIterable, Codable {
  case single, double

  /// The precision that a model file's parameters need: single where every one is of single or half precision.
  ///
  /// - Throws: `FileError.malformed` if there are others and not all are of double precision.
  public static func load(_ file: SafeTensors, path: String) throws(FileError) -> Precision {
    let parameters = file.tensors.filter { tensor in
      !ModelFile<Float>.extraPrefixes.contains(where: tensor.name.hasPrefix)
    }
    let singles: [Tensor.ElementType] = [.float16, .bfloat16, .float32]
    if parameters.allSatisfy({ singles.contains($0.type) }) { return .single }
    guard let other = parameters.first(where: { $0.type != .float64 }) else { return .double }
    throw .malformed(
      path: path, place: .part("tensor \"\(other.name)\""), expected: "parameters that are all F32 or all F64",
      found: other.type.rawValue)
  }
}
