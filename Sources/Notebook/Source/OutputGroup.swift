/// A group of what a cell showed: numbers with no figure between them, or one figure.
package enum OutputGroup {
  /// Claims, values and remarks, in order.
  case numbers([Transcript.Record])
  /// A figure, and the record that holds it.
  case figure(ShownFigure, Transcript.Record)

  /// The groups of some records, in order.
  package static func groups(of records: some Sequence<Transcript.Record>) -> [OutputGroup] {
    var groups: [OutputGroup] = []
    for record in records {
      if case .figure(let figure) = record.content {
        groups.append(.figure(figure, record))
      } else if case .numbers(let numbers)? = groups.last {
        groups[groups.count - 1] = .numbers(numbers + [record])
      } else {
        groups.append(.numbers([record]))
      }
    }
    return groups
  }
}
