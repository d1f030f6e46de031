import NeSyTensor

extension ConformanceCase {
    static let memoryCases = [1, 16, 1031].map { count in
        ConformanceCase(
            "memory", "fill, copy and accumulate \(count)", parameters: ["count": Double(count)],
            inputs: [.normal("source", count, stream: 1), .normal("target", count, stream: 2)]
        ) { (run) throws(NeSyError) in
            run.backend.fill(try run.output("filled", count), with: 2.5)
            run.backend.copy(run["source"], to: try run.output("copied", count))
            run.backend.accumulate(run["source"], times: -0.75, into: run.changed("target"))
        }
    }
}
