import NeSyLogic
import NeSyTensor

/// FOLD-SE, FOLD-SE-M and FOLD-RM written down plainly, with lists of rows and dictionaries, as an
/// independent second opinion.
struct PlainFold {
    typealias Cell = TableColumn.Cell

    var ratio: Double
    var tailCount: Int
    var usesGain = false
    var balanced = false
    var stopOnNoGain = false
    var names: [String]
    var table: [[Cell]]

    struct Rule {
        var body: [Literal]
        var exceptions: [Rule]

        var nested: NestedRule { NestedRule(body: body, exceptions: exceptions.map(\.nested)) }
    }

    func holds(_ literal: Literal, _ row: Int) -> Bool {
        let cell = table[row][names.firstIndex(of: literal.attribute)!]
        switch literal.test {
        case .equal(let s): return cell == .string(s)
        case .notEqual(let s): return cell != .string(s)
        case .atMost(let v): if case .number(let x) = cell { return x <= v } else { return false }
        case .above(let v): if case .number(let x) = cell { return x > v } else { return false }
        case .notAtMost(let v): if case .number(let x) = cell { return x > v } else { return true }
        case .notAbove(let v): if case .number(let x) = cell { return x <= v } else { return true }
        }
    }

    func covers(_ rule: Rule, _ row: Int) -> Bool {
        rule.body.allSatisfy { holds($0, row) } && !rule.exceptions.contains { covers($0, row) }
    }

    private func score(_ tp: Int, _ fn: Int, _ tn: Int, _ fp: Int) -> Double {
        let p = tp + fn
        let n = tn + fp
        if balanced && p > 0 && n > 0 {
            if tp * n + tn * p < p * n { return -.infinity }
        } else if tp + tn < fp + fn {
            return -.infinity
        }
        if !usesGain { return -(Double(tp * fp).squareRoot() + Double(tn * fn).squareRoot()) }
        var sum = 0.0
        let all = Double(p + n)
        for (cell, column) in [(tp, tp + fp), (fp, tp + fp), (tn, tn + fn), (fn, tn + fn)] where cell > 0 {
            sum += Double(cell) / all * _log(Double(cell) / Double(column))
        }
        return sum
    }

    func bestLiteral(_ positives: [Int], _ negatives: [Int], _ used: [Literal]) -> Literal? {
        var best = -Double.infinity
        var found: Literal?
        func offer(_ literal: Literal) {
            let pair = usesGain ? partner(literal) : literal.complement
            if used.contains(literal) || used.contains(pair) { return }
            let tp = positives.count { holds(literal, $0) }
            let fp = negatives.count { holds(literal, $0) }
            let worth = score(tp, positives.count - tp, negatives.count - fp, fp)
            if worth > best {
                best = worth
                found = literal
            }
        }
        for (index, name) in names.enumerated() {
            var numbers = Set<Double>()
            var strings = Set<String>()
            for row in positives + negatives {
                switch table[row][index] {
                case .number(let value): numbers.insert(value)
                case .string(let text): strings.insert(text)
                }
            }
            for value in numbers.sorted() {
                offer(Literal(name, .atMost(value)))
                if !usesGain { offer(Literal(name, .notAtMost(value))) }
                offer(Literal(name, .above(value)))
                if !usesGain { offer(Literal(name, .notAbove(value))) }
            }
            var order = strings.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            if !usesGain, let zero = order.firstIndex(of: "0"), order.contains("1") {
                order.removeAll { $0 == "1" }
                order.insert("1", at: zero)
            }
            for text in order {
                offer(Literal(name, .equal(text)))
                offer(Literal(name, .notEqual(text)))
            }
        }
        return found
    }

    private func partner(_ literal: Literal) -> Literal {
        switch literal.test {
        case .atMost(let v): Literal(literal.attribute, .above(v))
        case .above(let v): Literal(literal.attribute, .atMost(v))
        default: literal.complement
        }
    }

    func learnRule(_ positives: [Int], _ negatives: [Int], _ used: [Literal]) -> Rule {
        var p = positives
        var n = negatives
        var body: [Literal] = []
        while let literal = bestLiteral(p, n, used + body) {
            let keptP = p.filter { holds(literal, $0) }
            let keptN = n.filter { holds(literal, $0) }
            let useless = keptP.count == p.count && keptN.count == n.count
            p = keptP
            n = keptN
            let enough = Double(n.count) <= Double(p.count) * ratio
            if stopOnNoGain && useless && !enough {
                if body.isEmpty { body = [literal] }
                break
            }
            body.append(literal)
            if enough {
                return Rule(body: body, exceptions: n.isEmpty ? [] : learnSet(n, p, used + body))
            }
        }
        return Rule(body: body, exceptions: [])
    }

    func learnSet(_ positives: [Int], _ negatives: [Int], _ used: [Literal]) -> [Rule] {
        var open = positives
        var rules: [Rule] = []
        while !open.isEmpty {
            let rule = learnRule(open, negatives, used)
            let rest = open.filter { !covers(rule, $0) }
            if rest.count == open.count || open.count - rest.count < tailCount { break }
            open = rest
            rules.append(rule)
        }
        return rules
    }

    func learnList(_ labels: Labels, keepCoveredNegatives: Bool, excludes: Bool) -> [(Int, Rule)] {
        var open = Array(0..<table.count)
        var excluded = Set<Int>()
        var rules: [(Int, Rule)] = []
        while true {
            var order: [Int] = []
            for row in open where !order.contains(Int(labels.indices[row])) {
                order.append(Int(labels.indices[row]))
            }
            var chosen: Int?
            var most = 0
            for label in order where !excluded.contains(label) {
                let count = open.count { labels.indices[$0] == label }
                if most <= count {
                    most = count
                    chosen = label
                }
            }
            guard let chosen else { break }
            let p = open.filter { labels.indices[$0] == chosen }
            let n = open.filter { labels.indices[$0] != chosen }
            let rule = learnRule(p, n, [])
            let rest = p.filter { !covers(rule, $0) }
            if rest.count == p.count || p.count - rest.count < tailCount {
                if !excludes { break }
                excluded.insert(chosen)
                continue
            }
            open = rest + (keepCoveredNegatives ? n : n.filter { !covers(rule, $0) })
            rules.append((chosen, rule))
        }
        return rules
    }
}
