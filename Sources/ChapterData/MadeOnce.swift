import Synchronization

/// Values by name, each made when it is first asked for.
final class MadeOnce: Sendable {
  private let values = Mutex<[String: any Sendable]>([:])

  /// Returns the value of a name, or makes it.
  func once<Value: Sendable>(_ name: String, _ make: () throws -> Value) rethrows -> Value {
    if let known = values.withLock({ $0[name] }) as? Value { return known }
    let value = try make()
    values.withLock { $0[name] = value }
    return value
  }
}
