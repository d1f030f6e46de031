import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@testable import NeSyCompute

@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct TuningTests {
    let folder = TemporaryFolder()
    let device: OpenCLDevice

    init() throws { device = try #require(OpenCLInventory.system.devices.first) }

    private func path() throws -> String { try #require(Tuning.path(for: device, in: folder.path)) }

    @Test func everyKernelIsNamedAfterAFileAndHasCandidatesOfItsTunables() throws {
        #expect(Set(TunableKernel.all.map(\.name)).count == TunableKernel.all.count)
        for kernel in TunableKernel.all where kernel.name.contains(".cl") {
            let file = try #require(KernelFile.all.first { $0.path == kernel.name.split(separator: " ")[0] })
            let names = Set(file.tunables.map(\.name))
            for candidate in kernel.candidates {
                #expect(names.isSuperset(of: candidate.defines.map(\.name)), "\(kernel.name): \(candidate.words)")
            }
        }
        for kernel in TunableKernel.all {
            #expect(Set(kernel.candidates).count == kernel.candidates.count)
            #expect(!kernel.cases().isEmpty)
        }
    }

    @Test func whatIsStoredIsRead() throws {
        var tuning = Tuning()
        for kernel in TunableKernel.all { tuning[kernel] = kernel.candidates[kernel.candidates.count - 1] }
        try tuning.store(device, at: path())
        let read = Tuning.stored(for: device, in: folder.path)
        #expect(read.tuning == tuning)
        #expect(read.remark == nil)
    }

    @Test func withoutAFileTheShippedValuesCount() {
        let read = Tuning.stored(for: device, in: folder.path)
        #expect(read.tuning == Tuning.shipped(for: device))
        #expect(read.remark == nil)
    }

    @Test(arguments: [
        "", "{}", "[1]", #"{"schema": "nesy.tuning/1"}"#, #"{"schema": "nesy.tuning/2", "kernels": {}}"#,
        #"{"schema": "nesy.tuning/1", "kernels": {"product/matrix_product.cl": {"TILE_ROWS": 1.5}}}"#, "{\u{1}",
    ])
    func aDamagedFileIsIgnoredWithOneLine(text: String) throws {
        try FileSystem.system.makeDirectory(folder.path + "/tuning")
        try FileSystem.system.write(path(), text)
        let read = Tuning.stored(for: device, in: folder.path)
        #expect(read.tuning == Tuning.shipped(for: device))
        let remark = try #require(read.remark)
        #expect(remark.contains("nesy tune") && !remark.contains("\n"))
        var options = OpenCLOptions()
        options.cacheFolder = folder.path
        let opened = try DeviceRequest.openCL(platform: 0, device: 0).open(
            pool: WorkerPool(threadCount: 1), options: options)
        #expect(opened.note.contains("tuning is not used"))
    }

    /// Work-groups are shaped by these values, so none may come from outside that was not thought of.
    @Test func valuesThatAreNoCandidateAreNotUsed() throws {
        try FileSystem.system.makeDirectory(folder.path + "/tuning")
        try FileSystem.system.write(
            path(),
            #"{"schema": "nesy.tuning/1", "kernels": {"product/matrix_product.cl": {"TILE_ROWS": 0}, "no.cl": {}}}"#)
        let read = Tuning.stored(for: device, in: folder.path)
        #expect(read.tuning == Tuning.shipped(for: device))
        #expect(read.remark == nil)
    }
}
