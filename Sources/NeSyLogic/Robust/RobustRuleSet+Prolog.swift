import NeSyTensor

extension RobustRuleSet {
    /// The rules as Prolog: `applies(Rule, Row)` and `holds(Rule, Row)` hold for the rows of ``prologFacts(for:)``.
    /// Rules count from 1. It loads in SWI-Prolog without warnings.
    public func prolog() -> String {
        let names = predicateNames(.prolog)
        var out = ":- encoding(utf8).\n"
        out += "% Rows are given as facts: row(Row), and attribute(Row) where an attribute is 1.\n:- dynamic row/1.\n"
        for attribute in usedAttributes { out += ":- dynamic \(names[attribute])/1.\n" }
        out += ":- dynamic applies/2, holds/2.\n:- discontiguous applies/2, holds/2.\n"
        for (index, rule) in rules.enumerated() {
            out += "\n% \(rule.text())\n"
            out += "applies(\(index + 1),X) :- row(X), \(count(rule.head, names)).\n"
            out += "holds(\(index + 1),X) :- applies(\(index + 1),X), \(count(rule.tail, names)).\n"
        }
        return out + """

            % at_least(K, Goals): K of the goals hold.
            at_least(0, _) :- !.
            at_least(K, [Goal|Goals]) :- call(Goal), !, Rest is K - 1, at_least(Rest, Goals).
            at_least(K, [_|Goals]) :- at_least(K, Goals).

            """
    }

    /// The rows of a table as Prolog facts for ``prolog()``: the attributes that the rules use, grouped by predicate.
    /// A row is named by its number.
    /// - Throws: `NeSyError` when an attribute is missing, or has other cells than `0` and `1`.
    public func prologFacts(for table: Table) throws(NeSyError) -> String {
        ":- encoding(utf8).\n" + (try facts(for: table, predicateNames(.prolog)))
    }

    /// All of several are plain goals; so is one.
    private func count(_ condition: CountCondition, _ names: PredicateNames) -> String {
        let goals = condition.attributes.map { "\(names[$0])(X)" }.joined(separator: ", ")
        return condition.threshold == condition.attributes.count
            ? goals : "at_least(\(condition.threshold), [\(goals)])"
    }
}
