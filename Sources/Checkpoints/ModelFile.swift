import Files
import Foundation
import VAECore
import VAEEngine

/// A variational autoencoder in a file that other frameworks open.
///
/// The parameters have PyTorch's names and shapes; the architecture is JSON in the metadata; whoever trains the model may
/// add strings (`metadata`) and tensors (`extras`), such as the optimizer's moments and the random position, so that one
/// file holds all that resuming needs.
public struct ModelFile<Scalar: NetworkScalar & TensorElement>: Sendable, Equatable {
  /// The version of this layout, which the metadata names.
  public static var formatVersion: String { "1" }
  /// What the names of extras begin with, so that a misspelt parameter is not taken for one.
  public static var extraPrefixes: [String] { ["optimizer.", "training."] }

  /// The model.
  public var model: VariationalAutoencoder<Scalar>
  /// Further strings by name, such as where the model comes from.
  public var metadata: [String: String]
  /// Further tensors, whose names begin with one of the extras' prefixes.
  public var extras: [Tensor]

  /// Creates the content of a model file.
  public init(model: VariationalAutoencoder<Scalar>, metadata: [String: String] = [:], extras: [Tensor] = []) {
    self.model = model
    self.metadata = metadata
    self.extras = extras
  }

  /// Saves the model, as `AtomicFile` does: it is whole, or the file before is still there.
  ///
  /// - Throws: `FileError.unwritable`, also for a parameter that is not a finite number, and for extras whose names do not
  ///   begin as they should: what is saved can be loaded.
  public func save(to path: String) throws(FileError) {
    let content: SafeTensors
    do { content = try self.content() } catch { throw .unwritable(path: path, reason: error.description) }
    // A file that could not be loaded must not replace one that can.
    if case .malformed(_, let place, let expected, let found) = content.fault(in: model, path: path) {
      throw .unwritable(path: path, reason: "expected \(expected)\(place), found \(found)")
    }
    try content.save(to: path)
  }

  private func content() throws(InvalidInput) -> SafeTensors {
    for extra in extras where !Self.extraPrefixes.contains(where: extra.name.hasPrefix) {
      throw InvalidInput("extra tensor", expected: "a name that begins with \(Self.prefixes)", found: extra.name)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let architecture = try? encoder.encode(Architecture(of: model)) else {
      throw InvalidInput("architecture", expected: "finite numbers", found: "another")
    }
    let own = [
      Key.format: "pt", Key.version: Self.formatVersion,
      Key.architecture: String(decoding: architecture, as: UTF8.self),
    ]
    let parameters = try Tensor.list(model.parameters, shapes: model.parameterShapes, prefix: "")
    return try SafeTensors(metadata: metadata.merging(own) { $1 }, tensors: parameters + extras).withChecksum
  }

  /// Loads a model.
  ///
  /// - Throws: `FileError` with the tensor or the part of the metadata at fault: what is unknown, missing, of another
  ///   shape than the architecture's, or not a finite number is refused.
  public static func load(_ path: String) throws(FileError) -> ModelFile {
    try ModelFile(SafeTensors.load(path), path: path)
  }

  /// Takes a model from a file that has been read.
  ///
  /// - Parameters:
  ///   - file: The tensors and the metadata that were read.
  ///   - path: The file's path, for errors.
  /// - Throws: As `load`.
  public init(_ file: SafeTensors, path: String) throws(FileError) {
    let architecture = try Architecture.load(file, path: path)
    var model: VariationalAutoencoder<Scalar>
    do { model = try architecture.model(as: Scalar.self) } catch {
      throw .malformed(
        path: path, place: .part("metadata \"\(error.input)\""), expected: error.expected, found: error.found.onOneLine)
    }
    let parameters = try file.elements(as: Scalar.self, shapes: model.parameterShapes, path: path)
    do { try model.setParameters(parameters) } catch {
      throw .malformed(path: path, place: .file, expected: error.expected, found: error.found)
    }
    let names = Set(model.parameterShapes.map(\.name))
    let others = file.tensors.filter { !names.contains($0.name) }
    for other in others where !Self.extraPrefixes.contains(where: other.name.hasPrefix) {
      throw .malformed(
        path: path, place: .part("tensor \"\(other.name)\""),
        expected: "a parameter of the architecture, or a name that begins with \(Self.prefixes)",
        found: "another name")
    }
    let own = [Key.format, Key.version, Key.architecture, SafeTensors.checksumName]
    self.init(model: model, metadata: file.metadata.filter { !own.contains($0.key) }, extras: others)
  }

  private static var prefixes: String { extraPrefixes.joined(separator: " or ") }
}

extension SafeTensors {
  /// What a reader of a model would refuse in these tensors, or nil.
  fileprivate func fault<Scalar: NetworkScalar & TensorElement>(
    in model: VariationalAutoencoder<Scalar>, path: String
  ) -> FileError? {
    do throws(FileError) {
      _ = try elements(as: Scalar.self, shapes: model.parameterShapes, path: path)
      return nil
    } catch {
      return error
    }
  }
}

/// The names of the strings that every model file has.
enum Key {
  /// "pt", by which PyTorch's own tools know that names and shapes are theirs.
  static let format = "format"
  static let version = "formatVersion"
  static let architecture = "architecture"
}
