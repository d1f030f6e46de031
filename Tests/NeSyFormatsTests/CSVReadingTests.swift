import NeSyFormats
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct CSVReadingTests {
    private func read(
        _ text: String, label: String? = nil, numeric: CSV.NumericColumns = .inferred, ignoring: [String] = []
    ) throws -> (table: Table, labels: Labels?) {
        try CSV.read(Array(text.utf8), label: label, numeric: numeric, ignoring: ignoring)
    }

    private func cells(_ table: Table, _ column: Int) -> [TableColumn.Cell] {
        (0..<table.rowCount).map { table.columns[column].cell($0) }
    }

    @Test func aColumnOfZerosAndOnesIsBits() throws {
        let table = try read("a,b\n1,0\n0,0\n1,1\n").table
        #expect(table.columns[0] == TableColumn(name: "a", bits: bits([true, false, true])))
        #expect(table.columns[1] == TableColumn(name: "b", bits: bits([false, false, true])))
    }

    private func bits(_ values: [Bool]) -> BitColumn {
        var column = BitColumn(rows: values.count)
        for (row, value) in values.enumerated() { column[row] = value }
        return column
    }

    @Test func aNamedNumericColumnOfZerosAndOnesIsNumbers() throws {
        let column = try read("a\n1\n0\n", numeric: .named(["a"])).table.columns[0]
        #expect(column.isNumeric)
        #expect(column.storage == .coded(numbers: [0, 1], strings: [], codes: [1, 0]))
    }

    @Test func inferenceLooksAtAllCellsButTheMissing() throws {
        let table = try read("n,m,t,e\n1,4,x,\n2.5,?,1,\n-3e1,,2,\n").table
        #expect(table.columns.map(\.isNumeric) == [true, true, false, false])
        #expect(cells(table, 0) == [.number(1), .number(2.5), .number(-30)])
        #expect(cells(table, 1) == [.number(4), .string("?"), .string("")])
        #expect(cells(table, 2) == [.string("x"), .string("1"), .string("2")])
    }

    @Test func withoutNumericColumnsCellsStayTexts() throws {
        let table = try read("n\n1.50\n1.5\n", numeric: .none).table
        #expect(cells(table, 0) == [.string("1.50"), .string("1.5")])
    }

    @Test func equalNumbersOfDifferentSpellingAreOneValue() throws {
        let column = try read("n\n1.50\n1.5\n-0\n0.0\n15e-1\n", numeric: .named(["n"])).table.columns[0]
        #expect(column.storage == .coded(numbers: [0, 1.5], strings: [], codes: [1, 1, 0, 0, 1]))
    }

    @Test func labelsLeaveTheTable() throws {
        let (table, labels) = try read("a,class,b\n1,dog,0\n0,cat,1\n1,dog,1\n", label: "class")
        #expect(table.columns.map(\.name) == ["a", "b"])
        #expect(labels == Labels(classes: ["cat", "dog"], indices: [1, 0, 1]))
    }

    @Test(arguments: [("0\n1\n1\n", ["0", "1"], [0, 1, 1]), ("1\n1\n", ["1"], [0, 0]), ("0\n0\n", ["0"], [0, 0])])
    func labelsOfZerosAndOnesAreTexts(_ rows: String, _ classes: [String], _ indices: [Int32]) throws {
        let text = "l,a\n" + rows.split(separator: "\n").map { $0 + ",x\n" }.joined()
        #expect(try read(text, label: "l").labels == Labels(classes: classes, indices: indices))
    }

    @Test func ignoredColumnsAreLeftOut() throws {
        #expect(try read("id,a\nx1,1\nx2,0\n", ignoring: ["id"]).table.columns.map(\.name) == ["a"])
    }

    @Test func quotesHoldDelimitersLineFeedsAndQuotes() throws {
        let table = try read("\"a\",\"b \"\"x\"\"\"\r\n\"1,5\",\"line\nbreak\"\r\nplain,\"say \"\"hi\"\"\"\r\n").table
        #expect(table.columns.map(\.name) == ["a", "b \"x\""])
        #expect(cells(table, 0) == [.string("1,5"), .string("plain")])
        #expect(cells(table, 1) == [.string("line\nbreak"), .string("say \"hi\"")])
    }

    @Test(arguments: [";", "\t", ","]) func theDelimiterIsSniffed(_ delimiter: String) throws {
        let text = "a,b,c\n1,2,3\n".replacing(",", with: delimiter)
        #expect(try read(text).table.columns.map(\.name) == ["a", "b", "c"])
    }

    /// Only what follows tells a zip file from a name.
    @Test func namesMayBeginLikeAZipFile() throws {
        #expect(try read("PK,other\n1,2\n").table.columns.map(\.name) == ["PK", "other"])
        #expect(throws: NeSyError.self) { try read("PK\u{3}\u{4}\n1\n") }
        #expect(throws: NeSyError.self) { try read("PK\u{5}\u{6}\n1\n") }
    }

    @Test func lineEndsMixAndMarksAndEmptyLinesAreSkipped() throws {
        let table = try read("\u{FEFF}a,b\r\n x ,y\n\n\r\nz,w\r\nlast,\r\n\r\n").table
        #expect(table.columns.map(\.name) == ["a", "b"])
        #expect(cells(table, 0) == [.string(" x "), .string("z"), .string("last")])
        #expect(cells(table, 1) == [.string("y"), .string("w"), .string("")])
    }

    @Test func aLastLineWithoutLineFeedIsARow() throws {
        #expect(cells(try read("a,b\nx,y\r").table, 1) == [.string("y")])
        #expect(cells(try read("a,b\nx,").table, 1) == [.string("")])
    }

    @Test func inATableOfOneColumnAnEmptyLineIsAnEmptyCell() throws {
        #expect(cells(try read("a\nx\n\ny\n").table, 0) == [.string("x"), .string(""), .string("y")])
    }

    @Test func longCellsAndManyDistinctOnesAreKeptApart() throws {
        let names = (0..<5000).map { "a rather long cell number \($0 * 7919 % 5000)" }
        let table = try read("a,b\n" + names.map { "\($0),\($0.hash64)\n" }.joined()).table
        #expect(cells(table, 0) == names.map { .string($0) })
        #expect(cells(table, 1) == names.map { .number(Double($0.hash64)) })
    }

    /// The file is longer than several pieces, and columns change their kind in the last one.
    @Test func piecesAreJoined() throws {
        let rows = 900_000
        var text = Array("bit,late,number,quoted\n".utf8)
        for row in 0..<rows {
            let late = row == rows - 5 ? "7" : "\(row & 1)"
            text += Array("\(row >> 3 & 1),\(late),\(row % 1000).5,\"q\n\(row % 3)\"\n".utf8)
        }
        let one = try CSV.read(text, pool: WorkerPool(threadCount: 1)).table
        #expect(try CSV.read(text, pool: WorkerPool(threadCount: 3)).table == one)
        #expect(one.rowCount == rows)
        var wrong = 0
        for row in 0..<rows {
            if one.columns[0].cell(row) != .string("\(row >> 3 & 1)") { wrong += 1 }
            if one.columns[1].cell(row) != .number(row == rows - 5 ? 7 : Double(row & 1)) { wrong += 1 }
            if one.columns[2].cell(row) != .number(Double(row % 1000) + 0.5) { wrong += 1 }
            if one.columns[3].cell(row) != .string("q\n\(row % 3)") { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    @Test(.enabled(if: SharedData.isPresent("data/uci/adult.csv")))
    func adultIsRead() throws {
        let bytes = try FileSystem.system.read(SharedData.path("data/uci/adult.csv"))
        let (table, labels) = try CSV.read(bytes, label: "label")
        #expect(table.rowCount == 32561)
        #expect(
            table.columns.filter(\.isNumeric).map(\.name) == [
                "age", "fnlwgt", "education_num", "capital_gain", "capital_loss", "hours_per_week",
            ])
        #expect(labels?.classes == ["<=50K", ">50K"])
    }

    @Test(.enabled(if: SharedData.isPresent("data/uci")))
    func everyTableIsReadWithAsManyRowsAsLines() throws {
        let folder = SharedData.path("data/uci")
        for name in try FileSystem.system.list(folder) where name.hasSuffix(".csv") {
            let bytes = try FileSystem.system.read(folder + "/" + name)
            let text = String(decoding: bytes, as: UTF8.self)
            let lines = text.split(whereSeparator: \.isNewline).count
            #expect(try CSV.read(bytes).table.rowCount == lines - 1, "\(name)")
        }
    }
}

extension String {
    /// FNV-1a, for made-up cells.
    fileprivate var hash64: UInt32 {
        utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }
}
