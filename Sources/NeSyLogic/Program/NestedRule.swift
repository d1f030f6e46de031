/// A rule with its exceptions inside it, as learners build them.
public struct NestedRule: Sendable, Hashable {
    public var body: [Literal]
    public var exceptions: [NestedRule]

    public init(body: [Literal], exceptions: [NestedRule] = []) {
        self.body = body
        self.exceptions = exceptions
    }

    /// Every exception that is a single literal without exceptions of its own becomes its complement at
    /// the end of the body, innermost first. The meaning stays.
    public func foldingSingleLiteralExceptions() -> NestedRule {
        var folded = NestedRule(body: body)
        for exception in exceptions.map({ $0.foldingSingleLiteralExceptions() }) {
            if exception.exceptions.isEmpty, exception.body.count == 1 {
                folded.body.append(exception.body[0].complement)
            } else {
                folded.exceptions.append(exception)
            }
        }
        return folded
    }

    /// Tests on strings first, then per numeric attribute (by first appearance) the tightest lower and
    /// upper bound. A plain bound says that the cell is a number, so a negated bound beside it becomes plain
    /// too. The meaning stays.
    public func mergingBounds() -> NestedRule {
        NestedRule(body: mergedBounds(body), exceptions: exceptions.map { $0.mergingBounds() })
    }
}

private func mergedBounds(_ body: [Literal]) -> [Literal] {
    var merged = body.filter { $0.test.bound == nil }
    var seen = Set<String>()
    for attribute in body.filter({ $0.test.bound != nil }).map(\.attribute)
    where seen.insert(attribute).inserted {
        var lower: Double?
        var upper: Double?
        var isNumber = false
        for case let literal in body where literal.attribute == attribute {
            switch literal.test {
            case .equal, .notEqual: break
            case .above(let bound):
                isNumber = true
                lower = max(lower ?? bound, bound)
            case .atMost(let bound):
                isNumber = true
                upper = min(upper ?? bound, bound)
            case .notAtMost(let bound): lower = max(lower ?? bound, bound)
            case .notAbove(let bound): upper = min(upper ?? bound, bound)
            }
        }
        if let lower { merged.append(Literal(attribute, isNumber ? .above(lower) : .notAtMost(lower))) }
        if let upper { merged.append(Literal(attribute, isNumber ? .atMost(upper) : .notAbove(upper))) }
    }
    return merged
}

/// Numbers exceptions as the published systems do: inner ones first, in the order of the walk over the
/// rules; two with the same body and the same exceptions share a number.
public struct ExceptionNumbering: Sendable {
    public private(set) var exceptions: [Clause] = []
    private var numberByClause: [Clause: Int] = [:]

    public init() {}

    /// The rule with its exceptions replaced by their numbers.
    public mutating func clause(_ rule: NestedRule) -> Clause {
        Clause(body: rule.body, exceptions: rule.exceptions.map { number($0) })
    }

    private mutating func number(_ rule: NestedRule) -> Int {
        let flat = clause(rule)
        if let known = numberByClause[flat] { return known }
        exceptions.append(flat)
        numberByClause[flat] = exceptions.count - 1
        return exceptions.count - 1
    }
}
