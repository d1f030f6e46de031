import NeSyInduction
import NeSyLogic
import NeSyTensor
import Testing

@Suite struct ScoreTests {
    /// Two literals whose scores differ by 2e-6: in single precision they tie, and the first would win.
    @Test func scoresAreComparedInDouble() throws {
        let counts = (first: (tp: 2, fp: 3), second: (tp: 21, fp: 21))
        func score<Number: BinaryFloatingPoint>(_ c: (tp: Int, fp: Int), _: Number.Type) -> Number {
            -(Number(c.tp * c.fp).squareRoot() + Number((40 - c.fp) * (37 - c.tp)).squareRoot())
        }
        #expect(score(counts.first, Float.self) == score(counts.second, Float.self))
        #expect(score(counts.first, Double.self) < score(counts.second, Double.self))
        func column(_ name: String, _ c: (tp: Int, fp: Int)) -> TableColumn {
            var bits = BitColumn(rows: 77)
            for row in 0..<77 { bits[row] = row < 37 ? row < c.tp : row - 37 < c.fp }
            return TableColumn(name: name, bits: bits)
        }
        let table = Table(rowCount: 77, columns: [column("first", counts.first), column("second", counts.second)])
        let labels = Labels(
            classes: ["yes", "no"], indices: (0..<77).map { $0 < 37 ? 0 : 1 })
        let learner = FoldSE(limits: FoldLimits(ratio: 0.99, tail: 0, maximumBodyLength: 1))
        let program = try learner.learn(table, labels: labels, positive: 0)
        #expect(program.rules.first?.body.first?.attribute == "second")
    }
}
