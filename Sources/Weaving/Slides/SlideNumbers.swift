/// What a cell showed, cut into slides: numbers together as far as they can be read, each figure by itself.
enum SlideNumbers {
  static func contents(of records: [OutputRecord]) -> [Slide.Content] {
    var contents: [Slide.Content] = []
    var numbers: [OutputRecord] = []
    func end() {
      contents += EvenParts.of(numbers, capacity: room, cost: height).map { .numbers($0) }
      numbers = []
    }
    for record in records {
      guard case .figure(let figure) = record else {
        numbers.append(record)
        continue
      }
      end()
      contents.append(.figure(figure))
    }
    end()
    return contents
  }

  /// Lines that a slide of numbers has room for.
  private static let room = 12.0

  /// The height of a record in lines.
  private static func height(of record: OutputRecord) -> Double {
    switch record {
    case .claim(let claim): 1.7 + lines(claim.statement, 84)
    case .value(let value): 0.4 + lines(value.meaning, 62)
    case .remark(let remark): 0.5 + lines(remark.sentence, 88)
    case .figure: room
    }
  }

  private static func lines(_ text: String, _ letters: Double) -> Double { (Double(text.count) / letters).rounded(.up) }
}
