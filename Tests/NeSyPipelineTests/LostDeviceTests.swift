import NeSyPipeline
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Synchronization
import Testing

@testable import NeSyCompute

/// A device that is gone in the middle of a training.
@Suite(.serialized) struct LostDeviceTests {
    /// Pulls the plug when an epoch is done: every call of the driver fails from then on.
    final class Plug: StageObserver {
        private let pulled = Atomic(false)
        let epochs: Int

        init(after epochs: Int) { self.epochs = epochs }

        var isPulled: Bool { pulled.load(ordering: .acquiring) }
        func note(_ line: String) {}
        func epoch(_ row: EpochRow) { if row.epoch == epochs { pulled.store(true, ordering: .releasing) } }
        func progress(_ work: String, done: Int, total: Int) {}
        var shouldStop: Bool { false }
    }

    static let driver = try? OpenCLDriver.system.get()
    static let device = driver.flatMap { try? OpenCLDevice.all(of: $0).first }

    @Test(.enabled(if: device != nil, "there is no OpenCL device"))
    func `The last checkpoint is whole and the training goes on elsewhere`() throws {
        let driver = try #require(Self.driver)
        let device = try #require(Self.device)
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset()
        let plug = Plug(after: 2)
        let pool = WorkerPool(threadCount: 1)
        let backend = try OpenCLBackend.open(
            device, driver: driver.intercepted { _ in plug.isPulled ? -5 : nil }, options: OpenCLOptions())
        let stage = SmallRooms.stage(out: folder("run"))
        let error = #expect(throws: NeSyError.self) {
            try stage.run(on: dataset, backend: backend, pool: pool, observer: plug)
        }
        #expect(error?.kind == .deviceUnavailable)
        #expect(error?.found?.contains("CL_OUT_OF_RESOURCES") == true)
        #expect(error?.remedy?.contains("--resume") == true)

        var rest = TrainStage(data: "rooms", out: folder("run"))
        rest.resumes = true
        let (oracle, _) = SmallRooms.backend()
        let result = try rest.run(on: dataset, backend: oracle, pool: pool, observer: SilentObserver())
        #expect(result.outcome == .finished)
        #expect(result.rows.map(\.epoch) == [1, 2, 3, 4])
    }
}
