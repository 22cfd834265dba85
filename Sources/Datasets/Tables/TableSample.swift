import Files

/// The first lines of a table, taken apart by one delimiter.
struct TableSample {
  /// The lines' cells.
  private(set) var lines: [[[UInt8]]] = []
  /// The fault of the line after the last of these.
  private(set) var failure: FileError?

  /// The most lines that are looked at.
  private static let lineLimit = 100

  /// Takes the start of a table apart.
  ///
  /// - Parameters:
  ///   - bytes: The first bytes.
  ///   - isWhole: True if there are no others; if there are, the last line may be cut short and is left out.
  init(_ bytes: [UInt8], isWhole: Bool, delimiter: TableFormat.Delimiter, name: String) {
    var collector = Collector()
    var reader = CellReader(name: name, delimiter: delimiter)
    let result: Result<Void, FileError> = bytes.withUnsafeBufferPointer { bytes in
      do throws(FileError) {
        if try reader.take(bytes, into: &collector), isWhole { try reader.end(into: &collector) }
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    if case .failure(let error) = result { failure = error }
    lines = collector.lines
  }

  private struct Collector: CellConsumer {
    var cells: [[UInt8]] = []
    var lines: [[[UInt8]]] = []

    mutating func take(_ cell: UnsafeBufferPointer<UInt8>, at place: CellPlace) { cells.append(Array(cell)) }

    mutating func endLine(_ line: Int) -> Bool {
      lines.append(cells)
      cells = []
      return lines.count < TableSample.lineLimit
    }
  }

  /// The cells of the lines after the first, or of the only one.
  private var body: ArraySlice<[[UInt8]]> { lines.count > 1 ? lines[1...] : lines[...] }

  /// The number of columns, if every line has as many.
  var columns: Int? { failure == nil ? lines.first?.count : nil }

  /// The decimal mark that makes most cells numbers: a point where both do.
  var decimalMark: TableFormat.DecimalMark { share(of: .comma) > share(of: .point) ? .comma : .point }

  /// The share of the cells that are numbers or have no value.
  func share(of mark: TableFormat.DecimalMark) -> Double {
    let cells = body.joined()
    let count = cells.filter { CellKind($0, mark) != .text }.count
    return cells.isEmpty ? 0 : Double(count) / Double(cells.count)
  }
}

/// The content of a cell, by itself.
enum CellKind: Equatable {
  case number(Double)
  case missing
  case text

  /// Looks at a cell.
  init(_ cell: [UInt8], _ mark: TableFormat.DecimalMark) {
    if let number = cell.withUnsafeBufferPointer({ decimalNumber($0, mark) }), number.isFinite {
      self = .number(number)
    } else {
      self = MissingValues.isMissing(cell) ? .missing : .text
    }
  }

  /// The number, if it is one.
  var number: Double? { if case .number(let number) = self { number } else { nil } }
}

/// Returns the number that a cell holds, or nil; it may be infinite.
func decimalNumber(_ cell: UnsafeBufferPointer<UInt8>, _ mark: TableFormat.DecimalMark) -> Double? {
  guard mark == .comma else { return decimal(cell) }
  guard !cell.contains(UInt8(ascii: ".")) else { return nil }
  return cell.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }.withUnsafeBufferPointer(decimal)
}
