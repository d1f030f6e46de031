import NeSyTensor

/// Batches of images (or rows of a table, as `[rows, 1, 1, columns]`) that are in memory.
public final class MemoryBatches: BatchSource {
    public enum Order: Sendable, Hashable {
        /// As they stand.
        case given
        /// Another order in every epoch, from the seed.
        case shuffled(seed: UInt64)
    }

    public let images: Tensor
    public let labels: [Int32]
    public let batchSize: Int
    public let order: Order
    private var indices: [Int] = []
    private var position = 0

    /// - Parameter images: `[count, height, width, channels]`.
    /// - Throws: a bad-data error when there are no images, or not one label for each.
    public init(images: Tensor, labels: [Int32], batchSize: Int, order: Order = .given) throws(NeSyError) {
        precondition(batchSize > 0 && images.shape.rank == 4)
        guard !labels.isEmpty, images.shape[0] == labels.count else {
            throw NeSyError(
                .badData, "There is not one label for every image.", expected: "\(images.shape[0]) labels",
                found: "\(labels.count)")
        }
        self.images = images
        self.labels = labels
        self.batchSize = batchSize
        self.order = order
    }

    public var sampleCount: Int { labels.count }
    public var batchesPerEpoch: Int { (labels.count + batchSize - 1) / batchSize }

    public func begin(epoch: Int, batch: Int) {
        indices = Array(labels.indices)
        if case .shuffled(let seed) = order {
            var generator = CounterRandomGenerator(
                CounterRandom(seed: seed, stream: RandomStream.shuffle(epoch: epoch)))
            indices.shuffle(using: &generator)
        }
        position = batch * batchSize
    }

    public func next() -> Batch? {
        guard position < indices.count else { return nil }
        let chosen = indices[position..<min(indices.count, position + batchSize)]
        position += chosen.count
        let size = images.count / labels.count
        var values: [Float] = []
        values.reserveCapacity(size * chosen.count)
        for index in chosen { values.append(contentsOf: images.values[index * size..<(index + 1) * size]) }
        let shape = Shape([chosen.count] + images.shape.extents.dropFirst())
        return Batch(images: Tensor(shape, values), labels: chosen.map { labels[$0] })
    }
}
