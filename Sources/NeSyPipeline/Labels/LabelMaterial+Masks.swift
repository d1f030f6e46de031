import NeSyConcepts
import NeSyData
import NeSyNetworks
import NeSyTensor

extension LabelMaterial {
    /// Names filters by the masks of the images that excite them most.
    /// - Parameter grouped: score a filter together with those that look at the same places.
    /// - Throws: bad data when the images have no masks, and what reading them throws.
    func findings(byMasks labelling: MaskLabelling, grouped: Bool) throws(NeSyError) -> LabelFindings {
        guard let concepts = dataset.masks?.concepts else {
            throw NeSyError(
                .badData, "The images have no masks to name filters by.",
                expected: "a folder of masks, or another way to say what images show", found: "images alone",
                remedy: "Name the masks: --masks PATH. `nesy label --help` lists what there is besides.")
        }
        try requireKnown(labelling.excluded.names, among: concepts)
        let groups = grouped ? FilterGroups(try similarities(try evidence(of: filters))) : nil
        let companions = groups?.groups.flatMap { $0.companions.map(\.filter) } ?? []
        let measured = filters + Set(companions).subtracting(filters).sorted()
        let evidence = try evidence(of: measured)
        var scores = labelling.scores(
            filters: measured, concepts: concepts, overlaps: try overlaps(evidence, quantile: labelling.quantile),
            correlations: labelling.score == .enrichment ? try correlations(of: measured, with: concepts.count) : nil)
        if let groups { scores = scores.pooled(groups) }
        return LabelFindings(
            method: "masks", score: labelling.score.rawValue, margin: labelling.margin,
            choices: filters.enumerated().map { ($1, labelling.choice($0, of: scores)) }, scores: scores,
            groups: groups)
    }

    /// Images that say how filters go with concepts: a correlation over them is exact to about two hundredths.
    private static let mostCounted = 2000

    /// How the norms of some filters go with what images show.
    private func correlations(of filters: [Int], with concepts: Int) throws(NeSyError) -> ConceptCorrelations {
        let count = min(dataset.count, LabelMaterial.mostCounted)
        var norms: [Float] = []
        var shown: [[Int]] = []
        for start in stride(from: 0, to: count, by: LabelMaterial.grain) {
            let chosen = (start..<min(start + LabelMaterial.grain, count)).map { $0 * dataset.count / count }
            let results = pool.map(parts: chosen.count) { part -> Result<[Int], NeSyError> in
                do throws(NeSyError) {
                    return .success(Set(try mask(chosen[part]).ids).filter { $0 >= 0 }.map { Int($0) }.sorted())
                } catch { return .failure(error) }
            }
            for (image, result) in zip(chosen, results) {
                shown.append(try result.get())
                norms += filters.map { readout.norms.values[image * filterCount + $0] }
            }
            try report("concepts counted", shown.count, count)
        }
        return ConceptCorrelations(norms: norms, filterCount: filters.count, shown: shown, conceptCount: concepts)
    }

    private func mask(_ image: Int) throws(NeSyError) -> ConceptMask {
        guard let mask = try dataset.mask(image) else { preconditionFailure("the images have masks") }
        return mask
    }

    /// Masks that are held in memory at a time.
    private static let grain = 64

    /// How the maps lie over the masks, by filter and rank. Every mask is read once.
    private func overlaps(_ evidence: FilterEvidence, quantile: Double) throws(NeSyError) -> [[MaskOverlap]] {
        var users: [Int: [(filter: Int, rank: Int)]] = [:]
        for (filter, occurrences) in evidence.strongest.enumerated() {
            for (rank, occurrence) in occurrences.enumerated() {
                users[occurrence.image, default: []].append((filter, rank))
            }
        }
        let places = users.sorted { $0.key < $1.key }
        var found = evidence.strongest.map {
            [MaskOverlap](repeating: MaskOverlap(parts: [], region: 0), count: $0.count)
        }
        for start in stride(from: 0, to: places.count, by: LabelMaterial.grain) {
            let batch = places[start..<min(start + LabelMaterial.grain, places.count)]
            let results = pool.map(parts: batch.count) { part -> Result<[MaskOverlap], NeSyError> in
                let (image, users) = batch[start + part]
                do throws(NeSyError) {
                    let mask = try mask(image)
                    return .success(
                        users.map { filter, rank in
                            MaskOverlap(
                                map: evidence.strongest[filter][rank].map, placement: evidence.placement,
                                mask: mask, quantile: quantile)
                        })
                } catch { return .failure(error) }
            }
            for ((_, users), result) in zip(batch, results) {
                for ((filter, rank), overlap) in zip(users, try result.get()) { found[filter][rank] = overlap }
            }
            try report("masks compared", start + batch.count, places.count)
        }
        return found
    }

    /// How alike the maps of all filters are to those of some, on the images that excite these most.
    private func similarities(_ evidence: FilterEvidence) throws(NeSyError) -> MapSimilarities {
        var users: [Int: [Int]] = [:]
        for (row, occurrences) in evidence.strongest.enumerated() {
            for occurrence in occurrences { users[occurrence.image, default: []].append(row) }
        }
        let places = users.keys.sorted()
        var similarities = MapSimilarities(filters: evidence.filters, filterCount: filterCount)
        let size = evidence.placement.height * evidence.placement.width * filterCount
        var place = 0
        try run.network.activations(
            of: NetworkGraph.filtersTap, in: images.ordered(dataset.selecting(places), batchSize)
        ) { (batch) throws(NeSyError) in
            let maps = try batch.backend.download(batch.maps[0])
            for image in 0..<batch.count {
                similarities.add(maps[image * size..<(image + 1) * size], rows: users[places[place]] ?? [])
                place += 1
            }
            try report("images of groups read", place, places.count)
        }
        return similarities
    }
}
