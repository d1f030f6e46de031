import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

@Suite struct GraphDescriptionTests {
    @Test(arguments: ["tiny", "mnist", "vgg11", "vgg16", "resnet18", "mlp:64,32"])
    func architecturesSurviveTheirDescription(name: String) throws {
        let graph = try Architecture(name).graph(
            input: FeatureShape(height: 32, width: 32, channels: 3), classes: 7)
        #expect(try NetworkGraph(graph.description) == graph)
    }

    @Test(arguments: [
        Layer.activation(.leakyReLU(slope: 0.1)), .activation(.sigmoid), .activation(.tanh), .add, .concatenate,
        .batchNormalization(epsilon: 1e-3, momentum: 0.01), .dropout(rate: 0.25), .globalAverage,
        .pooling(PoolingLayer(.average(countingPadding: true), kernel: 3, stride: 2, padding: 1, roundsUp: true)),
        .convolution(
            ConvolutionLayer(
                filters: 6, kernelHeight: 3, kernelWidth: 5, strideHeight: 2, strideWidth: 1, paddingHeight: 1,
                paddingWidth: 2, dilationHeight: 1, dilationWidth: 3, groups: 2, bias: false)),
    ])
    func layersSurviveTheirDescription(layer: Layer) throws {
        #expect(try Layer(layer.description) == layer)
    }

    @Test func decimalsAreShort() {
        #expect(Layer.dropout(rate: 0.1).description.parameters["rate"] == .number(0.1))
    }

    @Test(arguments: [
        LayerDescription(kind: "conv"),
        LayerDescription(kind: "relu", parameters: ["slope": .number(1)]),
        LayerDescription(kind: "dropout"),
        LayerDescription(kind: "dropout", parameters: ["rate": .flag(true)]),
        LayerDescription(kind: "dropout", parameters: ["rate": .number(.nan)]),
        LayerDescription(kind: "fullyConnected", parameters: ["outputs": .integer(.min), "bias": .flag(true)]),
        LayerDescription(kind: "fullyConnected", parameters: ["outputs": .number(2), "bias": .flag(true)]),
    ])
    func malformedLayersAreBadData(layer: LayerDescription) {
        let error = #expect(throws: NeSyError.self) { try Layer(layer) }
        #expect(error?.kind == .badData)
    }

    @Test(arguments: [-1, 0, Int.max, Int.min])
    func extentsFromFilesAreChecked(extent: Int) {
        for description in [
            GraphDescription(height: extent, width: 4, channels: 4, classes: 2, nodes: [], taps: [:]),
            GraphDescription(height: 4, width: 4, channels: 4, classes: extent, nodes: [], taps: [:]),
            GraphDescription(
                height: 4, width: 4, channels: 4, classes: 2,
                nodes: [
                    .init(
                        name: "p",
                        layer: LayerDescription(
                            kind: "maxPool",
                            parameters: [
                                "kernel": .integer(2), "stride": .integer(extent), "padding": .integer(0),
                                "roundsUp": .flag(true),
                            ]), inputs: ["input"])
                ], taps: [:]),
        ] {
            let error = #expect(throws: NeSyError.self) { try NetworkGraph(description) }
            #expect(error?.kind == .badData)
        }
    }
}
