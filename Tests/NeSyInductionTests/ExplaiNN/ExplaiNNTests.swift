import NeSyCompute
import NeSyFormats
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@testable import NeSyInduction

@Suite struct ExplaiNNTests {
    private static let pool = WorkerPool(threadCount: 2)
    private static let backend = CPUBackend(pool: pool)

    private static func mine(
        _ table: PlantedTable, _ options: ExplaiNN = ExplaiNN(), threads: Int = 2
    ) throws -> MinedRules {
        let pool = WorkerPool(threadCount: threads)
        return try options.mine(
            heads: table.heads, tails: table.tails, backend: CPUBackend(pool: pool), pool: pool)
    }

    private static func options(theta: Double = 0.2, mu: Int = 2) -> ExplaiNN {
        var options = ExplaiNN()
        options.theta = theta
        options.mu = mu
        return options
    }

    // MARK: - Recovery

    @Test(arguments: [(10, UInt64(1)), (10, 2), (50, 3), (100, 4), (500, 5)])
    func findsExclusiveHeadsExactly(rules: Int, seed: UInt64) throws {
        let table = PlantedTable(rules: rules, seed: seed)
        let found = try ExplaiNNTests.mine(table)
        let recovery = table.recovery(found)
        #expect(recovery.precision == 1)
        #expect(recovery.recall == 1)
        #expect(found.found.total < found.baseline.total)
    }

    /// Redundant head items cost more than they save, so heads come out smaller than planted; tails come out whole.
    @Test(arguments: [(0.001, 0.98), (0.005, 0.99), (0.01, 0.99), (0.03, 0.99), (0.05, 0.98), (0.1, 0.82)])
    func staysInsideRulesWhoseHeadsOccurTogether(flips: Double, tailRecall: Double) throws {
        let table = PlantedTable(rules: 100, flips: flips, areExclusive: false, seed: 7)
        let found = try ExplaiNNTests.mine(table, ExplaiNNTests.options(mu: 5))
        #expect(table.inside(found) == 1)
        #expect(table.tailRecall(found) >= tailRecall)
    }

    @Test func robustTailsFindMoreThanStrictOnes() throws {
        let table = PlantedTable(rules: 50, flips: 0.05, areExclusive: false, seed: 11)
        let robust = try ExplaiNNTests.mine(table)
        var options = ExplaiNN()
        options.reading.mode = .strict
        let strict = try ExplaiNNTests.mine(table, options)
        #expect(table.tailRecall(robust) > table.tailRecall(strict))
        #expect(strict.rules.count > robust.rules.count)
        #expect(strict.rules.allSatisfy { $0.rule.tailThreshold == $0.rule.tail.count })
    }

    // MARK: - The reference

    @Test(arguments: ExplaiNNReference.cases.filter { $0.json["search"] != nil })
    func minesNoLongerThanTheReference(_ example: ExplaiNNReference.Case) throws {
        let heads = try #require(example.json["layers"]?["head_items"]?.integers)
        let tails = try #require(example.json["layers"]?["tail_items"]?.integers)
        let search = try #require(example.json["search"])
        var options = ExplaiNN()
        options.theta = try #require(search["theta"]?.doubleValue)
        options.mu = try #require(search["mu"]?.intValue)
        let found = try options.mine(
            heads: example.items.selecting(heads), tails: example.items.selecting(tails),
            backend: ExplaiNNTests.backend, pool: ExplaiNNTests.pool)
        #expect(abs(found.baseline.total - (try #require(search["expected_baseline"]?.doubleValue))) < 1e-6)
        #expect(found.found.total <= (try #require(search["expected_total"]?.doubleValue)) + 1e-4)
    }

    // MARK: - The same result

    @Test(arguments: [true, false])
    func threadsDoNotMatter(areExclusive: Bool) throws {
        let table = PlantedTable(rules: 60, flips: 0.02, areExclusive: areExclusive, seed: 21)
        let one = try ExplaiNNTests.mine(table, threads: 1)
        let two = try ExplaiNNTests.mine(table, threads: 2)
        #expect(one == two)
        #expect(!one.rules.isEmpty)
    }

    /// Labels that stand together are counted by runs, others by the product; both heads are disjoint.
    @Test func theOrderOfRowsDoesNotMatter() throws {
        let sorted = LabelledTable(isSorted: true)
        let mixed = LabelledTable(isSorted: false)
        #expect(HeadColumns(sorted.heads, pool: ExplaiNNTests.pool).runs != nil)
        #expect(HeadColumns(mixed.heads, pool: ExplaiNNTests.pool).runs == nil)
        let first = try ExplaiNN().mine(
            heads: sorted.heads, tails: sorted.tails, backend: ExplaiNNTests.backend, pool: ExplaiNNTests.pool)
        let second = try ExplaiNN().mine(
            heads: mixed.heads, tails: mixed.tails, backend: ExplaiNNTests.backend, pool: ExplaiNNTests.pool)
        #expect(first == second)
        #expect(first.rules.contains { $0.rule.tail.count > 1 })
    }

