extension ImageDataset {
    /// At most so many images of every split, and of every class of a split; nil takes all.
    ///
    /// The first in their order are kept. Where the images of a split are sorted by class, as folders give
    /// them, the classes take turns instead, so that a small part still shows all of them.
    public func limited(perSplit: Int? = nil, perClass: Int? = nil) -> ImageDataset {
        var kept: [Int] = []
        for split in splits {
            let members = samples.indices.filter { samples[$0].split == split }
            let rank = rankInClass(members)
            var chosen = members.indices.filter { perClass == nil || rank[$0] < perClass! }
            if let perSplit, perSplit < chosen.count {
                let isSorted = zip(members, members.dropFirst()).allSatisfy { samples[$0].label <= samples[$1].label }
                if isSorted { chosen.sort { (rank[$0], $0) < (rank[$1], $1) } }
                chosen = Array(chosen.prefix(max(perSplit, 0)))
            }
            kept += chosen.map { members[$0] }
        }
        return selecting(kept.sorted())
    }

    /// How many of the members before each one have its class.
    private func rankInClass(_ members: [Int]) -> [Int] {
        var seen = [Int](repeating: 0, count: classes.count)
        return members.map { index in
            let label = Int(samples[index].label)
            defer { seen[label] += 1 }
            return seen[label]
        }
    }
}
