import NeSyJSON
import NeSyLogic

extension Cascade {
    /// Traces beyond these are counted, not listed.
    public static let traceLimit = 10_000

    /// The steps with their rules, which name the rules of the step before that they follow, and the traces; rules by
    /// their place in the step, from 0.
    public var json: JSON {
        [
            "layers": .array(layers.map { .string($0.name) }),
            "heads": .string(heads.rawValue),
            "steps": .array(
                steps.map { step in
                    [
                        "head_layer": .string(step.rules.headLayer),
                        "tail_layer": .string(step.rules.tailLayer),
                        "baseline_bits": .number(step.mined.baseline.total),
                        "found_bits": .number(step.mined.found.total),
                        "rules": .array(
                            zip(step.rules.rules, step.follows).map { rule, origins in
                                .object(
                                    (rule.json().members ?? [])
                                        + [JSON.Member("follows", .array(origins.map(JSON.integer)))])
                            }),
                    ]
                }),
            "trace_count": .integer(traceCount),
            "traces": .array(
                traces(limit: Cascade.traceLimit).map { .array($0.map(JSON.integer)) }),
        ]
    }
}
