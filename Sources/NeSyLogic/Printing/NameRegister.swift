/// Gives out names for attributes that every notation can print as they are: no two that are one in some notation, and
/// none by which a notation calls something else.
///
/// Case counts in no notation, and in clingo any other character than a letter, a digit and `_` is `_`.
public struct NameRegister: Sendable {
    private var taken: Set<String>

    /// - Parameter classes: what else stands in rules under its own name.
    public init(beside classes: [String] = []) { taken = Set(classes.map { PredicateNames.plain($0, .clingo) }) }

    /// Takes a name that ends in a number.
    /// - Returns: whether it was free.
    public mutating func take(_ name: String) -> Bool {
        !NameRegister.isReserved(name) && taken.insert(PredicateNames.plain(name, .clingo)).inserted
    }

    /// Whether a name means something else: `f3` a filter without a name, `ab3` an exception, `rule3` a rule.
    public static func isReserved(_ name: String) -> Bool {
        PredicateNames.isNumbered(PredicateNames.plain(name, .clingo), after: ["f", "ab", "rule"])
    }
}
