import NeSyTensor

extension ConformanceCase {
    static let similarityLossCases: [ConformanceCase] =
        SimilarityLoss.Reduction.allCases.flatMap { reduction in
            [
                similarityLoss(
                    "",
                    SimilarityLoss(
                        batch: 3, positions: 16, filters: 6, classes: 3, vectors: 2, reduction: reduction)),
                similarityLoss(
                    ", padding",
                    SimilarityLoss(
                        batch: 5, positions: 49, filters: 17, classes: 4, vectors: 7, reduction: reduction),
                    padding: [0, 3]),
                similarityLoss(
                    ", zero maps and vectors",
                    SimilarityLoss(
                        batch: 2, positions: 9, filters: 8, classes: 2, vectors: 3, reduction: reduction),
                    hasZeros: true),
                similarityLoss(
                    ", nothing but padding",
                    SimilarityLoss(
                        batch: 2, positions: 4, filters: 3, classes: 2, vectors: 1, reduction: reduction),
                    padding: [0, 1]),
            ]
        } + [
            similarityLoss("", SimilarityLoss(batch: 2, positions: 2, filters: 40, classes: 2, vectors: 2)),
            similarityLoss("", SimilarityLoss(batch: 1, positions: 196, filters: 130, classes: 3, vectors: 5)),
        ]

    private static func similarityLoss(
        _ name: String, _ o: SimilarityLoss, padding: Set<Int> = [], hasZeros: Bool = false
    ) -> ConformanceCase {
        let count = o.batch * o.positions * o.filters
        let factor: Float = 0.75
        // Short maps turn quickly where they are small: a distance from zero for the differences.
        var maps: Input =
            o.positions == 2
            ? .uniform("maps", count, stream: 1, in: 1...3)
            : .normal("maps", count, stream: 1)
        var vectors: Input = .uniform("vectors", o.vectors * o.positions, stream: 2, in: -0.5...1)
        if hasZeros, case .floats(var values) = maps.values, case .floats(var concepts) = vectors.values {
            for index in stride(from: 1, to: count, by: o.filters) { values[index] = 0 }
            for index in 0..<o.positions { concepts[index] = 0 }
            maps = .floats("maps", values)
            vectors = .floats("vectors", concepts)
        }
        return ConformanceCase(
            "similarity loss",
            "\(o.reduction.rawValue), \(o.batch) x \(o.positions) x \(o.filters), \(o.vectors) vectors\(name)",
            parameters: [
                "batch": Double(o.batch), "positions": Double(o.positions), "filters": Double(o.filters),
                "classes": Double(o.classes), "vectors": Double(o.vectors), "factor": Double(factor),
                "averagesImages": o.reduction == .sum ? 0 : 1, "averagesFilters": o.reduction == .mean ? 1 : 0,
            ],
            inputs: [
                maps, .labels(o.batch, classes: o.classes, padding: padding), vectors,
                .uniform("weights", o.classes * o.vectors, stream: 3, in: -0.5...1), .floats("loss", [0.25]),
                .floats("unused", [0]),
            ],
            objective: .value("loss"), derivatives: hasZeros ? [] : [("maps", "mapGradient")]
        ) { (run) throws(NeSyError) in
            let loss = run.changed("loss")
            var isFirst = true
            try run.gradient("mapGradient", count) { slice, accumulate in
                run.backend.similarityLoss(
                    o, maps: run["maps"], labels: run["labels"], vectors: run["vectors"], weights: run["weights"],
                    factor: factor, loss: isFirst ? loss : run["unused"], mapGradient: slice,
                    accumulate: accumulate)
                isFirst = false
            }
        }
    }
}
