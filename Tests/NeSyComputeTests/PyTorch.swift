import Foundation
import NeSyCompute

/// PyTorch in a child process, where python3 has it.
enum PyTorch {
    static let isPresent: Bool = {
        guard let result = try? run(["-c", "import torch"], input: Data()) else { return false }
        return result.status == 0
    }()

    struct Request: Encodable {
        var operation: String
        var parameters: [String: Double]
        var inputs: [String: [Double]]
    }

    /// The outputs by name that PyTorch gives for each case, computed in Double.
    static func outputs(of cases: [ConformanceCase]) throws -> [[String: [Double]]] {
        let requests = cases.map { testCase in
            Request(
                operation: testCase.operation, parameters: testCase.parameters,
                inputs: Dictionary(
                    uniqueKeysWithValues: testCase.inputs.map { input in
                        switch input.values {
                        case .floats(let values): (input.name, values.map(Double.init))
                        case .integers(let values): (input.name, values.map(Double.init))
                        }
                    }))
        }
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Peers/operations.py").path
        let result = try run([script], input: encoder.encode(requests))
        return try JSONDecoder().decode([[String: [Double]]].self, from: result.output)
    }

    /// Input and output go through files: a pipe would fill up while the other side writes.
    private static func run(_ arguments: [String], input: Data) throws -> (status: Int32, output: Data) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, target) = (folder.appendingPathComponent("in"), folder.appendingPathComponent("out"))
        try input.write(to: source)
        try Data().write(to: target)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardInput = try FileHandle(forReadingFrom: source)
        process.standardOutput = try FileHandle(forWritingTo: target)
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try Data(contentsOf: target))
    }
}
