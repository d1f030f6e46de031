/// Which images a report shows first when it cannot show all: those that no rule covers, then those where rules and
/// truth or rules and network differ, then the others. Within each group the classes take turns.
struct ImageOrder {
    /// All images, the most telling first.
    let rows: [Int]

    init(_ images: JudgedImages) {
        let labels = images.readout.labels
        var seen = [[Int]](repeating: [Int](repeating: 0, count: labels.classes.count), count: 3)
        var keys: [(group: Int, turn: Int, row: Int)] = []
        for row in 0..<images.count {
            let agree = images.isRight(row) && images.isFaithful(row)
            let group = images.isUnclassified(row) ? 0 : agree ? 2 : 1
            let label = Int(labels.indices[row])
            keys.append((group, seen[group][label], row))
            seen[group][label] += 1
        }
        rows = keys.sorted { $0 < $1 }.map(\.row)
    }
}
