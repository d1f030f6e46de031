import NeSyTensor

/// The weights into one class that are set to zero: those of its rules, and random sets of as many.
struct ClassCut: Sendable {
    let label: Int
    /// Inputs of the class layer, ascending.
    let inputs: [Int32]
    /// `controls` sets of `inputs.count` inputs, one after the other.
    let drawn: [Int32]

    /// Draws the controls uniformly, without repetition within a set (Floyd's sampling); they depend on the seed, the
    /// class, its number of weights and nothing else.
    init(label: Int, inputs: Set<Int>, of inputCount: Int, controls: Int, seed: UInt64) {
        self.label = label
        self.inputs = inputs.sorted().map { Int32($0) }
        var generator = CounterRandomGenerator(CounterRandom(seed: seed, stream: 0x494e_5456 + UInt64(label)))
        var drawn: [Int32] = []
        drawn.reserveCapacity(controls * inputs.count)
        for _ in 0..<controls {
            var set = Set<Int>()
            for top in inputCount - inputs.count..<inputCount {
                let candidate = Int.random(in: 0...top, using: &generator)
                set.insert(set.contains(candidate) ? top : candidate)
            }
            drawn += set.sorted().map { Int32($0) }
        }
        self.drawn = drawn
    }

    var controls: Int { inputs.isEmpty ? 0 : drawn.count / inputs.count }

    func control(_ index: Int) -> ArraySlice<Int32> { drawn[index * inputs.count..<(index + 1) * inputs.count] }
}
