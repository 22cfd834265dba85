import Foundation
import Testing

@Suite("A training with shards", .serialized)
struct ShardsTests {
  private let small = ["train", "--data", "digits", "--hidden", "8", "--plot", "none", "--out", "m.safetensors"]

  @Test(
    "The file knows the shards, goes on with them to the same bytes, and refuses a different number",
    arguments: ["single", "double"])
  func resume(precision: String) throws {
    let place = try Workplace()
    let training = small + ["--precision", precision]
    #expect(try place.vae(training + ["--shards", "4", "--epochs", "3", "--threads", "2"]).status == 0)
    let whole = try place.bytes("m.safetensors")
    #expect(try place.vae(training + ["--shards", "4", "--epochs", "2", "--threads", "1", "--overwrite"]).status == 0)
    let info = try place.vae("info", "--model", "m.safetensors").output
    #expect(info.contains("seed 42, 4 shards") && info.contains("--shards 4"), "\(info)")
    #expect(try place.vae("info", "--model", "m.safetensors", "--markdown").output.contains("shards of a minibatch"))
    try place.refuse(
      training + ["--resume", "--shards", "8"],
      "--shards: expected 4, as the training in m.safetensors began (leave the option out), found 8", "vae train")
    #expect(try place.vae(training + ["--resume", "--epochs", "3"]).status == 0)
    #expect(try place.bytes("m.safetensors") == whole)
  }

  @Test("A training of before, whose file has no shards, has one")
  func one() throws {
    let place = try Workplace()
    #expect(try place.vae(small + ["--epochs", "1", "--shards", "1"]).status == 0)
    let typed = try place.bytes("m.safetensors")
    #expect(try place.vae(small + ["--epochs", "1", "--overwrite"]).status == 0)
    #expect(try place.bytes("m.safetensors") == typed)
    #expect(!String(decoding: typed, as: UTF8.self).contains("shards"), "the file is as it always was")
    try place.refuse(small + ["--resume", "--shards", "2"], "--shards: expected 1", "found 2")
    #expect(try place.vae(small + ["--resume", "--epochs", "2", "--shards", "1"]).status == 0)
  }

  @Test("A number of shards that is not a power of two is refused", arguments: ["0", "3", "131072", "two"])
  func refused(shards: String) throws {
    try Workplace().refuse(
      small + ["--shards", shards], "--shards: expected a power of two from 1 to 65536", "found '\(shards)'")
  }
}
