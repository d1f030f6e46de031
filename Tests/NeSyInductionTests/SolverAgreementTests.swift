import NeSyInduction
import NeSyLogic
import NeSyTensor
import NeSyTestSupport
import Testing

/// clingo and SWI-Prolog derive from the printed program, for every row, what our evaluator says.
@Suite struct SolverAgreementTests {
    typealias Case = HandWrittenPrograms.Case

    static let cases = HandWrittenPrograms.all + learned

    /// Programs of all three learners on mixed tables, one on filters, and those of published tables.
    static let learned: [Case] = {
        var cases: [Case] = []
        for seed in UInt64(40)..<44 {
            let (table, labels) = RandomTables.table(seed: seed, rows: 60...90)
            if let program = try? FoldSEM(limits: FoldLimits(ratio: 0.8, tail: 0)).learn(table, labels: labels) {
                cases.append(Case(testDescription: "FOLD-SE-M, seed \(seed)", program: program, table: table))
            }
            if let program = try? FoldRM().learn(table, labels: labels) {
                cases.append(Case(testDescription: "FOLD-RM, seed \(seed)", program: program, table: table))
            }
            let two = labels.against(labels.classes[0], among: labels.classes)
            if let program = try? FoldSE(limits: FoldLimits(ratio: 0.5, tail: 0)).learn(
                table, labels: two, positive: 0)
            {
                cases.append(Case(testDescription: "FOLD-SE, seed \(seed)", program: program, table: table))
            }
        }
        for name in ["heart", "kidney", "ecoli", "wine"] where SharedData.isPresent("data/uci/\(name).csv") {
            guard let entry = ReferenceData.document?["datasets"]?[name] else { continue }
            let (table, labels) = ReferenceData.training(entry)
            if let program = try? FoldSEM().learn(table, labels: labels) {
                cases.append(Case(testDescription: name, program: program, table: table))
            }
        }
        return cases
    }()

    @Test(.enabled(if: LogicSolvers.clingo != nil), arguments: cases)
    func clingo(_ example: Case) throws {
        let answer = try LogicSolvers.askClingo(
            example.program.clingo(), try example.program.clingoFacts(for: example.table))
        #expect(answer == (try LogicSolvers.ourAnswer(example.program, example.table)))
    }

    @Test(.enabled(if: LogicSolvers.prolog != nil), arguments: cases)
    func prolog(_ example: Case) throws {
        let answer = try LogicSolvers.askProlog(
            example.program.prolog(), try example.program.prologFacts(for: example.table))
        #expect(answer == (try LogicSolvers.ourAnswer(example.program, example.table)))
    }

