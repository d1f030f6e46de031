import CMicro

/// The best literal on one column, found by counting its values among positives and negatives.
struct ColumnTally<Score: LiteralScore> {
    let score: Score
    let column: Int
    /// The literals on this column that the rule and its enclosing rules have already.
    let used: [CodedLiteral]
    private(set) var best = ScoredLiteral.none

    init(score: Score, column: Int, used: [CodedLiteral]) {
        self.score = score
        self.column = column
        self.used = used
    }

    /// A column of few strings, kept as bits.
    mutating func tryStrings(of column: FoldColumn, _ bits: [[UInt64]], _ positives: RowSet, _ negatives: RowSet) {
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: 2 * column.strings.count) { counts in
            var firstPositive = Int64(positives.count)
            var firstNegative = Int64(negatives.count)
            for (index, words) in bits.enumerated() {
                let slot = counts.baseAddress! + 2 * (index + 1)
                count(words, positives, negatives, into: slot)
                firstPositive -= slot[0]
                firstNegative -= slot[1]
            }
            if !column.strings.isEmpty {
                counts[0] = firstPositive
                counts[1] = firstNegative
            }
            for string in column.stringOrder {
                tryString(
                    string, Int(counts[2 * string]), Int(counts[2 * string + 1]), positives.count, negatives.count)
            }
        }
    }

    private func count(
        _ words: [UInt64], _ positives: RowSet, _ negatives: RowSet, into slot: UnsafeMutablePointer<Int64>
    ) {
        words.withUnsafeBufferPointer { words in
            positives.words.withUnsafeBufferPointer { p in
                negatives.words.withUnsafeBufferPointer { n in
                    guard let words = words.baseAddress, let p = p.baseAddress, let n = n.baseAddress else {
                        slot[0] = 0
                        slot[1] = 0
                        return
                    }
                    nesy_popcount_and2(words, p, n, positives.words.count, slot, slot + 1)
                }
            }
        }
    }

    private mutating func tryString(_ string: Int, _ tp: Int, _ fp: Int, _ positives: Int, _ negatives: Int) {
        if tp + fp == 0 { return }
        offer(
            .equal, .notEqual, string,
            LiteralCounts(tp: tp, fn: positives - tp, tn: negatives - fp, fp: fp))
    }

    /// A column of codes: numbers, many strings, or both.
    mutating func tryCodes(
        of column: FoldColumn, _ codes: [UInt32], _ positives: [UInt32], _ negatives: [UInt32]
    ) {
        let distinct = column.numbers.count + column.strings.count
        let live = positives.count + negatives.count
        // With few rows among many values, sorting them is cheaper than a walk over all values.
        let sorted = live &* 16 < distinct
        codes.withUnsafeBufferPointer { codes in
            if sorted {
                var keys = positives.map { UInt64(codes[Int($0)]) << 1 }
                keys += negatives.map { UInt64(codes[Int($0)]) << 1 | 1 }
                keys.sort()
                var values: [(code: Int, p: Int, n: Int)] = []
                for key in keys {
                    let code = Int(key >> 1)
                    if values.last?.code != code { values.append((code, 0, 0)) }
                    if key & 1 == 0 { values[values.count - 1].p += 1 } else { values[values.count - 1].n += 1 }
                }
                tryValues(of: column, values)
            } else {
                var values = [(code: Int, p: Int, n: Int)](repeating: (0, 0, 0), count: distinct)
                values.withUnsafeMutableBufferPointer { values in
                    for code in 0..<distinct { values[code].code = code }
                    for row in positives { values[Int(codes[Int(row)])].p &+= 1 }
                    for row in negatives { values[Int(codes[Int(row)])].n &+= 1 }
                }
                tryValues(of: column, values)
            }
        }
    }

    /// - Parameter values: counts by ascending code; values without rows are passed over.
    private mutating func tryValues(of column: FoldColumn, _ values: [(code: Int, p: Int, n: Int)]) {
        let numbers = column.numbers.count
        var numberEnd = values.count
        if !column.strings.isEmpty {
            numberEnd = values.firstIndex { $0.code >= numbers } ?? values.count
        }
        var np = 0
        var nn = 0
        var sp = 0
        var sn = 0
        for value in values[..<numberEnd] {
            np += value.p
            nn += value.n
        }
        for value in values[numberEnd...] {
            sp += value.p
            sn += value.n
        }
        var cp = 0
        var cn = 0
        for value in values[..<numberEnd] where value.p + value.n > 0 {
            cp += value.p
            cn += value.n
            let atMost = LiteralCounts(tp: cp, fn: np - cp + sp, tn: nn - cn + sn, fp: cn)
            let above = LiteralCounts(tp: np - cp, fn: cp + sp, tn: cn + sn, fp: nn - cn)
            if Score.negatesComparisons {
                offer(.atMost, .notAtMost, value.code, atMost)
                offer(.above, .notAbove, value.code, above)
            } else if !isUsed(.atMost, .above, value.code) {
                offer(.atMost, value.code, score.scores(atMost).literal)
                offer(.above, value.code, score.scores(above).literal)
            }
        }
        guard !column.strings.isEmpty else { return }
        if values.count == numbers + column.strings.count {
            for string in column.stringOrder {
                let value = values[numbers + string]
                tryString(string, value.p, value.n, np + sp, nn + sn)
            }
        } else {
            let rank = Dictionary(uniqueKeysWithValues: column.stringOrder.enumerated().map { ($1, $0) })
            let present = values[numberEnd...].sorted { rank[$0.code - numbers]! < rank[$1.code - numbers]! }
            for value in present { tryString(value.code - numbers, value.p, value.n, np + sp, nn + sn) }
        }
    }

    private mutating func offer(
        _ operation: CodedLiteral.Operator, _ complement: CodedLiteral.Operator, _ value: Int,
        _ counts: LiteralCounts
    ) {
        if isUsed(operation, complement, value) { return }
        let scores = score.scores(counts)
        offer(operation, value, scores.literal)
        offer(complement, value, scores.complement)
    }

    private mutating func offer(_ operation: CodedLiteral.Operator, _ value: Int, _ score: Double) {
        if score > best.score {
            best = ScoredLiteral(
                score: score, literal: CodedLiteral(column: column, operation: operation, value: value))
        }
    }

    private func isUsed(_ first: CodedLiteral.Operator, _ second: CodedLiteral.Operator, _ value: Int) -> Bool {
        used.contains { $0.value == value && ($0.operation == first || $0.operation == second) }
    }
}
