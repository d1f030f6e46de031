import Foundation

/// The other implementation: Python with NumPy, Pillow and safetensors, where it is installed.
public enum Python {
    /// Whether all of these modules can be imported.
    public static func has(_ modules: String...) -> Bool {
        (try? run("import " + modules.joined(separator: ", "))) != nil
    }

    public struct Failure: Error {
        public let status: Int32
        public let output: String
    }

    /// Runs a script with arguments, and returns what it prints.
    @discardableResult
    public static func run(_ script: String, _ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(status: process.terminationStatus, output: text)
        }
        return text
    }
}
