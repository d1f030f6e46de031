import NeSyCompute
import NeSyTensor

@testable import NeSyNetworks

/// Graphs that between them use every layer, small enough for differences of the loss.
enum SmallNetworks {
    static let smooth = Layer.activation(.tanh)

    /// Two branches that are added, one value read three times.
    static func branching() throws -> NetworkGraph {
        try NetworkGraph(
            input: FeatureShape(height: 5, width: 4, channels: 2), classes: 3,
            nodes: [
                NetworkNode(
                    "conv1", .convolution(ConvolutionLayer(filters: 4, kernel: 3, padding: 1)), inputs: ["input"]),
                NetworkNode("act1", smooth, inputs: ["conv1"]),
                NetworkNode("left", .convolution(ConvolutionLayer(filters: 4, kernel: 1)), inputs: ["act1"]),
                NetworkNode(
                    "right", .convolution(ConvolutionLayer(filters: 4, kernel: 3, padding: 1, groups: 2)),
                    inputs: ["act1"]),
                NetworkNode("sum", .add, inputs: ["left", "right"]),
                NetworkNode("again", .add, inputs: ["sum", "act1"]),
                NetworkNode("act2", .activation(.sigmoid), inputs: ["again"]),
                NetworkNode("flatten", .flatten, inputs: ["act2"]),
                NetworkNode("fc", .fullyConnected(outputs: 3), inputs: ["flatten"]),
            ], taps: ["filters": "act2"])
    }

    /// Concatenation, all poolings, a flatten whose input is read elsewhere too.
    static func joining() throws -> NetworkGraph {
        try NetworkGraph(
            input: FeatureShape(height: 6, width: 6, channels: 1), classes: 2,
            nodes: [
                NetworkNode(
                    "conv1", .convolution(ConvolutionLayer(filters: 3, kernel: 3, stride: 1, padding: 1)),
                    inputs: ["input"]),
                NetworkNode("max", .pooling(PoolingLayer(.maximum, kernel: 2, roundsUp: true)), inputs: ["conv1"]),
                NetworkNode(
                    "mean", .pooling(PoolingLayer(.average(countingPadding: false), kernel: 2)), inputs: ["conv1"]),
                NetworkNode("both", .concatenate, inputs: ["max", "mean", "max"]),
                NetworkNode("act", .activation(.leakyReLU(slope: 0.5)), inputs: ["both"]),
                NetworkNode("flat", .flatten, inputs: ["act"]),
                NetworkNode("global", .globalAverage, inputs: ["act"]),
                NetworkNode("a", .fullyConnected(outputs: 2, bias: false), inputs: ["flat"]),
                NetworkNode("b", .fullyConnected(outputs: 2), inputs: ["global"]),
                NetworkNode("logits", .add, inputs: ["a", "b"]),
            ], taps: ["filters": "act"])
    }

    /// Batch normalisation straight on the image, inside, and dropout.
    static func normalized() throws -> NetworkGraph {
        try NetworkGraph(
            input: FeatureShape(height: 4, width: 4, channels: 2), classes: 3,
            nodes: [
                NetworkNode("bn0", .batchNormalization(), inputs: ["input"]),
                NetworkNode(
                    "conv1", .convolution(ConvolutionLayer(filters: 4, kernel: 3, padding: 1, bias: false)),
                    inputs: ["bn0"]),
                NetworkNode("bn1", .batchNormalization(), inputs: ["conv1"]),
                NetworkNode("act1", smooth, inputs: ["bn1"]),
                NetworkNode("drop", .dropout(rate: 0.3), inputs: ["act1"]),
                NetworkNode("flatten", .flatten, inputs: ["drop"]),
                NetworkNode("fc", .fullyConnected(outputs: 3), inputs: ["flatten"]),
            ], taps: ["filters": "act1"])
    }

