/// A rule while rules are merged.
struct MergingRule: Sendable {
    let rule: FoundRule
    /// The sum of the tails' code words.
    let tailBits: Double
}
