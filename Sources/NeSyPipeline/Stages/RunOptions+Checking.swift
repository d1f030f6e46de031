import NeSyNetworks
import NeSyTensor

extension RunOptions {
    /// - Throws: a usage error naming the first option that is out of range.
    func check() throws(NeSyError) {
        func need(_ holds: Bool, _ option: String, _ expected: String, _ found: String) throws(NeSyError) {
            if !holds {
                throw NeSyError(.usage, "--\(option) is out of range.", expected: expected, found: found)
            }
        }
        try need(epochs >= 1, "epochs", "1 or more", "\(epochs)")
        try need(
            warmUpEpochs.map { (0...epochs).contains($0) } ?? true, "warm-up", "0 to \(epochs), the epochs in all",
            "\(warmUpEpochs ?? 0)")
        try need(
            strategy == .none || phaseOneEpochs < epochs, "epochs",
            "more than the \(phaseOneEpochs) of the cross-entropy phase (--warm-up), so that \(strategy.rawValue) is "
                + "trained for", "\(epochs)")
        try need((1...100_000).contains(batchSize), "batch-size", "1 to 100000", "\(batchSize)")
        try need(learningRate > 0 && learningRate.isFinite, "learning-rate", "a positive number", "\(learningRate)")
        try need(weightDecay >= 0 && weightDecay.isFinite, "weight-decay", "0 or more", "\(weightDecay)")
        try need(imageSize.map { (8...4096).contains($0) } ?? true, "image-size", "8 to 4096", "\(imageSize ?? 0)")
        try need((0...1024).contains(shift), "shift", "0 to 1024 pixels", "\(shift)")
        try need(trainLimit.map { $0 > 0 } ?? true, "train-limit", "1 or more", "\(trainLimit ?? 0)")
        try need(testLimit.map { $0 > 0 } ?? true, "test-limit", "1 or more", "\(testLimit ?? 0)")
        try need(filtersPerClass.map { $0 > 0 } ?? true, "filters-per-class", "1 or more", "\(filtersPerClass ?? 0)")
        try need(alpha.map { $0 >= 0 && $0.isFinite } ?? true, "alpha", "0 or more", "\(alpha ?? 0)")
        try need(beta.map { $0 >= 0 && $0.isFinite } ?? true, "beta", "0 or more", "\(beta ?? 0)")
        try need(
            positiveWeight.map { $0 > 0 && $0.isFinite } ?? true, "positive-weight", "above 0", "\(positiveWeight ?? 0)"
        )
        try need(softRule.map { $0 >= 0 && $0.isFinite } ?? true, "soft-rule", "0 or more", "\(softRule ?? 0)")
        try need(h1.map(\.isFinite) ?? true, "h1", "a number", "\(h1 ?? 0)")
        try need(h2.map(\.isFinite) ?? true, "h2", "a number", "\(h2 ?? 0)")
        try need(
            eliteWeight.map { $0 >= 0 && $0.isFinite } ?? true, "elite-weight", "0 or more", "\(eliteWeight ?? 0)")
        _ = try networkOptimizer()
        _ = try networkSchedule()
        _ = try strategyOptions(classes: 2)
    }

    /// - Throws: a usage error when a strategy that draws filters would find fewer than there are classes.
    func checkFilters(of graph: NetworkGraph) throws(NeSyError) {
        guard strategy.drawsFilters else { return }
        let filters = try graph.shape(of: NetworkGraph.filtersTap).channels
        guard filters >= graph.classes else {
            throw NeSyError(
                .usage, "There are too few filters to give every class one of its own.",
                expected: "at least \(graph.classes) filters", found: "\(filters)",
                remedy: "Use --filters \(graph.classes * 5) or more.")
        }
    }
}
