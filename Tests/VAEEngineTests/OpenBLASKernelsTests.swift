import CKernels
import Testing

@testable import VAEEngine

@Suite("OpenBLAS runs the kernels of our own instruction set")
struct OpenBLASKernelsTests {
  @Test("The processor's best, whatever an environment says of OpenBLAS; less where LOWER_BOUND_KERNELS asks for it")
  func oneSwitch() {
    let wide = ["SkylakeX", "Cooperlake", "SapphireRapids"]
    switch instructionSet {
    case "avx512": #expect(wide.contains(matrixProductKernels))
    case "avx2": #expect(!wide.contains(matrixProductKernels))
    default: #expect(lb_kernels_named("avx2") == nil || matrixProductKernels == "Prescott")
    }
  }
}
