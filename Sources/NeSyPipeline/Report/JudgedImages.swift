import NeSyData
import NeSyLogic
import NeSyNetworks
import NeSyReport
import NeSyTensor

/// Images of one split, with what the network and the rules of a run say about them.
struct JudgedImages: Sendable {
    let dataset: ImageDataset
    /// Norms of all filters, and the network's classes.
    let readout: FilterReadout
    /// A column for each attribute that the rules use, in the order of ``RuleProgram/usedAttributes``.
    let table: Table
    let evaluation: ProgramEvaluation
    let program: RuleProgram
    /// True classes, and those of the network, as the rules tell classes apart.
    private let truth: Labels
    private let network: Labels

    /// - Throws: bad data when the rules speak of other filters than the network has.
    init(
        _ dataset: ImageDataset, readout: FilterReadout, thresholds: FilterThresholds, program: RuleProgram
    ) throws(NeSyError) {
        let whole = readout.table(thresholds)
        evaluation = try program.evaluate(whole)
        table = whole.selecting(columns: program.usedAttributes.compactMap { whole.index(of: $0) })
        let classes = readout.labels.classes
        truth = program.targets(readout.labels, among: classes)
        network = program.targets(Labels(classes: classes, indices: readout.predictions), among: classes)
        self.dataset = dataset
        self.readout = readout
        self.program = program
    }

    var count: Int { dataset.count }

    /// Images of every class.
    var perClass: [Int] {
        var counts = [Int](repeating: 0, count: readout.labels.classes.count)
        for label in readout.labels.indices { counts[Int(label)] += 1 }
        return counts
    }

    var figures: SplitFigures {
        let figures = RuleFigures(program, evaluation, labels: truth, network: network)
        return SplitFigures(
            images: count, accuracy: figures.accuracy, fidelity: figures.fidelity,
            networkAccuracy: figures.networkAccuracy, unclassified: figures.unclassified,
            uncovered: evaluation.rules.count { $0 < 0 })
    }

    /// How often each rule decided, and how often rightly.
    var supports: [Rule.Support] {
        var supports = [Rule.Support](repeating: Rule.Support(fired: 0, correct: 0), count: program.rules.count)
        for row in 0..<count where evaluation.rules[row] >= 0 {
            let rule = Int(evaluation.rules[row])
            supports[rule].fired += 1
            if isRight(row) { supports[rule].correct += 1 }
        }
        return supports
    }

    /// The network's classes as the rules tell them apart, so that both are judged by the same measure.
    var networkConfusion: ConfusionMatrix {
        ConfusionMatrix(classes: truth.classes, truth: truth.indices, predictions: network.indices)
    }

    var ruleConfusion: ConfusionMatrix { ConfusionMatrix(program.agreement(of: evaluation, with: truth)) }

    /// Whether the rules name the true class of an image.
    func isRight(_ row: Int) -> Bool { named(row) == truth.name(row) }

    /// Whether the rules name the class that the network names.
    func isFaithful(_ row: Int) -> Bool { named(row) == network.name(row) }

    /// Whether no rule gives an image a class.
    func isUnclassified(_ row: Int) -> Bool { evaluation.classes[row] < 0 }

    private func named(_ row: Int) -> String? {
        evaluation.classes[row] < 0 ? nil : program.classes[Int(evaluation.classes[row])]
    }

    /// Per class the images for which an attribute holds.
    /// - Parameter column: of ``table``.
    func holds(_ column: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: readout.labels.classes.count)
        if case .bits(let ones) = table.columns[column].storage {
            ones.forEachRow { counts[Int(readout.labels.indices[$0])] += 1 }
        }
        return counts
    }

    /// The norms of one filter.
    func norms(_ filter: Int) -> [Float] {
        let filters = readout.norms.shape[1]
        return readout.norms.values.withUnsafeBufferPointer { all in
            (0..<count).map { all[$0 * filters + filter] }
        }
    }
}
