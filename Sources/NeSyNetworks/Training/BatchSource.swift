import NeSyTensor

/// Where batches come from: every epoch in an order that depends on its number alone, so that a training can go on
/// where it stopped.
public protocol BatchSource: AnyObject {
    /// Images in an epoch.
    var sampleCount: Int { get }
    /// The size of every batch but the last of an epoch, which may be smaller.
    var batchSize: Int { get }
    /// Batches in an epoch; at least 1.
    var batchesPerEpoch: Int { get }

    /// Begins an epoch, or goes on in the middle of one.
    /// - Parameters:
    ///   - epoch: counts from 0.
    ///   - batch: the first batch that ``next()`` yields.
    func begin(epoch: Int, batch: Int) throws(NeSyError)

    /// The next batch, nil after the last of the epoch.
    func next() throws(NeSyError) -> Batch?
}
