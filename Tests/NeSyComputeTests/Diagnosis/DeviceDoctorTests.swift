import NeSyTensor
import NeSyTestSupport
import Synchronization
import Testing

@testable import NeSyCompute

@Suite(.serialized) struct DeviceDoctorTests {
    @Test func theCPUIsWell() {
        let checks = DeviceDoctor(CPUBackend(pool: WorkerPool(threadCount: 1)), filter: "sigmoid").run()
        #expect(!checks.isEmpty)
        for check in checks { #expect(check.passed == true, "\(check.name): \(check.detail)") }
    }

    @Test func everyOperationIsChecked() {
        let operations = AccuracyCheck().operations
        #expect(Set(operations) == Set(ConformanceCase.all.map(\.operation)))
        #expect(Set(operations).count == operations.count)
    }

    @Test func whatThereIsNoTimeForIsNotRun() {
        let checks = DeviceDoctor(CPUBackend(pool: WorkerPool(threadCount: 1)), seconds: 0).run()
        let accuracy = checks.filter { $0.name.hasPrefix("accuracy") }
        #expect(accuracy.count == AccuracyCheck().operations.count)
        for check in accuracy { #expect(check.passed == nil && check.detail.contains("--case")) }
    }

    @Test func aWrongValueIsFound() throws {
        let testCase = try #require(ConformanceCase.all.first { $0.operation == "sigmoid" })
        var output = try testCase.outputs(on: CPUBackend(pool: WorkerPool(threadCount: 1)))[0]
        let expected = output.values
        #expect(testCase.error(of: output, from: expected) == 0)
        output.values[0] += 0.25
        #expect(testCase.error(of: output, from: expected) > 0.2)
        output.values[0] = .nan
        #expect(testCase.error(of: output, from: expected) == .infinity)
        output.values.removeLast()
        #expect(testCase.error(of: output, from: expected) == .infinity)
    }

    @Test(.enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
    func aDeviceThatFailsIsReportedOnce() throws {
        let launches = Mutex(0)
        let failing = try OpenCLDriver.system.get().intercepted { call in
            guard call == "clEnqueueNDRangeKernel" else { return nil }
            return launches.withLock {
                $0 += 1
                return $0 > 3 ? -36 : nil
            }
        }
        let device = try #require(OpenCLInventory.system.devices.first)
        let backend = try OpenCLInventory(failing).open(device)
        let findings = AccuracyCheck(operations: "sigmoid").run(on: backend)
        #expect(findings.flatMap(\.failures).count == 1)
        #expect(findings[0].passed == false)
        #expect(findings[0].failures[0].contains("clEnqueueNDRangeKernel"))
    }

    @Test(.enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
    func theCacheFolderIsLookedAt() throws {
        let folder = TemporaryFolder()
        let device = try #require(OpenCLInventory.system.devices.first)
        func check(_ cache: String?) throws -> DeviceDoctor.Check {
            var options = OpenCLOptions()
            options.cacheFolder = cache
            let backend = try OpenCLInventory.system.open(device, options: options)
            return try #require(DeviceDoctor(backend, filter: "cache folder").run().first)
        }
        let good = try check(folder.path)
        // The self-test has compiled one program.
        #expect(good.passed == true && good.detail.contains("1 program"))
        #expect(try check("/proc/version/nesy").passed == false)
        #expect(try check(nil).passed == true)
    }

    @Test func theStatusOfADeviceSaysWhyItCannotBeUsed() throws {
        let statuses = DeviceStatus.all()
        #expect(statuses[0].device == .cpu && statuses[0].isUsable)
        #expect(statuses.filter(\.isAutomatic).count == 1)
        guard let device = OpenCLInventory.system.devices.first else { return }
        let failing = try OpenCLDriver.system.get().intercepted { $0 == "clBuildProgram" ? -11 : nil }
        var gpu = device
        gpu.kind = .gpu
        var options = OpenCLOptions()
        options.cacheFolder = nil
        let found = DeviceStatus.all(of: OpenCLInventory(failing, devices: [gpu]), options: options)
        #expect(found.map(\.isUsable) == [true, false])
        #expect(found.map(\.isAutomatic) == [true, false])
        #expect(found[1].gpuIndex == 0 && !found[1].why.isEmpty && !found[1].why.contains("\n"))
    }
}