    /// Tails that memory does not hold are read from files, a block or a column at a time.
    @Test func tailsInFilesDoNotMatter() throws {
        let table = PlantedTable(rules: 20, rows: 3_000, flips: 0.01, seed: 51)
        let folder = TemporaryFolder()
        var writer = try BitColumnWriter(folder("tails"), columns: table.tails.columns, rowsPerBlock: 1_024)
        try writer.append(table.tails)
        let pool = ExplaiNNTests.pool
        var options = ExplaiNN()
        options.rulesPerNeuron = 2
        let streamed = try options.mine(
            heads: table.heads, tails: try writer.finish(), backend: ExplaiNNTests.backend, pool: pool)
        #expect(try streamed == ExplaiNNTests.mine(table, options))
        try FileSystem.system.write(folder("tails/rows-00000001.bits"), "")
        #expect(throws: NeSyError.self) { try BitColumnFolder(folder("tails")) }
    }

    @Test(.enabled(if: !OpenCLInventory.system.devices.isEmpty)) func devicesDoNotMatter() throws {
        let device = try #require(OpenCLInventory.system.devices.first)
        let backend = try OpenCLInventory.system.open(device, options: OpenCLOptions())
        let table = PlantedTable(rules: 20, rows: 3_000, seed: 71)
        let heads = HeadColumns(table.heads, pool: ExplaiNNTests.pool)
        var onDevice = SharedRowCounter(heads: heads, backend: backend, pool: ExplaiNNTests.pool)
        var onHost = SharedRowCounter(heads: heads, backend: ExplaiNNTests.backend, pool: ExplaiNNTests.pool)
        try table.tails.words.withUnsafeBufferPointer { tails in
            let counts = try onHost.count(tails)
            #expect(try onDevice.count(tails) == counts)
            #expect(Int(counts[3]) == table.heads.column(3).intersection(table.tails.column(0)).count)
        }
    }

    // MARK: - Options

    @Test func headGroupsStayWhole() throws {
        let table = PlantedTable(rules: 20, areExclusive: false, seed: 31)
        let groups = table.rules.map(\.head)
        let found = try ExplaiNN().mine(
            heads: table.heads, tails: table.tails, headGroups: groups, backend: ExplaiNNTests.backend,
            pool: ExplaiNNTests.pool)
        let recovery = table.recovery(found)
        #expect(found.rules.allSatisfy { groups.contains($0.rule.head) })
        #expect(recovery.precision == 1 && recovery.recall == 1)
    }

    @Test func withoutGroupsThereAreNoRules() throws {
        let table = PlantedTable(rules: 5, rows: 1_000, seed: 31)
        let found = try ExplaiNN().mine(
            heads: table.heads, tails: table.tails, headGroups: [], backend: ExplaiNNTests.backend,
            pool: ExplaiNNTests.pool)
        #expect(found.rules.isEmpty)
        #expect(found.found == found.baseline)
    }

    /// Thresholds that no row reaches are no candidates.
    @Test func groupsHaveTheThresholdsThatRowsReach() throws {
        var matrix = BitMatrix(rows: 700, columns: 40)
        for row in 0..<700 { for item in 0..<40 { matrix[row, item] = (row + item) % 20 == 0 } }
        let items = HeadColumns(matrix, pool: ExplaiNNTests.pool)
        let sets = [Array(0..<40), [0, 1], [39, 19, 5]]
        let candidates = try HeadCandidates(items, groups: sets, pool: ExplaiNNTests.pool) {}
        let groups = try #require(candidates.groups)
        #expect(groups.map(\.threshold) == [1, 1, 2, 1, 2])
        #expect(groups.map(\.items.count) == [2, 40, 40, 3, 3])
        for (index, group) in groups.enumerated() {
            let rows = items.rows(of: group.items, reaching: group.threshold)
            #expect(candidates.columns.matrix.column(index) == rows)
        }
    }

    /// A tail that one head sets nearly always and another in a tenth of its rows takes two rules to tell.
    @Test func furtherRoundsFindWhatIsLeft() throws {
        var heads = BitMatrix(rows: 4_000, columns: 2)
        var tails = BitMatrix(rows: 4_000, columns: 3)
        var random = SplitMix64(seed: 41)
        for row in 0..<2_000 {
            let head = row < 500 ? 0 : 1
            heads[row, head] = true
            for tail in 0..<3 { tails[row, tail] = Double.random(in: 0..<1, using: &random) < (head == 0 ? 0.95 : 0.1) }
        }
        var options = ExplaiNN()
        options.theta = 0.05
        options.mu = 0
        func mine() throws -> MinedRules {
            try options.mine(heads: heads, tails: tails, backend: ExplaiNNTests.backend, pool: ExplaiNNTests.pool)
        }
        let once = try mine()
        options.rulesPerNeuron = 3
        let thrice = try mine()
        #expect(thrice.found.total < once.found.total - 10)
        #expect(Set(once.rules.map(\.rule.head)) == [[0]])
        #expect(Set(thrice.rules.map(\.rule.head)) == [[0], [1]])
    }

