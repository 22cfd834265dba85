import Checkpoints

extension SafeTensors {
  /// The precision of the parameters that are kept.
  var parameterPrecision: Precision {
    tensors.contains { $0.name.hasPrefix("decoder.") && $0.type == .float64 } ? .double : .single
  }
}