    /// A residual block whose normalisation reads what the sum reads too.
    static func preactivated() throws -> NetworkGraph {
        try NetworkGraph(
            input: FeatureShape(height: 4, width: 5, channels: 2), classes: 2,
            nodes: [
                NetworkNode(
                    "conv1", .convolution(ConvolutionLayer(filters: 3, kernel: 3, padding: 1)), inputs: ["input"]),
                NetworkNode("bn1", .batchNormalization(), inputs: ["conv1"]),
                NetworkNode("act1", smooth, inputs: ["bn1"]),
                NetworkNode(
                    "conv2", .convolution(ConvolutionLayer(filters: 3, kernel: 3, padding: 1)), inputs: ["act1"]),
                NetworkNode("sum", .add, inputs: ["conv2", "conv1"]),
                NetworkNode("flatten", .flatten, inputs: ["sum"]),
                NetworkNode("fc", .fullyConnected(outputs: 2), inputs: ["flatten"]),
            ], taps: ["filters": "sum"])
    }

    /// Layers that are pooled on the way, with windows that overlap and without; the last has a smooth activation and
    /// windows that overlap, and is not.
    static func pooled() throws -> NetworkGraph {
        let overlapping = PoolingLayer(.maximum, kernel: 3, stride: 2, padding: 1)
        func convolution(_ filters: Int, bias: Bool = true) -> Layer {
            .convolution(ConvolutionLayer(filters: filters, kernel: 3, padding: 1, bias: bias))
        }
        return try NetworkGraph(
            input: FeatureShape(height: 15, width: 12, channels: 2), classes: 3,
            nodes: [
                NetworkNode("conv1", convolution(4, bias: false), inputs: ["input"]),
                NetworkNode("bn1", .batchNormalization(), inputs: ["conv1"]),
                NetworkNode("act1", .activation(.relu), inputs: ["bn1"]),
                NetworkNode("pool1", .pooling(overlapping), inputs: ["act1"]),
                NetworkNode("conv2", convolution(5), inputs: ["pool1"]),
                NetworkNode("act2", smooth, inputs: ["conv2"]),
                NetworkNode("pool2", .pooling(PoolingLayer(.maximum, kernel: 2, roundsUp: true)), inputs: ["act2"]),
                NetworkNode("conv3", convolution(4), inputs: ["pool2"]),
                NetworkNode("pool3", .pooling(PoolingLayer(.maximum, kernel: 2, stride: 1)), inputs: ["conv3"]),
                NetworkNode("conv4", convolution(4), inputs: ["pool3"]),
                NetworkNode("act4", smooth, inputs: ["conv4"]),
                NetworkNode("pool4", .pooling(overlapping), inputs: ["act4"]),
                NetworkNode("flatten", .flatten, inputs: ["pool4"]),
                NetworkNode("fc", .fullyConnected(outputs: 3), inputs: ["flatten"]),
            ], taps: ["filters": "act2"])
    }

    static func batch(for graph: NetworkGraph, count: Int, seed: UInt64 = 5) -> Batch {
        let random = CounterRandom(seed: seed, stream: 0)
        let values = (0..<graph.input.count * count).map { random.normal(UInt64($0)) }
        let labels = (0..<count).map { Int32($0 % graph.classes) }
        return Batch(images: Tensor(graph.input.batched(count), values), labels: labels)
    }

    /// Images that can be told apart: class c is brighter in its own column, with noise.
    static func separableImages(count: Int, side: Int, classes: Int, seed: UInt64 = 1) -> (Tensor, [Int32]) {
        let random = CounterRandom(seed: seed, stream: 9)
        var values: [Float] = []
        var labels: [Int32] = []
        for image in 0..<count {
            let label = image % classes
            labels.append(Int32(label))
            for _ in 0..<side {
                for x in 0..<side {
                    let noise = 0.3 * random.normal(UInt64(values.count))
                    values.append((x * classes / side == label ? 1 : 0) + noise)
                }
            }
        }
        return (Tensor([count, side, side, 1], values), labels)
    }
}
