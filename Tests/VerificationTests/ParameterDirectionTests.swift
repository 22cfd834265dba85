import Testing
import VAECore
import Verification

@Suite("A random direction of all parameters")
struct ParameterDirectionTests {
  static let network = Network(
    inputs: 2, widths: [3], activation: .tanh, random: RandomStream(seed: 1, purpose: "parameters"))

  @Test("The inner product with itself is the sum of all squares")
  func dot() {
    var squares = 0.0
    _ = Self.network.combined(with: Self.network) { own, _ in
      squares += own * own
      return 0
    }
    #expect(Self.network.dot(Self.network) == squares && squares > 0)
    #expect(Self.network.dot(2 * Self.network) == 2 * squares)
  }

  @Test("Parameter i of a direction is draw i of its stream")
  func direction() {
    let noise = RandomStream(seed: 2, purpose: "direction")
    var found: [Double] = []
    let direction = Self.network.randomDirection(noise)
    _ = direction.combined(with: direction) { own, _ in
      found.append(own)
      return 0
    }
    #expect(found == noise.normals(0..<9))
  }
}
