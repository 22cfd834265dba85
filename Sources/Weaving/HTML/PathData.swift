/// The data of a path of straight lines, in tenths of a pixel.
enum PathData {
  /// The same path in relative steps; nil if it holds anything but moves and lines to absolute places.
  static func compacted(_ data: String, isClosed: Bool = false) -> String? {
    guard let runs = runs(of: data) else { return nil }
    var text = ""
    var place = (0, 0)
    for run in runs {
      for (index, point) in run.enumerated() {
        let isStart = index == 0
        if isStart {
          text += "M\(tenths(point.0))" + separated(tenths(point.1))
        } else {
          let (x, y) = (tenths(point.0 - place.0), tenths(point.1 - place.1))
          text += (index == 1 ? "l\(x)" : separated(x)) + separated(y)
        }
        place = point
      }
    }
    return text + (isClosed ? "z" : "")
  }

  /// The places of the path's corners, in order of size, so that paths that go round the same area compare equal.
  static func corners(of compacted: String) -> [[Int]]? {
    guard compacted.hasPrefix("M") else { return nil }
    let parts = compacted.dropFirst().split(separator: "l", maxSplits: 1)
    guard parts.count == 2, let start = numbers(parts[0]), start.count == 2,
      let steps = numbers(parts[1].hasSuffix("z") ? parts[1].dropLast() : parts[1]), steps.count % 2 == 0
    else { return nil }
    var corners = [start]
    var place = start
    for index in stride(from: 0, to: steps.count, by: 2) {
      place = [place[0] + steps[index], place[1] + steps[index + 1]]
      if !corners.contains(place) { corners.append(place) }
    }
    return corners.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
  }

  /// Runs of points, each begun by a move.
  private static func runs(of data: String) -> [[(Int, Int)]]? {
    var runs: [[(Int, Int)]] = []
    for word in data.split(whereSeparator: { $0.isWhitespace }) {
      let command = word.first
      if command == "M" { runs.append([]) }
      let isCommand = command == "M" || command == "L"
      let parts = (isCommand ? word.dropFirst() : word).split(separator: ",")
      guard !runs.isEmpty, parts.count == 2, let x = Double(parts[0]), let y = Double(parts[1]) else { return nil }
      runs[runs.count - 1].append((Int((10 * x).rounded()), Int((10 * y).rounded())))
    }
    return runs
  }

  /// "12", "1.5", "-.5": tenths with no more characters than they need.
  private static func tenths(_ value: Int) -> String {
    let (whole, rest) = abs(value).quotientAndRemainder(dividingBy: 10)
    let digits = rest == 0 ? "\(whole)" : "\(whole == 0 ? "" : "\(whole)").\(rest)"
    return (value < 0 ? "-" : "") + digits
  }

  /// A number after another: a minus sign separates by itself.
  private static func separated(_ number: String) -> String { number.hasPrefix("-") ? number : " \(number)" }

  /// The numbers of compacted data, in tenths.
  private static func numbers(_ text: some StringProtocol) -> [Int]? {
    var numbers: [Int] = []
    var word = ""
    for character in String(text) + " " {
      if (character == " " || character == "-"), !word.isEmpty {
        guard let value = Double(word) else { return nil }
        numbers.append(Int((10 * value).rounded()))
        word = ""
      }
      if character != " " { word.append(character) }
    }
    return numbers
  }
}
