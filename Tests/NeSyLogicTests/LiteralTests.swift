import NeSyLogic
import NeSyTensor
import Testing

@Suite struct LiteralTests {
    private static let cells: [TableColumn.Cell] = [
        .number(3), .number(3.5), .string("3"), .string("x"), .string("?"), .string(""),
    ]

    /// The six forms on numbers, strings, the question mark and the missing cell.
    @Test(arguments: [
        (Literal.Test.equal("x"), [false, false, false, true, false, false]),
        (.notEqual("x"), [true, true, true, false, true, true]),
        (.equal("3"), [false, false, true, false, false, false]),
        (.atMost(3), [true, false, false, false, false, false]),
        (.above(3), [false, true, false, false, false, false]),
        (.notAtMost(3), [false, true, true, true, true, true]),
        (.notAbove(3), [true, false, true, true, true, true]),
    ])
    func formHoldsForCells(test: Literal.Test, expected: [Bool]) {
        #expect(Self.cells.map { test.holds(for: $0) } == expected)
        #expect(Self.cells.map { test.complement.holds(for: $0) } == expected.map { !$0 })
        let column = TableColumn(name: "a", isNumeric: true, cells: Self.cells)
        let rows = Literal("a", test).rows(in: column)
        #expect((0..<Self.cells.count).map { rows[$0] } == expected)
    }
}
