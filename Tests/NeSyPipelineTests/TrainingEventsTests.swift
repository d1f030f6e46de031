import NeSyFormats
import NeSyNetworks
import NeSyPipeline
import NeSyStorage
import NeSyTestSupport
import Testing

@Suite struct TrainingEventsTests {
    private func files(_ run: String) throws -> [EventRecords] {
        try FileSystem.system.list(run).filter { $0.hasPrefix("events.out.tfevents.") }.sorted().map { name in
            EventRecords(try FileSystem.system.read(run + "/" + name))
        }
    }

    @Test func `Every epoch has its figures, and the first and last their pictures`() throws {
        let folder = TemporaryFolder()
        let (backend, pool) = SmallRooms.backend()
        let stage = SmallRooms.stage(out: folder("run"))
        let result = try stage.run(on: SmallRooms.dataset(), backend: backend, pool: pool, observer: SilentObserver())
        let records = try #require(try files(folder("run")).first)
        #expect(records.isWhole && records.version == "brain.Event:2")
        for tag in ["loss", "accuracy/train", "accuracy/test", "learning_rate", "images_per_second"] {
            #expect(records.steps(of: tag) == [1, 2, 3, 4], "\(tag)")
        }
        for tag in ["own_on", "other_on", "score_accuracy", "binarity"] {
            #expect(records.steps(of: "sparsity/" + tag) == [3, 4], "\(tag)")
        }
        let losses = records.values.filter { $0.tag == "loss" }.compactMap(\.scalar)
        #expect(losses == result.rows.map { Float($0.loss) })
        for tag in ["filters/first_convolution", "filters/norm_by_class"] {
            let pictures = records.values.filter { $0.tag == tag }
            #expect(Set(pictures.map(\.step)).isSuperset(of: [1, 2, 4]), "\(tag)")
            for picture in pictures.compactMap(\.image) {
                let decoded = try PNG.decode(picture.bytes)
                #expect(
                    (decoded.height, decoded.width, decoded.channels)
                        == (picture.height, picture.width, picture.channels))
            }
        }
    }

    @Test func `A resumed training adds a file and repeats no step`() throws {
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset(train: 24, test: 12)
        let (backend, pool) = SmallRooms.backend()
        var first = SmallRooms.stage(out: folder("run"))
        first.stopAfterEpoch = 1
        _ = try first.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        var second = TrainStage(data: "rooms", out: folder("run"))
        second.resumes = true
        _ = try second.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        #expect(try files(folder("run")).map { $0.steps(of: "loss") } == [[1], [2, 3, 4]])
        // A training that is done has nothing to add.
        _ = try second.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        #expect(try files(folder("run")).count == 2)
        var other = SmallRooms.stage(out: folder("run"))
        other.force = true
        other.stopAfterEpoch = 1
        _ = try other.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        #expect(try files(folder("run")).map { $0.steps(of: "loss") } == [[1]])
    }
}
