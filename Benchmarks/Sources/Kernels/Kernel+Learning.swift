import NeSy

extension Kernel {
    static var learning: [Kernel] {
        [
            Kernel("FOLD-SE-M") { backend in
                let source = SyntheticTable(rows: 2000, columns: 32, classes: 4, seed: 1)
                let table = source.table(pool: backend.pool)
                return { _ = try FoldSEM().learn(table, labels: source.labels, pool: backend.pool) }
            },
            Kernel("ExplaiNN") { backend in
                let (heads, tails) = labelsAndNeurons(rows: 2000, labels: 10, neurons: 64)
                return { _ = try ExplaiNN().mine(heads: heads, tails: tails, backend: backend, pool: backend.pool) }
            },
        ]
    }

    /// One-hot labels, and neurons that prefer some of them.
    private static func labelsAndNeurons(rows: Int, labels: Int, neurons: Int) -> (heads: BitMatrix, tails: BitMatrix) {
        let random = CounterRandom(seed: 1, stream: 0)
        var heads = BitMatrix(rows: rows, columns: labels)
        var tails = BitMatrix(rows: rows, columns: neurons)
        for row in 0..<rows {
            let label = row % labels
            heads[row, label] = true
            for neuron in 0..<neurons {
                let share: Float = (neuron + label * label) % 5 == 0 ? 0.7 : 0.05
                tails[row, neuron] = random.uniform(UInt64(row * neurons + neuron)) < share
            }
        }
        return (heads, tails)
    }
}
