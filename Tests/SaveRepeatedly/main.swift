import Checkpoints

// Saves one file again and again, each time with other numbers, until it is killed: what a test of sudden death kills.
let path = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : ""
var generation: Float = 1
while true {
  let elements = [Float](repeating: generation, count: 100_000)
  let tensor = try Tensor(name: "generation", shape: [100_000], elements: elements)
  try SafeTensors(tensors: [tensor]).save(to: path)
  generation += 1
}
