import NeSyCompute
import NeSyTensor
import Testing

@Suite struct DeviceTests {
    @Test(arguments: [
        ("auto", DeviceRequest.automatic), ("cpu", .cpu), ("gpu", .gpu(nil)), ("gpu:3", .gpu(3)),
        ("opencl:0:1", .openCL(platform: 0, device: 1)),
    ])
    func namesAreReadAndWritten(name: String, request: DeviceRequest) throws {
        #expect(try Device.parse(name) == request)
        #expect(request.description == name)
    }

    @Test(arguments: [
        "", "CPU", "cpu:0", "gpu:", "gpu:-1", "gpu:1:2", "gpu:+1", "opencl", "opencl:0", "opencl:0:x", "auto:1",
        "gpu:99999999999999999999", "cuda", "gpu:٣",
    ])
    func otherNamesAreUsageErrors(name: String) {
        #expect { try Device.parse(name) } throws: { ($0 as? NeSyError)?.kind == .usage }
    }

    @Test func theCPUIsAlwaysThere() throws {
        let opened = try DeviceRequest.cpu.open(pool: WorkerPool(threadCount: 2))
        #expect(opened.backend.device == .cpu)
        #expect(opened.note.hasPrefix("cpu"))
    }
}
