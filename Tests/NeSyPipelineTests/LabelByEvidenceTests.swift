import NeSyConcepts
import NeSyData
import NeSyFormats
import NeSyPipeline
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

/// Names by what images show as a whole.
@Suite struct LabelByEvidenceTests {
    private struct Place {
        let folder = TemporaryFolder()
        let dataset: ImageDataset
        let backend = SmallRooms.backend(threads: 2)
        let images: DatasetImages
        let loaded: LoadedRun
        let concepts = RoomConcept.allCases.map(\.name)
        /// Of the training images.
        let tags: [Float]

        init() throws {
            dataset = try SmallRooms.dataset(train: 150, test: 30)
            let (device, pool) = backend
            _ = try SmallRooms.stage(out: folder("run")).run(
                on: dataset, backend: device, pool: pool, observer: SilentObserver())
            loaded = try LoadedRun(folder("run"), backend: device)
            images = try loaded.images(of: dataset, pool: pool)
            _ = try ExtractStage(run: folder("run")).run(loaded, images: images, pool: pool, observer: SilentObserver())
            let training = images.training
            tags = try (0..<training.count).flatMap { image -> [Float] in
                let ids = Set(try #require(try training.mask(image)).ids)
                return RoomConcept.allCases.map { ids.contains(Int32($0.rawValue)) ? 1 : 0 }
            }
        }

        func label(_ source: EvidenceSource, _ change: (inout SoftWPMI) -> Void = { _ in }) throws -> LabelStage.Result
        {
            var stage = LabelStage(run: folder("run"))
            stage.force = true
            stage.namesAllFilters = true
            var wpmi = SoftWPMI()
            change(&wpmi)
            stage.method = .evidence(source, wpmi)
            return try stage.run(loaded, images: images, pool: backend.1, observer: SilentObserver())
        }

        func write(_ name: String, _ bytes: [UInt8]) throws -> String {
            try FileSystem.system.encode(bytes, to: folder(name))
            return folder(name)
        }

        func table() throws -> String {
            var text = "name,split,class," + concepts.joined(separator: ",") + "\n"
            for (image, sample) in images.training.samples.enumerated() {
                let cells = tags[image * concepts.count..<(image + 1) * concepts.count].map { $0 == 1 ? "1" : "0" }
                text += "\(sample.name.split(separator: "/")[1]),train,x," + cells.joined(separator: ",") + "\n"
            }
            return try write("index.csv", Array(text.utf8))
        }

        func names() throws -> String { try write("names.txt", Array(concepts.joined(separator: "\n").utf8)) }
    }

