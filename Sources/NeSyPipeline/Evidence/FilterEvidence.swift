import NeSyCompute
import NeSyData
import NeSyNetworks
import NeSyTensor

/// The images that excite filters most, with the filters' maps on them: what a filter looks at.
public struct FilterEvidence: Sendable {
    /// One image that excites a filter.
    public struct Occurrence: Sendable, Hashable {
        /// The position of the image in the data set.
        public let image: Int
        public let norm: Float
        /// The filter's map, row by row.
        public let map: [Float]

        public init(image: Int, norm: Float, map: [Float]) {
            self.image = image
            self.norm = norm
            self.map = map
        }
    }

    public let filters: [Int]
    /// Where the maps lie on the images, and their size.
    public let placement: MapPlacement
    /// For each filter its images by norm, strongest first; of equal norms the earlier image comes first.
    public let strongest: [[Occurrence]]

    /// Runs the images that are needed through the network once more, and keeps the maps of these filters.
    /// - Parameters:
    ///   - top: images for each filter, fewer where there are fewer.
    ///   - readout: the norms of all filters on the same data set, in its order.
    /// - Throws: what reading the images and `progress` throw.
    /// - Precondition: the filters are those of the network's tap, and the readout has a row for every image.
    public init(
        filters: [Int], top: Int, readout: FilterReadout, network: Network, images: DatasetImages,
        dataset: ImageDataset, batchSize: Int,
        progress: (_ done: Int, _ total: Int) throws(NeSyError) -> Void = { _, _ in }
    ) throws(NeSyError) {
        precondition(readout.labels.count == dataset.count)
        let shape = try network.graph.shape(of: NetworkGraph.filtersTap)
        let norms = readout.norms.values
        let places = filters.map { filter in
            (0..<dataset.count).sorted {
                (norms[$1 * shape.channels + filter], $0) < (norms[$0 * shape.channels + filter], $1)
            }.prefix(top)
        }
        // Each image once, whichever filters it excites.
        let needed = Set(places.joined()).sorted()
        var users = [[(filter: Int, rank: Int)]](repeating: [], count: needed.count)
        let rows = Dictionary(uniqueKeysWithValues: needed.enumerated().map { ($1, $0) })
        for (filter, ranking) in places.enumerated() {
            for (rank, image) in ranking.enumerated() { rows[image].map { users[$0].append((filter, rank)) } }
        }
        var found = places.map { $0.map { Occurrence(image: $0, norm: 0, map: []) } }
        let area = shape.height * shape.width
        var row = 0
        try network.activations(
            of: NetworkGraph.filtersTap, in: images.ordered(dataset.selecting(needed), batchSize)
        ) { (batch) throws(NeSyError) in
            let values = try batch.backend.download(batch.maps[0])
            for image in 0..<batch.count {
                for (place, rank) in users[row] {
                    let first = image * area * shape.channels + filters[place]
                    let index = needed[row]
                    found[place][rank] = Occurrence(
                        image: index, norm: norms[index * shape.channels + filters[place]],
                        map: (0..<area).map { values[first + $0 * shape.channels] })
                }
                row += 1
            }
            try progress(row, needed.count)
        }
        self.filters = filters
        placement = try MapPlacement(of: NetworkGraph.filtersTap, in: network.graph)
        strongest = found
    }
}
