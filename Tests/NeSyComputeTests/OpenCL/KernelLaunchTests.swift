import COpenCL
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@testable import NeSyCompute

/// What the launch layer does not let pass: kernels that ask for more than every GPU has, names that no file knows, and
/// text that the compiler refuses.
@Suite(.enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct KernelLaunchTests {
    private static func launch(defines: KernelDefines, group: Int) throws {
        let backend = try #require(try TestDevice.makeBackend(cacheFolder: nil))
        let slice = try backend.makeBuffer(count: 1000).slice
        backend.run(
            "fill", in: "elementwise/fill.cl", defines: defines, over: .flat(1000, group: group), .slice(slice),
            .long(1000), .float(1))
        _ = try backend.download(slice)
    }

    @Test func theLargestGroupIsLaunched() throws {
        try KernelLaunchTests.launch(defines: ["GROUP": 256], group: 256)
        #expect(OpenCLLimits.workGroup == 256)
    }

    @Test func aLargerGroupTraps() async {
        await #expect(processExitsWith: .failure) {
            try KernelLaunchTests.launch(defines: ["GROUP": 512], group: 512)
        }
    }

    /// A compiler may take more local memory than the source asks for.
    @Test func moreLocalMemoryIsAnError() throws {
        var table = try OpenCLDriver.system.get().entry.table
        table.clGetKernelWorkGroupInfo = { _, _, _, _, value, _ in
            value?.storeBytes(of: 65_536, as: cl_ulong.self)
            return CL_SUCCESS
        }
        let driver = OpenCLDriver(table)
        let error = #expect(throws: NeSyError.self) { try TestDevice.makeBackend(driver: driver) }
        #expect(error?.kind == .deviceUnavailable && error?.found == "65536 bytes")
        #expect(error?.location?.contains("self_test") == true)
    }

    @Test func aDefineThatTheFileDoesNotKnowTraps() async {
        await #expect(processExitsWith: .failure) {
            try KernelLaunchTests.launch(defines: ["GROUPS": 64], group: 128)
        }
    }

    @Test func whatTheCompilerRefusesIsShownWithItsLinesAndSaved() throws {
        let folder = TemporaryFolder()
        let backend = try #require(try TestDevice.makeBackend(cacheFolder: folder.path))
        let slice = try backend.makeBuffer(count: 8).slice
        backend.run(
            "fill", in: "elementwise/fill.cl", defines: ["GROUP": 0], over: .flat(8), .slice(slice), .long(8),
            .float(1))
        let error = try #require(throws: NeSyError.self) { try backend.download(slice) }
        #expect(error.kind == .deviceUnavailable)
        #expect(error.location?.contains("elementwise/fill.cl") == true)
        #expect(error.expected?.contains("-DGROUP=0") == true)
        // The line with the kernel's attributes, with its number and its neighbours.
        let line = try #require(
            KernelFile.named("elementwise/fill.cl").text.split(separator: "\n", omittingEmptySubsequences: false)
                .firstIndex { $0.hasPrefix("__kernel") })
        #expect(error.found?.contains("\n\(line + 1): __kernel") == true)
        #expect(error.found?.contains("\n\(line + 2): ") == true)
        let saved = folder("kernels/rejected-elementwise-fill.cl")
        #expect(error.remedy?.contains(saved) == true, "\(error)")
        #expect(try FileSystem.system.read(saved) == Array(KernelFile.named("elementwise/fill.cl").text.utf8))
        withExtendedLifetime(folder) {}
        // A later call says the same.
        #expect(throws: error) { try backend.synchronize() }
    }

    /// Where the place stands in the logs of PoCL and of NVIDIA's driver.
    @Test(arguments: [
        "error: /tmp/a/tempfile.cl:3:7: use of undeclared identifier 'x'", "<kernel>:3:7: error: use of 'x'",
        "warning: 1:1: error-prone\n:3:7: error: unknown", "1 warning\n<kernel>:3: error: unknown",
    ])
    func thePlaceOfAnErrorIsFound(log: String) {
        let source = (1...9).map { "line \($0)" }.joined(separator: "\n")
        let error = CompilationError(file: "a.cl", source: source, options: "", log: log, device: "d")
        #expect(error.excerpt?.contains("3: line 3") == true)
    }

    @Test(arguments: ["error: no place", "<kernel>:10:1: error: unknown", "/a/cl_kernel.h:14805:3: error: unknown", ""])
    func aLogMayNameNoPlaceOfTheSource(log: String) {
        let source = (1...9).map { "line \($0)" }.joined(separator: "\n")
        #expect(CompilationError(file: "a.cl", source: source, options: "", log: log, device: "d").excerpt == nil)
    }
}
