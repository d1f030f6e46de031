import NeSyData
import NeSyFormats
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct ImageTagsTests {
    private func dataset(_ names: [(String, DataSplit)]) -> ImageDataset {
        let block = PixelBlock(height: 1, width: 1, channels: 1, bytes: [UInt8](repeating: 0, count: names.count))
        return ImageDataset(
            block, classes: ["a", "b"], labels: names.indices.map { Int32($0 % 2) }, splits: names.map(\.1),
            names: names.map(\.0))
    }

    private func tags(_ table: String, _ dataset: ImageDataset) throws -> ImageTags {
        let folder = TemporaryFolder()
        try FileSystem.system.write(folder("index.csv"), table)
        let named = try ImageTags(folder("index.csv"), for: dataset)
        #expect(try ImageTags(folder.path, for: dataset) == named)
        return named
    }

    @Test func columnsOfNumbersAreConcepts() throws {
        let images = dataset([("0/2.png", .train), ("1/1.png", .train)])
        let table =
            "name,class,width,bed,scene,sink,my_split,note,id\n"
            + "1,0,9,1,1,0.25,1,1,1\n2,1,7,0,0,1,0,x,0\n9,1,7,0,0,1,0,y,0\n"
        let found = try tags(table, images)
        #expect(found.concepts == ["bed", "sink"])
        #expect(found.values == [0, 1, 1, 0.25])
        #expect(found.passedOver == ["note (line 3: x)"])
    }

    /// As in `rooms`: names begin anew in every split.
    @Test func splitsTellEqualNames() throws {
        let images = dataset([("train/0", .train), ("test/0", .test), ("train/1", .train)])
        let found = try tags("name,split,class,bed\n0,train,a,1\n1,train,a,0\n0,test,b,0\n", images)
        #expect(found.values == [1, 0, 0])
        #expect(try tags("name,split,bed\n0,train,1\n1,train,0\n0,test,0\n", images[.train]).values == [1, 0])
    }

    @Test func roomsTagWhatTheyShow() throws {
        let folder = TemporaryFolder()
        var configuration = RoomsConfiguration()
        (configuration.train, configuration.validation, configuration.test) = (6, 2, 2)
        configuration.trainBalanced = 0
        let pool = WorkerPool(threadCount: 1)
        let rooms = try Rooms(configuration)
        _ = try rooms.write(to: folder("rooms"), pool: pool)
        let dataset = try DatasetReader().open(folder("rooms")).dataset
        let tags = try ImageTags(folder("rooms"), for: dataset)
        let concepts = try #require(dataset.masks?.concepts)
        #expect(tags.concepts == concepts)
        for index in 0..<dataset.count {
            let ids = Set(try #require(try dataset.mask(index)).ids)
            let row = tags.values[index * concepts.count..<(index + 1) * concepts.count]
            #expect(row.map { $0 == 1 } == concepts.indices.map { ids.contains(Int32($0)) })
        }
    }

    @Test(
        arguments: [
            ("name,bed\n1,0\n", "a row for a/7"), ("name,bed\n1,0\n1,1\na/7,0\n", "twice"),
            ("image,bed\na/7,0\n", "name or file_name"), ("name,class\n1,a\n7,b\n", "no concepts"),
            ("name,bed\n1,0\n\n7,\n", "line 4, column bed"), ("name,bed\n1,0\nb/7,1\n", "a row for a/7"),
            ("name,split,bed\n1,test,0\n7,test,1\n", "a row for a/1"), ("", "index.csv"),
            ("name,bed\n1,nan\n7,1\n", "bed (line 2: nan)"),
            ("name,tub,bed\n1,0,0\n7,1,2\n8,0,1\n", "line 3, column bed"),
            ("name,tub,bed\n1,0,0\n7,1,1\n8,0,nan\n", "line 4, column bed"),
            ("name,tub,bed\n1,0,0\n7,1,1\n8,0,\n", "line 4, column bed"),
        ])
    func badTablesAreRefused(_ table: String, _ says: String) throws {
        let images = dataset([("a/1.png", .train), ("a/7.png", .train)])
        let error = #expect(throws: NeSyError.self) { try tags(table, images) }
        #expect(error?.kind == .badData)
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [(",name,bed\n1,1,0\n0,7,1\n", "no name"), ("name,bed, bed\n1,1,1\n7,0,0\n", "one name")])
    func columnsAreConceptsWithNames(_ table: String, _ says: String) throws {
        let images = dataset([("a/1.png", .train), ("a/7.png", .train)])
        let error = #expect(throws: NeSyError.self) { try tags(table, images) }
        #expect(error?.kind == .badData && error?.location?.contains("index.csv, column") == true)
        #expect(error?.what.contains(says) == true)
    }

    @Test func aTableThatIsNotThere() {
        let error = #expect(throws: NeSyError.self) { try ImageTags("/nowhere/index.csv", for: dataset([])) }
        #expect(error?.kind == .missingInput)
    }
}
