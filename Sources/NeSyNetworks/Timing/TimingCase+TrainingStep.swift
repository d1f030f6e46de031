import NeSyCompute
import NeSyTensor

extension TimingCase {
    /// One step of a training as ``Trainer`` does it: a batch to the device, forward, cross-entropy, backward, SGD with
    /// momentum.
    /// - Throws: a usage error when the images are too small for the network.
    public static func trainingStep(
        _ architecture: Architecture, input: FeatureShape, classes: Int, batch: Int
    ) throws(NeSyError) -> TimingCase {
        let graph = try architecture.graph(input: input, classes: classes)
        return TimingCase(
            "\(architecture)", "training step", shape: "\(batch) x \(input)",
            operations: Double(batch) * graph.operationsOfStep
        ) { backend throws(NeSyError) in
            let options = TrainerOptions(
                epochs: 1, optimizer: .sgd(momentum: 0.9), rate: 1e-4, schedule: .constant)
            let trainer = try Trainer(
                Network(graph, on: backend, seed: 0), source: RepeatedBatch(batch, input, classes: classes),
                options: options)
            var target = 0
            return Prepared { times throws(NeSyError) in
                target += times
                try trainer.run(shouldStop: { trainer.step >= target })
            }
        }
    }
}

extension NetworkGraph {
    /// Floating-point operations of a training step on one image: those of convolutions and full connections, forward,
    /// for the gradients of their weights, and for those of their inputs, which the first one does without.
    fileprivate var operationsOfStep: Double {
        var total = 0.0
        for (operation, source) in zip(operations, sources) {
            let forward: Double
            switch operation {
            case .convolution(let o, _):
                forward = 2 * Double(o.outputShape.count) * Double(o.weightShape.count) / Double(o.outputChannels)
            case .fullyConnected(let o, _): forward = 2 * Double(o.inputs) * Double(o.outputs)
            default: continue
            }
            // Value 0 is the image.
            total += forward * (source.contains(0) ? 2 : 3)
        }
        return total
    }
}

/// The same images again and again. They are made when the first batch is asked for: by then the device has been found
/// to have memory for so many.
private final class RepeatedBatch: BatchSource {
    let batchSize: Int
    let batchesPerEpoch = 1 << 30
    private let shape: FeatureShape
    private let classes: Int
    private lazy var batch: Batch = {
        let random = CounterRandom(seed: 4, stream: 0)
        let shape = shape.batched(batchSize)
        let values = (0..<shape.count).map { random.uniform(UInt64($0)) - 0.5 }
        return Batch(images: Tensor(shape, values), labels: (0..<batchSize).map { Int32($0 % classes) })
    }()

    init(_ count: Int, _ shape: FeatureShape, classes: Int) {
        batchSize = count
        self.shape = shape
        self.classes = classes
    }

    var sampleCount: Int { batchSize * batchesPerEpoch }

    func begin(epoch: Int, batch: Int) {}
    func next() -> Batch? { batch }
}
