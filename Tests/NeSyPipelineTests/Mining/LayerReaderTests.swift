import NeSyData
import NeSyNetworks
import NeSyPipeline
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct LayerReaderTests {
    /// A convolution, a fully connected layer and classes, on more images than a block of rows.
    private static func run(in folder: TemporaryFolder, images: Int) throws -> (LoadedRun, DatasetImages) {
        let (backend, pool) = SmallRooms.backend(threads: 2)
        let dataset = try SmallRooms.dataset(train: images, test: 12)
        var training = SmallRooms.stage(out: folder("run"))
        training.options.architecture = "mnist"
        training.options.strategy = .none
        training.options.warmUpEpochs = nil
        training.options.epochs = 1
        training.options.filters = nil
        training.options.trainLimit = 40
        _ = try training.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        let loaded = try LoadedRun(folder("run"), backend: backend)
        return (loaded, try loaded.images(of: dataset, isOwn: false, pool: pool))
    }

    @Test func `Layers are read as bits of the activations`() throws {
        let folder = TemporaryFolder()
        let (loaded, images) = try LayerReaderTests.run(in: folder, images: 530)
        let names = ["output", "relu1", "relu3"]
        var reader = LayerReader()
        let reading = try reader.read(
            names, of: loaded.network, images: images, dataset: images.training, size: 20)
        #expect(reading.layers.map(\.kind) == [.classes, .positions, .neurons])
        #expect(reading.layers.map(\.layer) == names)
        #expect(reading.layers.allSatisfy { $0.rows == 530 })
        #expect(reading.layers[0].names == images.classes)
        #expect(reading.layers[2].names == (0..<64).map { "relu3_\($0)" })

        // The same activations, asked for one batch at a time.
        let shape = try loaded.network.graph.shape(of: "relu1")
        let relu1 = reading.layers[1]
        #expect(relu1.count == shape.count)
        var row = 0
        var largest: [[Float]] = []
        try loaded.network.activations(of: ["relu1", "relu3"], in: images.ordered(images.training, 53)) {
            (batch) throws(NeSyError) in
            let maps = try batch.backend.download(batch.maps[0])
            let neurons = try batch.backend.download(batch.maps[1])
            for image in 0..<batch.count {
                let own = maps[image * shape.count..<(image + 1) * shape.count]
                let agrees = own.enumerated().allSatisfy { ($1 > 0) == relu1.bits[row, $0] }
                #expect(agrees, "image \(row)")
                for neuron in 0..<64 {
                    #expect((neurons[image * 64 + neuron] > 0) == reading.layers[2].bits[row, neuron])
                }
                largest.append(
                    (0..<shape.channels).map { filter in
                        stride(from: filter, to: shape.count, by: shape.channels).map { own[own.startIndex + $0] }
                            .max()!
                    })
                row += 1
            }
        }
        for (row, prediction) in reading.predictions.enumerated() {
            #expect(reading.layers[0].bits[row, Int(prediction)])
        }
        #expect(reading.labels == images.training.labels)

        // Where the items lie.
        let item = (12 * shape.width + 7) * shape.channels + 5
        #expect(relu1.names[item] == "relu1_5_12_7")
        #expect(relu1.place(item) == LayerItems.Place(filter: 5, row: 12, column: 7))
        #expect(reading.layers[2].place(17) == LayerItems.Place(filter: 17))
        #expect(reading.layers[0].place(0) == nil)

        // Whole filters: set where their largest activation is above the threshold.
        reader.granularity = .filter
        reader.threshold = .above(0.2)
        reader.classes = .labels
        let whole = try reader.read(
            ["relu1", "output"], of: loaded.network, images: images, dataset: images.training, size: 64)
        #expect(whole.layers[0].names == (0..<shape.channels).map { "relu1_\($0)" })
        for (row, values) in largest.enumerated() {
            for (filter, value) in values.enumerated() { #expect(whole.layers[0].bits[row, filter] == (value > 0.2)) }
        }
        for (row, label) in images.training.labels.enumerated() { #expect(whole.layers[1].bits[row, Int(label)]) }
    }

    @Test func `A quantile sets at most its share of the images`() throws {
        let folder = TemporaryFolder()
        let (loaded, images) = try LayerReaderTests.run(in: folder, images: 60)
        var reader = LayerReader()
        reader.threshold = .quantile(0.9)
        let layer = try reader.read(
            ["conv2"], of: loaded.network, images: images, dataset: images.training, size: 20
        ).layers[0]
        let counts = (0..<layer.count).map { layer.bits.count(column: $0) }
        #expect(counts.allSatisfy { $0 <= 6 })
        #expect(counts.count { $0 == 6 } > counts.count / 2)
    }

    @Test func `Unknown layers and more bits than memory are refused`() throws {
        let folder = TemporaryFolder()
        let (loaded, images) = try LayerReaderTests.run(in: folder, images: 40)
        var reader = LayerReader()
        let unknown = #expect(throws: NeSyError.self) {
            try reader.read(["relu9"], of: loaded.network, images: images, dataset: images.training, size: 20)
        }
        #expect(unknown?.kind == .usage && unknown?.expected?.contains("relu2") == true)
        reader.budget = MemoryBudget(bytes: 100_000)
        let large = #expect(throws: NeSyError.self) {
            try reader.read(["relu1"], of: loaded.network, images: images, dataset: images.training, size: 20)
        }
        #expect(large?.kind == .badData && large?.remedy?.contains("--per filter") == true)
    }
}
