import NeSyNetworks
import NeSyReport
import NeSyTensor

extension ReportSubject {
    /// How the run was made. No dates and no paths of this machine: the same run gives the same report anywhere.
    func facts() throws(NeSyError) -> [ReportFact] {
        let description = run.description
        let options = description.options
        let input = run.network.graph.input
        let shape = try run.network.graph.shape(of: NetworkGraph.filtersTap)
        let data = description.dataPath.split(separator: "/").last.map(String.init) ?? description.dataPath
        var facts = [
            ReportFact("Data", "\(data), \(description.classes.count) classes"),
            ReportFact("Images", counts),
            ReportFact(
                "Network",
                "\(options.architecture), \(input.height) x \(input.width) pixels, "
                    + (input.channels == 1 ? "grey" : "colour")),
            ReportFact("Filters", "\(shape.channels), with maps of \(shape.height) x \(shape.width)"),
            ReportFact("Training", try training(options)),
            ReportFact("Optimiser", "\(options.optimizer), learning rate \(options.learningRate), \(options.schedule), "
                + "batches of \(options.batchSize)"),
            ReportFact("Seed", "\(options.seed)"),
            ReportFact("Thresholds", try thresholdOrigin(options)),
        ]
        if let learner = program.rules.first?.provenance { facts.append(ReportFact("Learner", learner)) }
        let size = program.size
        facts.append(
            ReportFact(
                "Rules",
                "\(size.rulesInWords), with \(size.literals) literals over \(size.predicates) predicates"))
        facts.append(ReportFact("Concept names", names))
        facts.append(ReportFact("Made with", "NeSy \(Version.current)"))
        return facts
    }

    private var counts: String {
        let judged = "\(evaluated.count) evaluated (\(evaluatedOn))"
        guard let train, train.dataset.samples != evaluated.dataset.samples else { return judged }
        return "\(train.count) for training, \(judged)"
    }

    private func training(_ options: RunOptions) throws(NeSyError) -> String {
        let plain = options.phaseOneEpochs
        let strategic = options.epochs - plain
        if options.strategy == .none || strategic <= 0 { return "\(plain) epochs of cross-entropy" }
        return "\(plain) epochs of cross-entropy, then \(strategic) of \(options.strategy.rawValue) "
            + "(\(options.profile.rawValue) profile)"
    }

    private func thresholdOrigin(_ options: RunOptions) throws(NeSyError) -> String {
        let isTrained = run.filters?.thresholds == thresholds
        return "\(norm.rawValue) norm, " + (isTrained ? "those of the training" : "taken from the training images")
    }

    private var names: String {
        guard let labels else { return "none; nesy label gives some" }
        let used = Set(filters)
        let named = labels.labels.count { used.contains($0.filter) && $0.name != nil }
        return "\(named) of \(used.count) predicates"
    }
}
