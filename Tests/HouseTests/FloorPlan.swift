/// Which room may enter which: the arrows of the design, and what each room may take from outside.
enum FloorPlan {
    /// The arrows as drawn. A room may import what it can reach over them.
    static let arrows: [String: Set<String>] = [
        "NeSyTensor": [],
        "NeSyStorage": [],
        "NeSyJSON": [],
        "NeSyCompute": ["NeSyTensor", "NeSyStorage", "NeSyJSON"],
        "NeSyNetworks": ["NeSyCompute"],
        "NeSyFormats": ["NeSyTensor", "NeSyStorage", "NeSyJSON"],
        "NeSyData": ["NeSyFormats"],
        "NeSyLogic": ["NeSyTensor", "NeSyJSON"],
        "NeSyInduction": ["NeSyLogic", "NeSyCompute"],
        "NeSyConcepts": ["NeSyCompute", "NeSyLogic", "NeSyData"],
        "NeSyReport": ["NeSyLogic", "NeSyFormats"],
        "NeSyPipeline": [
            "NeSyNetworks", "NeSyConcepts", "NeSyData", "NeSyInduction", "NeSyReport", "NeSyJSON",
        ],
        "NeSy": ["NeSyPipeline"],
        "NeSyC": ["NeSyPipeline"],
        "NeSyCommand": ["NeSy"],
    ]

    /// The rooms that may handle JSON; the others get values.
    static let readersOfJSON: Set = [
        "NeSyCompute", "NeSyFormats", "NeSyData", "NeSyLogic", "NeSyReport", "NeSyPipeline", "NeSy", "NeSyC",
        "NeSyCommand",
    ]

    /// C targets of this package, by the rooms that may call them.
    static let cTargets: [String: Set<String>] = [
        "CMicro": ["NeSyTensor", "NeSyCompute", "NeSyInduction", "NeSyConcepts"],
        "COpenCL": ["NeSyCompute"],
        "NeSyKernels": ["NeSyCompute"],
        "CCodecs": ["NeSyFormats"],
        "CZlib": ["NeSyFormats"],
    ]

    /// Modules of the toolchain that every room may import.
    static let systemModules: Set = ["Glibc", "Musl", "Darwin", "Synchronization"]

    /// Modules that only some rooms may import.
    static let guests: [String: Set<String>] = [
        "Foundation": ["NeSyPipeline", "NeSy", "NeSyC", "NeSyCommand"],
        "ArgumentParser": ["NeSyCommand"],
        "Yams": ["NeSyCommand"],
    ]

    /// Everything that may stand at the top of the repository.
    static let topLevel: Set = [
        "Package.swift", "Package.resolved", "Makefile", "README.md", "LICENSE", "Kernels", "Sources", "Tests",
        "Benchmarks", "Packaging",
    ]

    /// The rooms that can be reached from a room.
    static func reachable(from room: String) -> Set<String> {
        var reached = Set<String>()
        var open = Array(arrows[room] ?? [])
        while let next = open.popLast() {
            if reached.insert(next).inserted { open += arrows[next] ?? [] }
        }
        return reached
    }

    /// Whether a file of a room may import a module.
    static func allows(_ room: String, toImport module: String) -> Bool {
        if module == room || systemModules.contains(module) { return true }
        if let hosts = guests[module] ?? cTargets[module] { return hosts.contains(room) }
        if module == "NeSyJSON" { return readersOfJSON.contains(room) }
        return reachable(from: room).contains(module)
    }
}
