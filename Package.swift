// swift-tools-version: 6.1
import PackageDescription

// One target per room of the house. The comment beside a target says what may enter it;
// Tests/HouseTests checks the same table against the imports of the sources.
let package = Package(
    name: "NeSy",
    products: [
        .library(name: "NeSy", targets: ["NeSy"]),
        .executable(name: "nesy", targets: ["NeSyCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // C: inner loops with run-time dispatch, OpenCL opened at run time, the text of its kernels, and the system
        // libraries.
        .target(name: "CMicro"),
        .target(name: "COpenCL"),
        .target(
            name: "NeSyKernels", path: "Kernels",
            exclude: ["bits", "common", "conv", "elementwise", "loss", "optimizer", "pool", "product", "reduce"],
            sources: ["kernels.c"]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // The engine: no Foundation.
        .target(name: "NeSyTensor", dependencies: ["CMicro"]),
        .target(name: "NeSyStorage"),
        .target(name: "NeSyJSON"),
        .target(
            name: "NeSyCompute",
            dependencies: ["NeSyTensor", "NeSyStorage", "NeSyJSON", "CMicro", "COpenCL", "NeSyKernels"]),
        .target(name: "NeSyNetworks", dependencies: ["NeSyTensor", "NeSyCompute"]),
        .target(
            name: "NeSyFormats",
            dependencies: ["NeSyTensor", "NeSyStorage", "NeSyJSON", "CCodecs", "CZlib"]),
        .target(name: "CCodecs", dependencies: ["CPNG", "CJPEG"]),
        .target(name: "NeSyData", dependencies: ["NeSyTensor", "NeSyStorage", "NeSyJSON", "NeSyFormats"]),
        .target(name: "NeSyLogic", dependencies: ["NeSyTensor", "NeSyJSON"]),
        .target(name: "NeSyInduction", dependencies: ["NeSyTensor", "NeSyLogic", "NeSyCompute", "CMicro"]),
        .target(
            name: "NeSyConcepts",
            dependencies: [
                "NeSyTensor", "NeSyStorage", "NeSyCompute", "NeSyFormats", "NeSyData", "NeSyLogic", "CMicro",
            ]),
        .target(name: "NeSyReport", dependencies: ["NeSyTensor", "NeSyJSON", "NeSyLogic", "NeSyFormats"]),

        // Whole jobs, and the doors to them.
        .target(
            name: "NeSyPipeline",
            dependencies: [
                "NeSyTensor", "NeSyStorage", "NeSyJSON", "NeSyCompute", "NeSyNetworks", "NeSyFormats",
                "NeSyData", "NeSyLogic", "NeSyInduction", "NeSyConcepts", "NeSyReport",
            ]),
        .target(
            name: "NeSy",
            dependencies: [
                "NeSyTensor", "NeSyStorage", "NeSyJSON", "NeSyCompute", "NeSyNetworks", "NeSyFormats",
                "NeSyData", "NeSyLogic", "NeSyInduction", "NeSyConcepts", "NeSyReport", "NeSyPipeline",
            ]),
        .executableTarget(
            name: "NeSyCommand",
            dependencies: [
                "NeSy", "Yams",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Tests: a target per module, and what they share.
        .target(
            name: "NeSyTestSupport",
            dependencies: ["NeSyTensor", "NeSyStorage", "NeSyJSON"], path: "Tests/NeSyTestSupport"),
        .testTarget(name: "HouseTests", dependencies: ["NeSyTestSupport"]),
        .testTarget(name: "NeSyTensorTests", dependencies: ["NeSyTensor", "NeSyTestSupport"]),
        .testTarget(name: "NeSyStorageTests", dependencies: ["NeSyStorage", "NeSyJSON", "NeSyTestSupport"]),
        .testTarget(
            name: "NeSyComputeTests", dependencies: ["NeSyCompute", "NeSyTestSupport"], exclude: ["Peers"]),
        .testTarget(name: "NeSyNetworksTests", dependencies: ["NeSyNetworks", "NeSyTestSupport"]),
        .testTarget(name: "NeSyFormatsTests", dependencies: ["NeSyFormats", "NeSyTestSupport"]),
        .testTarget(name: "NeSyDataTests", dependencies: ["NeSyData", "NeSyTestSupport"]),
        .testTarget(name: "NeSyLogicTests", dependencies: ["NeSyLogic", "NeSyTestSupport"]),
        .testTarget(
            name: "NeSyInductionTests", dependencies: ["NeSyInduction", "NeSyFormats", "NeSyTestSupport"]),
        .testTarget(name: "NeSyConceptsTests", dependencies: ["NeSyConcepts", "NeSyTestSupport"]),
        .testTarget(name: "NeSyReportTests", dependencies: ["NeSyReport", "NeSyTestSupport"]),
        .testTarget(name: "NeSyPipelineTests", dependencies: ["NeSyPipeline", "NeSyTestSupport"]),
        .testTarget(
            name: "CommandLineTests", dependencies: ["NeSyCommand", "NeSyTestSupport"],
            exclude: ["Snapshots"]),
    ],
    swiftLanguageModes: [.v6]
)
