import Testing

@Suite struct DeviceTests {
    /// As on a machine without any OpenCL library.
    static let withoutOpenCL = ["NESY_OPENCL_LIBRARY": "/nonexistent/libOpenCL.so.1"]

    @Test(arguments: ["gpu", "gpu:0", "opencl:0:0"])
    func withoutOpenCLADeviceThatIsAskedForIsUnavailable(device: String) throws {
        let outcome = try NesyBinary.run(
            ["predict", "run", "image.png", "--device", device], environment: DeviceTests.withoutOpenCL)
        #expect(outcome.exitCode == 69)
        #expect(outcome.output.isEmpty)
        for part in ["--device \(device)", "cpu", "no OpenCL library (/nonexistent/libOpenCL.so.1"] {
            #expect(outcome.errors.contains(part))
        }
    }

    @Test func withoutOpenCLTheCPUComputesAndOneLineSaysWhy() throws {
        let outcome = try NesyBinary.run(["predict", "run", "image.png"], environment: DeviceTests.withoutOpenCL)
        // There is no such run; the device was opened before.
        #expect(outcome.exitCode == 66)
        let lines = outcome.errors.split(separator: "\n").filter { $0.contains("device cpu") }
        #expect(lines.count == 1 && lines[0].contains("no OpenCL library"))
    }

    @Test func aNumberThatIsNotThereListsWhatIs() throws {
        let outcome = try NesyBinary.run(["predict", "run", "image.png", "--device", "opencl:99:0"])
        #expect(outcome.exitCode == 69)
        #expect(outcome.errors.contains("opencl:99:0") && outcome.errors.contains("found:    cpu"))
    }
}
