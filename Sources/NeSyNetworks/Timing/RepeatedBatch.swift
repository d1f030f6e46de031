import NeSyTensor

/// The same images again and again. They are made when the first batch is asked for: by then the device has been found
/// to have memory for so many.
final class RepeatedBatch: BatchSource {
    let batchSize: Int
    let batchesPerEpoch = 1 << 30
    private let shape: FeatureShape
    private let classes: Int

    private(set) lazy var batch: Batch = {
        let random = CounterRandom(seed: 4, stream: 0)
        let shape = shape.batched(batchSize)
        let values = (0..<shape.count).map { random.uniform(UInt64($0)) - 0.5 }
        return Batch(images: Tensor(shape, values), labels: (0..<batchSize).map { Int32($0 % classes) })
    }()

    init(_ timed: TimedNetwork) {
        batchSize = timed.batch
        shape = timed.input
        classes = timed.classes
    }

    var sampleCount: Int { batchSize * batchesPerEpoch }

    func begin(epoch: Int, batch: Int) {}
    func next() -> Batch? { batch }
}
