import NeSyInduction
import NeSyLogic
import NeSyTensor

extension RuleProgram {
    /// Labels as this program tells classes apart: a rule set for one class tells it from all others together.
    /// - Parameter classes: of the images that the rules were learned from.
    func targets(_ labels: Labels, among classes: [String]) -> Labels {
        positiveClass.map { labels.against(self.classes[$0], among: classes) } ?? labels
    }

    /// The class that a rule set is for; one without rules says so by what it takes everything for.
    private var positiveClass: Int? {
        guard form == .ruleSet else { return nil }
        return rules.first?.classIndex ?? (classes.count == 2 ? defaultClass.map { 1 - $0 } : nil)
    }

    /// For every class the class of this program that it counts as; nil where the program knows none.
    func targets(of classes: [String]) -> [Int?] {
        classes.indices.map { index in
            let target = targets(Labels(classes: classes, indices: [Int32(index)]), among: classes)
            return self.classes.firstIndex(of: target.name(0))
        }
    }
}
