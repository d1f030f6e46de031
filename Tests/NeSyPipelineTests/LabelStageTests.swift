import NeSyConcepts
import NeSyData
import NeSyFormats
import NeSyJSON
import NeSyLogic
import NeSyNetworks
import NeSyPipeline
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct LabelStageTests {
    /// A run on small rooms, with rules.
    struct Place {
        let folder = TemporaryFolder()
        let dataset: ImageDataset
        let backend = SmallRooms.backend(threads: 2)
        let images: DatasetImages
        let loaded: LoadedRun
        let extracted: ExtractStage.Result

        init() throws {
            dataset = try SmallRooms.dataset(train: 150, test: 30)
            let (device, pool) = backend
            _ = try SmallRooms.stage(out: folder("run")).run(
                on: dataset, backend: device, pool: pool, observer: SilentObserver())
            loaded = try LoadedRun(folder("run"), backend: device)
            images = try loaded.images(of: dataset, pool: pool)
            extracted = try ExtractStage(run: folder("run")).run(
                loaded, images: images, pool: pool, observer: SilentObserver())
        }

        func label(
            observer: any StageObserver = SilentObserver(), _ change: (inout LabelStage) -> Void = { _ in }
        ) throws -> LabelStage.Result {
            var stage = LabelStage(run: folder("run"))
            change(&stage)
            return try stage.run(loaded, images: images, pool: backend.1, observer: observer)
        }

        func text(_ name: String) throws -> String {
            String(decoding: try FileSystem.system.read(folder("run/labels/" + name)), as: UTF8.self)
        }
    }

    @Test func `Names are written, and read where rules are printed`() throws {
        let place = try Place()
        #expect(try LabelsFolder(place.folder("run/labels")).notation() == RuleExtraction.notation)
        let result = try place.label()
        let used = place.extracted.program.usedAttributes
        #expect(result.labels.labels.map { "f\($0.filter)" } == used)
        #expect(result.labels.labels.contains { $0.name != nil })
        #expect(try LabelsFolder(place.folder("run/labels")).labels() == result.labels)

        // Names, the best concept first, in the table and in the scores.
        let rows = try place.text("labels.csv").split(separator: "\n").dropFirst()
        #expect(rows.count == used.count)
        let scores = try #require(result.findings.scores)
        #expect(scores.filters == result.labels.labels.map(\.filter))
        #expect(try place.text("scores.csv") == scores.csv())
        for (row, label) in result.labels.labels.enumerated() {
            guard let first = label.concepts.first else { continue }
            let best = try #require(scores.concepts.firstIndex(of: first.name))
            #expect(scores.concepts.indices.allSatisfy { scores[row, $0] <= scores[row, best] })
        }

        // Rules with names, and as many rows as facts.
        let rules = try place.text("rules.txt")
        #expect(rules == place.extracted.program.text(result.notation))
        for label in result.labels.labels { if let name = label.name { #expect(rules.contains(name)) } }
        for name in result.files { #expect(try !place.text(name).isEmpty) }
        #expect(try Set(result.files) == Set(FileSystem.system.list(place.folder("run/labels"))))
        #expect(result.files.contains("scores.csv") && result.files.contains("facts.lp"))
        #expect(result.json["files"]?["facts.pl"] == .string(place.folder("run/labels/facts.pl")))
        #expect(try place.text("facts.lp").split(separator: "\n").count { $0.hasPrefix("row(") } == 150)

        // Whoever asks about an image is answered with names.
        let question = try ImageQuestion(run: place.folder("run"), backend: place.backend.0)
        let answer = try question.ask(try place.images.training.image(0), named: "image")
        #expect(answer.notation == result.notation)

        // New rules of the same network keep the names.
        var again = ExtractStage(run: place.folder("run"))
        again.force = true
        again.learner.ratio = 0.3
        let renewed = try again.run(
            place.loaded, images: place.images, pool: place.backend.1, observer: SilentObserver())
        #expect(renewed.notation == result.notation)
        #expect(try place.text("rules.txt") == renewed.program.text(result.notation))
    }

    @Test func `Names are not overwritten unasked, and are the same again`() throws {
        let place = try Place()
        let first = try place.label()
        let before = try place.text("labels.json")
        let refusal = #expect(throws: NeSyError.self) { _ = try place.label() }
        #expect(refusal?.kind == .cannotCreateOutput)
        let second = try place.label { $0.force = true }
        #expect(second.labels == first.labels)
        #expect(try place.text("labels.json") == before)
    }

    @Test func `All filters, groups and ignored concepts`() throws {
        let place = try Place()
        let alone = try place.label { $0.namesAllFilters = true }
        #expect(Set(alone.labels.labels.map(\.filter)) == Set(0..<32))
        let grouped = try place.label {
            $0.force = true
            $0.namesAllFilters = true
            $0.groupsFilters = true
        }
        let groups = try #require(grouped.findings.groups)
        #expect(groups.groups.map(\.filter) == grouped.labels.labels.map(\.filter))
        #expect(try place.text("groups.csv") == groups.csv())
        let (own, pooled) = (try #require(alone.findings.scores), try #require(grouped.findings.scores))
        for (row, group) in groups.groups.enumerated() where group.companions.isEmpty {
            for concept in own.concepts.indices { #expect(pooled[row, concept] == own[row, concept]) }
        }

        var labelling = MaskLabelling()
        labelling.excluded.names = Set(RoomConcept.allCases.map(\.name)).subtracting(["lamp"])
        let lamps = try place.label {
            $0.force = true
            $0.method = .masks(labelling)
        }
        #expect(lamps.labels.labels.allSatisfy { $0.concepts.allSatisfy { $0.name == "lamp" } })
        #expect(try FileSystem.system.inspect(place.folder("run/labels/groups.csv")) == nil)
    }

    /// A filter that no concept fits keeps its number, in every notation.
    @Test func `A filter that nothing fits keeps its number`() throws {
        let place = try Place()
        var labelling = MaskLabelling()
        labelling.excluded.names = Set(RoomConcept.allCases.map(\.name))
        let result = try place.label { $0.method = .masks(labelling) }
        #expect(result.unnamed == result.labels.labels.map(\.filter))
        #expect(result.json["unnamed"]?.arrayValue?.count == result.unnamed.count)
        let rules = try place.text("rules.txt")
        for filter in result.unnamed { #expect(rules.contains("f\(filter)")) }
    }

    /// Images with masks need not be of the network's classes, nor be as few.
    @Test func `Names can rest on images of other classes`() throws {
        let place = try Place()
        var configuration = RoomsConfiguration()
        configuration.seed = 5
        configuration.train = 40
        configuration.validation = 0
        configuration.test = 0
        configuration.trainBalanced = 0
        configuration.classes = 5
        configuration.size = 32
        let rooms = try Rooms(configuration).dataset(pool: place.backend.1)
        let images = try place.loaded.images(of: rooms, ofSameClasses: false, pool: place.backend.1)
        let result = try LabelStage(run: place.folder("run")).run(
            place.loaded, images: images, pool: place.backend.1, observer: SilentObserver())
        #expect(result.images == 40)
        #expect(result.labels.labels.contains { $0.name != nil })
        let refusal = #expect(throws: NeSyError.self) { try place.loaded.images(of: rooms, pool: place.backend.1) }
        #expect(refusal?.kind == .badData)
    }

    @Test func `What cannot be is said`() throws {
        let place = try Place()
        var labelling = MaskLabelling()
        labelling.excluded.names = ["unicorn"]
        let unknown = #expect(throws: NeSyError.self) { _ = try place.label { $0.method = .masks(labelling) } }
        #expect(unknown?.kind == .usage && unknown?.found == "unicorn")

        let bare = ImageDataset(
            place.pixels(), classes: place.dataset.classes, labels: [0, 1], splits: [.train, .train])
        let images = try place.loaded.images(of: bare, pool: place.backend.1)
        let notebook = Notebook()
        let missing = #expect(throws: NeSyError.self) {
            _ = try LabelStage(run: place.folder("run")).run(
                place.loaded, images: images, pool: place.backend.1, observer: notebook)
        }
        #expect(missing?.kind == .badData && missing?.remedy?.contains("--masks") == true)
        #expect(notebook.notes.contains { $0.hasPrefix("no image of kitchen") })
        #expect(try FileSystem.system.inspect(place.folder("run/labels/labels.json")) == nil)
    }
}

extension LabelStageTests.Place {
    /// Two images without masks.
    fileprivate func pixels() -> PixelBlock {
        PixelBlock(height: 32, width: 32, channels: 3, bytes: [UInt8](repeating: 90, count: 2 * 32 * 32 * 3))
    }
}
