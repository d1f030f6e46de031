import NeSyTensor

/// Batches of a data set: shuffled and augmented by epoch for training, or in order for evaluation.
///
/// What a batch holds depends on the seed, the epoch and its number, never on threads or timing. Decoding
/// runs ahead of the reader on threads of its own.
public struct BatchLoader: Sendable {
    public let dataset: ImageDataset
    public let transform: ImageTransform
    public let batchSize: Int
    public let seed: UInt64
    /// Whether the last batch of an epoch is left out when it is smaller than the others.
    public let dropsLast: Bool
    /// Threads that decode.
    public let threadCount: Int
    /// The most batches that are decoded but not yet taken.
    public let depth: Int

    /// - Precondition: batch size, thread count and depth are positive.
    public init(
        _ dataset: ImageDataset, transform: ImageTransform, batchSize: Int, seed: UInt64 = 0, dropsLast: Bool = false,
        threadCount: Int? = nil, depth: Int = 4
    ) {
        let threads = threadCount ?? WorkerPool.processorCount
        precondition(batchSize > 0 && threads > 0 && depth > 0)
        self.dataset = dataset
        self.transform = transform
        self.batchSize = batchSize
        self.seed = seed
        self.dropsLast = dropsLast
        self.threadCount = threads
        self.depth = depth
    }

    /// Batches in an epoch of training.
    public var batchesPerEpoch: Int {
        dropsLast ? dataset.count / batchSize : (dataset.count + batchSize - 1) / batchSize
    }

    /// The order in which an epoch visits the images: a permutation by Fisher and Yates.
    public func order(epoch: Int) -> [Int] {
        let random = CounterRandom(seed: seed, stream: RandomStream.shuffle.key(epoch: epoch))
        var order = Array(0..<dataset.count)
        for last in stride(from: order.count - 1, to: 0, by: -1) {
            let chosen = Int((UInt64(random.word(UInt64(last))) * UInt64(last + 1)) >> 32)
            order.swapAt(last, chosen)
        }
        return order
    }

    /// The shuffled, augmented batches of one epoch.
    /// - Parameter first: the batches before this one are skipped, to resume in the middle of an epoch.
    public func epoch(_ epoch: Int, from first: Int = 0) -> BatchStream {
        let order = order(epoch: epoch)
        let batches = (min(first, batchesPerEpoch)..<batchesPerEpoch).map { slice(order, $0) }
        return BatchStream(loader: self, batches: batches, epoch: epoch)
    }

    /// All images in their order, none left out, without augmentation.
    public func inOrder() -> BatchStream {
        let order = Array(0..<dataset.count)
        let count = (dataset.count + batchSize - 1) / batchSize
        return BatchStream(loader: self, batches: (0..<count).map { slice(order, $0) }, epoch: nil)
    }

    /// The given images, decoded on the calling thread.
    /// - Parameter epoch: the epoch whose augmentation they get; nil for none.
    /// - Throws: what reading or decoding an image throws, with its path.
    public func batch(indices: [Int], epoch: Int? = nil) throws(NeSyError) -> Batch {
        try batch(indices, epoch) { false }
    }

    private func slice(_ order: [Int], _ number: Int) -> [Int] {
        Array(order[number * batchSize..<min(order.count, (number + 1) * batchSize)])
    }

    /// - Parameter isAbandoned: asked before every image; the batch ends early, its rest zero, when true.
    func batch(_ indices: [Int], _ epoch: Int?, isAbandoned: () -> Bool) throws(NeSyError) -> Batch {
        let size = transform.shape.count
        var values = [Float](repeating: 0, count: indices.count * size)
        for (place, index) in indices.enumerated() {
            if isAbandoned() { break }
            let draw = epoch.map { ImageTransform.Draw(seed: seed, epoch: $0, sample: index) }
            try dataset.withPixels(index) { pixels in
                values.withUnsafeMutableBufferPointer { area in
                    guard let output = area.baseAddress else { return }
                    transform.apply(pixels, draw, into: output + place * size)
                }
            }
        }
        let shape = Shape([indices.count] + transform.shape.extents)
        return Batch(
            images: Tensor(shape, values), labels: indices.map { dataset.samples[$0].label }, indices: indices)
    }
}
