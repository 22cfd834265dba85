import Dispatch

extension ChapterNotebook {
  /// Returns the values of a function of each element, in their order; several threads share the elements.
  ///
  /// Each value depends on its element only, so the number of threads changes no digit.
  public func concurrentMap<Element: Sendable, Value: Sendable>(
    _ elements: [Element], _ function: @Sendable (Element) -> Value
  ) -> [Value] {
    let workers = min(threads, elements.count)
    guard workers > 1 else { return elements.map(function) }
    return [Value](unsafeUninitializedCapacity: elements.count) { buffer, count in
      let places = Places(base: buffer.baseAddress)
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        for index in stride(from: worker, to: elements.count, by: workers) {
          places.fill(index, with: function(elements[index]))
        }
      }
      count = elements.count
    }
  }
}

/// The uninitialized places of the results; each is filled once, by one thread.
private struct Places<Value>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Value>?
  func fill(_ index: Int, with value: Value) { base.map { ($0 + index).initialize(to: value) } }
}
