import NeSyTensor

extension ConformanceCase {
    static let filterNormCases: [ConformanceCase] = FilterNorm.Kind.allCases.flatMap { kind in
        [
            filterNorm(kind, batch: 2, height: 4, width: 4, filters: 9),
            filterNorm(kind, batch: 1, height: 3, width: 7, filters: 5),
            filterNorm(kind, batch: 2, height: 6, width: 2, filters: 8),
            filterNorm(kind, batch: 3, height: 1, width: 1, filters: 17),
            filterNorm(kind, batch: 2, height: 1, width: 5, filters: 3),
            filterNorm(kind, batch: 1, height: 14, width: 14, filters: 4),
            filterNorm(kind, batch: 2, height: 3, width: 3, filters: 4, hasZeroMaps: true),
        ]
    }

    private static func filterNorm(
        _ kind: FilterNorm.Kind, batch: Int, height: Int, width: Int, filters: Int, hasZeroMaps: Bool = false
    ) -> ConformanceCase {
        let o = FilterNorm(kind, batch: batch, height: height, width: width, filters: filters)
        let count = batch * height * width * filters
        // One map of 1 x 1 is a kink at zero: a distance from it for the differences.
        var maps: Input = height * width == 1 ? .distinct("maps", count) : .normal("maps", count, stream: 1)
        if hasZeroMaps, case .floats(var values) = maps.values {
            for index in stride(from: 1, to: count, by: filters) { values[index] = 0 }
            maps = .floats("maps", values)
        }
        let number = FilterNorm.Kind.allCases.firstIndex(of: kind) ?? 0
        return ConformanceCase(
            "filter norm", "\(kind), \(batch) x \(height) x \(width) x \(filters)\(hasZeroMaps ? ", zero maps" : "")",
            parameters: [
                "kind": Double(number), "batch": Double(batch), "height": Double(height), "width": Double(width),
                "filters": Double(filters),
            ],
            inputs: [maps, .normal("normGradient", batch * filters, stream: 2)],
            objective: .product(output: "norms", cotangent: "normGradient"),
            derivatives: hasZeroMaps ? [] : [("maps", "mapGradient")]
        ) { (run) throws(NeSyError) in
            let norms = try run.output("norms", batch * filters)
            run.backend.filterNorms(o, maps: run["maps"], norms: norms)
            try run.gradient("mapGradient", count) { slice, accumulate in
                run.backend.filterNormsBackward(
                    o, maps: run["maps"], norms: norms, normGradient: run["normGradient"], mapGradient: slice,
                    accumulate: accumulate)
            }
        }
    }
}
