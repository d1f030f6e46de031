import NeSyLogic

extension ReportRun {
    /// What a reader should know after ten seconds, sentence by sentence.
    var abstract: [String] {
        let size = contents.program.size
        let rules = "\(size.rulesInWords) over \(size.predicates.counting("predicate"))"
        guard let figures = contents.evaluated ?? contents.train else {
            return ["\(rules.capitalizedFirst) tell \(contents.classes.count.counting("class", "classes")) apart."]
        }
        let images = contents.evaluated == nil ? "training images" : evaluatedImages
        var out: [String] = []
        if let network = figures.networkAccuracy {
            let share = "\(network.percent) of \(figures.images.grouped) \(images)"
            if let told = contents.networkConfusion?.given, told != contents.classes {
                // Rules for one class: all others together are the other one.
                let classes = told.map(\.asClassInSentence).joined(separator: " from ")
                out.append("The network tells \(classes) for \(share).")
            } else {
                out.append("The network names the class of \(share) rightly.")
            }
        }
        var second = "\(rules.capitalizedFirst) "
        if let fidelity = figures.fidelity {
            second += "say\(size.rules == 1 ? "s" : "") what the network says for \(fidelity.percent) of them and "
        }
        let are = size.rules == 1 ? "is" : "are"
        second += "\(are) right for \(figures.accuracy.percent)"
        second += figures.networkAccuracy == nil ? " of \(figures.images.grouped) \(images)" : ""
        if figures.unclassified > 0 { second += "; \(figures.unclassified.percent) get no class" }
        out.append(second + ".")
        if let confusions = contents.ruleConfusion?.confusions, let most = confusions.first?.count, most > 1 {
            let pairs = confusions.prefix { $0.count == most }
                .map { "\($0.given.asClassInSentence) for \($0.named.asClassInSentence)" }
            switch pairs.count {
            case 1: out.append("The rules take \(pairs[0]) most often (\(most.grouped) images).")
            case 2: out.append("The rules take \(pairs[0]) and \(pairs[1]) most often (\(most.grouped) images each).")
            default:
                out.append(
                    "The rules take, for example, \(pairs[0]) (\(most.grouped) images, as many as for each of "
                        + "\((pairs.count - 1).counting("other pair")) of classes).")
            }
        }
        return out
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

    /// A class whose name is a number would be read as one.
    var asClassInSentence: String { allSatisfy { ("0"..."9").contains($0) } ? "class \(self)" : self }
}
