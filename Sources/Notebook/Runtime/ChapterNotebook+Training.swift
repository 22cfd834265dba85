import VAECore

extension ChapterNotebook {
  /// Returns a model after some epochs of training with this run's seed.
  ///
  /// The last quarter of the epochs has a tenth of the learning rate, so that the parameters come to rest. Progress goes to
  /// standard error.
  ///
  /// - Parameters:
  ///   - start: The model before training.
  ///   - images: The data.
  ///   - batchSize: The images of a mini-batch.
  ///   - learningRate: Adam's rate at the start.
  ///   - epochs: The number of times that each image is seen.
  ///   - after: Called after each epoch with the model and with the mean bound of the epoch.
  public func train(
    _ start: Autoencoder, on images: [[Double]], batchSize: Int = 10, learningRate: Double = 0.005, epochs: Int,
    after: (Autoencoder, EvidenceLowerBound) -> Void = { _, _ in }
  ) -> Autoencoder {
    var training = Training(of: start, batchSize: batchSize, learningRate: learningRate, seed: seed)
    for epoch in 1...epochs {
      if 4 * epoch > 3 * epochs { training.optimizer.learningRate = 0.1 * learningRate }
      let bound = training.epoch(over: images)
      after(training.model, bound)
      progress("epoch \(epoch) of \(epochs): bound \(NumberText.significant(bound.value, digits: 3)) nats")
    }
    return training.model
  }
}
