import NeSyInduction
import NeSyLogic
import NeSyTensor

extension RuleProgram {
    /// Labels as this program tells classes apart: a rule set for one class tells it from all others together.
    /// - Parameter classes: of the images that the rules were learned from.
    func targets(_ labels: Labels, among classes: [String]) -> Labels {
        guard form == .ruleSet, let rule = rules.first else { return labels }
        return labels.against(self.classes[rule.classIndex], among: classes)
    }

    /// For every class the class of this program that it counts as; nil where the program knows none.
    func targets(of classes: [String]) -> [Int?] {
        classes.indices.map { index in
            let target = targets(Labels(classes: classes, indices: [Int32(index)]), among: classes)
            return self.classes.firstIndex(of: target.name(0))
        }
    }
}
