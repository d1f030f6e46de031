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
    /// The class scores of a batch.
    case mnistInference = "mnist-inference"
    case tinyInference = "tiny-inference"
    case resnet18Inference = "resnet18-inference"
    case vgg16Inference = "vgg16-inference"

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
        case .convolution:
            return try TimingSuite.vgg16Layers(batch: batch, side: side).flatMap { TimingCase.convolution($0) }
        case .mnist, .tiny, .resnet18, .vgg16:
            return [try .trainingStep(network(batch: batch, side: side))]
        case .mnistInference, .tinyInference, .resnet18Inference, .vgg16Inference:
            return [try .inference(network(batch: batch, side: side))]
        }
    }
}
