import Foundation
import NeSyTensor
import NeSyTestSupport
import Testing

@testable import NeSyCompute

/// The case list on Oclgrind, a simulator that sees what devices do in silence: reads and writes beside a buffer, data
/// races, barriers that not all items reach, wrong arguments of calls.
@Suite(.enabled(if: Oclgrind.simulator != nil && TestDevice.isPresent, "there is no oclgrind, or no device beside it"))
struct OclgrindTests {
    /// The simulator is a driver that the loader is told of before it is opened, hence a process of its own: these
    /// tests again, narrowed to the smallest cases that launch everything. Its check for uninitialised values is left
    /// out: version 21.10 reports memory that the host has written, and then crashes.
    @Test func theSimulatorReportsNothing() throws {
        let places = try DeviceCase.coverage.get().smallest
        #expect(places.count > 20)
        let folder = TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--testing-library", "swift-testing", "--filter", "InsideOclgrindTests"]
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("NESY_") }
        process.environment = inherited.merging([
            "OCL_ICD_VENDORS": try #require(Oclgrind.simulator), "OCLGRIND_CHECK_API": "1", "OCLGRIND_DATA_RACES": "1",
            "OCLGRIND_MAX_WGSIZE": "\(OpenCLLimits.workGroup)", "OCLGRIND_LOG": folder("reports"),
            Oclgrind.placesVariable: places.map(String.init).joined(separator: ","), "NESY_CACHE_DIR": "",
        ]) { $1 }
        try Data().write(to: URL(fileURLWithPath: folder("output")))
        let output = try #require(FileHandle(forWritingAtPath: folder("output")))
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        let text = try String(contentsOfFile: folder("output"), encoding: .utf8)
        #expect(process.terminationStatus == 0, "\(text.suffix(4000))")
        // The simulator makes the file when it is opened: where it is missing, another device did the work.
        let reports = try String(contentsOfFile: folder("reports"), encoding: .utf8)
        #expect(reports.isEmpty, "\(reports.prefix(4000))")
    }
}

/// What the process inside the simulator does.
@Suite(.enabled(if: !Oclgrind.places.isEmpty, "for the process that OclgrindTests starts"))
struct InsideOclgrindTests {
    @Test func theChosenCasesAreThoseOfTheCPU() throws {
        let cases = Oclgrind.places.map { DeviceCase.all[$0] }
        for (preference, cases) in Dictionary(grouping: cases, by: \.convolution) {
            let backend = try DeviceCase.open(preference)
            #expect(backend.information.name.contains("Oclgrind"))
            for one in cases {
                let expected = try one.testCase.outputs(on: CPUBackend(pool: WorkerPool(threadCount: 1)))
                for (found, expected) in zip(try one.testCase.outputs(on: backend, margin: one.margin), expected) {
                    let error = relativeError(found.values, expected.values)
                    #expect(error < (expected.isExact ? 1e-30 : 1e-5), "\(one.testCase), \(expected.name)")
                }
            }
        }
    }
}

private enum Oclgrind {
    static let placesVariable = "NESY_OCLGRIND_CASES"

    /// The cases that this process is to run in the simulator.
    static let places: [Int] = (ProcessInfo.processInfo.environment[placesVariable] ?? "")
        .split(separator: ",").compactMap { Int($0) }.filter(DeviceCase.all.indices.contains)

    /// The simulator as a driver, which Debian puts into a folder of its own.
    static let simulator: String? = ["/usr/lib/oclgrind", "/usr/lib/x86_64-linux-gnu/oclgrind", "/usr/local/lib"]
        .map { $0 + "/liboclgrind-rt-icd.so" }.first { FileManager.default.fileExists(atPath: $0) }
}
