import NeSyTensor
import Synchronization
import Testing

@testable import NeSyCompute

/// Which device a request becomes, with the device of the machine in the part of any other.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct DeviceOpeningTests {
    let driver: OpenCLDriver
    let device: OpenCLDevice
    let pool = WorkerPool(threadCount: 1)

    init() throws {
        driver = try OpenCLDriver.system.get()
        device = try #require(OpenCLInventory.system.devices.first)
    }

    /// An inventory of the one device, seen as the given kinds.
    private func inventory(_ kinds: OpenCLDevice.Kind..., on driver: OpenCLDriver? = nil) -> OpenCLInventory {
        let devices = kinds.map { kind in
            var device = device
            device.kind = kind
            return device
        }
        return OpenCLInventory(driver ?? self.driver, devices: devices)
    }

    private func open(
        _ request: DeviceRequest, _ inventory: OpenCLInventory
    ) throws -> (device: Device, note: String) {
        let opened = try request.open(pool: pool, from: inventory, options: OpenCLOptions())
        #expect(!opened.note.contains("\n"))
        return (opened.backend.device, opened.note)
    }

    @Test func anyDeviceIsOpenedByItsPlace() throws {
        let opened = try DeviceRequest.openCL(platform: 0, device: 0).open(pool: pool)
        #expect(opened.backend.device == .openCL(platform: 0, device: 0))
        #expect(opened.note.contains(device.name))
    }

    @Test func theFirstGPUIsTaken() throws {
        for request in [DeviceRequest.automatic, .gpu(nil), .gpu(0), .gpu(1)] {
            let opened = try open(request, inventory(.cpu, .gpu, .gpu))
            #expect(opened.device == device.device)
            #expect(opened.note.contains("gpu"))
        }
    }

    @Test func withoutGPUTheCPUIsTakenAndOneLineSaysWhy() throws {
        for (inventory, words) in [
            (inventory(.cpu), device.name), (inventory(), "no platform"),
        ] {
            let opened = try open(.automatic, inventory)
            #expect(opened.device == .cpu)
            #expect(opened.note.hasPrefix("cpu") && opened.note.contains(words))
        }
    }

    /// A query of the devices must be all that a machine without a GPU costs.
    @Test func noDeviceIsMadeReadyWithoutNeed() throws {
        let calls = Mutex([String]())
        let counting = driver.intercepted { call in
            calls.withLock { $0.append(call) }
            return nil
        }
        _ = try open(.automatic, inventory(.cpu, .accelerator, on: counting))
        #expect(calls.withLock { $0 }.isEmpty)
    }

    /// The n-th call of every kind fails while the device is opened: the CPU is taken, and the line says why.
    @Test(arguments: ["clCreateContext", "clCreateBuffer", "clEnqueueNDRangeKernel", "clEnqueueReadBuffer"])
    func aGPUThatFailsItsSelfTestIsNotUsed(call: String) throws {
        let failing = driver.intercepted { $0 == call ? -5 : nil }
        let opened = try open(.automatic, inventory(.gpu, on: failing))
        #expect(opened.device == .cpu)
        #expect(opened.note.contains("is not used"))
        #expect {
            try open(.gpu(nil), inventory(.gpu, on: failing))
        } throws: { ($0 as? NeSyError)?.kind == .deviceUnavailable }
    }

    @Test(arguments: [\OpenCLDevice.localMemory, \.largestWorkGroup])
    func aGPUThatIsTooSmallIsNotUsed(limit: WritableKeyPath<OpenCLDevice, Int> & Sendable) throws {
        var small = device
        small.kind = .gpu
        small[keyPath: limit] = 128
        let opened = try open(.automatic, OpenCLInventory(driver, devices: [small]))
        #expect(opened.device == .cpu)
        #expect(opened.note.contains("\(small[keyPath: limit])"))
    }

    @Test func theSecondGPUIsTakenWhenTheFirstFails() throws {
        let contexts = Mutex(0)
        let failing = driver.intercepted { call in
            guard call == "clCreateContext" else { return nil }
            return contexts.withLock {
                $0 += 1
                return $0 == 1 ? -2 : nil
            }
        }
        let opened = try open(.automatic, inventory(.gpu, .gpu, on: failing))
        #expect(opened.device == device.device)
        #expect(opened.note.contains("is not used"))
    }

    @Test(arguments: [
        DeviceRequest.gpu(2), .gpu(nil), .openCL(platform: 7, device: 0), .openCL(platform: 0, device: 9),
    ])
    func aDeviceThatIsNotThereIsAnErrorThatListsWhatIs(request: DeviceRequest) throws {
        #expect {
            try open(request, inventory(.cpu))
        } throws: { error in
            guard let error = error as? NeSyError, let found = error.found else { return false }
            return error.kind == .deviceUnavailable && found.contains(device.name) && found.contains("cpu")
                && error.expected?.contains("\(request)") == true
        }
    }
}
