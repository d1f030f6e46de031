import NeSyCompute
import NeSyTensor

extension Layer {
    /// Extents above this are refused: no image, kernel or layer is that large, and products stay in range.
    static let largestExtent = 1 << 20
    /// Values of one image at any point of a network, and of one weight tensor.
    static let largestCount = 1 << 31

    /// The geometry that follows from the shapes of the inputs.
    /// - Throws: a usage error without a location; the graph adds the name of the layer.
    func resolved(for inputs: [FeatureShape]) throws(NeSyError) -> (operation: LayerOperation, output: FeatureShape) {
        try checkInputCount(inputs.count)
        let input = inputs[0]
        switch self {
        case .convolution(let layer): return try resolve(layer, input)
        case .pooling(let layer):
            try Layer.check([layer.kernel, layer.stride])
            try Layer.check([layer.padding], atLeast: 0)
            let operation = try Pooling(
                layer.kind, batch: 1, height: input.height, width: input.width, channels: input.channels,
                kernel: layer.kernel, stride: layer.stride, padding: layer.padding, roundsUp: layer.roundsUp)
            return (
                .pooling(operation),
                FeatureShape(
                    height: operation.outputHeight, width: operation.outputWidth, channels: input.channels)
            )
        case .batchNormalization(let epsilon, let momentum):
            guard epsilon > 0, epsilon.isFinite, momentum >= 0, momentum <= 1 else {
                throw NeSyError(
                    .usage, "A batch normalisation has impossible constants.",
                    expected: "epsilon above 0, momentum from 0 to 1", found: "\(epsilon), \(momentum)")
            }
            return (
                .batchNormalization(
                    BatchNormalization(
                        rows: input.positions, channels: input.channels, epsilon: epsilon, momentum: momentum)),
                input
            )
        case .activation(let function):
            if case .leakyReLU(let slope) = function, !(slope > 0 && slope.isFinite) {
                throw NeSyError(
                    .usage, "The slope of a leaky ReLU is not positive.", expected: "above 0",
                    found: "\(slope)")
            }
            return (.activation(function), input)
        case .globalAverage: return (.globalAverage, FeatureShape(input.channels))
        case .flatten: return (.reshape, FeatureShape(input.count))
        case .fullyConnected(let outputs, let bias):
            try Layer.check([outputs])
            guard input.isVector else {
                throw NeSyError(
                    .usage, "A fully connected layer needs a vector.", expected: "1 x 1 x n", found: "\(input)",
                    remedy: "Put a flatten or a global average before it.")
            }
            guard try Layer.product([input.channels, outputs]) <= Layer.largestCount else {
                throw Layer.tooLarge("\(input.channels) x \(outputs) weights")
            }
            return (
                .fullyConnected(
                    try FullyConnected(batch: 1, inputs: input.channels, outputs: outputs), bias: bias),
                FeatureShape(outputs)
            )
        case .dropout(let rate):
            guard rate >= 0, rate < 1 else {
                throw NeSyError(
                    .usage, "A dropout rate is out of range.", expected: "at least 0 and below 1",
                    found: "\(rate)")
            }
            return (.dropout(rate: rate), input)
        case .add:
            guard inputs[0] == inputs[1] else {
                throw NeSyError(
                    .usage, "The inputs of a sum differ in shape.", expected: "\(inputs[0])",
                    found: "\(inputs[1])")
            }
            return (.add, input)
        case .concatenate:
            for other in inputs where (other.height, other.width) != (input.height, input.width) {
                throw NeSyError(
                    .usage, "The inputs of a concatenation differ in height or width.",
                    expected: "\(input.height) x \(input.width)", found: "\(other.height) x \(other.width)")
            }
            let channels = inputs.map(\.channels)
            var output = input
            output.channels = channels.reduce(0, +)
            return (.concatenate(channels: channels), output)
        }
    }

    private func checkInputCount(_ found: Int) throws(NeSyError) {
        let expected: ClosedRange<Int>
        switch self {
        case .add: expected = 2...2
        case .concatenate: expected = 1...1024
        default: expected = 1...1
        }
        guard expected.contains(found) else {
            throw NeSyError(
                .usage, "A layer has the wrong number of inputs.",
                expected: expected.count == 1 ? "\(expected.lowerBound)" : "at least 1", found: "\(found)")
        }
    }

    private func resolve(
        _ layer: ConvolutionLayer, _ input: FeatureShape
    ) throws(NeSyError) -> (operation: LayerOperation, output: FeatureShape) {
        try Layer.check([
            layer.filters, layer.kernelHeight, layer.kernelWidth, layer.strideHeight, layer.strideWidth,
            layer.dilationHeight, layer.dilationWidth, layer.groups,
        ])
        try Layer.check([layer.paddingHeight, layer.paddingWidth], atLeast: 0)
        let operation = try Convolution(
            batch: 1, height: input.height, width: input.width, inputChannels: input.channels,
            outputChannels: layer.filters, kernelHeight: layer.kernelHeight, kernelWidth: layer.kernelWidth,
            strideHeight: layer.strideHeight, strideWidth: layer.strideWidth,
            paddingHeight: layer.paddingHeight, paddingWidth: layer.paddingWidth,
            dilationHeight: layer.dilationHeight, dilationWidth: layer.dilationWidth, groups: layer.groups)
        let weights = [layer.kernelHeight, layer.kernelWidth, input.channels / layer.groups, layer.filters]
        guard try Layer.product(weights) <= Layer.largestCount else { throw Layer.tooLarge("\(weights) weights") }
        return (
            .convolution(operation, bias: layer.bias),
            FeatureShape(
                height: operation.outputHeight, width: operation.outputWidth, channels: layer.filters)
        )
    }

    static func check(_ extents: [Int], atLeast least: Int = 1) throws(NeSyError) {
        for extent in extents where extent < least || extent > largestExtent {
            throw NeSyError(
                .usage, "A layer has an extent out of range.", expected: "\(least) to \(largestExtent)",
                found: "\(extent)")
        }
    }

    /// The product of positive extents, or an error where it leaves the range.
    static func product(_ extents: [Int]) throws(NeSyError) -> Int {
        var result = 1
        for extent in extents {
            let (next, overflow) = result.multipliedReportingOverflow(by: extent)
            if overflow || next > largestCount { throw tooLarge("\(extents) values") }
            result = next
        }
        return result
    }

    private static func tooLarge(_ found: String) -> NeSyError {
        NeSyError(.usage, "A layer is too large.", expected: "at most \(largestCount) values", found: found)
    }
}
