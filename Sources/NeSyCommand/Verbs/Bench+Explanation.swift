import NeSy

/// One pass of a convolution of a suite.
private struct ExplainedPass {
    let suite: TimingSuite
    let convolution: TimingSuite.NamedConvolution
    let pass: Convolution.Pass
}

extension Bench {
    /// `--explain`: how the devices carry out the convolutions, pass by pass.
    static func explanation(
        of suites: [TimingSuite], batch: Int?, side: Int?, on backends: [any ComputeBackend]
    ) throws(NeSyError) -> (document: JSON, text: String) {
        var passes: [ExplainedPass] = []
        for suite in suites {
            for convolution in try suite.convolutions(batch: batch, side: side) {
                passes += convolution.passes.map { ExplainedPass(suite: suite, convolution: convolution, pass: $0) }
            }
        }
        let choices = passes.map { pass in
            backends.map { ConvolutionChoice(of: pass.convolution.operation, pass.pass, on: $0) }
        }
        let names = backends.map { "\($0.device)" }
        let document: JSON = [
            "schema": "nesy.bench.explanation/1", "device": .string(names.joined(separator: ",")),
            "convolutions": .array(zip(passes, choices).flatMap { json($0, $1, names) }),
        ]
        return (document, text(passes, choices, names))
    }

    /// A column for each method that was weighed anywhere: its cost relative to what is taken.
    private static func text(
        _ passes: [ExplainedPass], _ choices: [[ConvolutionChoice?]], _ names: [String]
    ) -> String {
        let methods = choices.joined().reduce(into: [String]()) { methods, choice in
            for candidate in choice?.candidates ?? [] where !methods.contains(candidate.method) {
                methods.append(candidate.method)
            }
        }.sorted()
        var rows = [["convolution", "pass", "device", "is taken"] + methods]
        for (pass, row) in zip(passes, choices) {
            let layer = pass.convolution.layer
            let name = pass.suite.rawValue + (layer.isEmpty ? "" : " " + layer)
            for (index, choice) in row.enumerated() {
                let costs = Dictionary(
                    uniqueKeysWithValues: choice?.candidates.map { ($0.method, $0.cost) } ?? [])
                let taken = choice.flatMap { costs[$0.method] }
                rows.append(
                    [
                        index == 0 ? "\(name) \(pass.convolution.operation.sizes)" : "",
                        index == 0 ? pass.pass.rawValue : "", names[index], choice?.method ?? "-",
                    ]
                        + methods.map { method in
                            guard let cost = costs[method], let taken else { return "-" }
                            return Figures.number(cost / taken, 2)
                        })
            }
        }
        return Figures.aligned(rows)
    }

    private static func json(_ pass: ExplainedPass, _ choices: [ConvolutionChoice?], _ names: [String]) -> [JSON] {
        zip(names, choices).map { name, choice in
            [
                "case": .string(pass.suite.rawValue), "layer": .string(pass.convolution.layer),
                "shape": .string(pass.convolution.operation.sizes), "pass": .string(pass.pass.rawValue),
                "device": .string(name), "method": choice.map { .string($0.method) } ?? .null,
                "candidates": .array(
                    choice?.candidates.map { ["method": .string($0.method), "cost": .number($0.cost)] } ?? []),
            ]
        }
    }
}
