// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that nobody who depends on NeSy builds its benchmarks.
let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "NeSy", path: "..")],
    targets: [
        .executableTarget(name: "ConvolutionTraining", dependencies: [.product(name: "NeSy", package: "NeSy")]),
        .executableTarget(name: "FoldScaling", dependencies: [.product(name: "NeSy", package: "NeSy")]),
        .executableTarget(name: "Kernels", dependencies: [.product(name: "NeSy", package: "NeSy")]),
        .executableTarget(name: "Labelling", dependencies: [.product(name: "NeSy", package: "NeSy")]),
    ],
    swiftLanguageModes: [.v6]
)
