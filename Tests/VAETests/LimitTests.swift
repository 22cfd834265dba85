import Foundation
import Testing

@Suite("Limits of the machine, names that are not UTF-8, and the end of gnuplot", .serialized)
struct LimitTests {
  private func withModel() throws -> Workplace {
    let place = try Workplace()
    try place.writeDigitsModel()
    return place
  }

  @Test("A limit of the size of files is said: before the work where the size is known, and never by a signal")
  func fileSize() throws {
    let place = try withModel()
    let large = try place.shell(
      "ulimit -f 4; \"$1\" sample --model m.safetensors --count 1000 --plot none --out s.csv; echo $?")
    #expect(large.output == "74\n" && large.complaints.contains("the limit of a file is 4096 bytes"))
    let figure = try place.shell("ulimit -f 24; \"$1\" sample --model m.safetensors --count 20 --out s.csv; echo $?")
    #expect(figure.output.hasSuffix("4\n") && figure.output.contains("saved   s.csv"), "\(figure)")
    #expect(figure.complaints.contains("File"), "\(figure)")
    #expect(try String(decoding: place.bytes("s.csv"), as: UTF8.self).filter(\.isNewline).count == 21)
    let output = try place.shell(
      "head -c 4000 /dev/zero >o; ulimit -f 4; \"$1\" info --model m.safetensors >>o; echo $?")
    #expect(output.output == "74\n" && output.complaints.contains("File too large"), "\(output)")
    let training = try place.shell("ulimit -f 4; \"$1\" train --data digits --plot none --out t.safetensors; echo $?")
    #expect(training.output == "74\n" && training.complaints.contains("the limit of a file"), "\(training)")
  }

  @Test("A word that is not UTF-8 is refused: it would be read as another, and the next one overwrite it")
  func bytes() throws {
    let place = try withModel()
    for word in ["a\\xff.csv", "a\\xc3\\x28.csv"] {
      let run = try place.shell("\"$1\" sample --model m.safetensors --plot none --out $'\(word)'; echo $?")
      #expect(run.output == "3\n" && run.complaints.contains("expected text in UTF-8"), "\(run)")
    }
    #expect(try place.files == ["m.safetensors"])
  }

  @Test("A gnuplot that hangs ends with the program, however that ends", arguments: ["INT", "TERM", "HUP", "KILL"])
  func hanging(signal: String) throws {
    let place = try withModel()
    // Two processes, as a wrapper's script and its program are, which tell their ids.
    try place.write("#!/bin/sh\necho $$ >>pids\nsleep 600 &\necho $! >>pids\nwait\n", to: "gnuplot")
    #expect(chmod(place.url.appending(path: "gnuplot").path, 0o755) == 0)
    let run = try place.shell(
      """
      set -m; PATH="$PWD:$PATH"; "$1" sample --model m.safetensors --out s.csv >o 2>e &
      for i in $(seq 600); do [ -f pids ] && [ $(wc -l <pids) = 2 ] && break; sleep 0.05; done
      kill -\(signal) $!; wait $! 2>/dev/null
      for i in $(seq 200); do kill -0 $(cat pids) 2>/dev/null || break; sleep 0.05; done
      for pid in $(cat pids); do grep -s State "/proc/$pid/status" | grep -v Z; done; echo done
      """)
    #expect(run.output == "done\n", "\(run)")
    #expect(try String(decoding: place.bytes("pids"), as: UTF8.self).filter(\.isNewline).count == 2)
    #expect(try place.files.contains("s.csv"), "the table was there before the figure")
  }
}
