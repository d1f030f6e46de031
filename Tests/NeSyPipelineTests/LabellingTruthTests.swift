import NeSyConcepts
import NeSyData
import NeSyNetworks
import NeSyPipeline
import NeSyTensor
import NeSyTestSupport
import Testing

/// Names given by masks, beside what taking objects out of scenes shows to move filters. A network that is trained for
/// a moment; `Benchmarks/results/labelling.md` has whole ones.
@Suite struct LabellingTruthTests {
    @Test func `Names by enrichment are what moves the filters, shares of the activation name the background`() throws {
        var configuration = RoomsConfiguration()
        configuration.train = 900
        configuration.validation = 0
        configuration.test = 150
        configuration.trainBalanced = 0
        configuration.plantedConfounders = [
            RoomConfounder(.rug, in: .bedroom, strength: 0.5), RoomConfounder(.plant, in: .kitchen, strength: 0.5),
        ]
        let rooms = try Rooms(configuration)
        let pool = WorkerPool()
        let backend = SmallRooms.backend(threads: pool.threadCount).0
        let folder = TemporaryFolder()
        let dataset = rooms.dataset([.train, .testIID], pool: pool)
        var training = TrainStage(data: "rooms", out: folder("run"))
        training.options.epochs = 8
        training.options.batchSize = 30
        training.options.filters = 32
        training.options.head = "pooled"
        _ = try training.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        let run = try LoadedRun(folder("run"), backend: backend)
        let images = try run.images(of: dataset, pool: pool)
        let extracted = try ExtractStage(run: folder("run")).run(
            run, images: images, pool: pool, observer: SilentObserver())
        let used = Set(extracted.program.usedAttributes)
        let norm = try run.norm()
        let readout = try FilterReadout(
            run.network, source: try images.trainingBatches(size: 50), classes: images.classes, norm: norm)
        let effects = try ConceptEffects(
            rooms, pairs: 600, network: run.network, images: images, readout: readout, norm: norm, batchSize: 50,
            pool: pool)

        func labels(_ score: MaskScore) throws -> [FilterLabels.Label] {
            var stage = LabelStage(run: folder("run"))
            stage.method = .masks(MaskLabelling(score))
            stage.namesAllFilters = true
            stage.force = true
            return try stage.run(run, images: images, pool: pool, observer: SilentObserver()).labels.labels
        }
        let named = try labels(.enrichment)
        let right = named.count { label in
            label.concepts.contains { $0.name == effects.strongest(of: label.filter).name }
        }
        #expect(right * 10 >= named.count * 8, "\(right) of \(named.count) filters carry what raises them most")
        for label in named where used.contains("f\(label.filter)") {
            let strong = effects.strong(of: label.filter).map(\.name)
            #expect(
                label.concepts.contains { strong.contains($0.name) }, "f\(label.filter) is called \(label.name ?? "-")")
        }
        let published = try labels(.activationShare)
        let background = published.count { ["wall", "floor"].contains($0.concepts.first?.name) }
        #expect(background * 10 >= published.count * 8, "\(background) of \(published.count) begin with the background")
    }
}
