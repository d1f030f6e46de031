import NeSyTensor

/// A label in each row, and neurons that like some labels.
struct LabelledTable {
    let heads: BitMatrix
    let tails: BitMatrix

    init(rows: Int = 6_000, labels: Int = 12, neurons: Int = 60, isSorted: Bool, seed: UInt64 = 3) {
        var heads = BitMatrix(rows: rows, columns: labels)
        var tails = BitMatrix(rows: rows, columns: neurons)
        // The same rows in both orders: 7 has no factor in common with the number of rows.
        for place in 0..<rows {
            let row = isSorted ? place : place * 7 % rows
            let label = place * labels / rows
            heads[row, label] = true
            for neuron in 0..<neurons {
                let group = neuron / 5
                let likes = (label + group) % 4 == 0
                // Neurons of a group mostly fire together.
                let common = CounterRandom(seed: seed, stream: UInt64(group)).uniform(UInt64(place))
                let own = CounterRandom(seed: seed, stream: UInt64(1_000 + neuron)).uniform(UInt64(place))
                tails[row, neuron] = (common < (likes ? 0.8 : 0.1)) != (own < 0.03)
            }
        }
        self.heads = heads
        self.tails = tails
    }
}
