/// A rule between columns during a search; heads and tails are both numbered from 0.
struct FoundRule: Sendable {
    /// Ascending.
    var head: [Int]
    /// Ascending.
    var tail: [Int]
    var headThreshold: Int
    var tailThreshold: Int
    /// What the rule adds to the description length, negative for bits that are saved; all but L_N(|M|).
    var net: Double
    /// The part of L(M) in it.
    var model: Double
    var applies: Int
    var holds: Int
    /// The heads that have one of the tails often enough, θ says how often.
    var confident = ItemSet()
}
