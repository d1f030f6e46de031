import NeSyInduction

/// The score row by row and straight from its definition: slow, and without anything in common with the engine.
struct PlainScore {
    struct Rule {
        var applies = 0
        var holds = 0
        var onesMinus = 0
        var onesPlus = 0
        var model = 0.0
        var data = 0.0
    }

    var model = 0.0
    var data = 0.0
    var rules: [Rule] = []
    var residualUsage: [Int] = []
    var total: Double { model + data }

    /// - Parameter rows: per row and item whether it is set.
    init(rows: [[Bool]], items: Int, rules given: [ItemRule], reading: ScoreReading) {
        let n = rows.count
        let usage = (0..<items).map { item in rows.count { $0[item] } }
        let all = usage.reduce(0, +)
        model = Double(items) * Self.complexity(n)
        if !given.isEmpty { model += Self.integer(given.count) }
        var isTold = rows.map { $0.map { _ in false } }
        for rule in given {
            var part = Rule()
            for (index, row) in rows.enumerated() where rule.head.count(where: { row[$0] }) >= rule.headThreshold {
                let tails = rule.tail.count { row[$0] }
                let holds = tails >= rule.tailThreshold
                part.applies += 1
                part.holds += holds ? 1 : 0
                part.onesMinus += holds ? rule.tail.count - tails : 0
                part.onesPlus += holds ? 0 : tails
                if holds || (reading.mode == .robust && reading.cover == .applies) {
                    for item in rule.tail { isTold[index][item] = true }
                }
            }
            part.model = Self.integer(rule.head.count) + Self.integer(rule.tail.count)
            for item in rule.head + rule.tail { part.model -= _log2(Double(usage[item]) / Double(all)) }
            part.model += Self.complexity(part.applies)
            part.data = Self.binomial(part.applies, part.holds)
            if reading.mode == .robust {
                let minus = part.holds * rule.tail.count
                let plus = (part.applies - part.holds) * rule.tail.count
                part.model += Self.integer(rule.headThreshold) + Self.complexity(minus) + Self.complexity(plus)
                part.data += Self.binomial(minus, part.onesMinus) + Self.binomial(plus, part.onesPlus)
            }
            model += part.model
            data += part.data
            self.rules.append(part)
        }
        residualUsage = (0..<items).map { item in rows.indices.count { rows[$0][item] && !isTold[$0][item] } }
        data += residualUsage.reduce(0) { $0 + Self.binomial(n, $1) }
    }

    static func integer(_ value: Int) -> Double {
        var bits = _log2(2.865064)
        var rest = _log2(Double(value))
        while rest > 0 {
            bits += rest
            rest = _log2(rest)
        }
        return bits
    }

    static func binomial(_ n: Int, _ k: Int) -> Double {
        (0..<k).reduce(0) { $0 + _log2(Double(n - $1) / Double($1 + 1)) }
    }

    static func complexity(_ n: Int) -> Double {
        if n == 0 { return 0 }
        let sum = (0...n).reduce(0.0) { sum, k in
            let logLikelihood = [k, n - k].filter { $0 > 0 }.reduce(0) {
                $0 + Double($1) * _log2(Double($1) / Double(n))
            }
            return sum + exp2(binomial(n, k) + logLikelihood)
        }
        return _log2(sum)
    }
}
