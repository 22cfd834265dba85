// swift-tools-version: 6.2
import PackageDescription

// Numeric targets are optimised in debug builds too, so that `swift run chapter3` is as quick as a release build. A package
// that depends on this one decides for itself: it gets no flags from here.
let isDependency = Context.packageDirectory.contains("/checkouts/")
let optimisedSwift: [SwiftSetting] = isDependency ? [] : [.unsafeFlags(["-O"], .when(configuration: .debug))]
let optimisedC: [CSetting] = isDependency ? [] : [.unsafeFlags(["-O2"], .when(configuration: .debug))]

// Continuous integration sets this variable; a reader's newer compiler may warn without breaking the build.
let strict = Context.environment["WARNINGS_AS_ERRORS"] != nil
let warnings: [SwiftSetting] = strict ? [.treatAllWarnings(as: .error)] : []

let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// A chapter is one hand-written Swift file that is a program, a page and a test at once.
func chapter(_ number: Int, _ folder: String, alsoWith others: Target.Dependency...) -> Target {
  .executableTarget(
    name: "chapter\(number)",
    dependencies: [
      "Notebook", "Plotting", "VAECore", "Arithmetic", "Verification", "EmbeddedDigits", arguments,
    ] + others,
    path: "chapters/\(folder)",
    exclude: ["README.md"],
    swiftSettings: optimisedSwift + warnings)
}

