import NeSyData
import NeSyFormats
import NeSyLogic
import NeSyNetworks
import NeSyPipeline
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct ImagesToRulesTests {
    @Test func `From images to rules and back to one image`() throws {
        let folder = TemporaryFolder()
        let (backend, pool) = SmallRooms.backend(threads: 2)
        let dataset = try SmallRooms.dataset(train: 240, test: 60)
        var training = SmallRooms.stage(out: folder("run"))
        training.options.epochs = 6
        training.options.warmUpEpochs = 3
        _ = try training.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())

        let loaded = try LoadedRun(folder("run"), backend: backend)
        let images = try loaded.images(of: dataset, pool: pool)
        let stage = ExtractStage(run: folder("run"))
        let result = try stage.run(loaded, images: images, pool: pool, observer: SilentObserver())
        #expect(result.program.size.rules > 0)
        #expect(result.train.rows == 240)
        // Better than always naming one of three classes, on training images.
        #expect(result.train.accuracy > 0.4)
        for name in RulesFolder.notations + ["predictions.csv", "summary.json"] {
            #expect(try FileSystem.system.inspect(folder("run/rules/\(name)")) != nil, "\(name)")
        }
        let text = String(decoding: try FileSystem.system.read(folder("run/rules/rules.txt")), as: UTF8.self)
        #expect(text.contains("target(X,'"))
        #expect(try RulesFolder(folder("run/rules")).program() == result.program)

        // One image gets the class that the evaluation of the whole split gave it.
        let question = try ImageQuestion(run: folder("run"), backend: backend)
        let norm = try loaded.norm()
        let readout = try FilterReadout(
            loaded.network, source: try images.trainingBatches(size: 20), classes: images.classes, norm: norm)
        let theta = try loaded.extractedThresholds().thresholds
        let table = readout.table(theta)
        let evaluation = try result.program.evaluate(table)
        for index in 0..<8 {
            let answer = try question.ask(try images.training.image(index), named: "image \(index)")
            let expected = evaluation.classes[index]
            #expect(answer.ruleClass == (expected < 0 ? nil : result.program.classes[Int(expected)]))
            #expect(answer.networkClass == images.classes[Int(readout.predictions[index])])
            #expect(answer.justification.className == answer.ruleClass)
        }

        let again = #expect(throws: NeSyError.self) {
            try stage.run(loaded, images: images, pool: pool, observer: SilentObserver())
        }
        #expect(again?.kind == .cannotCreateOutput)
    }

    @Test func `Asking a run without rules says what to do`() throws {
        let folder = TemporaryFolder()
        let (backend, pool) = SmallRooms.backend()
        var training = SmallRooms.stage(out: folder("run"))
        training.options.epochs = 1
        training.options.warmUpEpochs = nil
        training.options.strategy = .none
        _ = try training.run(
            on: SmallRooms.dataset(train: 24, test: 12), backend: backend, pool: pool, observer: SilentObserver())
        let error = #expect(throws: NeSyError.self) { try ImageQuestion(run: folder("run"), backend: backend) }
        #expect(error?.kind == .missingInput)
        #expect(error?.remedy?.contains("nesy extract") == true)
        let missing = #expect(throws: NeSyError.self) { try LoadedRun(folder("nothing"), backend: backend) }
        #expect(missing?.kind == .missingInput)
    }

    @Test func `A damaged checkpoint is refused, whichever bit is wrong`() throws {
        let folder = TemporaryFolder()
        let (backend, pool) = SmallRooms.backend()
        var training = SmallRooms.stage(out: folder("run"))
        training.options.epochs = 1
        training.options.warmUpEpochs = nil
        training.options.strategy = .none
        training.options.filters = 8
        _ = try training.run(
            on: SmallRooms.dataset(train: 24, test: 12), backend: backend, pool: pool, observer: SilentObserver())
        let path = folder("run/weights/last.safetensors")
        let good = try FileSystem.system.read(path)
        var generator = SplitMix64(seed: 5)
        for _ in 0..<60 {
            var bad = good
            let bit = Int.random(in: 0..<8 * good.count, using: &generator)
            bad[bit / 8] ^= 1 << UInt8(bit % 8)
            try FileSystem.system.write(path, bad)
            let error = #expect(throws: NeSyError.self, "bit \(bit)") { try LoadedRun(folder("run"), backend: backend) }
            #expect(error?.kind == .badData)
        }
    }

    @Test func `Other images without splits are all judged as test images`() throws {
        let folder = TemporaryFolder()
        let (backend, pool) = SmallRooms.backend(threads: 2)
        let scenes = try SmallRooms.dataset(train: 60, test: 0)
        for (index, sample) in scenes.samples.enumerated() {
            let place = folder("photos/" + scenes.classes[Int(sample.label)])
            try FileSystem.system.makeDirectory(place)
            try FileSystem.system.write(place + "/\(index).png", PNG.encode(try scenes.image(index)))
        }
        var training = SmallRooms.stage(out: folder("run"))
        training.data = folder("photos")
        training.options.trainLimit = 40
        _ = try training.run(backend: backend, pool: pool, observer: SilentObserver())
        _ = try ExtractStage(run: folder("run")).run(backend: backend, pool: pool, observer: SilentObserver())

        var stage = EvaluateStage(run: folder("run"))
        let own = try stage.run(backend: backend, pool: pool, observer: SilentObserver())
        #expect(own.train?.rows == 40)
        #expect(own.test?.rows == 12)
        // Named as other images: none counts as trained on, and the run's limit does not count for them.
        stage.data = folder("photos")
        let other = try stage.run(backend: backend, pool: pool, observer: SilentObserver())
        #expect(other.train == nil)
        #expect(other.test?.rows == 60)
    }

    @Test func `What a strategy fixed about the filters is read back as it was saved`() throws {
        let folder = TemporaryFolder()
        let run = try RunFolder.create(folder("run"), force: false)
        #expect(try TrainedFilters(folder: run) == nil)
        let filters = TrainedFilters(
            thresholds: FilterThresholds(values: [1.5, 0.25, 3]),
            matrix: try .random(classes: 3, filters: 3, perClass: 1, seed: 2))
        try filters.save(in: run)
        #expect(try TrainedFilters(folder: run) == filters)
    }
}
