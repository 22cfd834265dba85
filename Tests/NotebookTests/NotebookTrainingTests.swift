import Testing
import VAECore

@testable import Notebook

@Suite("Training in a chapter")
struct NotebookTrainingTests {
  static let images = [[0.0, 1], [1, 0], [1, 1]]
  static let start = Autoencoder(
    encoder: Encoder(
      observedDimension: 2, hidden: [2], latentDimension: 1, random: RandomStream(seed: 1, purpose: "encoder")),
    decoder: Decoder(
      latentDimension: 1, hidden: [2], observedDimension: 2, likelihood: .gaussian(variance: 0.5),
      random: RandomStream(seed: 1, purpose: "decoder")))

  private func notebook(onProgress: @escaping (String) -> Void = { _ in }) -> ChapterNotebook {
    ChapterNotebook(
      transcript: Transcript(
        chapter: 1, title: "", thesis: "", sections: [], equations: [], mistakes: [], errata: [], notation: [], seed: 5,
        samples: 1000, settings: [], mistake: nil),
      threads: 1, onProgress: onProgress
    ) { _, _ in }
  }

  @Test("It is the core's training with the run's seed; the last quarter of the epochs has a tenth of the rate")
  func sameAsTheCore() {
    var training = Training(of: Self.start, batchSize: 2, learningRate: 0.01, seed: 5)
    for epoch in 1...4 {
      if epoch == 4 { training.optimizer.learningRate = 0.001 }
      _ = training.epoch(over: Self.images)
    }
    let trained = notebook().train(Self.start, on: Self.images, batchSize: 2, learningRate: 0.01, epochs: 4)
    #expect(trained == training.model)
  }

  @Test("Each epoch is told, and each reports its progress")
  func progress() {
    var (models, lines) = ([Autoencoder](), [String]())
    let trained = notebook { lines.append($0) }.train(Self.start, on: Self.images, epochs: 3) { model, bound in
      #expect(bound.value < 0)
      models.append(model)
    }
    #expect(models.count == 3 && models.last == trained)
    #expect(lines.count == 3 && lines[1].hasPrefix("epoch 2 of 3: bound -"))
  }
}
