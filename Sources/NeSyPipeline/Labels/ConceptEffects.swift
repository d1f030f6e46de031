import NeSyCompute
import NeSyData
import NeSyNetworks
import NeSyTensor

/// What really moves filters: the mean change of a filter's norm when an object is there, against the same scene
/// without it, in standard deviations of the norm. It asks no mask, so that names given by masks can be judged by it;
/// it is known only of generated scenes, which can be drawn twice.
public struct ConceptEffects: Sendable, Hashable {
    public let concepts: [RoomConcept]
    public let filterCount: Int
    /// `[filters, concepts]`; 0 for concepts that were never taken away, such as wall and floor.
    private let values: [Double]

    /// - Parameters:
    ///   - rooms: the scenes that the network knows.
    ///   - pairs: scenes that are drawn with and without one of their objects.
    ///   - readout: of the training images, whose deviation is the unit.
    /// - Throws: a device error.
    public init(
        _ rooms: Rooms, pairs: Int, network: Network, images: DatasetImages, readout: FilterReadout,
        norm: FilterNorm.Kind, batchSize: Int, pool: WorkerPool
    ) throws(NeSyError) {
        let drawn = pool.map(parts: pairs) { rooms.intervention($0) }
        let size = rooms.configuration.size
        let block = PixelBlock(
            height: size, width: size, channels: 3, bytes: drawn.flatMap { $0.with.pixels + $0.without.pixels })
        let dataset = ImageDataset(
            block, classes: images.classes, labels: [Int32](repeating: 0, count: block.count),
            splits: [DataSplit](repeating: .interventions, count: block.count))
        let norms = try FilterReadout(
            network, source: images.ordered(dataset, batchSize), classes: images.classes, norm: norm
        ).norms.values
        let filters = readout.norms.shape[1]
        let deviations = FilterThresholds(norms: readout.norms, alpha: 0, gamma: 1).values
        let concepts = RoomConcept.allCases
        var sums = [Double](repeating: 0, count: filters * concepts.count)
        var counts = [Double](repeating: 0, count: concepts.count)
        for (pair, entry) in drawn.enumerated() {
            let concept = Int(entry.concept.rawValue)
            counts[concept] += 1
            let (with, without) = (2 * pair * filters, (2 * pair + 1) * filters)
            for filter in 0..<filters where deviations[filter] > 0 {
                let change: Float = norms[with + filter] - norms[without + filter]
                sums[filter * concepts.count + concept] += Double(change / deviations[filter])
            }
        }
        self.concepts = concepts
        filterCount = filters
        values = sums.enumerated().map { $1 / max(1, counts[$0 % concepts.count]) }
    }

    /// How far a concept moves a filter, in deviations.
    public subscript(filter: Int, concept: RoomConcept) -> Double {
        values[filter * concepts.count + Int(concept.rawValue)]
    }

    /// The concept that raises the filter most; of equal ones the first.
    public func strongest(of filter: Int) -> RoomConcept {
        concepts.dropFirst().reduce(concepts[0]) { self[filter, $1] > self[filter, $0] ? $1 : $0 }
    }

    /// The concept that moves the filter most, up or down.
    public func farthest(of filter: Int) -> RoomConcept {
        concepts.dropFirst().reduce(concepts[0]) { abs(self[filter, $1]) > abs(self[filter, $0]) ? $1 : $0 }
    }

    /// The concepts that raise the filter at least half as much as the one that raises it most.
    public func strong(of filter: Int) -> [RoomConcept] {
        let most = self[filter, strongest(of: filter)]
        return most > 0 ? concepts.filter { self[filter, $0] >= most / 2 } : []
    }
}
