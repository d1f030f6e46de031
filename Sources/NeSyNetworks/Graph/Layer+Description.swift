import NeSyCompute
import NeSyTensor

extension Layer {
    /// The layer in plain words.
    public var description: LayerDescription {
        switch self {
        case .convolution(let layer):
            LayerDescription(
                kind: "convolution",
                parameters: [
                    "filters": .integer(layer.filters),
                    "kernelHeight": .integer(layer.kernelHeight), "kernelWidth": .integer(layer.kernelWidth),
                    "strideHeight": .integer(layer.strideHeight), "strideWidth": .integer(layer.strideWidth),
                    "paddingHeight": .integer(layer.paddingHeight), "paddingWidth": .integer(layer.paddingWidth),
                    "dilationHeight": .integer(layer.dilationHeight),
                    "dilationWidth": .integer(layer.dilationWidth), "groups": .integer(layer.groups),
                    "bias": .flag(layer.bias),
                ])
        case .batchNormalization(let epsilon, let momentum):
            LayerDescription(
                kind: "batchNorm",
                parameters: ["epsilon": .decimal(epsilon), "momentum": .decimal(momentum)])
        case .activation(.relu): LayerDescription(kind: "relu")
        case .activation(.leakyReLU(let slope)):
            LayerDescription(kind: "leakyReLU", parameters: ["slope": .decimal(slope)])
        case .activation(.sigmoid): LayerDescription(kind: "sigmoid")
        case .activation(.tanh): LayerDescription(kind: "tanh")
        case .pooling(let layer):
            switch layer.kind {
            case .maximum: LayerDescription(kind: "maxPool", parameters: layer.parameters)
            case .average(let counting):
                LayerDescription(
                    kind: "averagePool",
                    parameters: layer.parameters.merging(["countingPadding": .flag(counting)]) { $1 })
            }
        case .globalAverage: LayerDescription(kind: "globalAverage")
        case .flatten: LayerDescription(kind: "flatten")
        case .fullyConnected(let outputs, let bias):
            LayerDescription(
                kind: "fullyConnected", parameters: ["outputs": .integer(outputs), "bias": .flag(bias)])
        case .dropout(let rate): LayerDescription(kind: "dropout", parameters: ["rate": .decimal(rate)])
        case .add: LayerDescription(kind: "add")
        case .concatenate: LayerDescription(kind: "concatenate")
        }
    }

    /// - Throws: a bad-data error when the kind is unknown, or a parameter missing, unknown or of another type.
    public init(_ description: LayerDescription) throws(NeSyError) {
        var reader = LayerParameterReader(description)
        switch description.kind {
        case "convolution":
            self = .convolution(
                ConvolutionLayer(
                    filters: try reader.integer("filters"), kernelHeight: try reader.integer("kernelHeight"),
                    kernelWidth: try reader.integer("kernelWidth"),
                    strideHeight: try reader.integer("strideHeight"),
                    strideWidth: try reader.integer("strideWidth"),
                    paddingHeight: try reader.integer("paddingHeight"),
                    paddingWidth: try reader.integer("paddingWidth"),
                    dilationHeight: try reader.integer("dilationHeight"),
                    dilationWidth: try reader.integer("dilationWidth"), groups: try reader.integer("groups"),
                    bias: try reader.flag("bias")))
        case "batchNorm":
            self = .batchNormalization(
                epsilon: try reader.number("epsilon"), momentum: try reader.number("momentum"))
        case "relu": self = .activation(.relu)
        case "leakyReLU": self = .activation(.leakyReLU(slope: try reader.number("slope")))
        case "sigmoid": self = .activation(.sigmoid)
        case "tanh": self = .activation(.tanh)
        case "maxPool": self = .pooling(try reader.pooling(.maximum))
        case "averagePool":
            self = .pooling(try reader.pooling(.average(countingPadding: try reader.flag("countingPadding"))))
        case "globalAverage": self = .globalAverage
        case "flatten": self = .flatten
        case "fullyConnected":
            self = .fullyConnected(outputs: try reader.integer("outputs"), bias: try reader.flag("bias"))
        case "dropout": self = .dropout(rate: try reader.number("rate"))
        case "add": self = .add
        case "concatenate": self = .concatenate
        default:
            throw NeSyError(.badData, "A layer is of an unknown kind.", found: "'\(description.kind)'")
        }
        try reader.finish()
    }
}

extension PoolingLayer {
    fileprivate var parameters: [String: LayerDescription.Parameter] {
        [
            "kernel": .integer(kernel), "stride": .integer(stride), "padding": .integer(padding),
            "roundsUp": .flag(roundsUp),
        ]
    }
}

extension LayerDescription.Parameter {
    /// The shortest decimal that reads back as the same Float: 0.1, not 0.10000000149011612.
    fileprivate static func decimal(_ value: Float) -> Self { .number(Double("\(value)") ?? Double(value)) }
}
