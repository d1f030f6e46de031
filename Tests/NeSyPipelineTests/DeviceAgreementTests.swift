import NeSyCompute
import NeSyNetworks
import NeSyPipeline
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

/// What a run says must not depend on the device that reads it.
@Suite(.serialized) struct DeviceAgreementTests {
    static let device = OpenCLInventory.system.devices.first

    @Test(.enabled(if: device != nil, "there is no OpenCL device"), arguments: [Strategy.none, .ts3])
    func `The rules of a network are the same on every device`(strategy: Strategy) throws {
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset(train: 240, test: 60)
        let (oracle, pool) = SmallRooms.backend(threads: 2)
        var train = SmallRooms.stage(out: folder("run"))
        train.options.strategy = strategy
        _ = try train.run(on: dataset, backend: oracle, pool: pool, observer: SilentObserver())
        let device = try OpenCLInventory.system.open(try #require(Self.device))
        var programs: [String] = []
        for backend in [oracle, device] as [any ComputeBackend] {
            let loaded = try LoadedRun(folder("run"), backend: backend)
            var extract = ExtractStage(run: folder("run"))
            extract.force = true
            let result = try extract.run(
                loaded, images: try loaded.images(of: dataset, pool: pool), pool: pool, observer: SilentObserver())
            programs.append(result.program.text(RuleExtraction.notation))
        }
        #expect(programs[0] == programs[1])
        #expect(!programs[0].isEmpty)
    }

    @Test(.enabled(if: device != nil, "there is no OpenCL device"), arguments: LayerReader.Granularity.allCases)
    func `The items of a layer are the same on every device`(granularity: LayerReader.Granularity) throws {
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset(train: 140, test: 12)
        let (oracle, pool) = SmallRooms.backend(threads: 2)
        var train = SmallRooms.stage(out: folder("run"))
        train.options.strategy = .none
        _ = try train.run(on: dataset, backend: oracle, pool: pool, observer: SilentObserver())
        var reader = LayerReader()
        reader.granularity = granularity
        var readings: [LayerReader.Reading] = []
        for backend in [oracle, try OpenCLInventory.system.open(try #require(Self.device))] as [any ComputeBackend] {
            let loaded = try LoadedRun(folder("run"), backend: backend)
            let images = try loaded.images(of: dataset, pool: pool)
            readings.append(
                try reader.read(
                    ["filters", "output"], of: loaded.network, images: images, dataset: images.training, size: 20))
        }
        let (mine, other) = (readings[0].layers[0], readings[1].layers[0])
        #expect(mine.names == other.names && readings[0].labels == readings[1].labels)
        // Rounding may move what is next to the threshold.
        let differing = (0..<mine.count).reduce(0) { sum, item in
            let (a, b) = (mine.bits.column(item), other.bits.column(item))
            return sum + a.subtracting(b).count + b.subtracting(a).count
        }
        #expect(differing * 1000 <= mine.count * mine.rows)
        #expect(mine.density > 0)
    }
}
