import NeSyFormats
import NeSyJSON
import NeSyLogic
import NeSyStorage
import NeSyTensor

/// `nesy induce`: a table in, rules out. Needs no network.
public struct InduceStage: Sendable {
    /// The rows that the rules are judged on beside those they are learned from.
    public enum Test: Sendable, Hashable {
        case none
        /// Another table with the same columns.
        case file(String)
        /// This share of the rows of every class, drawn from the seed.
        case holdout(Double)
    }

    public var table: String
    public var label: String
    public var numeric = CSV.NumericColumns.inferred
    public var ignored: [String] = []
    public var test = Test.none
    public var learner = LearnerOptions()
    public var out: String
    public var force = false
    public var seed: UInt64 = 0
    public var files = FileSystem.system

    public init(table: String, label: String, out: String) {
        self.table = table
        self.label = label
        self.out = out
    }

    /// What came out, in the words of `induce --json`.
    public struct Result: Sendable {
        public let program: RuleProgram
        public let notation: RuleNotation
        public let algorithm: String
        public let rows: Int
        public let features: Int
        public let train: RuleFigures
        public let test: RuleFigures?
        public let seconds: (load: Double, fit: Double, evaluate: Double)
        public let folder: RulesFolder

        public var json: JSON {
            let size = program.size
            return [
                "schema": "nesy.induce/1",
                "algorithm": .string(algorithm),
                "rows": .integer(rows),
                "features": .integer(features),
                "classes": .array(program.classes.map(JSON.string)),
                "rules": .integer(size.rules),
                "top_rules": .integer(size.topRules),
                "exceptions": .integer(size.exceptions),
                "literals": .integer(size.literals),
                "predicates": .integer(size.predicates),
                "train": train.json,
                "test": test?.json ?? .null,
                "seconds": [
                    "load": .number(seconds.load), "fit": .number(seconds.fit),
                    "evaluate": .number(seconds.evaluate),
                ],
                "files": folder.json,
            ]
        }
    }

    /// - Throws: what reading the tables throws; a usage error for a holdout that leaves a class without rows; what
    ///   writing throws. Nothing is written before the program is learned.
    public func run(pool: WorkerPool, observer: any StageObserver) throws(NeSyError) -> Result {
        let folder = RulesFolder(out, files: files)
        if !force { try folder.requireEmpty() }
        let loading = Stopwatch()
        var (rows, classes) = try read(table, numeric: numeric, pool: pool)
        try learner.check(classes: classes.classes)
        var testRows: (Table, Labels)?
        switch test {
        case .none: break
        case .file(let path):
            // Columns are what the training rows made them, whatever the test rows happen to hold.
            let names = rows.columns.filter(\.isNumeric).map(\.name)
            testRows = try read(path, numeric: .named(names), pool: pool)
        case .holdout(let share):
            let split = try StratifiedSplit(classes, share: share, seed: seed)
            testRows = (rows.selecting(rows: split.held), classes.selecting(rows: split.held))
            (rows, classes) = (rows.selecting(rows: split.kept), classes.selecting(rows: split.kept))
        }
        if let (table, labels) = testRows {
            testRows = (table, learner.targets(labels, among: classes.classes))
        }
        classes = learner.targets(classes, among: classes.classes)
        let loadSeconds = loading.seconds

        let fitting = Stopwatch()
        let count = rows.rowCount
        let program: RuleProgram
        do throws(NeSyError) {
            program = try learner.learn(rows, labels: classes, pool: pool) { (done) throws(NeSyError) in
                observer.progress("rows explained", done: done, total: count)
                if observer.shouldStop {
                    throw NeSyError(.interrupted, "Interrupted before the rules were complete; nothing was written.")
                }
            }
        } catch {
            // The learner knows the rows but not the file.
            throw error.kind == .badData ? error.located(at: table) : error
        }
        let fitSeconds = fitting.seconds

        let evaluating = Stopwatch()
        let evaluation = try program.evaluate(rows)
        let train = RuleFigures(program, evaluation, labels: classes)
        var testFigures: RuleFigures?
        if let (table, labels) = testRows {
            testFigures = RuleFigures(program, try program.evaluate(table), labels: labels)
        }
        let evaluateSeconds = evaluating.seconds

        let notation = learner.notation(target: label)
        try folder.prepare()
        try folder.write(program, table: rows, evaluation: evaluation, notation: notation)
        return Result(
            program: program, notation: notation, algorithm: learner.name, rows: rows.rowCount,
            features: rows.columns.count, train: train, test: testFigures,
            seconds: (loadSeconds, fitSeconds, evaluateSeconds), folder: folder)
    }

    private func read(
        _ path: String, numeric: CSV.NumericColumns, pool: WorkerPool
    ) throws(NeSyError) -> (Table, Labels) {
        let (table, labels) = try files.decode(path) { (bytes) throws(NeSyError) in
            try CSV.read(bytes, label: label, numeric: numeric, ignoring: ignored, pool: pool)
        }
        guard let labels else { preconditionFailure("a label column was asked for") }
        return (table, labels)
    }
}
