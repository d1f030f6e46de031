import NeSyCompute
import NeSyInduction
import NeSyLogic
import NeSyTensor

extension Cascade {
    /// Mines between every pair of consecutive layers.
    /// - Parameters:
    ///   - layers: on the same rows, from the classes down.
    ///   - observe: called with the step, counting from 0, and what the search reports.
    /// - Throws: what ``LayerPair`` throws of neighbouring layers, before anything is mined; what the search throws.
    /// - Precondition: there are at least two layers.
    public static func mine(
        _ layers: [LayerItems], heads: Heads, miner: ExplaiNN, backend: any ComputeBackend, pool: WorkerPool,
        observe: (_ step: Int, _ phase: ExplaiNN.Phase, _ done: Int, _ total: Int) throws(NeSyError) -> Void = {
            _, _, _, _ in
        }
    ) throws(NeSyError) -> Cascade {
        precondition(layers.count >= 2)
        // Layers that do not go together are told before the first search.
        var pairs: [LayerPair] = []
        for index in 0..<layers.count - 1 {
            pairs.append(try LayerPair(heads: layers[index], tails: layers[index + 1]))
        }
        var steps: [Step] = []
        var found: [[Int]]?
        for index in 0..<layers.count - 1 {
            if let found, found.isEmpty { break }
            let (upper, lower) = (layers[index], layers[index + 1])
            let candidates = HeadRestriction(of: upper, tails: found)
            let restricted = try miner.mine(
                heads: candidates.bits, tails: lower.bits, headGroups: heads == .groups ? candidates.groups : nil,
                backend: backend, pool: pool,
                observe: { (phase, done, total) throws(NeSyError) in try observe(index, phase, done, total) })
            let mined = candidates.restored(restricted)
            steps.append(
                Step(
                    rules: RobustRuleSet(mined, between: pairs[index]), mined: mined,
                    follows: mined.rules.map { origins(of: $0.rule.head, among: found ?? [], heads) }))
            found = mined.rules.map { rule in rule.rule.tail.map { $0 - upper.count } }
        }
        return Cascade(heads: heads, layers: layers.map(Layer.init), steps: steps)
    }

    /// The tails that a head is made of: with `groups` the one that it is, which several rules may have.
    private static func origins(of head: [Int], among tails: [[Int]], _ heads: Heads) -> [Int] {
        let head = Set(head)
        return tails.indices.filter { index in
            switch heads {
            case .groups: head == Set(tails[index])
            case .items: !head.isDisjoint(with: tails[index])
            }
        }
    }
}

/// The items of a layer that heads may be made of: all of the first layer, later those of the tails that were found.
private struct HeadRestriction {
    let bits: BitMatrix
    /// The tails in the numbering of `bits`, each once; nil for the first layer.
    let groups: [[Int]]?
    /// For every candidate its item of the layer.
    private let items: [Int]
    private let layerCount: Int

    init(of layer: LayerItems, tails: [[Int]]?) {
        layerCount = layer.count
        guard let tails else {
            (bits, groups, items) = (layer.bits, nil, Array(0..<layer.count))
            return
        }
        items = Set(tails.joined()).sorted()
        var chosen = BitMatrix(rows: layer.rows, columns: items.count)
        var candidates: [Int: Int] = [:]
        for (candidate, item) in items.enumerated() {
            chosen.setColumn(candidate, to: layer.bits.column(item))
            candidates[item] = candidate
        }
        bits = chosen
        var seen = Set<[Int]>()
        groups = tails.filter { seen.insert($0).inserted }.map { tail in tail.compactMap { candidates[$0] } }
    }

    /// The same rules in the numbering of the whole layer.
    func restored(_ mined: MinedRules) -> MinedRules {
        var copy = mined
        copy.rules = mined.rules.map { rule in
            var rule = rule
            rule.rule.head = rule.rule.head.map { items[$0] }
            rule.rule.tail = rule.rule.tail.map { $0 - items.count + layerCount }
            return rule
        }
        return copy
    }
}
