extension ConceptScores {
    /// The same table; of more concepts than a limit only those that score among the ten best of some filter, in their
    /// order.
    public func limited(to limit: Int) -> ConceptScores {
        guard concepts.count > limit else { return self }
        var isKept = [Bool](repeating: false, count: concepts.count)
        for row in filters.indices {
            var best: [Int] = []
            for concept in concepts.indices {
                if best.count == 10, let last = best.last, self[row, concept] <= self[row, last] { continue }
                let place = best.firstIndex { self[row, $0] < self[row, concept] } ?? best.count
                best.insert(concept, at: place)
                if best.count > 10 { best.removeLast() }
            }
            for concept in best { isKept[concept] = true }
        }
        let kept = concepts.indices.filter { isKept[$0] }
        return ConceptScores(
            filters: filters, concepts: kept.map { concepts[$0] },
            values: filters.indices.flatMap { row in kept.map { self[row, $0] } })
    }
}
