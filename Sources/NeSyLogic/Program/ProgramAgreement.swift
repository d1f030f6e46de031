import NeSyTensor

/// How far a program agrees with given classes: with the true ones this is accuracy, with those of a
/// network it is fidelity. An unclassified row never agrees.
public struct ProgramAgreement: Sendable, Hashable {
    /// Class names of rows and columns of the confusion table.
    public let givenClasses: [String]
    public let programClasses: [String]
    /// `confusion[given][predicted]`; the last column counts unclassified rows.
    public let confusion: [[Int]]
    public let rows: Int
    public let agreeing: Int
    public let unclassified: Int

    /// Share of the rows that agree; 0 for no rows.
    public var share: Double { rows == 0 ? 0 : Double(agreeing) / Double(rows) }
    /// Share of the rows without a class; 0 for no rows.
    public var unclassifiedShare: Double { rows == 0 ? 0 : Double(unclassified) / Double(rows) }
}

extension RuleProgram {
    /// Compares an evaluation of this program with given classes, by class name.
    /// - Precondition: one label a row.
    public func agreement(of evaluation: ProgramEvaluation, with labels: Labels) -> ProgramAgreement {
        precondition(labels.count == evaluation.rowCount)
        var confusion = [[Int]](
            repeating: [Int](repeating: 0, count: classes.count + 1), count: labels.classes.count)
        for (given, predicted) in zip(labels.indices, evaluation.classes) {
            confusion[Int(given)][predicted < 0 ? classes.count : Int(predicted)] += 1
        }
        var agreeing = 0
        for (given, name) in labels.classes.enumerated() {
            if let predicted = classes.firstIndex(of: name) { agreeing += confusion[given][predicted] }
        }
        return ProgramAgreement(
            givenClasses: labels.classes, programClasses: classes, confusion: confusion,
            rows: labels.count, agreeing: agreeing, unclassified: evaluation.unclassifiedCount)
    }
}
