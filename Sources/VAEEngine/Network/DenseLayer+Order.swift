// From panels to PyTorch's order and back.

extension DenseLayer {
  /// W, of shape (outputs, inputs).
  public var weight: Batch<Scalar> {
    Batch(rows: outputs, columns: inputs, elements: Array(parameters[..<(outputs * inputs)]))
  }
  /// b, of shape (outputs).
  public var bias: [Scalar] { Array(UnsafeBufferPointer(start: biasStart, count: outputs)) }

  /// The layer of some of the outputs alone.
  func layer(ofOutputs range: Range<Int>) -> DenseLayer {
    var list: [Scalar] = []
    appendParameters(ofOutputs: range, to: &list)
    var result = DenseLayer(inputs: inputs, outputs: range.count)
    list.withUnsafeBufferPointer { result.takeParameters(from: $0) }
    return result
  }

  /// Appends the weight of some outputs, row by row, and then their bias.
  func appendParameters(ofOutputs range: Range<Int>, to list: inout [Scalar]) {
    let rows = Batch<Scalar>(rows: range.count, columns: inputs) {
      gatherRows(weightStart, outputs: range, inputs: inputs, panel: Scalar.panel, into: $0.start)
    }
    list.append(contentsOf: rows.elements)
    list.append(contentsOf: UnsafeBufferPointer(start: biasStart + range.lowerBound, count: range.count))
  }

  /// Takes the weight of some outputs, row by row, and then their bias.
  mutating func takeParameters(ofOutputs range: Range<Int>, from list: UnsafeBufferPointer<Scalar>) {
    precondition(list.count == range.count * (inputs + 1), "a weight and a bias for each output")
    writeWeight(UnsafeBufferPointer(rebasing: list[..<(range.count * inputs)]), toOutputs: range)
    writeBias(UnsafeBufferPointer(rebasing: list[(range.count * inputs)...]), from: range.lowerBound)
  }

  /// Writes the bias of some outputs.
  mutating func writeBias(_ bias: UnsafeBufferPointer<Scalar>, from output: Int = 0) {
    guard let source = bias.baseAddress else { return }
    (makeUnique().bias + output).update(from: source, count: bias.count)
  }

  /// Writes the weight of some outputs, given row by row.
  mutating func writeWeight(_ rows: UnsafeBufferPointer<Scalar>, toOutputs range: Range<Int>) {
    guard let source = rows.baseAddress else { return }
    scatterRows(source, outputs: range, inputs: inputs, panel: Scalar.panel, into: makeUnique().weight)
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func gatherRows<Scalar: NetworkScalar>(
  _ panels: UnsafePointer<Scalar>, outputs: Range<Int>, inputs: Int, panel: Int, into rows: UnsafeMutablePointer<Scalar>
) {
  for output in outputs {
    let column = panels + output / panel * inputs * panel + output % panel
    let row = rows + (output - outputs.lowerBound) * inputs
    for input in 0..<inputs { row[input] = column[input * panel] }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func scatterRows<Scalar: NetworkScalar>(
  _ rows: UnsafePointer<Scalar>, outputs: Range<Int>, inputs: Int, panel: Int, into panels: UnsafeMutablePointer<Scalar>
) {
  for output in outputs {
    let column = panels + output / panel * inputs * panel + output % panel
    let row = rows + (output - outputs.lowerBound) * inputs
    for input in 0..<inputs { column[input * panel] = row[input] }
  }
}
