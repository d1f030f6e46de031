import NeSyTensor

/// The rules as they are while merges are evaluated, which several threads read.
final class MergeRound: Sendable {
    let options: ExplaiNN
    let coder: RuleCoder
    let heads: HeadColumns
    let tails: TailLayer
    let rules: [MergingRule]
    let nets: [Double]
    /// What a merge must gain to be listed among the offers of each rule.
    let floors: [Double]
    let isFresh: [Bool]
    let index: HeadIndex

    init(_ merging: RuleMerging, index: HeadIndex, isFresh: [Bool]) {
        options = merging.options
        coder = merging.coder
        heads = merging.heads
        tails = merging.tails
        rules = merging.rules
        nets = rules.map(\.rule.net)
        floors = merging.offers.map(\.floor)
        self.index = index
        self.isFresh = isFresh
    }

    /// The worthwhile merges of every group of a batch, in an order that depends on the batch alone. A batch is one
    /// large group, whose merges are shared out, or many small ones.
    func evaluate(_ batch: ArraySlice<MergeGroup>, pool: WorkerPool) throws(NeSyError) -> [[MergeCandidate]] {
        if batch.count == 1, let group = batch.first {
            return try MergeEvaluation(group, in: self).shared(by: pool)
        }
        let grain = 32
        var found = [Result<[MergeCandidate], NeSyError>](
            repeating: .success([]), count: (batch.count + grain - 1) / grain)
        found.withUnsafeMutableBufferPointer { found in
            let found = found
            pool.run(count: batch.count, grain: grain) { part in
                found[part.lowerBound / grain] = Result { () throws(NeSyError) in
                    let scratch = MergeScratch()
                    var candidates: [MergeCandidate] = []
                    for group in batch[batch.startIndex + part.lowerBound..<batch.startIndex + part.upperBound] {
                        try MergeEvaluation(group, in: self).alone(scratch, into: &candidates)
                    }
                    return candidates
                }
            }
        }
        var candidates: [[MergeCandidate]] = []
        for part in found { candidates.append(try part.get()) }
        return candidates
    }
}
