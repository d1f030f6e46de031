import NeSyTensor

extension ConformanceCase {
    static let memoryCases = [1, 16, 1031].map { count in
        var endless = [Float](repeating: 1, count: count)
        endless[count - 1] = -.infinity
        return ConformanceCase(
            "memory", "fill, copy, accumulate and look for what is not finite, \(count)",
            parameters: ["count": Double(count)],
            inputs: [
                .normal("source", count, stream: 1), .normal("target", count, stream: 2), .floats("endless", endless),
            ]
        ) { (run) throws(NeSyError) in
            run.backend.fill(try run.output("filled", count), with: 2.5)
            run.backend.copy(run["source"], to: try run.output("copied", count))
            run.backend.accumulate(run["source"], times: -0.75, into: run.changed("target"))
            let found = [
                try run.backend.containsNonFinite(run["source"]), try run.backend.containsNonFinite(run["endless"]),
            ]
            run.backend.upload(found.map { $0 ? 1 : 0 } as [Int32], to: try run.integerOutput("not finite", 2))
        }
    }
}
