/// What became of the images of one class.
struct InterventionTally: Sendable {
    /// What the network says about one image of the class, and what every weight into the class adds to that.
    struct Answer: Sendable {
        let own: Double
        let rival: (label: Int, logit: Double)
        /// Empty where nothing is cut.
        let contributions: [Double]

        init(label: Int, logits: ArraySlice<Float>, contributions: [Double]) {
            own = Double(logits[logits.startIndex + label])
            rival = Answer.rival(of: label, in: logits)
            self.contributions = contributions
        }

        /// The strongest other class, the first of equals; the weakest of all rivals when there is no other class.
        private static func rival(of label: Int, in logits: ArraySlice<Float>) -> (label: Int, logit: Double) {
            var best = (label: label, logit: -Double.infinity)
            for (index, logit) in logits.enumerated() where index != label && Double(logit) > best.logit {
                best = (index, Double(logit))
            }
            return best
        }

        /// Whether the class is named without some of its weights. Of equals the first is named, as by the network.
        func names(_ label: Int, without inputs: [Int32]) -> Bool {
            let logit = own - inputs.reduce(0) { $0 + contributions[Int($1)] }
            return logit > rival.logit || (logit == rival.logit && label < rival.label)
        }
    }

    private(set) var images = 0
    /// Rightly classified as the network stands, after the cut, and after each control.
    private(set) var before = 0
    private(set) var after = 0
    private(set) var afterControl: [Int]
    /// How often each class was named instead of another after the cut.
    private(set) var moved: [Int]

    init(classes: Int, controls: Int) {
        afterControl = [Int](repeating: 0, count: controls)
        moved = [Int](repeating: 0, count: classes)
    }

    /// Counts images of the cut's class.
    mutating func count(_ answers: [Answer], cut: ClassCut) {
        images += answers.count
        if answers.isEmpty { return }
        for answer in answers {
            let wasNamed = answer.names(cut.label, without: [])
            if wasNamed { before += 1 }
            guard cut.controls > 0 else { continue }
            let isStillNamed = answer.names(cut.label, without: cut.inputs)
            if isStillNamed { after += 1 }
            if isStillNamed != wasNamed { moved[isStillNamed ? cut.label : answer.rival.label] += 1 }
        }
        cut.forEachControl { control, inputs in
            afterControl[control] += answers.count { $0.names(cut.label, without: inputs) }
        }
    }
}