    /// Names of any script, as people give them.
    @Test(.enabled(if: LogicSolvers.clingo != nil && LogicSolvers.prolog != nil))
    func namesOfAnyScript() throws {
        let names = ["x\u{302}1", "\u{5e8a}1", "7\u{20e3}", "b\u{e4}d1", "b\u{f6}d1", "a\u{301}b1", "2nd sink"]
        let attributes = names.indices.map { "f\($0)" }
        let program = RuleProgram(
            form: .decisionList, classes: names, attributes: attributes,
            rules: attributes.enumerated().map { position, name in
                Rule(classIndex: position, clause: Clause(body: [Literal(name, .equal("1"))]))
            })
        let table = Table(
            rowCount: names.count,
            columns: attributes.enumerated().map { place, attribute in
                var bits = BitColumn(rows: names.count)
                bits[place] = true
                return TableColumn(name: attribute, bits: bits)
            })
        let notation = RuleNotation.concepts(names: Dictionary(uniqueKeysWithValues: zip(attributes, names)))
        let expected = try LogicSolvers.ourAnswer(program, table)
        #expect(
            try LogicSolvers.askClingo(program.clingo(notation), program.clingoFacts(for: table, notation: notation))
                == expected)
        #expect(
            try LogicSolvers.askProlog(
                program.prolog(notation), program.prologFacts(for: table, notation: notation), target: "target")
                == expected)
    }

    /// Filter tables in the clean notation, with labels for names.
    @Test(.enabled(if: LogicSolvers.clingo != nil && LogicSolvers.prolog != nil))
    func filters() throws {
        let synthetic = SyntheticTable(rows: 300, columns: 20, classes: 3, rulesPerClass: 2, seed: 5)
        let table = synthetic.table()
        let program = try FoldSEM().learn(table, labels: synthetic.labels)
        let notation = RuleNotation.filters(names: ["0": "Sink 1", "1": "sink_1", "7": "bed's"])
        let ours = try LogicSolvers.ourAnswer(program, table)
        #expect(!ours.isEmpty)
        #expect(
            try LogicSolvers.askClingo(
                program.clingo(notation), try program.clingoFacts(for: table, notation: notation)) == ours)
        #expect(
            try LogicSolvers.askProlog(
                program.prolog(notation), try program.prologFacts(for: table, notation: notation),
                target: "target") == ours)
    }

    /// Names of concepts that mean something else to solvers or to us, or that are called as other filters are.
    @Test(.enabled(if: LogicSolvers.clingo != nil && LogicSolvers.prolog != nil))
    func namesOfConcepts() throws {
        let synthetic = SyntheticTable(rows: 400, columns: 8, classes: 4, rulesPerClass: 3, seed: 9)
        let table = synthetic.table()
        let program = try FoldSEM().learn(table, labels: synthetic.labels)
        let used = program.usedAttributes
        let odd = ["write", "ab1", "not", "Bed & bath", "rule2", "target", "row", "sky1_building1"]
        // The last filter keeps its number, and the first is called as it is.
        let names = Dictionary(
            uniqueKeysWithValues: zip(used.dropLast(), [used.last ?? ""] + odd))
        let notation = RuleNotation.concepts(names: names)
        let ours = try LogicSolvers.ourAnswer(program, table)
        #expect(used.count > 3 && !ours.isEmpty)
        #expect(
            try LogicSolvers.askClingo(
                program.clingo(notation), try program.clingoFacts(for: table, notation: notation)) == ours)
        #expect(
            try LogicSolvers.askProlog(
                program.prolog(notation), try program.prologFacts(for: table, notation: notation),
                target: "target") == ours)
    }

    /// Targets that no solver takes as they stand, beside attributes that are called the same.
    @Test(
        .enabled(if: LogicSolvers.clingo != nil && LogicSolvers.prolog != nil),
        arguments: [
            ("heart disease", "heart_disease"), ("not", "not_2"), ("length", "length_2"), ("is", "is_2"),
            ("table", "table_2"), ("=", "'=_2'"), ("1", "'1'"), ("row", "row_2"),
        ])
    func targets(target: String, nameInProlog: String) throws {
        let attributes = [target, "heart_disease", "atom_length", ",", "public"]
        let table = Table(
            rowCount: 8,
            columns: Set(attributes).sorted().enumerated().map { index, name in
                TableColumn(
                    name: name, isNumeric: false, cells: (0..<8).map { .string($0 >> index & 1 == 1 ? "1" : "0") })
            })
        let program = RuleProgram(
            form: .decisionList, classes: ["a", "b"], attributes: attributes,
            rules: attributes.enumerated().map { index, name in
                Rule(classIndex: index % 2, clause: Clause(body: [Literal(name, .equal("1"))]))
            })
        let notation = RuleNotation(target: target)
        let ours = try LogicSolvers.ourAnswer(program, table)
        #expect(
            try LogicSolvers.askClingo(
                program.clingo(notation), try program.clingoFacts(for: table, notation: notation)) == ours)
        #expect(
            try LogicSolvers.askProlog(
                program.prolog(notation), try program.prologFacts(for: table, notation: notation),
                target: nameInProlog) == ours)
    }
}
