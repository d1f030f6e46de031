import NeSyInduction
import NeSyLogic
import NeSyTensor
import Testing

@Suite struct FoldLearnerTests {
    @Test func threadsDoNotChangeTheProgram() throws {
        // Wide enough for the search to use threads.
        let synthetic = SyntheticTable(rows: 70_000, columns: 1000, classes: 3, seed: 2)
        let table = synthetic.table(pool: WorkerPool(threadCount: 2))
        #expect(table == synthetic.table())
        let alone = try FoldSEM().learn(table, labels: synthetic.labels)
        let together = try FoldSEM().learn(table, labels: synthetic.labels, pool: WorkerPool(threadCount: 3))
        #expect(alone == together)
        #expect(alone.rules.count >= 3)
    }

    /// The same cells give the same program, whether kept as bits or as codes.
    @Test(arguments: 0..<10 as Range<UInt64>)
    func storageDoesNotChangeTheProgram(seed: UInt64) throws {
        let synthetic = SyntheticTable(rows: 500, columns: 24, classes: 4, seed: seed)
        let bits = synthetic.table()
        let coded = Table(
            rowCount: bits.rowCount,
            columns: bits.columns.map { column in
                TableColumn(
                    name: column.name, isNumeric: false, cells: (0..<column.rowCount).map { column.cell($0) })
            })
        let program = try FoldSEM().learn(bits, labels: synthetic.labels)
        #expect(program == (try FoldSEM().learn(coded, labels: synthetic.labels)))
        #expect(try program.evaluate(bits) == program.evaluate(coded))
    }

    /// A table repeated 64 times has 64 times the counts, so every score grows by the same power of two and the
    /// program stays. It is large enough for the learner to go on with copies of the rows that are left.
    @Test(arguments: 0..<6 as Range<UInt64>)
    func repeatedRowsDoNotChangeTheProgram(seed: UInt64) throws {
        let (table, labels) = RandomTables.table(seed: seed &* 77, rows: 1100...1200)
        let rows = (0..<64).flatMap { _ in 0..<table.rowCount }
        let repeated = table.selecting(rows: rows)
        let learner = FoldSEM(limits: FoldLimits(ratio: 0.3, tail: 0, maximumBodyLength: 6))
        let small = try learner.learn(table, labels: labels)
        let large = try learner.learn(repeated, labels: labels.selecting(rows: rows))
        #expect(small.rules.map(\.clause) == large.rules.map(\.clause))
        #expect(small.exceptions == large.exceptions)
        #expect(
            small.rules.map { $0.support.map { Rule.Support(fired: $0.fired * 64, correct: $0.correct * 64) } }
                == large.rules.map(\.support))
    }

    @Test func ownColumnsAreFound() throws {
        let synthetic = SyntheticTable(rows: 2000, columns: 40, classes: 4, noise: 0.02, seed: 1)
        let program = try FoldSEM().learn(synthetic.table(), labels: synthetic.labels)
        let own = Set((0..<4).flatMap { synthetic.ownColumns(ofClass: $0) }.map(String.init))
        #expect(Set(program.usedAttributes).isSubset(of: own))
        let agreement = program.agreement(
            of: try program.evaluate(synthetic.table()), with: synthetic.labels)
        #expect(agreement.share > 0.9)
    }

    @Test func progressCountsExplainedRowsAndMayEndLearning() throws {
        let synthetic = SyntheticTable(rows: 500, columns: 20, classes: 3, seed: 4)
        var seen: [Int] = []
        _ = try FoldSEM().learn(synthetic.table(), labels: synthetic.labels) { seen.append($0) }
        #expect(seen == seen.sorted() && seen.last! <= 500 && seen.count > 2)
        #expect(throws: NeSyError.self) {
            try FoldSEM().learn(synthetic.table(), labels: synthetic.labels) { _ throws(NeSyError) in
                throw NeSyError(.usage, "enough")
            }
        }
    }

    @Test(arguments: [(10, 2, 5, true), (9, 2, 4, true), (9, 2, 5, false), (3, 3, 1, true), (2, 3, 1, false)])
    func aSyntheticTableNeedsColumns(columns: Int, classes: Int, rules: Int, isEnough: Bool) {
        let table = SyntheticTable(rows: 1, columns: columns, classes: classes, rulesPerClass: rules)
        #expect(((try? table.validate()) != nil) == isEnough)
    }

    @Test func nothingToLearnIsAnError() throws {
        let table = SyntheticTable(rows: 10, columns: 3, classes: 2).table()
        let oneClass = Labels(classes: ["a", "b"], indices: [Int32](repeating: 1, count: 10))
        let two = Labels(classes: ["a", "b"], indices: (0..<10).map { Int32($0 % 2) })
        #expect(throws: NeSyError.self) { try FoldSEM().learn(table, labels: oneClass) }
        #expect(throws: NeSyError.self) {
            try FoldSEM().learn(Table(rowCount: 10, columns: []), labels: two)
        }
        #expect(throws: NeSyError.self) {
            try FoldSEM().learn(Table(rowCount: 0, columns: []), labels: Labels(classes: ["a"], indices: []))
        }
        for ratio in [-0.1, 1, .nan] {
            #expect(throws: NeSyError.self) {
                try FoldSEM(limits: FoldLimits(ratio: ratio, tail: 0)).learn(table, labels: two)
            }
        }
    }

    @Test func aDefaultClassLeavesNothingUnclassified() throws {
        let synthetic = SyntheticTable(rows: 600, columns: 15, classes: 3, noise: 0.2, seed: 9)
        let table = synthetic.table()
        let without = try FoldSEM().learn(table, labels: synthetic.labels)
        let with = try FoldSEM(usesDefaultClass: true).learn(table, labels: synthetic.labels)
        #expect(try without.evaluate(table).unclassifiedCount > 0)
        #expect(try with.evaluate(table).unclassifiedCount == 0)
        #expect(with.rules == without.rules)
    }
}
