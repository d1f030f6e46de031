import NeSyCompute
import NeSyTensor

extension TimingCase {
    /// One step of a training as ``Trainer`` does it: a batch to the device, forward, cross-entropy, backward, Adam.
    /// - Throws: a usage error when the images are too small for the network.
    static func trainingStep(_ timed: TimedNetwork) throws(NeSyError) -> TimingCase {
        let graph = try timed.graph()
        return TimingCase(
            "\(timed.architecture)", "training step", shape: "\(timed.batch) x \(timed.input)",
            operations: Double(timed.batch) * graph.operationsOfStep
        ) { backend throws(NeSyError) in
            let options = TrainerOptions(epochs: 1, optimizer: .adam(), rate: 1e-4, schedule: .constant)
            let trainer = try Trainer(
                Network(graph, on: backend, seed: 0), source: RepeatedBatch(timed), options: options)
            var target = 0
            return Prepared { times throws(NeSyError) in
                target += times
                try trainer.run(shouldStop: { trainer.step >= target })
            }
        }
    }

    /// The class scores of a batch: its images to the device, forward in inference mode.
    /// - Throws: a usage error when the images are too small for the network.
    static func inference(_ timed: TimedNetwork) throws(NeSyError) -> TimingCase {
        let graph = try timed.graph()
        return TimingCase(
            "\(timed.architecture)", "inference", shape: "\(timed.batch) x \(timed.input)",
            operations: Double(timed.batch) * graph.operationsOfInference
        ) { backend throws(NeSyError) in
            let execution = try NetworkExecution(
                Network(graph, on: backend, seed: 0), capacity: timed.batch, mode: .inference)
            let source = RepeatedBatch(timed)
            return Prepared { times throws(NeSyError) in
                for _ in 0..<times {
                    try execution.load(source.batch)
                    execution.forward()
                }
            }
        }
    }
}

extension NetworkGraph {
    /// Floating-point operations of a training step on one image: those of convolutions and full connections, forward,
    /// for the gradients of their weights, and for those of their inputs, which the first one does without.
    fileprivate var operationsOfStep: Double {
        zip(operations, sources).reduce(0) { sum, layer in
            // Value 0 is the image.
            sum + layer.0.multiplicationsAndAdditions * (layer.1.contains(0) ? 2 : 3)
        }
    }

    /// Those of the forward pass alone.
    fileprivate var operationsOfInference: Double {
        operations.reduce(0) { $0 + $1.multiplicationsAndAdditions }
    }
}

extension LayerOperation {
    /// Floating-point operations of the forward pass on one image, of a convolution or a full connection.
    fileprivate var multiplicationsAndAdditions: Double {
        switch self {
        case .convolution(let o, _):
            2 * Double(o.outputCount) * Double(o.weightCount) / Double(o.outputChannels)
        case .fullyConnected(let o, _): 2 * Double(o.inputs) * Double(o.outputs)
        default: 0
        }
    }
}
