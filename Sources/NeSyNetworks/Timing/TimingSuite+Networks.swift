import NeSyCompute
import NeSyTensor

extension TimingSuite {
    /// A convolution that a suite carries out.
    public struct NamedConvolution: Sendable, Hashable {
        /// Its layer in the network; empty where it stands alone.
        public let layer: String
        public let operation: Convolution
        public let passes: [Convolution.Pass]
    }

    /// The convolutions of the suite in their order, with the batch and image size as in ``cases(batch:side:)``.
    /// - Throws: a usage error when the images are too small.
    public func convolutions(batch: Int? = nil, side: Int? = nil) throws(NeSyError) -> [NamedConvolution] {
        switch self {
        case .memory, .product, .pooling: return []
        case .convolution:
            return try TimingSuite.vgg16Layers(batch: batch, side: side).map {
                NamedConvolution(layer: "", operation: $0, passes: Convolution.Pass.allCases)
            }
        case .mnist, .tiny, .resnet18, .vgg16:
            return try network(batch: batch, side: side).convolutions { readsImage in
                Convolution.Pass.allCases.filter { $0 != .inputGradient || !readsImage }
            }
        case .mnistInference, .tinyInference, .resnet18Inference, .vgg16Inference:
            return try network(batch: batch, side: side).convolutions { _ in [.forward] }
        }
    }

    /// The network of a suite that has one, at the size asked for or else the usual one.
    func network(batch: Int?, side: Int?) -> TimedNetwork {
        switch self {
        case .mnist, .mnistInference:
            TimedNetwork(.mnist, side: side ?? 28, channels: 1, classes: 10, batch: batch ?? 128)
        case .tiny, .tinyInference:
            TimedNetwork(.tiny, side: side ?? 64, channels: 3, classes: 10, batch: batch ?? 64)
        case .resnet18, .resnet18Inference:
            TimedNetwork(.resnet18, side: side ?? 224, channels: 3, classes: 1000, batch: batch ?? 16)
        case .vgg16, .vgg16Inference:
            TimedNetwork(.vgg16, side: side ?? 224, channels: 3, classes: 1000, batch: batch ?? 8)
        case .memory, .product, .pooling, .convolution:
            preconditionFailure("\(rawValue) has no network")
        }
    }

    /// The nine different convolutions of VGG16 on images of so many pixels a side.
    static func vgg16Layers(batch: Int?, side: Int?) throws(NeSyError) -> [Convolution] {
        let layers = [
            (3, 64, 1), (64, 64, 1), (64, 128, 2), (128, 128, 2), (128, 256, 4), (256, 256, 4), (256, 512, 8),
            (512, 512, 8), (512, 512, 16),
        ]
        var convolutions: [Convolution] = []
        for (inputs, outputs, halvings) in layers {
            let extent = (side ?? 32) / halvings
            convolutions.append(
                try Convolution(
                    batch: batch ?? 2, height: extent, width: extent, inputChannels: inputs, outputChannels: outputs,
                    kernel: 3, padding: 1))
        }
        return convolutions
    }
}

extension TimedNetwork {
    /// - Parameter passes: those that are carried out, by whether the layer reads the image.
    fileprivate func convolutions(
        passes: (_ readsImage: Bool) -> [Convolution.Pass]
    ) throws(NeSyError) -> [TimingSuite.NamedConvolution] {
        let graph = try graph()
        var found: [TimingSuite.NamedConvolution] = []
        for (node, (operation, sources)) in zip(graph.nodes, zip(graph.operations, graph.sources)) {
            guard case .convolution(var convolution, _) = operation else { continue }
            convolution.batch = batch
            // Value 0 is the image.
            found.append(
                TimingSuite.NamedConvolution(
                    layer: node.name, operation: convolution, passes: passes(sources.contains(0))))
        }
        return found
    }
}
