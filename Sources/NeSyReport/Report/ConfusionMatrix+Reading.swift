extension ConfusionMatrix {
    /// What the column of ``unclassified`` is called.
    static let withoutClass = "no class"

    /// The names of all columns.
    var columns: [String] { named + (unclassified == nil ? [] : [ConfusionMatrix.withoutClass]) }

    /// The counts of a true class in all columns.
    func row(_ given: Int) -> [Int] { counts[given] + (unclassified.map { [$0[given]] } ?? []) }

    /// Images of a true class, with a class or without.
    func total(_ given: Int) -> Int { counts[given].reduce(0, +) + (unclassified?[given] ?? 0) }

    /// Images of a true class that were taken for it.
    func right(_ given: Int) -> Int {
        named.firstIndex(of: self.given[given]).map { counts[given][$0] } ?? 0
    }

    /// Images of all classes that were taken for their own.
    var right: Int { given.indices.reduce(0) { $0 + right($1) } }

    /// A class that was taken for another.
    struct Confusion: Hashable {
        var given: String
        var named: String
        var count: Int
        /// Among the images of the true class.
        var share: Double
    }

    /// What was taken for something else, the most frequent first.
    var confusions: [Confusion] {
        var found: [Confusion] = []
        for (row, given) in given.enumerated() {
            let total = total(row)
            for (column, named) in named.enumerated() where named != given && counts[row][column] > 0 {
                let count = counts[row][column]
                found.append(
                    Confusion(given: given, named: named, count: count, share: Double(count) / Double(total)))
            }
        }
        let order = found.indices.sorted { (-found[$0].count, $0) < (-found[$1].count, $1) }
        return order.map { found[$0] }
    }
}
