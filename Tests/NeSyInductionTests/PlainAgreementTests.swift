import NeSyInduction
import NeSyLogic
import NeSyTensor
import Testing

/// The fast learners against the plain one, on tables of every kind of column.
@Suite struct PlainAgreementTests {
    @Test(arguments: 0..<150 as Range<UInt64>)
    func foldSE(seed: UInt64) throws {
        let (table, labels) = RandomTables.table(seed: seed)
        let learner = FoldSE(
            limits: FoldLimits(ratio: 0.5, tail: seed % 3 == 0 ? 0.05 : 0, stopOnNoGain: seed % 2 == 0),
            polarity: seed % 5 == 0 ? .balanced : .standard)
        let program = try learner.learn(table, labels: labels, positive: 0)
        let plain = plain(table, stringsFirst: true, learner.limits, balanced: seed % 5 == 0)
        let rows = 0..<table.rowCount
        let rules = plain.learnSet(
            rows.filter { labels.indices[$0] == 0 }, rows.filter { labels.indices[$0] != 0 }, [])
        expect(program, rules.map { (0, $0) }, folding: true)
        expectSupport(program, table, labels)
    }

    @Test(arguments: 1000..<1150 as Range<UInt64>)
    func foldSEM(seed: UInt64) throws {
        let (table, labels) = RandomTables.table(seed: seed)
        let learner = FoldSEM(
            limits: FoldLimits(ratio: 0.8, tail: seed % 3 == 0 ? 0.05 : 0, stopOnNoGain: seed % 2 == 0),
            onPruned: seed % 4 < 2 ? .exclude : .stop, keepCoveredNegatives: seed % 7 == 0)
        let program = try learner.learn(table, labels: labels)
        let plain = plain(table, stringsFirst: true, learner.limits)
        let rules = plain.learnList(
            labels, keepCoveredNegatives: learner.keepCoveredNegatives,
            excludes: learner.onPruned == .exclude)
        expect(program, rules, folding: true)
        expectSupport(program, table, labels)
    }

    @Test(arguments: 2000..<2100 as Range<UInt64>)
    func foldRM(seed: UInt64) throws {
        let (table, labels) = RandomTables.table(seed: seed)
        let learner = FoldRM(keepCoveredNegatives: seed % 3 == 0)
        let program = try learner.learn(table, labels: labels)
        var plain = plain(table, stringsFirst: false, learner.limits)
        plain.usesGain = true
        let rules = plain.learnList(
            labels, keepCoveredNegatives: learner.keepCoveredNegatives, excludes: false)
        expect(program, rules, folding: false)
    }

    /// Many distinct values and few rows left: the search sorts instead of counting all values.
    @Test(arguments: 0..<6 as Range<UInt64>)
    func manyDistinctValues(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let labels = Labels(
            classes: ["a", "b"], indices: (0..<400).map { _ in Int32.random(in: 0..<2, using: &random) })
        let columns = (0..<3).map { index in
            TableColumn(
                name: "c\(index)", isNumeric: true,
                cells: (0..<400).map { row in
                    row % 9 == index ? .string("s\(row / 2)") : .number(Double(random.next() >> 40))
                })
        }
        let table = Table(rowCount: 400, columns: columns)
        let limits = FoldLimits(ratio: 0.5, tail: 0)
        let program = try FoldSEM(limits: limits).learn(table, labels: labels)
        let rules = plain(table, stringsFirst: true, limits).learnList(
            labels, keepCoveredNegatives: false, excludes: true)
        expect(program, rules, folding: true)
    }

    private func plain(
        _ table: Table, stringsFirst: Bool, _ limits: FoldLimits, balanced: Bool = false
    ) -> PlainFold {
        let columns =
            stringsFirst
            ? table.columns.filter { !$0.isNumeric } + table.columns.filter(\.isNumeric) : table.columns
        let names = columns.map(\.name)
        return PlainFold(
            ratio: limits.ratio, tailCount: Int(limits.tail * Double(table.rowCount)), balanced: balanced,
            stopOnNoGain: limits.stopOnNoGain, names: names, table: RandomTables.cells(table, names))
    }

    private func expect(_ program: RuleProgram, _ rules: [(Int, PlainFold.Rule)], folding: Bool) {
        var numbering = ExceptionNumbering()
        let clauses = rules.map { _, rule in
            let folded = folding ? rule.nested.foldingSingleLiteralExceptions() : rule.nested
            return numbering.clause(folded.mergingBounds())
        }
        #expect(program.rules.map(\.classIndex) == rules.map(\.0))
        #expect(program.rules.map(\.clause) == clauses)
        #expect(program.exceptions == numbering.exceptions)
    }

    private func expectSupport(_ program: RuleProgram, _ table: Table, _ labels: Labels) {
        guard let evaluation = try? program.evaluate(table) else {
            Issue.record("the program does not fit its table")
            return
        }
        let deciding = zip(evaluation.rules, labels.indices)
        for (position, rule) in program.rules.enumerated() {
            let decided = deciding.filter { $0.0 == position }
            let correct = decided.count { labels.classes[Int($0.1)] == program.classes[rule.classIndex] }
            #expect(rule.support == Rule.Support(fired: decided.count, correct: correct))
        }
    }
}
