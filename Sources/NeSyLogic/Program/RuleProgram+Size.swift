/// How large a program is, in the counts that papers report.
public struct ProgramSize: Sendable, Hashable {
    /// Rules and exceptions, the number of printed lines: what the published FOLD-SE figures call rules.
    public var rules: Int
    /// Rules without exceptions.
    public var topRules: Int
    /// Literals in all bodies, `not abK` included: FOLD-RM's count, and our reading of "size".
    public var literals: Int
    /// Literals in all bodies without `not abK`: FOLD-R++'s count.
    public var literalsWithoutExceptions: Int
    /// Distinct attributes in bodies.
    public var predicates: Int
    /// Distinct attributes and exceptions in bodies.
    public var predicatesWithExceptions: Int

    public var exceptions: Int { rules - topRules }

    /// `4 rules and 1 exception`, or `3 rules` where there is none.
    public var rulesInWords: String {
        let words = "\(topRules) rule\(topRules == 1 ? "" : "s")"
        return exceptions == 0 ? words : words + " and \(exceptions) exception\(exceptions == 1 ? "" : "s")"
    }
}

extension RuleProgram {
    public var size: ProgramSize {
        let clauses = self.clauses
        let plain = clauses.reduce(0) { $0 + $1.body.count }
        let references = clauses.reduce(0) { $0 + $1.exceptions.count }
        let attributes = usedAttributes.count
        let exceptionsReferredTo = Set(clauses.flatMap(\.exceptions)).count
        return ProgramSize(
            rules: clauses.count, topRules: rules.count, literals: plain + references,
            literalsWithoutExceptions: plain, predicates: attributes,
            predicatesWithExceptions: attributes + exceptionsReferredTo)
    }
}
