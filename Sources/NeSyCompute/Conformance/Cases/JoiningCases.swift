import NeSyTensor

extension ConformanceCase {
    static let joiningCases: [ConformanceCase] =
        [5, 64, 1001].map { count in
            ConformanceCase(
                "add", "\(count) values", parameters: ["count": Double(count)],
                inputs: [.normal("a", count, stream: 1), .normal("b", count, stream: 2)]
            ) { (run) throws(NeSyError) in
                run.backend.add(run["a"], run["b"], output: try run.output("output", count))
                let inPlace = try run.output("in place", count)
                run.backend.copy(run["a"], to: inPlace)
                run.backend.add(inPlace, run["b"], output: inPlace)
            }
        } + [
            concatenation(rows: 3, channels: [2, 5]), concatenation(rows: 20, channels: [8, 1, 16]),
            concatenation(rows: 1, channels: [3]),
        ]

    private static func concatenation(rows: Int, channels: [Int]) -> ConformanceCase {
        let total = channels.reduce(0, +)
        var inputs = channels.enumerated().map { Input.normal("input\($0)", rows * $1, stream: UInt64($0)) }
        inputs.append(.normal("outputGradient", rows * total, stream: 9))
        return ConformanceCase(
            "concatenate", "\(rows) rows of \(channels)",
            parameters: ["rows": Double(rows), "count": Double(channels.count)], inputs: inputs,
            objective: .product(output: "output", cotangent: "outputGradient"),
            derivatives: channels.indices.map { ("input\($0)", "input\($0)Gradient") }
        ) { (run) throws(NeSyError) in
            run.backend.concatenate(
                rows: rows, channels: channels, inputs: channels.indices.map { run["input\($0)"] },
                output: try run.output("output", rows * total))
            for index in channels.indices {
                try run.gradient("input\(index)Gradient", rows * channels[index]) { slice, accumulate in
                    run.backend.concatenateBackward(
                        rows: rows, channels: channels, index: index, outputGradient: run["outputGradient"],
                        inputGradient: slice, accumulate: accumulate)
                }
            }
        }
    }
}
