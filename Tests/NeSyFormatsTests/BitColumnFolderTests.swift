import NeSyFormats
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct BitColumnFolderTests {
    private static func random(rows: Int, columns: Int, seed: UInt64) -> BitMatrix {
        var random = SplitMix64(seed: seed)
        var matrix = BitMatrix(rows: rows, columns: columns)
        for column in 0..<columns {
            for row in 0..<rows where random.next() & 3 == 0 { matrix[row, column] = true }
        }
        return matrix
    }

    /// Batches of any height end up as one table.
    @Test(arguments: [[1], [512], [700, 700, 700], [64, 1, 63, 1_025, 7], [1_024, 1_024]])
    func batchesBecomeColumns(heights: [Int]) throws {
        let folder = TemporaryFolder()
        let whole = BitColumnFolderTests.random(rows: heights.reduce(0, +), columns: 5, seed: 3)
        var writer = try BitColumnWriter(folder("bits"), columns: 5, rowsPerBlock: 1_024)
        var first = 0
        for height in heights {
            var batch = BitMatrix(rows: height, columns: 5)
            for column in 0..<5 { for row in 0..<height { batch[row, column] = whole[first + row, column] } }
            try writer.append(batch)
            first += height
        }
        let read = try writer.finish()
        #expect(read.rows == whole.rows && read.columns == 5)
        for range in [0..<5, 1..<3, 4..<5, 2..<2] {
            var words: [UInt64] = []
            try read.withColumns(range) { (columns) throws(NeSyError) in words = Array(columns) }
            let pitch = whole.wordsPerColumn
            #expect(words == Array(whole.words[range.lowerBound * pitch..<range.upperBound * pitch]))
        }
    }

    @Test func refusesWhatIsNoTable() throws {
        let folder = TemporaryFolder()
        let path = folder("bits")
        #expect(throws: NeSyError.self) { try BitColumnFolder(path) }
        #expect(throws: NeSyError.self) { try BitColumnWriter(path, columns: 3, rowsPerBlock: 512).finish() }
        // Only files with a block's own name are blocks, and make room for new ones.
        for name in ["rows-00000007.bits", "rows-notes.bits", "rows-7.bits"] {
            try FileSystem.system.write(path + "/" + name, "old")
        }
        var writer = try BitColumnWriter(path, columns: 3, rowsPerBlock: 512)
        try writer.append(BitColumnFolderTests.random(rows: 1_100, columns: 3, seed: 1))
        _ = try writer.finish()
        let files = FileSystem.system
        let names = try files.list(path)
        #expect(
            names == [
                "rows-00000000.bits", "rows-00000001.bits", "rows-00000002.bits", "rows-7.bits", "rows-notes.bits",
            ])
        let good = try files.read(path + "/" + names[0])
        // Every header byte, and every length, is either refused or read without a trap.
        for place in 0..<32 {
            var bad = good
            bad[place] ^= 0x81
            try files.write(path + "/" + names[0], bad)
            #expect(throws: NeSyError.self) { try BitColumnFolder(path) }
        }
        for length in [0, 7, 31, 32, 100, good.count - 1, good.count + 1] {
            try files.write(path + "/" + names[0], Array((good + [0]).prefix(length)))
            #expect(throws: NeSyError.self) { try BitColumnFolder(path) }
        }
        try files.write(path + "/" + names[0], good)
        #expect(try BitColumnFolder(path).rows == 1_100)
        try files.remove(path + "/" + names[1])
        #expect(throws: NeSyError.self) { try BitColumnFolder(path) }
    }

    @Test func padsThatAreSetDoNotCount() throws {
        let folder = TemporaryFolder()
        var writer = try BitColumnWriter(folder("bits"), columns: 1, rowsPerBlock: 512)
        try writer.append(BitMatrix(rows: 10, columns: 1))
        _ = try writer.finish()
        let file = folder("bits") + "/rows-00000000.bits"
        let bytes = try FileSystem.system.read(file)
        try FileSystem.system.write(file, bytes.prefix(32) + [UInt8](repeating: 255, count: bytes.count - 32))
        try BitColumnFolder(folder("bits")).withColumns(0..<1) { (columns) throws(NeSyError) in
            #expect(columns.reduce(0) { $0 + $1.nonzeroBitCount } == 10)
        }
    }

    @Test func reportsFilesThatFail() throws {
        let folder = TemporaryFolder()
        let full = FileSystem(intercept: { operation, path throws(StorageError) in
            if operation == .write { throw StorageError(.write, path, .diskFull) }
        })
        #expect(throws: NeSyError.self) {
            var writer = try BitColumnWriter(folder("bits"), columns: 2, rowsPerBlock: 512, files: full)
            try writer.append(BitMatrix(rows: 512, columns: 2))
        }
    }
}
