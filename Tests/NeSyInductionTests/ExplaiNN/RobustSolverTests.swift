import NeSyInduction
import NeSyLogic
import NeSyTensor
import Testing

/// clingo and SWI-Prolog derive from the printed rules, for every row, where our evaluator says that they apply and
/// hold.
@Suite struct RobustSolverTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let rules: RobustRuleSet
        let table: Table
    }

    static let cases: [Case] = (0..<8).map { random(seed: $0) } + [oddNames, labels, noRules]

    /// Chains, shared attributes and all thresholds.
    static func random(seed: UInt64) -> Case {
        var random = SplitMix64(seed: seed)
        let names = (0..<Int.random(in: 2...12, using: &random)).map { "n\($0)" }
        let table = bits(names, rows: Int.random(in: 1...80, using: &random), density: 1...3, &random)
        let rules = (0..<Int.random(in: 1...8, using: &random)).map { _ in
            RobustRule(head: condition(names, &random), tail: condition(names, &random))
        }
        return Case(
            testDescription: "seed \(seed)", rules: RobustRuleSet(headLayer: "a", tailLayer: "b", rules: rules),
            table: table)
    }

    /// Attributes with blanks, quotes, capitals and digits, names of ours, of Prolog's and of clingo's.
    static let oddNames: Case = {
        var random = SplitMix64(seed: 77)
        let names = [
            "Age", "age", "512", "it's \"odd\"", "Größe in cm", "length", "applies", "holds", "row", "at_least", "not",
            "name", "_x", "a\\b\nc", "", "日本", "conv1[3,4,2]", "#count", "% x", "or", "rule1", "ab1",
        ]
        let rules = (0..<30).map { _ in RobustRule(head: condition(names, &random), tail: condition(names, &random)) }
        return Case(
            testDescription: "odd names", rules: RobustRuleSet(headLayer: "x\ny", tailLayer: "%", rules: rules),
            table: bits(names, rows: 60, density: 2...2, &random))
    }()

    /// One-hot heads, and cells that are strings and not bits.
    static let labels: Case = {
        var random = SplitMix64(seed: 5)
        let classes = ["T-shirt", "coat", "shirt"]
        let labels = (0..<40).map { _ in Int.random(in: 0..<3, using: &random) }
        let heads = classes.enumerated().map { index, name in
            TableColumn(name: name, isNumeric: false, cells: labels.map { .string($0 == index ? "1" : "0") })
        }
        let tails = ["u0", "u1", "u2"]
        let columns = bits(tails, rows: 40, density: 1...3, &random).columns
        return Case(
            testDescription: "labels",
            rules: RobustRuleSet(
                headLayer: "output", tailLayer: "u",
                rules: [
                    RobustRule(
                        head: CountCondition(atLeast: 1, of: ["shirt", "coat"]),
                        tail: CountCondition(atLeast: 2, of: tails)),
                    RobustRule(
                        head: CountCondition(atLeast: 2, of: ["shirt", "coat", "T-shirt"]),
                        tail: CountCondition(atLeast: 1, of: ["u0"])),
                ]), table: Table(rowCount: 40, columns: heads + columns))
    }()

    static let noRules = Case(
        testDescription: "no rules", rules: RobustRuleSet(headLayer: "a", tailLayer: "b", rules: []),
        table: Table(rowCount: 3, columns: []))

    @Test(.enabled(if: LogicSolvers.clingo != nil), arguments: cases) func clingo(_ example: Case) throws {
        let atoms = try LogicSolvers.clingoAtoms(
            example.rules.clingo(), try example.rules.clingoFacts(for: example.table))
        #expect(atoms.map(String.init).sorted() == (try Self.ourAtoms(example)))
    }

    @Test(.enabled(if: LogicSolvers.prolog != nil), arguments: cases) func prolog(_ example: Case) throws {
        let goal = ["applies", "holds"].map { "forall(\($0)(R,X),format(\"\($0)(~w,~w)~n\",[R,X]))" }
        let lines = try LogicSolvers.prologLines(
            goal.joined(separator: ","), example.rules.prolog(), try example.rules.prologFacts(for: example.table))
        #expect(lines.map(String.init).sorted() == (try Self.ourAtoms(example)))
    }

    private static func ourAtoms(_ example: Case) throws -> [String] {
        var atoms: [String] = []
        for (index, rows) in try example.rules.evaluate(example.table).enumerated() {
            rows.applies.forEachRow { atoms.append("applies(\(index + 1),\($0))") }
            rows.holds.forEachRow { atoms.append("holds(\(index + 1),\($0))") }
        }
        return atoms.sorted()
    }

    private static func condition(_ names: [String], _ random: inout SplitMix64) -> CountCondition {
        let chosen = names.shuffled(using: &random).prefix(Int.random(in: 1...min(names.count, 6), using: &random))
        return CountCondition(atLeast: Int.random(in: 1...chosen.count, using: &random), of: Array(chosen))
    }

    private static func bits(
        _ names: [String], rows: Int, density: ClosedRange<Int>, _ random: inout SplitMix64
    ) -> Table {
        var matrix = BitMatrix(rows: rows, columns: names.count)
        for column in names.indices {
            let share = Int.random(in: density, using: &random)
            for row in 0..<rows { matrix[row, column] = Int.random(in: 0..<4, using: &random) < share }
        }
        return Table(bits: matrix, names: names)
    }
}
