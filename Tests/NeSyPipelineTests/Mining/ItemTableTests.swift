import NeSyFormats
import NeSyPipeline
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct ItemTableTests {
    let folder = TemporaryFolder()
    let pool = WorkerPool(threadCount: 2)

    private func write(_ name: String, _ text: String) throws -> String {
        try FileSystem.system.write(folder(name), text)
        return folder(name)
    }

    private func write(_ name: String, _ arrays: [String: NumericArray]) throws -> String {
        try FileSystem.system.write(folder(name), NPZ.encode(arrays))
        return folder(name)
    }

    private func read(_ path: String, threshold: ItemThreshold = .above(0)) throws -> LayerItems {
        var reader = ItemTableReader()
        reader.threshold = threshold
        return try reader.read(path, pool: pool)
    }

    /// The rows of every item.
    private func rows(_ items: LayerItems) -> [[Int]] {
        (0..<items.count).map { item in (0..<items.rows).filter { items.bits[$0, item] } }
    }

    @Test func `Columns of 0 and 1 are items, columns of numbers are set above the threshold`() throws {
        let path = try write("t.csv", "a,b,c\n1,0.5,-3\n0,2,0\n1,-1,7\n")
        let items = try read(path)
        #expect(items.names == ["a", "b", "c"])
        #expect(items.layer == "t" && items.kind == .columns)
        #expect(rows(items) == [[0, 2], [0, 1], [2]])
        #expect(rows(try read(path, threshold: .above(1))) == [[0, 2], [1], [2]])
    }

    @Test func `A column of words is classes, and so is one of whole numbers`() throws {
        let words = try read(try write("l.csv", "label\nshirt\ncoat\nshirt\n"))
        #expect(words.names == ["coat", "shirt"] && words.kind == .classes && words.layer == "label")
        #expect(rows(words) == [[1], [0, 2]])
        let numbers = try read(try write("n.csv", "digit\n7\n3\n7\n"))
        #expect(numbers.names == ["digit_3", "digit_7"] && numbers.kind == .classes)
        let bits = try read(try write("b.csv", "on\n1\n0\n"))
        #expect(bits.names == ["on"] && bits.kind == .columns)
    }

    @Test func `One column of a table is one side and the others the other side`() throws {
        let path = try write("t.csv", "label,a,b\nx,1,0\ny,0,1\n")
        let reader = ItemTableReader()
        let heads = try reader.read(path + ":label", pool: pool)
        let tails = try reader.read(path, besides: path + ":label", pool: pool)
        #expect(heads.names == ["x", "y"] && tails.names == ["a", "b"])
        #expect(try reader.read(path + ":b,a", pool: pool).names == ["b", "a"])
    }

    @Test(arguments: [1, 64, 65, 700])
    func `Arrays are read row by row whatever their type and order`(count: Int) throws {
        var generator = SplitMix64(seed: 3)
        let values = (0..<count * 5).map { _ in Float.random(in: -1...1, using: &generator) }
        let path = try write(
            "acts.npz",
            [
                "fc7": NumericArray([count, 5], .float32(values)),
                "on": NumericArray([count, 5], .bool(values.map { $0 > 0 })),
                "labels": NumericArray([count], .int64(values.prefix(count).map { $0 > 0 ? 9 : 4 })),
            ])
        let items = try read(path + ":fc7")
        #expect(items.names == (0..<5).map { "fc7_\($0)" })
        for row in 0..<count {
            for column in 0..<5 { #expect(items.bits[row, column] == (values[row * 5 + column] > 0)) }
        }
        #expect(try read(path + ":on").bits == items.bits)
        let labels = try read(path + ":labels")
        #expect(labels.kind == .classes && labels.rows == count)
        #expect(labels.names == Set(values.prefix(count).map { $0 > 0 ? "labels_9" : "labels_4" }).sorted())
        for row in 0..<count {
            let names = labels.names.indices.filter { labels.bits[row, $0] }.map { labels.names[$0] }
            #expect(names == [values[row] > 0 ? "labels_9" : "labels_4"])
        }
        let error = #expect(throws: NeSyError.self) { try read(path) }
        #expect(error?.kind == .usage && error?.expected?.contains("acts.npz:fc7") == true)
    }

    @Test func `A quantile sets at most its share of the rows`() throws {
        var generator = SplitMix64(seed: 8)
        let values = (0..<9000 * 3).map { _ in Float.random(in: 0...1, using: &generator) }
        let path = try write("acts.npz", ["x": NumericArray([9000, 3], .float32(values))])
        let items = try read(path, threshold: .quantile(0.9))
        for item in 0..<3 { #expect((720...1080).contains(items.bits.count(column: item))) }
        // Up to the size of the sample the share is exact.
        let text = "v,w\n" + (0..<100).map { "\($0 + 5),\(-$0)\n" }.joined()
        let few = try read(try write("few.csv", text), threshold: .quantile(0.8))
        #expect((0..<2).map { few.bits.count(column: $0) } == [20, 20])
        #expect(few.bits[99, 0] && few.bits[0, 1])
    }

    @Test func `Sparse rows list the items that are set`() throws {
        let items = try read(try write("t.dat", "3 17\n17\n\n3\n"))
        #expect(items.names == ["t_3", "t_17"])
        #expect(rows(items) == [[0, 3], [0, 1]])
    }

    @Test func `Two files of sparse rows are two layers, even when they have the same name`() throws {
        try FileSystem.system.makeDirectory(folder("a"))
        try FileSystem.system.makeDirectory(folder("b"))
        let files = [try write("a/x.dat", "1 2\n2\n"), try write("b/x.dat", "2\n2 3\n"), try write("y.dat", "2\n1\n")]
        let reader = ItemTableReader()
        let different = try reader.pair(heads: files[0], tails: files[2], pool: pool)
        #expect(different.names == ["x_1", "x_2", "y_1", "y_2"])
        let equal = try reader.pair(heads: files[0], tails: files[1], pool: pool)
        #expect(equal.names == ["heads_x_1", "heads_x_2", "tails_x_2", "tails_x_3"])
        #expect(equal.heads.layer == "heads_x" && equal.tails.layer == "tails_x")
        let overlap = #expect(throws: NeSyError.self) { try reader.pair(heads: files[0], tails: files[0], pool: pool) }
        #expect(overlap?.what.contains("overlap") == true)
    }

    @Test func `A name that begins like a zip does not make one of a table`() throws {
        #expect(try read(try write("p.csv", "PK,b\n1,0\n0,1\n")).names == ["PK", "b"])
        let empty = try write("e.npz", "PK\u{5}\u{6}" + String(repeating: "\0", count: 18))
        let error = #expect(throws: NeSyError.self) { try read(empty) }
        #expect(error?.kind == .badData && error?.what == "The archive holds no arrays.")
    }

    @Test func `Missing labels are no class`() throws {
        let words = try read(try write("l.csv", "label,x\ncoat,1\n?,0\n,1\nshirt,0\n") + ":label")
        #expect(words.names == ["coat", "shirt"])
        #expect(rows(words) == [[0], [3]])
        let numbers = try read(try write("n.csv", "digit,x\n7,1\n-1,0\n?,1\n3,0\n") + ":digit")
        #expect(numbers.names == ["digit_3", "digit_7"] && numbers.kind == .classes)
        #expect(rows(numbers) == [[3], [0]])
        let array = try read(try write("a.npz", ["y": NumericArray([4], .int32([2, -1, 0, -7]))]))
        #expect(array.names == ["y_0", "y_2"])
        #expect(rows(array) == [[2], [0]])
        let none = try write("o.npz", ["y": NumericArray([2], .int32([-1, -1]))])
        #expect(#expect(throws: NeSyError.self) { try read(none) }?.what == "No row has a class.")
    }

    @Test func `Constant columns are found`() throws {
        let items = try read(try write("t.csv", "a,b,c\n1,0,0\n1,0,1\n"))
        #expect(items.constantItems().never == [1] && items.constantItems().always == [0])
        #expect(items.density == 0.5)
    }

    @Test(arguments: [
        ("t.csv", "a,b\n1,?\n0,2\n", ["row 1", "\"b\"", "'?'"]), ("t.csv", "a,b\n", ["no rows"]),
        ("t.csv", "a,b\n1,x\n0,y\n", ["FILE:b", "'x'"]), ("t.csv:c", "a,b\n1,0\n", ["a, b", "c"]),
        ("t.dat", "1 2\nx\n", ["line 2"]), ("t.dat", "", ["no rows"]), ("t.npz", "PK", ["zip"]),
    ])
    func `What is no table is refused with its place`(name: String, text: String, words: [String]) throws {
        let file = name.split(separator: ":")[0]
        let path = try write(String(file), text)
        let error = #expect(throws: NeSyError.self) { try read(path + name.dropFirst(file.count)) }
        #expect(error?.kind == .badData)
        for word in words {
            #expect(error?.description.contains(word) == true, "\(word) in \(String(describing: error))")
        }
    }

    @Test func `More items than memory are refused before they are made`() throws {
        let path = try write("t.dat", (0..<2000).map { "\($0)\n" }.joined())
        var reader = ItemTableReader()
        reader.budget = MemoryBudget(bytes: 400_000)
        let error = #expect(throws: NeSyError.self) { try reader.read(path, pool: pool) }
        #expect(error?.kind == .badData)
        #expect(error?.found?.contains("2000 rows of 2000 items") == true)
        reader.budget = MemoryBudget(bytes: 4_000_000)
        #expect(try reader.read(path, pool: pool).count == 2000)
    }

    @Test func `An array of other dimensions or with a cell that is no number is refused`() throws {
        let images = try write("i.npz", ["x": NumericArray([2, 2, 2], .float32([0, 1, 2, 3, 4, 5, 6, 7]))])
        #expect(throws: NeSyError.self) { try read(images) }
        let broken = try write("n.npz", ["x": NumericArray([2, 2], .float32([0, 1, .nan, 3]))])
        let error = #expect(throws: NeSyError.self) { try read(broken) }
        #expect(error?.location?.contains("row 2, column 1") == true && error?.remedy != nil)
        let empty = try write("e.npz", ["x": NumericArray([0, 2], .float32([]))])
        #expect(throws: NeSyError.self) { try read(empty) }
    }
}
