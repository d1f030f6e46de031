import NeSyData
import NeSyFormats
import NeSyInduction
import NeSyNetworks
import NeSyTensor
import NeSyTestSupport
import Testing

@testable import NeSyPipeline

@Suite struct RulePicturesTests {
    /// Two layers of a small network that has seen a few rooms, and rules that somebody might have found between them.
    private static func mined(
        in folder: TemporaryFolder, tails: String
    ) throws -> (mined: MinedRules, pair: LayerPair, run: LoadedRun, images: DatasetImages) {
        let (backend, pool) = SmallRooms.backend(threads: 2)
        let dataset = try SmallRooms.dataset(train: 60, test: 6)
        var training = SmallRooms.stage(out: folder("run"))
        training.options.architecture = "mnist"
        training.options.strategy = .none
        training.options.warmUpEpochs = nil
        training.options.epochs = 1
        training.options.filters = nil
        training.options.trainLimit = nil
        _ = try training.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        let run = try LoadedRun(folder("run"), backend: backend)
        let images = try run.images(of: dataset, isOwn: false, pool: pool)
        let reading = try LayerReader().read(
            ["output", tails], of: run.network, images: images, dataset: images.training, size: 32)
        let pair = try LayerPair(heads: reading.layers[0], tails: reading.layers[1])
        let first = pair.heads.count
        let rules = [
            ItemRule(head: [0, 1], tail: [first, first + 23, first + 40], headThreshold: 1, tailThreshold: 2),
            ItemRule(head: [2], tail: [first + 7], headThreshold: 1, tailThreshold: 1),
        ]
        let length = DescriptionLength(model: 1, data: 1)
        let mined = MinedRules(
            rules: rules.map { MinedRule(rule: $0, bitsSaved: 12.5, applies: 40, holds: 30) }, baseline: length,
            found: length)
        return (mined, pair, run, images)
    }

    @Test func `Every filter that rules use gets a picture, with the averages of its classes`() throws {
        let folder = TemporaryFolder()
        let (mined, pair, run, images) = try Self.mined(in: folder, tails: "relu1")
        let files = try RulePictures().pictures(
            of: mined, between: pair, run: run, images: images, dataset: images.training,
            observer: SilentObserver())
        let names = ["relu1-index.svg", "relu1-filter-0.svg", "relu1-filter-3.svg", "relu1-filter-7.svg"]
        #expect(files.map(\.name) == names)
        let heads = pair.heads.count

        let subject = RulePictures.Subject(
            mined: mined, pair: pair, run: run, images: images, dataset: images.training,
            observer: SilentObserver())
        let means = try subject.classMeans()
        let count = pair.tails.count
        #expect(means.count == heads * count)
        // The average over all images, by way of the classes and directly.
        var direct = 0.0
        try run.network.activations(of: "relu1", in: images.ordered(images.training, 7)) { (batch) throws(NeSyError) in
            for value in try batch.backend.download(batch.maps[0]) { direct += Double(value) }
        }
        var byClass = 0.0
        for label in 0..<heads {
            let rows = Double(pair.heads.bits.count(column: label))
            byClass += rows * means[label * count..<(label + 1) * count].reduce(0) { $0 + Double($1) }
        }
        #expect(abs(direct - byClass) < 1e-3 * (1 + abs(direct)))
    }

    @Test func `The best rules get prototypes`() throws {
        let folder = TemporaryFolder()
        let (mined, pair, run, images) = try Self.mined(in: folder, tails: "relu3")
        var pictures = RulePictures()
        pictures.prototypes = 2
        pictures.options.steps = 2
        let files = try pictures.pictures(
            of: mined, between: pair, run: run, images: images, dataset: images.training,
            observer: SilentObserver())
        // Neurons have no positions to be drawn.
        #expect(files.map(\.name) == ["prototypes.svg", "prototypes.png"])
        #expect(try PNG.decode(files[1].bytes).height > 64)
    }

    @Test func `Tables have no pictures`() {
        let error = #expect(throws: NeSyError.self) {
            try RulePictures().check(MiningInputs(.tables(heads: "a.csv", tails: "b.csv")))
        }
        #expect(error?.kind == .usage)
    }
}
