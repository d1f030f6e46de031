import NeSyData
import NeSyFormats
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct RoomsWritingTests {
    private static func rooms() throws -> Rooms {
        var configuration = RoomsConfiguration()
        configuration.train = 12
        configuration.validation = 3
        configuration.test = 3
        configuration.trainBalanced = 0
        configuration.interventions = 2
        configuration.size = 32
        configuration.classes = 4
        return try Rooms(configuration)
    }

    @Test func whatIsWrittenReadsBackAsTheScenes() throws {
        let folder = TemporaryFolder()
        let rooms = try Self.rooms()
        let pool = WorkerPool(threadCount: 2)
        var steps: [Int] = []
        let digest = try rooms.write(to: folder("rooms"), pool: pool) { done, total in
            steps.append(done)
            #expect(total == 26)
        }
        #expect(steps.last == 26)
        #expect(digest == rooms.digest(pool: pool))
        let (dataset, summary) = try DatasetReader().open(folder("rooms"))
        #expect(summary.layout == .index)
        #expect(!summary.isHeldOut)
        #expect(Set(dataset.classes) == ["bedroom", "bathroom", "kitchen", "living"])
        for (split, count) in rooms.configuration.splits {
            let part = dataset[split]
            #expect(part.count == count)
            for index in 0..<count {
                let scene = rooms.scene(split, index)
                #expect(try part.image(index) == scene.image)
                #expect(try part.mask(index)?.ids == scene.mask.map { Int32($0) })
                #expect(part.classes[Int(part.samples[index].label)] == scene.label.name)
            }
        }
        let files = FileSystem.system
        let table = try files.decode(folder("rooms/index.csv")) { bytes throws(NeSyError) in
            try CSV.read(bytes, numeric: .none).table
        }
        let scene = rooms.scene(.train, 4)
        for concept in RoomConcept.allCases {
            let column = try #require(table.index(of: concept.name))
            #expect(table.columns[column].cell(4) == .string(scene.concepts.contains(concept) ? "1" : "0"))
        }
        let pair = rooms.intervention(1)
        let without = try ImageCodec.decode(files.read(folder("rooms/interventions/000001_without.png")))
        #expect(without == pair.without.image)
        let truth = String(decoding: try files.read(folder("rooms/truth.lp")), as: UTF8.self)
        #expect(truth.contains("class(X,'kitchen') :- stove(X,'1'), fridge(X,'1')."))
        #expect(!truth.contains("office"))
        let meta = String(decoding: try files.read(folder("rooms/meta.json")), as: UTF8.self)
        #expect(meta.contains(digest.pack))
    }

    @Test func aFolderWithADataSetIsNotOverwritten() throws {
        let folder = TemporaryFolder()
        try FileSystem.system.write(folder("index.csv"), "name,class\n")
        let error = #expect(throws: NeSyError.self) {
            try Self.rooms().write(to: folder.path, pool: WorkerPool(threadCount: 1))
        }
        #expect(error?.kind == .cannotCreateOutput)
        #expect(try FileSystem.system.list(folder.path) == ["index.csv"])
    }

    @Test(arguments: ["000005.png", "index.csv", "masks/val"])
    func aFullDiskIsSaidAndLeavesNoIndex(_ ending: String) throws {
        let folder = TemporaryFolder()
        let disk = FileSystem { operation, path throws(StorageError) in
            if path.hasSuffix(ending) && (operation == .write || operation == .makeDirectory) {
                throw StorageError(operation, path, .diskFull)
            }
        }
        let error = #expect(throws: NeSyError.self) {
            try Self.rooms().write(to: folder.path, disk, pool: WorkerPool(threadCount: 2))
        }
        #expect(error?.kind == .cannotCreateOutput)
        #expect(try FileSystem.system.inspect(folder("index.csv")) == nil)
    }
}
