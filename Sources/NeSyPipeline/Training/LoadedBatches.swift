import NeSyData
import NeSyNetworks
import NeSyTensor

/// The batches of a loader as a trainer draws them.
final class LoadedBatches: BatchSource {
    private let loader: BatchLoader
    private let isShuffled: Bool
    private let hidesLabels: Bool
    private var stream: BatchStream?
    /// Batches still to be skipped: a pass in order always starts at the first.
    private var skipped = 0

    /// - Parameter hidesLabels: whether the labels are of no use to the network.
    init(_ loader: BatchLoader, isShuffled: Bool, hidesLabels: Bool = false) {
        self.loader = loader
        self.isShuffled = isShuffled
        self.hidesLabels = hidesLabels
    }

    var sampleCount: Int { loader.dataset.count }
    var batchSize: Int { loader.batchSize }
    var batchesPerEpoch: Int { max(1, loader.batchesPerEpoch) }

    func begin(epoch: Int, batch: Int) throws(NeSyError) {
        stream = isShuffled ? loader.epoch(epoch, from: batch) : loader.inOrder()
        skipped = isShuffled ? 0 : batch
    }

    func next() throws(NeSyError) -> NeSyNetworks.Batch? {
        guard let stream else { preconditionFailure("next() before begin(…)") }
        while skipped > 0 {
            _ = try stream.next()
            skipped -= 1
        }
        return try stream.next().map {
            NeSyNetworks.Batch(images: $0.images, labels: hidesLabels ? $0.labels.map { _ in -1 } : $0.labels)
        }
    }
}
