import NeSyTensor

/// The weights into one class that are set to zero: those of its rules, and random sets of as many.
struct ClassCut: Sendable {
    let label: Int
    /// Inputs of the class layer, ascending.
    let inputs: [Int32]
    private let inputCount: Int
    private let wanted: Int
    private let seed: UInt64

    /// - Parameters:
    ///   - inputCount: how many weights lead into the class.
    ///   - controls: random sets.
    init(label: Int, inputs: Set<Int>, of inputCount: Int, controls: Int, seed: UInt64) {
        self.label = label
        self.inputs = inputs.sorted().map { Int32($0) }
        self.inputCount = inputCount
        wanted = controls
        self.seed = seed
    }

    /// Random sets; none where there is nothing to compare them with.
    var controls: Int { inputs.isEmpty ? 0 : wanted }

    /// Draws the controls one after the other, uniformly and without repetition within a set (Floyd's sampling). They
    /// depend on the seed, the class, its number of weights and nothing else, and are the same whenever they are drawn:
    /// all of them together can be larger than memory.
    /// - Parameter body: called with the number of the control and its inputs, ascending.
    func forEachControl(_ body: (Int, [Int32]) -> Void) {
        var generator = CounterRandomGenerator(CounterRandom(seed: seed, stream: 0x494e_5456 + UInt64(label)))
        var set = Set<Int>(minimumCapacity: inputs.count)
        for control in 0..<controls {
            set.removeAll(keepingCapacity: true)
            for top in inputCount - inputs.count..<inputCount {
                let candidate = Int.random(in: 0...top, using: &generator)
                set.insert(set.contains(candidate) ? top : candidate)
            }
            body(control, set.sorted().map { Int32($0) })
        }
    }
}
