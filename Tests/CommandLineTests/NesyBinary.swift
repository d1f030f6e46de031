import Foundation

/// The built command, run as a user runs it.
enum NesyBinary {
    struct Outcome {
        let exitCode: Int32
        let output: String
        let errors: String
    }

    /// The binary lies beside the test runner in the build folder.
    static let path: String = {
        let runner =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: runner).deletingLastPathComponent().appendingPathComponent("nesy").path
    }()

    /// Runs the command and waits for its end.
    /// - Parameter environment: the NESY_… and terminal variables; none is inherited.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], folder: String? = nil
    ) throws -> Outcome {
        let started = try start(arguments, environment: environment, folder: folder)
        return started.outcome()
    }

    /// A command that is running.
    final class Running {
        let process: Process
        private let folder: URL

        fileprivate init(_ process: Process, _ folder: URL) {
            self.process = process
            self.folder = folder
        }

        func outcome() -> Outcome {
            process.waitUntilExit()
            defer { try? FileManager.default.removeItem(at: folder) }
            // A shell's view: a process that a signal ended has 128 + its number.
            let code =
                process.terminationReason == .uncaughtSignal
                ? 128 + process.terminationStatus : process.terminationStatus
            return Outcome(exitCode: code, output: text("output"), errors: text("errors"))
        }

        func text(_ name: String) -> String {
            (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
        }
    }

    /// Starts the command. Its streams go to files, so that no pipe can fill up and hang it.
    static func start(
        _ arguments: [String], environment: [String: String] = [:], folder: String? = nil
    ) throws -> Running {
        let streams = FileManager.default.temporaryDirectory.appendingPathComponent("nesy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let inherited = ProcessInfo.processInfo.environment.filter { name, _ in
            !name.hasPrefix("NESY_") && name != "NO_COLOR" && name != "COLUMNS"
        }
        process.environment = inherited.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardInput = FileHandle.nullDevice
        for (name, assign) in [
            ("output", { process.standardOutput = $0 }), ("errors", { process.standardError = $0 }),
        ] as [(String, (FileHandle) -> Void)] {
            let url = streams.appendingPathComponent(name)
            try Data().write(to: url)
            assign(try FileHandle(forWritingTo: url))
        }
        try process.run()
        return Running(process, streams)
    }
}
