import Checkpoints

// Saves a file with some number in every place: what a test of sudden death kills.
let arguments = CommandLine.arguments
let generation = arguments.count > 2 ? Float(arguments[2]) ?? 0 : 0
let elements = [Float](repeating: generation, count: 20_000)
let tensor = try Tensor(name: "generation", shape: [20_000], elements: elements)
try SafeTensors(tensors: [tensor]).save(to: arguments.count > 1 ? arguments[1] : "")
