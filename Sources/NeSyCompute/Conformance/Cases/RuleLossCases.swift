import NeSyTensor

/// The losses that turn filters into rules: sparsity, soft rules and elite filters.
extension ConformanceCase {
    static let sparsityLossCases: [ConformanceCase] = SparsityLoss.Form.allCases.flatMap { form in
        SparsityLoss.Reduction.allCases.flatMap { reduction in
            [
                sparsityLoss("", batch: 4, filters: 6, classes: 3, form, reduction),
                sparsityLoss(
                    ", weighted, padding", batch: 7, filters: 17, classes: 4, form, reduction, 3, padding: [1, 6]),
                sparsityLoss(", nothing but padding", batch: 1, filters: 2, classes: 2, form, reduction, padding: [0]),
            ]
        }
    }

    private static func sparsityLoss(
        _ name: String, batch: Int, filters: Int, classes: Int, _ form: SparsityLoss.Form,
        _ reduction: SparsityLoss.Reduction, _ weight: Float = 1, padding: Set<Int> = []
    ) -> ConformanceCase {
        let o = SparsityLoss(
            batch: batch, filters: filters, classes: classes, form: form, reduction: reduction,
            positiveWeight: weight)
        let factor: Float = 0.75
        return ConformanceCase(
            "sparsity loss", "\(form.rawValue), \(reduction), \(batch) x \(filters)\(name)",
            parameters: [
                "batch": Double(batch), "filters": Double(filters), "classes": Double(classes),
                "squared": form == .squaredError ? 1 : 0, "sum": reduction == .sum ? 1 : 0,
                "positiveWeight": Double(weight), "factor": Double(factor),
            ],
            inputs: ruleInputs(batch: batch, filters: filters, classes: classes, padding: padding),
            objective: .value("loss"), derivatives: [("norms", "normGradient")]
        ) { (run) throws(NeSyError) in
            let loss = run.changed("loss")
            var isFirst = true
            try run.gradient("normGradient", batch * filters) { slice, accumulate in
                run.backend.sparsityLoss(
                    o, norms: run["norms"], labels: run["labels"], thresholds: run["thresholds"],
                    temperatures: run["temperatures"], targets: run["targets"], factor: factor,
                    loss: isFirst ? loss : run["unused"], normGradient: slice, accumulate: accumulate)
                isFirst = false
            }
        }
    }

    static let softRuleLossCases: [ConformanceCase] = [
        softRuleLoss("", batch: 5, filters: 8, classes: 3),
        softRuleLoss(", padding", batch: 6, filters: 20, classes: 10, padding: [3]),
        softRuleLoss(", classes without filters", batch: 4, filters: 2, classes: 5),
        softRuleLoss(", nothing but padding", batch: 2, filters: 4, classes: 2, padding: [0, 1]),
    ]

    private static func softRuleLoss(
        _ name: String, batch: Int, filters: Int, classes: Int, padding: Set<Int> = []
    ) -> ConformanceCase {
        let o = SoftRuleLoss(batch: batch, filters: filters, classes: classes)
        let factor: Float = 1.25
        return ConformanceCase(
            "soft rule loss", "\(batch) x \(filters), \(classes) classes\(name)",
            parameters: [
                "batch": Double(batch), "filters": Double(filters), "classes": Double(classes),
                "sharpness": Double(o.sharpness), "factor": Double(factor),
            ],
            inputs: ruleInputs(batch: batch, filters: filters, classes: classes, padding: padding),
            objective: .value("loss"), derivatives: [("norms", "normGradient")]
        ) { (run) throws(NeSyError) in
            let loss = run.changed("loss")
            var isFirst = true
            try run.gradient("normGradient", batch * filters) { slice, accumulate in
                run.backend.softRuleLoss(
                    o, norms: run["norms"], labels: run["labels"], thresholds: run["thresholds"],
                    temperatures: run["temperatures"], targets: run["targets"], factor: factor,
                    loss: isFirst ? loss : run["unused"], normGradient: slice, accumulate: accumulate)
                isFirst = false
            }
        }
    }

    static let eliteLossCases: [ConformanceCase] = [
        eliteLoss("", batch: 3, positions: 16, filters: 8, classes: 3),
        eliteLoss(", padding", batch: 4, positions: 9, filters: 17, classes: 2, padding: [2]),
        eliteLoss(", one position", batch: 2, positions: 1, filters: 3, classes: 4),
    ]

    private static func eliteLoss(
        _ name: String, batch: Int, positions: Int, filters: Int, classes: Int, padding: Set<Int> = []
    ) -> ConformanceCase {
        let o = EliteLoss(batch: batch, positions: positions, filters: filters, classes: classes)
        let factor: Float = 0.5
        return ConformanceCase(
            "elite loss", "\(batch) x \(positions) x \(filters)\(name)",
            parameters: [
                "batch": Double(batch), "positions": Double(positions), "filters": Double(filters),
                "classes": Double(classes), "factor": Double(factor),
            ],
            inputs: [
                .normal("maps", batch * positions * filters, stream: 1),
                .labels(batch, classes: classes, padding: padding),
                .uniform("penalties", classes * filters, stream: 2, in: 0...1), .floats("loss", [0.25]),
                .floats("unused", [0]),
            ],
            objective: .value("loss"), derivatives: [("maps", "mapGradient")]
        ) { (run) throws(NeSyError) in
            let loss = run.changed("loss")
            var isFirst = true
            try run.gradient("mapGradient", batch * positions * filters) { slice, accumulate in
                run.backend.eliteLoss(
                    o, maps: run["maps"], labels: run["labels"], penalties: run["penalties"], factor: factor,
                    loss: isFirst ? loss : run["unused"], mapGradient: slice, accumulate: accumulate)
                isFirst = false
            }
        }
    }

    /// Norms, thresholds, temperatures and targets: filter k belongs to class k mod `classes`.
    private static func ruleInputs(batch: Int, filters: Int, classes: Int, padding: Set<Int>) -> [Input] {
        let targets = (0..<classes * filters).map { Float($0 % filters % classes == $0 / filters ? 1 : 0) }
        return [
            .uniform("norms", batch * filters, stream: 1, in: 0...4),
            .labels(batch, classes: classes, padding: padding),
            .uniform("thresholds", filters, stream: 2, in: 1...3),
            .uniform("temperatures", filters, stream: 3, in: 0.5...1.5), .floats("targets", targets),
            .floats("loss", [0.25]), .floats("unused", [0]),
        ]
    }
}
