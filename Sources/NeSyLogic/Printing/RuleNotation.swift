/// How a program is written down: the names it uses for people, and whether Boolean attributes are
/// written as bare predicates.
public struct RuleNotation: Sendable, Hashable {
    /// The two published styles of rule text, and a shorter one.
    public enum Style: Sendable, Hashable {
        /// `label(X,'1') :- age(X,N1), N1=<40.0, not ab1(X,'True').` Variables are numbered by first
        /// appearance, names are in lower case.
        case foldSE
        /// `label(X,'a') :- age(X,N3), N3=<40.0, not ab1(X). ` Variables carry the number of the column;
        /// names, strings and classes are in lower case, and a line ends in a blank, as in the reference.
        case foldRM
        /// `bathroom :- sink1, not bed1, age=<40.0, not ab1.` What rules are about is left out: classes and
        /// predicates stand alone, as Prolog's atoms.
        case short
    }

    public var style: Style
    /// The predicate of rule heads.
    public var target: String
    /// Names to print instead of the table's, by the table's name: labels of filters, for instance.
    public var attributeNames: [String: String]
    /// Names to print instead of the program's class names.
    public var classNames: [String: String]
    /// Writes `k(X)` for `k(X,'1')` and `not k(X,'0')`, `not k(X)` for the other two, and `abN(X)`, for
    /// attributes that the program only compares with `0` and `1`.
    public var booleanPredicates: Bool

    public init(
        style: Style = .foldSE, target: String = "label", attributeNames: [String: String] = [:],
        classNames: [String: String] = [:], booleanPredicates: Bool = false
    ) {
        self.style = style
        self.target = target
        self.attributeNames = attributeNames
        self.classNames = classNames
        self.booleanPredicates = booleanPredicates
    }

    /// The clean notation of NeSyFOLD for tables of filters: `target(X,'bathroom') :- not f17(X), f203(X).`
    public static func filters(names: [String: String] = [:]) -> RuleNotation {
        RuleNotation(target: "target", attributeNames: names, booleanPredicates: true)
    }

    /// Rules over filters that have names, in short: `bathroom :- sink1, not bed1.`
    public static func concepts(names: [String: String]) -> RuleNotation {
        var notation = filters(names: names)
        notation.style = .short
        return notation
    }

    func attributeName(_ name: String) -> String { attributeNames[name] ?? name }

    func className(_ name: String) -> String { classNames[name] ?? name }
}

extension RuleProgram {
    /// The attributes to write as bare predicates: every test of them is for the string `0` or `1`.
    func booleanAttributes(_ notation: RuleNotation) -> Set<String> {
        guard notation.booleanPredicates else { return [] }
        var boolean = Set(usedAttributes)
        for literal in clauses.flatMap(\.body)
        where literal.test.text != "0" && literal.test.text != "1" { boolean.remove(literal.attribute) }
        return boolean
    }
}

extension Literal {
    /// For a Boolean attribute, whether the literal asks for `1`.
    var asksForOne: Bool { test == .equal("1") || test == .notEqual("0") }
}
