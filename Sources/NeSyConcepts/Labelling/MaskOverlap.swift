import NeSyData
import NeSyTensor

/// How the map of a filter on one image lies over the concepts of that image.
///
/// The map is scaled to the size of the mask, and what lies below a quantile of its values counts as nothing, as in
/// NeSyFOLD's program. That spreads the map evenly; here it lies where its positions look, which is somewhere else in
/// networks that pad or stride unevenly.
public struct MaskOverlap: Sendable, Hashable {
    /// One concept of the image; every figure is a share of 0 to 1.
    public struct Part: Sendable, Hashable {
        /// The position in the list of concepts.
        public let concept: Int
        /// Of the activation, the share inside the concept.
        public let activation: Double
        /// Of the picture, the share that the concept covers.
        public let area: Double
        /// Of the picture, the share where the concept is and the filter is active.
        public let common: Double

        public init(concept: Int, activation: Double, area: Double, common: Double) {
            self.concept = concept
            self.activation = activation
            self.area = area
            self.common = common
        }
    }

    /// The concepts that the mask shows, by position.
    public let parts: [Part]
    /// Of the picture, the share where the filter is active.
    public let region: Double

    public init(parts: [Part], region: Double) {
        self.parts = parts
        self.region = region
    }

    /// - Parameters:
    ///   - map: row by row.
    ///   - placement: where the map lies on the picture that the mask is of, and its size.
    ///   - quantile: 0 to 1, of the scaled map; lower values are cut off.
    /// - Precondition: the map has the size of its placement, and quantile is a share.
    public init(map: [Float], placement: MapPlacement, mask: ConceptMask, quantile: Double) {
        let scaled = BicubicResampling(placement, to: (mask.height, mask.width)).apply(map)
        let threshold = Quantile.value(scaled, at: quantile)
        let tally = MaskTally(map: scaled, threshold: threshold, ids: mask.ids)
        let area = Double(scaled.count)
        parts = tally.concepts.map { concept in
            let counts = tally[concept]
            return Part(
                concept: concept, activation: tally.total > 0 ? counts.activation / tally.total : 0,
                area: Double(counts.pixels) / area, common: Double(counts.active) / area)
        }
        region = Double(tally.active) / area
    }
}

/// The pixels of one scaled map, summed by concept.
private struct MaskTally {
    struct Counts {
        var activation = 0.0
        var pixels = 0
        var active = 0
    }

    /// The concepts that occur, ascending.
    let concepts: [Int]
    private(set) var total = 0.0
    private(set) var active = 0
    private var counts: [Counts]

    init(map: [Float], threshold: Float, ids: [Int32]) {
        // One more in front for pixels without a concept.
        var counts = [Counts](repeating: Counts(), count: Int(max(ids.max() ?? -1, -1)) + 2)
        for (value, id) in zip(map, ids) {
            let entry = Int(max(id, -1)) + 1
            counts[entry].pixels += 1
            guard value >= threshold else { continue }
            counts[entry].activation += Double(value)
            if value > 0 { counts[entry].active += 1 }
        }
        for entry in counts {
            total += entry.activation
            active += entry.active
        }
        self.counts = counts
        concepts = counts.indices.dropFirst().filter { counts[$0].pixels > 0 }.map { $0 - 1 }
    }

    subscript(concept: Int) -> Counts { counts[concept + 1] }
}