    /// A head in a quarter of whose rows a frequent tail is set is confident of it, and tells nothing of it.
    @Test func liftDropsHeadsThatTellNothing() throws {
        var heads = BitMatrix(rows: 2_000, columns: 2)
        var tails = BitMatrix(rows: 2_000, columns: 1)
        var random = SplitMix64(seed: 43)
        for row in 0..<2_000 {
            if row < 1_000 { heads[row, row / 500] = true }
            tails[row, 0] = Double.random(in: 0..<1, using: &random) < (row < 500 ? 0.9 : row < 1_000 ? 0.25 : 0.3)
        }
        let pool = ExplaiNNTests.pool
        let columns = HeadColumns(heads, pool: pool)
        let usage = [tails.count(column: 0)]
        for (usesLift, confident) in [(false, [true, true]), (true, [true, false])] {
            var options = ExplaiNN()
            options.usesLift = usesLift
            let search = NewRuleSearch(
                options: options, coder: RuleCoder(rows: 2_000, usage: columns.usage + usage, reading: ScoreReading()),
                heads: try HeadCandidates(columns, groups: nil, pool: pool) {},
                tails: TailLayer(source: tails, usage: usage, firstItem: 2), pool: pool)
            let rules = try search.run(rulesBefore: 0, backend: ExplaiNNTests.backend) { _, _, _ in }
            #expect(rules.map(\.head) == [[0]])
            #expect(rules.map { rule in (0..<2).map(rule.confident.contains) } == [confident])
        }
    }

    // MARK: - Bad input

    @Test func refusesTablesThatCannotBeMined() throws {
        let (pool, backend) = (ExplaiNNTests.pool, ExplaiNNTests.backend)
        func mine(_ heads: BitMatrix, _ tails: BitMatrix, _ groups: [[Int]]? = nil) throws -> MinedRules {
            try ExplaiNN().mine(heads: heads, tails: tails, headGroups: groups, backend: backend, pool: pool)
        }
        let table = BitMatrix(rows: 4, columns: 2)
        #expect(throws: NeSyError.self) { try mine(BitMatrix(rows: 0, columns: 2), BitMatrix(rows: 0, columns: 2)) }
        #expect(throws: NeSyError.self) { try mine(BitMatrix(rows: 4, columns: 0), table) }
        #expect(throws: NeSyError.self) { try mine(table, BitMatrix(rows: 4, columns: 0)) }
        #expect(throws: NeSyError.self) { try mine(table, BitMatrix(rows: 5, columns: 2)) }
        #expect(throws: NeSyError.self) { try mine(table, table, [[0], []]) }
        #expect(throws: NeSyError.self) { try mine(table, table, [[0, 2]]) }
        #expect(throws: NeSyError.self) { try mine(table, table, [[0, 0]]) }
        // Columns that are never or always set have nothing to tell.
        #expect(try mine(table, table).rules.isEmpty)
        var full = table
        for column in 0..<2 { full.setColumn(column, to: BitColumn(rows: 4, filled: true)) }
        #expect(try mine(full, full).rules.isEmpty)
        #expect(try mine(full, table).rules.isEmpty)
    }

    @Test func refusesOptionsOutOfRange() throws {
        let table = BitMatrix(rows: 4, columns: 2)
        let changes: [(inout ExplaiNN) -> Void] = [
            { $0.theta = -0.1 }, { $0.theta = .nan }, { $0.theta = 1.5 }, { $0.mu = -1 }, { $0.headCap = 0 },
            { $0.headCap = 1_025 },
            { $0.minimumGain = .infinity }, { $0.minimumGain = -1 }, { $0.rulesPerNeuron = 0 },
        ]
        for change in changes {
            var options = ExplaiNN()
            change(&options)
            #expect(throws: NeSyError.self) {
                try options.mine(
                    heads: table, tails: table, backend: ExplaiNNTests.backend, pool: ExplaiNNTests.pool)
            }
        }
    }

    @Test func canBeStopped() throws {
        let table = PlantedTable(rules: 10, seed: 1)
        let stop = NeSyError(.interrupted, "stop")
        for phase in [ExplaiNN.Phase.counting, .newRules, .merging] {
            #expect(throws: stop) {
                _ = try ExplaiNN().mine(
                    heads: table.heads, tails: table.tails, backend: ExplaiNNTests.backend,
                    pool: ExplaiNNTests.pool
                ) { reached, _, _ throws(NeSyError) in if reached == phase { throw stop } }
            }
        }
    }
}