    @Test func `Tags and similarities give names, the same ones again`() throws {
        let place = try Place()
        let byTags = try place.label(.tags(try place.table()))
        #expect(byTags.labels.labels.contains { $0.name != nil })
        #expect(byTags.json["method"] == "tags" && byTags.json["score"] == "soft-wpmi")
        #expect(try LabelsFolder(place.folder("run/labels")).labels() == byTags.labels)
        // What every image shows is the name of none.
        #expect(!byTags.labels.labels.flatMap(\.concepts).contains { ["wall", "floor"].contains($0.name) })
        let scores = try #require(byTags.findings.scores)
        #expect(scores.concepts == place.concepts && scores.filters == byTags.labels.labels.map(\.filter))
        #expect(try place.label(.tags(try place.table())).labels == byTags.labels)

        let arrays = ["similarities": NumericArray([150, place.concepts.count], .float32(place.tags))]
        let sim = try place.write("sim.npz", NPZ.encode(arrays, deflated: true))
        let bySimilarity = try place.label(.similarities(sim, names: try place.names()))
        #expect(bySimilarity.json["method"] == "similarity")
        #expect(bySimilarity.labels.labels.contains { $0.name != nil })

        // The cosine to the axis of a concept is the tag, divided by the root of how many there are.
        var axes = [Float](repeating: 0, count: place.concepts.count * place.concepts.count)
        var cosines = place.tags
        for axis in place.concepts.indices { axes[axis * (place.concepts.count + 1)] = 3 }
        for image in 0..<150 {
            let row = image * place.concepts.count..<(image + 1) * place.concepts.count
            let length = place.tags[row].reduce(0, +).squareRoot()
            for cell in row { cosines[cell] /= length }
        }
        let width = place.concepts.count
        let images = try place.write("images.npy", NPY.encode(NumericArray([150, width], .float32(place.tags))))
        let words = try place.write("words.npy", NPY.encode(NumericArray([width, width], .float32(axes))))
        let cosine = try place.write("cosine.npy", NPY.encode(NumericArray([150, width], .float32(cosines))))
        let names = try place.names()
        let byEmbeddings = try place.label(.embeddings(images: images, concepts: words, names: names))
        let byCosines = try place.label(.similarities(cosine, names: names))
        #expect(byEmbeddings.json["method"] == "embeddings")
        #expect(byEmbeddings.labels.labels.map(\.name) == byCosines.labels.labels.map(\.name))
        let (own, other) = (try #require(byEmbeddings.findings.scores), try #require(byCosines.findings.scores))
        #expect(zip(own.values, other.values).allSatisfy { abs($0 - $1) < 1e-3 })
    }

    @Test func `Ignored concepts and the background are the name of none`() throws {
        let place = try Place()
        let lamps = try place.label(.tags(try place.table())) {
            $0.excluded.names = Set(place.concepts).subtracting(["lamp", "wall"])
            $0.significance = nil
            $0.excluded.background = true
        }
        #expect(lamps.labels.labels.allSatisfy { $0.concepts.map(\.name) == ["lamp"] })
        let error = #expect(throws: NeSyError.self) {
            _ = try place.label(.tags(try place.table())) { $0.excluded.names = ["unicorn"] }
        }
        #expect(error?.kind == .usage && error?.found == "unicorn")
    }

    /// A concept for each image beside the tags.
    @Test func `Of many concepts the best are kept, which is said`() throws {
        let place = try Place()
        let width = 1200
        let values = (0..<150 * width).map { Float(($0 * 7919) % 1009) / 1009 }
        let table = try place.write("sim.npy", NPY.encode(NumericArray([150, width], .float32(values))))
        let names = try place.write("words.txt", Array((0..<width).map { "word \($0)" }.joined(separator: "\n").utf8))
        let notebook = Notebook()
        var stage = LabelStage(run: place.folder("run"))
        stage.method = .evidence(.similarities(table, names: names), SoftWPMI())
        let result = try stage.run(
            place.loaded, images: place.images, pool: place.backend.1, observer: notebook)
        let scores = try #require(result.findings.scores)
        #expect(scores.concepts.count <= 10 * scores.filters.count)
        #expect(notebook.notes.contains { $0.hasPrefix("scores.csv keeps \(scores.concepts.count) of 1200 concepts") })
    }

    @Test func `What does not fit the images is said`() throws {
        let place = try Place()
        let width = place.concepts.count
        let names = try place.names()
        func refusal(_ source: EvidenceSource) -> NeSyError? {
            #expect(throws: NeSyError.self) { _ = try place.label(source) }
        }
        let short = try place.write(
            "short.npy", NPY.encode(NumericArray([149, width], .float32(Array(place.tags.dropLast(width))))))
        let rows = refusal(.similarities(short, names: names))
        #expect(rows?.kind == .badData && rows?.expected == "150 rows" && rows?.location == short)

        var broken = place.tags
        broken[5 * width + 2] = .nan
        let bad = try place.write("bad.npy", NPY.encode(NumericArray([150, width], .float32(broken))))
        let number = refusal(.similarities(bad, names: names))
        #expect(number?.location == "\(bad), row 6, concept \"bed\"")

        #expect(refusal(.similarities(bad, names: nil))?.kind == .missingInput)
        #expect(refusal(.similarities(place.folder("none.npz"), names: names))?.kind == .missingInput)
        #expect(refusal(.tags(place.folder("none.csv")))?.kind == .missingInput)
        #expect(refusal(.embeddings(images: bad, concepts: short, names: names)) != nil)
        #expect(try FileSystem.system.inspect(place.folder("run/labels/labels.json")) == nil)
    }
}
