import NeSyTensor
import Testing

@Suite struct TableTests {
    private let cells: [TableColumn.Cell] = [
        .number(2.5), .string("?"), .number(-1), .number(2.5), .string("é"), .string("a"), .number(0),
    ]

    @Test func cellsComeBackAndCodesAreRanks() {
        let column = TableColumn(name: "x", isNumeric: true, cells: cells)
        #expect((0..<cells.count).map(column.cell) == cells)
        guard case .coded(let numbers, let strings, let codes) = column.storage else {
            Issue.record("a column of cells is coded")
            return
        }
        #expect(numbers == [-1, 0, 2.5])
        #expect(strings == ["?", "a", "é"])
        #expect(codes == [2, 3, 0, 2, 5, 4, 1])
    }

    @Test func zerosOfBothSignsAreOneNumber() {
        let column = TableColumn(name: "x", isNumeric: true, cells: [.number(0), .number(-0.0), .number(1)])
        guard case .coded(let numbers, _, let codes) = column.storage else { return }
        #expect(numbers == [0, 1] && codes == [0, 0, 1])
    }

    @Test func selectedRowsForgetValuesThatAreGone() {
        let column = TableColumn(name: "x", isNumeric: true, cells: cells)
        let rows = [5, 2, 2, 0]
        let chosen = column.selecting(rows: rows)
        #expect((0..<rows.count).map(chosen.cell) == rows.map { cells[$0] })
        #expect(chosen == TableColumn(name: "x", isNumeric: true, cells: rows.map { cells[$0] }))
        let bits = TableColumn(name: "b", bits: BitColumn(rows: 3, filled: true)).selecting(rows: [2, 0])
        #expect(bits == TableColumn(name: "b", bits: BitColumn(rows: 2, filled: true)))
    }

    @Test func bitColumnsReadOneAndZero() {
        var matrix = BitMatrix(rows: 2, columns: 2)
        matrix[1, 0] = true
        let table = Table(bits: matrix, names: ["p", "q"])
        #expect(table.columns[0].cell(0) == .string("0") && table.columns[0].cell(1) == .string("1"))
        #expect(table.index(of: "q") == 1 && table.index(of: "r") == nil)
        let chosen = table.selecting(columns: [1]).selecting(rows: [1])
        #expect(chosen.rowCount == 1 && chosen.columns.map(\.name) == ["q"])
        #expect(chosen.index(of: "q") == 0)
    }

    @Test func labelsAreOrderedByTheirBytes() {
        let labels = Labels(names: ["b", "a", "B", "b", "é"])
        #expect(labels.classes == ["B", "a", "b", "é"])
        #expect(labels.indices == [2, 1, 0, 2, 3])
        #expect((0..<labels.count).map(labels.name) == ["b", "a", "B", "b", "é"])
        let chosen = labels.selecting(rows: [4, 0])
        #expect(chosen.classes == labels.classes && chosen.indices == [3, 2])
    }
}
