import NeSyCompute
import NeSyFormats
import NeSyInduction
import NeSyJSON
import NeSyTensor

/// `nesy mine --score`: what given rules between two layers are worth in bits.
public struct ScoreStage: Sendable {
    public var inputs: MiningInputs
    /// A file of rules, see `RobustRuleFile`.
    public var rules: String
    /// The only mode to score in; every one when nil.
    public var mode: ScoreReading.Mode?
    /// The only cover to score with; every one when nil.
    public var cover: ScoreReading.Cover?

    public init(_ inputs: MiningInputs, rules: String) {
        self.inputs = inputs
        self.rules = rules
    }

    /// The rules under one reading of the score.
    public struct Reading: Sendable, Hashable {
        public let reading: ScoreReading
        public let scored: ScoredRules
    }

    public struct Result: Sendable {
        public let pair: LayerPair
        public let file: String
        public let rules: [ItemRule]
        public let readings: [Reading]
    }

    /// - Throws: what reading layers and rules throws; bad data for rules that cannot be scored.
    public func run(
        backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        // A small file that may be wrong is looked at before large ones are read.
        let document = try inputs.files.decodeJSON(rules)
        let pair = try inputs.read(backend: backend, pool: pool, observer: observer)
        do throws(NeSyError) {
            let rules = try RobustRuleFile(pair).rules(document)
            var readings: [Reading] = []
            for reading in chosen(for: rules) {
                let score = RuleSetScore(
                    layers: [pair.heads.bits, pair.tails.bits], names: pair.names, reading: reading)
                readings.append(Reading(reading: reading, scored: try score.score(rules)))
            }
            return Result(pair: pair, file: self.rules, rules: rules, readings: readings)
        } catch { throw error.located(at: rules) }
    }

    /// The readings asked for. The strict mode has but one cover, and is one of all only when the rules fit it.
    private func chosen(for rules: [ItemRule]) -> [ScoreReading] {
        let covers = cover.map { [$0] } ?? ScoreReading.Cover.allCases
        var readings = covers.map { ScoreReading(mode: .robust, cover: $0) }
        if mode == .robust { return readings }
        let strict = ScoreReading(mode: .strict, cover: .holds)
        if mode == .strict { return [strict] }
        if cover != .applies, rules.allSatisfy({ $0.tailThreshold == $0.tail.count }) { readings.append(strict) }
        return readings
    }
}

extension ScoreStage.Result {
    /// In the words of `mine --score --json`; `bits` and `rules` are those of the first reading.
    public var json: JSON {
        [
            "schema": "nesy.mine.score/1",
            "rows": .integer(pair.rows),
            "heads": .integer(pair.heads.count),
            "tails": .integer(pair.tails.count),
            "bits": readings[0].bits,
            "rules": .array(readings[0].scored.parts.map(rule)),
            "readings": .array(
                readings.map { reading in
                    [
                        "mode": .string(reading.reading.mode.rawValue),
                        "cover": .string(reading.reading.cover.rawValue),
                        "bits": reading.bits,
                        "rules": .array(reading.scored.parts.map(rule)),
                    ]
                }),
            "files": ["rules": .string(file)],
        ]
    }

    private func rule(_ part: ScoredRules.Part) -> JSON {
        [
            "head": .array(part.rule.head.map { .string(pair.name($0)) }),
            "tail": .array(part.rule.tail.map { .string(pair.name($0)) }),
            "head_threshold": .integer(part.rule.headThreshold),
            "tail_threshold": .integer(part.rule.tailThreshold),
            "bits_saved": .number(part.bitsSaved),
            "applies": .integer(part.counts.applies),
            "holds": .integer(part.counts.holds),
            "ones_minus": .integer(part.counts.onesMinus),
            "ones_plus": .integer(part.counts.onesPlus),
            "bits": [
                "model": .number(part.length.model), "where": .number(part.length.placement),
                "minus": .number(part.length.minus), "plus": .number(part.length.plus),
            ],
        ]
    }
}

extension ScoreStage.Reading {
    var bits: JSON {
        [
            "baseline": .number(scored.baseline.total),
            "model": .number(scored.found.model),
            "data": .number(scored.found.data),
            "total": .number(scored.found.total),
            "items": .number(scored.itemComplexity),
            "rule_count": .number(scored.ruleCount),
            "columns": .number(scored.columns),
        ]
    }
}