let package = Package(
  name: "LowerBound",
  products: [
    .library(name: "VAECore", targets: ["VAECore"]),
    .library(name: "VAEEngine", targets: ["VAEEngine"]),
    .library(name: "Verification", targets: ["Verification"]),
    .library(name: "Plotting", targets: ["Plotting"]),
    .library(name: "Notebook", targets: ["Notebook"]),
  ],
  traits: [
    .trait(
      name: "MPI",
      description: "vae train, evaluate and encode on several processes, with Open MPI: swift build --traits MPI")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // The core: mathematics only, in values. The engine: the same functions at machine speed.
    // On Linux, Swift's squareRoot() hands negative numbers to the C library's sqrt.
    .target(
      name: "Arithmetic", exclude: ["README.md"], swiftSettings: optimisedSwift + warnings,
      linkerSettings: [.linkedLibrary("m")]),
    .target(
      name: "VAECore", dependencies: ["Arithmetic"], exclude: ["README.md"], swiftSettings: optimisedSwift + warnings),
    .target(name: "CKernels", cSettings: optimisedC, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "Verification", dependencies: ["VAECore"], swiftSettings: optimisedSwift + warnings),
    .target(name: "Platform", swiftSettings: warnings),
    .target(
      name: "VAEEngine", dependencies: ["CKernels", "Arithmetic", "Platform", "VAECore"], exclude: ["README.md"],
      swiftSettings: optimisedSwift + warnings),

    // Plumbing: files, figures, how a chapter runs, how chapters become a book, data, models on disk.
    .target(name: "Files", dependencies: ["Platform"], swiftSettings: warnings),
    .systemLibrary(
      name: "CGnuplotIostream",
      providers: [
        .apt(["libgnuplot-iostream-dev", "gnuplot-nox"]), .yum(["boost-devel", "gnuplot"]),
        .brew(["boost", "gnuplot"]),
      ]),
    .target(
      name: "CGnuplot", dependencies: ["CGnuplotIostream"], linkerSettings: [.linkedLibrary("boost_iostreams")]),
    .target(name: "Plotting", dependencies: ["CGnuplot", "Files", "Platform"], swiftSettings: warnings),
    .target(
      name: "Notebook", dependencies: ["Platform", "VAECore", "Verification", "Plotting", arguments],
      swiftSettings: warnings),
    .target(
      name: "Book",
      dependencies: ["Files", "Notebook", "Arithmetic", "Platform", "VAECore", "Verification", "EmbeddedDigits"],
      resources: [.copy("Resources")],
      swiftSettings: warnings),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .yum(["zlib-devel"]), .brew(["zlib"])]),
    .target(
      name: "EmbeddedDigits", dependencies: ["VAECore"],
      resources: [.copy("Resources/digits.csv"), .copy("Resources/ATTRIBUTION.md")],
      swiftSettings: optimisedSwift + warnings),
    .target(
      name: "Datasets", dependencies: ["Files", "Platform", "CZlib", "VAECore", "VAEEngine", "EmbeddedDigits"],
      swiftSettings: optimisedSwift + warnings),
    .target(
      name: "DataReading", dependencies: ["Datasets", "Files", "Notebook", "VAECore", "VAEEngine", arguments],
      swiftSettings: warnings),
    .target(
      name: "ChapterData",
      dependencies: [
        "DataReading", "Datasets", "EmbeddedDigits", "Files", "Notebook", "Plotting", "VAECore", "VAEEngine", arguments,
      ],
      swiftSettings: optimisedSwift + warnings),
    .target(
      name: "Checkpoints", dependencies: ["Files", "VAECore", "VAEEngine"], swiftSettings: optimisedSwift + warnings),

    // Several processes: the C library and the two targets around it are used with the trait MPI only.
    .systemLibrary(
      name: "COpenMPI", pkgConfig: "ompi-c",
      providers: [.apt(["libopenmpi-dev", "openmpi-bin"]), .yum(["openmpi-devel"]), .brew(["open-mpi"])]),
    .target(
      name: "CMessagePassing", dependencies: [.target(name: "COpenMPI", condition: .when(traits: ["MPI"]))],
      cSettings: [.define("LOWER_BOUND_MPI", .when(traits: ["MPI"]))]),
    .target(
      name: "Processes",
      dependencies: [
        "Platform", .target(name: "CMessagePassing", condition: .when(traits: ["MPI"])),
      ],
      swiftSettings: warnings),

    // Chapters.
    chapter(1, "01-monte-carlo-marginal"),
    chapter(2, "02-evidence-lower-bound"),
    chapter(3, "03-closed-form-divergence"),
    chapter(4, "04-gradients-through-a-sample"),
    chapter(5, "05-doubly-stochastic-training", alsoWith: "ChapterData", "VAEEngine"),
    chapter(6, "06-amortized-inference", alsoWith: "ChapterData"),
    chapter(7, "07-judging-a-model", alsoWith: "ChapterData"),
    chapter(8, "08-when-the-answer-is-known", alsoWith: "ChapterData"),

    // Tools.
    .executableTarget(name: "book", dependencies: ["Files", "Book", "Notebook", arguments], swiftSettings: warnings),
    .executableTarget(
      name: "benchmark",
      dependencies: ["VAECore", "VAEEngine", "CKernels", "Notebook", "Platform", "Plotting", arguments],
      exclude: ["README.md"], swiftSettings: warnings),
    .executableTarget(
      name: "vae",
      dependencies: [
        "VAECore", "VAEEngine", "DataReading", "Datasets", "Checkpoints", "Files", "Platform", "Plotting", "Notebook",
        "Processes", "Verification", arguments,
      ],
      exclude: ["README.md"], swiftSettings: warnings),

    // Tests: one file per source file, same name + Tests.
    .testTarget(
      name: "ArithmeticTests", dependencies: ["Arithmetic"], swiftSettings: warnings),
    .testTarget(
      name: "VAECoreTests", dependencies: ["VAECore", "Verification", "EmbeddedDigits"], resources: [.copy("Fixtures")],
      swiftSettings: warnings),
    .testTarget(name: "VerificationTests", dependencies: ["Verification", "VAECore"], swiftSettings: warnings),
    .testTarget(
      name: "VAEEngineTests",
      dependencies: [
        "Arithmetic", "VAECore", "VAEEngine", "CKernels", "Verification", "EmbeddedDigits", "count-allocations",
      ],
      resources: [.copy("Fixtures")], swiftSettings: warnings),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .executableTarget(
      name: "count-allocations", dependencies: ["AllocationCounter", "VAECore", "VAEEngine"],
      path: "Tests/CountAllocations",
      swiftSettings: warnings),
    .testTarget(name: "BenchmarkTests", dependencies: ["benchmark"], swiftSettings: warnings),
    .testTarget(name: "PlottingTests", dependencies: ["Plotting"], swiftSettings: warnings),
    .testTarget(
      name: "BookTests", dependencies: ["Book", "Notebook", "VAECore", "Verification", "EmbeddedDigits"],
      swiftSettings: warnings),
    .testTarget(name: "NotebookTests", dependencies: ["Notebook", "VAECore", "Verification"], swiftSettings: warnings),
    .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: warnings),
    .testTarget(
      name: "EmbeddedDigitsTests", dependencies: ["EmbeddedDigits", "VAECore"], swiftSettings: warnings),
    .testTarget(
      name: "DatasetsTests", dependencies: ["Datasets", "EmbeddedDigits", "CZlib"], swiftSettings: warnings),
    .target(name: "DeathAtCall", path: "Tests/DeathAtCall"),
    .executableTarget(
      name: "save-once", dependencies: ["Checkpoints"], path: "Tests/SaveOnce", swiftSettings: warnings),
    .testTarget(
      name: "CheckpointsTests", dependencies: ["Checkpoints", "Files", "DeathAtCall", "save-once"],
      resources: [.copy("Fixtures")], swiftSettings: warnings),
    .testTarget(
      name: "VAETests", dependencies: ["vae", "Checkpoints", "DataReading", "Datasets", "Files", "VAEEngine"],
      resources: [.copy("Fixtures")],
      swiftSettings: warnings),
    .testTarget(
      name: "ChapterTests",
      dependencies: ["Notebook", "ChapterData", "EmbeddedDigits", "VAECore"], swiftSettings: warnings),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu17,
  cxxLanguageStandard: .cxx17
)

// The book runs every chapter's program and the tests judge it, so that to build either is to build the chapters.
let chapters = package.targets.filter { $0.name.hasPrefix("chapter") }
for target in package.targets where ["book", "ChapterTests"].contains(target.name) {
  target.dependencies += chapters.map { .target(name: $0.name) }
}
