import NeSyTensor

extension SoftWPMI {
    /// Numbers of a block of images: 32 MiB.
    static let blockSize = 1 << 23
    /// Bytes of what is known about concepts while they are compared.
    static let memoryLimit = 1 << 31

    /// How many concepts can be compared at a time.
    /// - Parameters:
    ///   - filters: those that are scored.
    ///   - sets: of images, those drawn by lot included.
    static func mostConcepts(filters: Int, sets: Int) -> Int {
        let product = MemoryLayout<Float>.size + MemoryLayout<Int32>.size
        let score = MemoryLayout<Double>.size + MemoryLayout<Float>.size
        return memoryLimit / (sets * product + filters * score)
    }

    /// Reads the evidence once, from the first row to the last, and scores every concept for some filters.
    /// - Parameters:
    ///   - norms: of all filters of the layer, `[images, filters]`.
    ///   - filters: those that are to be scored.
    ///   - progress: is told how many rows have been read.
    /// - Throws: what reading the evidence and `progress` throw, and bad data for a number that is not finite and for
    ///   more concepts than fit ``memoryLimit``.
    /// - Precondition: the evidence has a row for every image, and the settings are sensible: `top` and `randomSets`
    ///   are positive, weights lie between 0 and 1, filters are those of the norms.
    public func scores<Evidence: ConceptEvidence>(
        norms: Tensor, filters: [Int], evidence source: Evidence, pool: WorkerPool,
        progress: (_ done: Int, _ total: Int) throws(NeSyError) -> Void = { _, _ in }
    ) throws(NeSyError) -> EvidenceScores {
        var evidence = source
        let imageCount = norms.shape[0]
        precondition(filters.allSatisfy { (0..<norms.shape[1]).contains($0) })
        let top = topCount(images: imageCount)
        precondition(top > 0 && randomSets > 1 && (0...1).contains(weights.first) && (0...1).contains(weights.last))
        let concepts = evidence.concepts
        precondition(evidence.rows.count == imageCount)

        // The published baseline is over all filters, whichever are asked for.
        let chosen = baseline == .filters ? Array(0..<norms.shape[1]) : filters
        let most = SoftWPMI.mostConcepts(filters: filters.count, sets: chosen.count + randomSets)
        guard concepts.count <= most else {
            throw NeSyError(
                .badData, "There are too many concepts to compare at a time.",
                expected: "at most \(most) for \(filters.count) filters", found: "\(concepts.count)",
                remedy: "Leave out concepts that no filter will be named after.")
        }
        let sets = ImageSets(
            norms: norms, chosen: chosen, random: randomSets, top: top, seed: seed, pool: pool)
        let byRank = (0..<top).map { weights.first - Double($0) / Double(top) * (weights.first - weights.last) }
        let products = UnsafeEvidenceProducts(sets, rows: evidence.rows, weights: byRank, concepts: concepts.count)
        let total = evidence.rowCount
        let blockRows = max(1, SoftWPMI.blockSize / concepts.count)
        var done = 0
        while done < total {
            var block = try evidence.next(blockRows)
            let bad = products.multiply(
                &block, sharpness: evidence.reading == .similarities ? sharpness : nil, pool: pool)
            if let bad {
                throw NeSyError(
                    .badData, "A number that is not finite.",
                    at: "row \(bad.row + 1), concept \"\(concepts[bad.concept])\"", expected: "a finite number",
                    found: "\(block[(bad.row - done) * concepts.count + bad.concept])",
                    remedy: "Leave the image out, or compute its similarities anew.")
            }
            done += block.count / concepts.count
            try progress(done, total)
        }
        return EvidenceScores(self, products, filters: filters, chosen: chosen, concepts: concepts, pool: pool)
    }
}
