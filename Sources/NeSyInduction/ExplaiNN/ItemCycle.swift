/// Items that depend on themselves: an item of a tail depends on all items of the head.
enum ItemCycle {
    /// The items along one cycle from the lowest, which is there again at the end; nil when there is none.
    /// - Precondition: the rules speak of items below `items`.
    static func find(in rules: [ItemRule], items: Int) -> [Int]? {
        // Rules are told as soon as all rules that tell of their heads are told (Kahn 1962).
        var telling = [Int](repeating: 0, count: items)
        var heads = [[Int]](repeating: [], count: items)
        for (index, rule) in rules.enumerated() {
            for item in rule.tail { telling[item] += 1 }
            for item in rule.head { heads[item].append(index) }
        }
        var missing = rules.map { rule in rule.head.count { telling[$0] > 0 } }
        var ready = rules.indices.filter { missing[$0] == 0 }
        var isTold = [Bool](repeating: false, count: rules.count)
        while let index = ready.popLast() {
            isTold[index] = true
            for item in rules[index].tail {
                telling[item] -= 1
                guard telling[item] == 0 else { continue }
                for next in heads[item] {
                    missing[next] -= 1
                    if missing[next] == 0 { ready.append(next) }
                }
            }
        }
        return isTold.firstIndex(of: false).map { cycle(from: $0, rules, isTold) }
    }

    /// Every rule that is left has a head item that another one tells: going back comes to a rule a second time.
    private static func cycle(from start: Int, _ rules: [ItemRule], _ isTold: [Bool]) -> [Int] {
        var teller: [Int: Int] = [:]
        for index in rules.indices.reversed() where !isTold[index] {
            for item in rules[index].tail { teller[item] = index }
        }
        var visited: [Int: Int] = [:]
        var path: [Int] = []
        var rule = start
        while visited[rule] == nil {
            visited[rule] = path.count
            guard let item = rules[rule].head.first(where: { teller[$0] != nil }), let next = teller[item]
            else { preconditionFailure("a rule that waits for nothing is told") }
            path.append(item)
            rule = next
        }
        let around = Array(path[(visited[rule] ?? 0)...].reversed())
        let first = around.indices.min { around[$0] < around[$1] } ?? 0
        return Array(around[first...] + around[...first])
    }
}
