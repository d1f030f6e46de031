/// What became of the images of one class.
struct InterventionTally: Sendable {
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

    /// Counts one image of the cut's class.
    mutating func count(
        logits: ArraySlice<Float>, values: ArraySlice<Float>, cut: ClassCut, layer: ClassLayer
    ) {
        images += 1
        let own = Double(logits[logits.startIndex + cut.label])
        let rival = InterventionTally.rival(of: cut.label, in: logits)
        // Of equals the first is named, as by the network.
        func isNamed(_ logit: Double) -> Bool {
            logit > rival.logit || (logit == rival.logit && cut.label < rival.label)
        }
        let wasNamed = isNamed(own)
        if wasNamed { before += 1 }
        guard cut.controls > 0 else { return }
        let contributions = layer.contributions(to: cut.label, of: values)
        func isNamed(without inputs: ArraySlice<Int32>) -> Bool {
            isNamed(own - inputs.reduce(0) { $0 + contributions[Int($1)] })
        }
        let isStillNamed = isNamed(without: cut.inputs[...])
        if isStillNamed { after += 1 }
        if isStillNamed != wasNamed { moved[isStillNamed ? cut.label : rival.label] += 1 }
        for control in 0..<cut.controls where isNamed(without: cut.control(control)) {
            afterControl[control] += 1
        }
    }

    /// The strongest other class, the first of equals; the weakest of all rivals when there is no other class.
    private static func rival(of label: Int, in logits: ArraySlice<Float>) -> (label: Int, logit: Double) {
        var best = (label: label, logit: -Double.infinity)
        for (index, logit) in logits.enumerated() where index != label && Double(logit) > best.logit {
            best = (index, Double(logit))
        }
        return best
    }
}
