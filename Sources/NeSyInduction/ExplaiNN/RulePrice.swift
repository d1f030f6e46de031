/// The thresholds that make a rule cheapest, and what it then is.
struct RulePrice: Sendable {
    var net: Double
    var model: Double
    var headThreshold: Int32
    var tailThreshold: Int32
    var applies: Int32
    var holds: Int32
}
