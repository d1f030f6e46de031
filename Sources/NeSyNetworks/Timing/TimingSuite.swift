import NeSyCompute
import NeSyTensor

/// Cases that are timed together, by the names that the command line has for them.
public enum TimingSuite: String, Sendable, CaseIterable {
    /// Filling and copying.
    case memory
    /// Matrix products.
    case product
    /// Pooling as in VGG16.
    case pooling
    /// The convolutions of VGG16, three passes each.
    case convolution
    /// A training step of a network.
    case mnist, tiny, resnet18, vgg16

    /// Those whose usual sizes suit a machine without a GPU.
    public static let small: [TimingSuite] = [.memory, .product, .pooling, .convolution, .mnist, .tiny]

    /// The cases.
    /// - Parameters:
    ///   - batch: images of a batch; nil for what is usual.
    ///   - side: pixels on a side of an image; nil for what is usual.
    /// - Throws: a usage error when the images are too small.
    public func cases(batch: Int? = nil, side: Int? = nil) throws(NeSyError) -> [TimingCase] {
        switch self {
        case .memory: return TimingCase.memory(count: 1 << 24)
        case .product:
            let sizes = [(128, 128, 128), (512, 512, 512), (batch ?? 128, 1024, 1024)]
            return sizes.map { .product(MatrixProduct(rows: $0.0, columns: $0.1, depth: $0.2)) }
        case .pooling:
            let side = side ?? 32
            let operation = try Pooling(
                .maximum, batch: batch ?? 8, height: side, width: side, channels: 64, kernel: 2)
            return TimingCase.pooling(operation)
        case .convolution: return try vgg16Layers(batch: batch ?? 2, side: side ?? 32)
        case .mnist:
            return [try step(.mnist, FeatureShape(height: side ?? 28, width: side ?? 28, channels: 1), batch ?? 128)]
        case .tiny:
            return [try step(.tiny, FeatureShape(height: side ?? 64, width: side ?? 64, channels: 3), batch ?? 32)]
        case .resnet18:
            return [
                try step(
                    .resnet18, FeatureShape(height: side ?? 224, width: side ?? 224, channels: 3), batch ?? 8, 1000)
            ]
        case .vgg16:
            return [
                try step(.vgg16, FeatureShape(height: side ?? 224, width: side ?? 224, channels: 3), batch ?? 8, 1000)
            ]
        }
    }

    private func step(
        _ architecture: Architecture, _ input: FeatureShape, _ batch: Int, _ classes: Int = 10
    ) throws(NeSyError) -> TimingCase {
        try .trainingStep(architecture, input: input, classes: classes, batch: batch)
    }

    /// The nine different convolutions of VGG16 on images of so many pixels a side.
    private func vgg16Layers(batch: Int, side: Int) throws(NeSyError) -> [TimingCase] {
        let layers = [
            (3, 64, 1), (64, 64, 1), (64, 128, 2), (128, 128, 2), (128, 256, 4), (256, 256, 4), (256, 512, 8),
            (512, 512, 8), (512, 512, 16),
        ]
        var cases: [TimingCase] = []
        for (inputs, outputs, halvings) in layers {
            let extent = side / halvings
            let operation = try Convolution(
                batch: batch, height: extent, width: extent, inputChannels: inputs, outputChannels: outputs, kernel: 3,
                padding: 1)
            cases += TimingCase.convolution(operation)
        }
        return cases
    }
}
