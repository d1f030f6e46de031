import NeSyLogic

extension ReportRun {
    /// What a reader should know after ten seconds, sentence by sentence.
    var abstract: [String] {
        let size = contents.program.size
        let rules = "\(size.topRules.counting("rule")) over \(size.predicates.counting("predicate"))"
        guard let figures = contents.evaluated ?? contents.train else {
            return ["\(rules.capitalizedFirst) tell \(contents.classes.count.counting("class", "classes")) apart."]
        }
        let images = contents.evaluated == nil ? "training images" : evaluatedImages
        var out: [String] = []
        if let network = figures.networkAccuracy {
            out.append(
                "The network names the class of \(network.percent) of \(figures.images.grouped) \(images) rightly.")
        }
        var second = "\(rules.capitalizedFirst) "
        if let fidelity = figures.fidelity {
            second += "say\(size.topRules == 1 ? "s" : "") what the network says for \(fidelity.percent) of them and "
        }
        let are = size.topRules == 1 ? "is" : "are"
        second += "\(are) right for \(figures.accuracy.percent)"
        second += figures.networkAccuracy == nil ? " of \(figures.images.grouped) \(images)" : ""
        if figures.unclassified > 0 { second += "; for \(figures.unclassified.percent) no rule applies" }
        out.append(second + ".")
        if let worst = contents.ruleConfusion?.confusions.first, worst.count > 1 {
            let (given, named) = (worst.given.asClassInSentence, worst.named.asClassInSentence)
            out.append("The rules take \(given) for \(named) most often (\(worst.count.grouped) images).")
        }
        return out
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

    /// A class whose name is a number would be read as one.
    var asClassInSentence: String { allSatisfy { ("0"..."9").contains($0) } ? "class \(self)" : self }
}
