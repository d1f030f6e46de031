import NeSyNetworks
import NeSyTensor

/// The test whether rules from classes to neurons carry what the network knows (paper 4, section 3.2): for every class
/// in the head of a rule the weights from the rule's neurons into that class are set to zero, one class at a time, and
/// the images of the class are classified again. Random sets of as many weights into the class show what cutting any
/// weights would do.
///
/// Only the logit of the class changes, by the sum of what came in over the weights, so the images go through the
/// network once. Controls are drawn for blocks of images, not kept: how many there are takes time but no memory.
public struct Intervention: Sendable {
    /// Random sets for each class.
    public var controls = 100
    public var seed: UInt64 = 0

    public init(controls: Int = 100, seed: UInt64 = 0) {
        self.controls = controls
        self.seed = seed
    }

    /// Numbers that are kept before images are counted: 64 MiB.
    private static let waitingLimit = 1 << 23

    /// - Throws: a usage error when the layer does not feed the classes directly, naming those that do.
    public func check(_ network: Network, layer: String, isPerFilter: Bool) throws(NeSyError) {
        _ = try ClassLayer(network).inputs(of: layer, isPerFilter: isPerFilter, in: network.graph)
    }

    /// - Parameters:
    ///   - neurons: for every class the neurons of the tail layer that a rule ties to it, in any order; none for a
    ///     class without a rule.
    ///   - layer: the tail layer.
    ///   - isPerFilter: whether its neurons are whole filters; positions of maps otherwise.
    ///   - images: with labels; those without are left out.
    ///   - classes: names by index.
    /// - Throws: a usage error when the layer does not feed the classes directly; what reading the images throws; bad
    ///   data when a logit is not finite.
    /// - Precondition: there is a control at least; neurons are those of the layer, given for as many classes as have
    ///   names and the network tells apart; labels are classes.
    public func run(
        _ network: Network, neurons: [Set<Int>], of layer: String, isPerFilter: Bool, images: any BatchSource,
        classes: [String], progress: (_ done: Int) throws(NeSyError) -> Void = { _ in }
    ) throws(NeSyError) -> InterventionOutcome {
        precondition(controls > 0 && neurons.count == classes.count && classes.count == network.graph.classes)
        let classLayer = try ClassLayer(network)
        let fed = try classLayer.inputs(of: layer, isPerFilter: isPerFilter, in: network.graph)
        let cuts = neurons.enumerated().map { label, neurons in
            ClassCut(
                label: label, inputs: Set(neurons.flatMap { fed[$0] }), of: classLayer.inputCount, controls: controls,
                seed: seed)
        }
        var tallies = cuts.map { InterventionTally(classes: classes.count, controls: $0.controls) }
        // What is known of images that are not counted yet, class by class.
        var waiting = [[InterventionTally.Answer]](repeating: [], count: cuts.count)
        var waitingNumbers = 0
        func countWaiting() {
            for label in cuts.indices {
                tallies[label].count(waiting[label], cut: cuts[label])
                waiting[label] = []
            }
            waitingNumbers = 0
        }
        var done = 0
        try network.activations(of: classLayer.source, in: images) { (batch) throws(NeSyError) in
            let logits = try batch.backend.download(batch.logits)
            guard logits.allSatisfy(\.isFinite) else {
                throw NeSyError(
                    .badData, "The network answers with a number that is not finite.",
                    at: "images \(done + 1) to \(done + batch.count)",
                    remedy: "Are the weights damaged, or did training diverge?")
            }
            let values = try batch.backend.download(batch.maps[0])
            for (row, label) in batch.labels.enumerated() where label >= 0 {
                let label = Int(label)
                let inputs = values[row * classLayer.inputCount..<(row + 1) * classLayer.inputCount]
                let contributions =
                    cuts[label].controls > 0 ? classLayer.contributions(to: label, of: inputs) : []
                waiting[label].append(
                    InterventionTally.Answer(
                        label: label, logits: logits[row * classes.count..<(row + 1) * classes.count],
                        contributions: contributions))
                waitingNumbers += contributions.count
            }
            if waitingNumbers > Intervention.waitingLimit { countWaiting() }
            done += batch.count
            try progress(done)
        }
        countWaiting()
        return InterventionOutcome(
            layer: layer, weightsPerClass: classLayer.inputCount, controls: controls, seed: seed,
            classes: zip(cuts, tallies).map { cut, tally in
                InterventionOutcome.ClassRow(
                    name: classes[cut.label], weights: cut.inputs.count, tally: tally, classes: classes)
            })
    }
}
