import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

@Suite struct NetworkGraphTests {
    static let image = FeatureShape(height: 8, width: 8, channels: 3)

    @Test func everyShapeIsKnown() throws {
        let graph = try SmallNetworks.joining()
        #expect(try graph.shape(of: "max") == FeatureShape(height: 3, width: 3, channels: 3))
        #expect(try graph.shape(of: "filters") == FeatureShape(height: 3, width: 3, channels: 9))
        #expect(try graph.shape(of: "flat") == FeatureShape(81))
        #expect(try graph.shape(of: "output") == FeatureShape(2))
    }

    @Test(arguments: [
        ([NetworkNode("fc", .fullyConnected(outputs: 4), inputs: ["input"])], "layer 'fc'"),
        ([NetworkNode("a", .globalAverage, inputs: ["later"])], "layer 'a'"),
        ([NetworkNode("input", .flatten, inputs: ["input"])], "layer 'input'"),
        (
            [
                NetworkNode("a", .flatten, inputs: ["input"]), NetworkNode("b", .add, inputs: ["input", "a"]),
            ], "layer 'b'"
        ),
        ([NetworkNode("a", .add, inputs: ["input"])], "layer 'a'"),
        ([NetworkNode("d", .dropout(rate: 1), inputs: ["input"])], "layer 'd'"),
        ([NetworkNode("d", .dropout(rate: .nan), inputs: ["input"])], "layer 'd'"),
        ([NetworkNode("b", .batchNormalization(epsilon: -1), inputs: ["input"])], "layer 'b'"),
        ([NetworkNode("c", .convolution(ConvolutionLayer(filters: 2, kernel: 9)), inputs: ["input"])], "layer 'c'"),
        (
            [NetworkNode("c", .convolution(ConvolutionLayer(filters: 4, kernel: 1, groups: 2)), inputs: ["input"])],
            "layer 'c'"
        ),
        (
            [
                NetworkNode("c", .convolution(ConvolutionLayer(filters: 1 << 20, kernel: 8)), inputs: ["input"]),
                NetworkNode("e", .convolution(ConvolutionLayer(filters: 1 << 20, kernel: 1)), inputs: ["c"]),
            ], "layer 'e'"
        ),
        ([NetworkNode("last", .flatten, inputs: ["input"])], "layer 'last'"),
    ])
    func misfitsNameTheirLayer(nodes: [NetworkNode], place: String) {
        let error = #expect(throws: NeSyError.self) {
            try NetworkGraph(input: Self.image, classes: 4, nodes: nodes)
        }
        #expect(error?.location == place)
        #expect(error?.kind == .usage)
    }

    @Test(arguments: [-1, Int.min, Int.max, Int.max - 1, Int.max / 2])
    func extentsOutOfRangeNameTheirLayer(extent: Int) {
        var convolutions = [ConvolutionLayer](repeating: ConvolutionLayer(filters: 4, kernel: 1), count: 10)
        convolutions[0].filters = extent
        convolutions[1].kernelHeight = extent
        convolutions[2].kernelWidth = extent
        convolutions[3].strideHeight = extent
        convolutions[4].strideWidth = extent
        convolutions[5].paddingHeight = extent
        convolutions[6].paddingWidth = extent
        convolutions[7].dilationHeight = extent
        convolutions[8].dilationWidth = extent
        convolutions[9].groups = extent
        let poolings = [
            PoolingLayer(.maximum, kernel: extent, stride: 1), PoolingLayer(.maximum, kernel: 2, stride: extent),
            PoolingLayer(.maximum, kernel: 2, padding: extent),
        ]
        let layers =
            convolutions.map(Layer.convolution) + poolings.map(Layer.pooling)
            + [.fullyConnected(outputs: extent)]
        for layer in layers {
            let error = #expect(throws: NeSyError.self) {
                try NetworkGraph(
                    input: Self.image, classes: 4, nodes: [NetworkNode("odd", layer, inputs: ["input"])])
            }
            #expect(error?.kind == .usage && error?.location == "layer 'odd'")
        }
    }

    @Test func noLayersIsAnError() {
        #expect(throws: NeSyError.self) { try NetworkGraph(input: Self.image, classes: 4, nodes: []) }
    }

    /// Or a tap would lead elsewhere than a layer's own name does.
    @Test(arguments: [("a", "b"), ("b", "a"), ("input", "a"), ("filters", "a")])
    func aTapMustNotHaveTheNameOfAnotherLayer(tap: String, layer: String) {
        let nodes = ["a", "b", "filters"].enumerated().map { index, name in
            NetworkNode(name, .fullyConnected(outputs: 4), inputs: [index == 0 ? "input" : "a"])
        }
        let error = #expect(throws: NeSyError.self) {
            try NetworkGraph(input: FeatureShape(4), classes: 4, nodes: nodes, taps: [tap: layer])
        }
        #expect(error?.kind == .usage && error?.location == "tap '\(tap)' of layer '\(layer)'")
        #expect(throws: Never.self) {
            try NetworkGraph(
                input: FeatureShape(4), classes: 4, nodes: nodes, taps: ["filters": "filters", "other": "a"])
        }
    }

    /// The tap of the logits is always there.
    @Test func onlyTheLastLayerMayBeCalledOutput() {
        func graph(_ names: [String]) throws -> NetworkGraph {
            try NetworkGraph(
                input: FeatureShape(4), classes: 4,
                nodes: names.enumerated().map { index, name in
                    NetworkNode(name, .fullyConnected(outputs: 4), inputs: [index == 0 ? "input" : names[index - 1]])
                })
        }
        #expect(throws: Never.self) { try graph(["a", "output"]) }
        let error = #expect(throws: NeSyError.self) { try graph(["output", "b"]) }
        #expect(error?.kind == .usage && error?.location == "tap 'output' of layer 'b'")
    }

    @Test func aTapMustNameALayer() {
        #expect(throws: NeSyError.self) {
            try NetworkGraph(
                input: FeatureShape(4), classes: 2,
                nodes: [NetworkNode("fc", .fullyConnected(outputs: 2), inputs: ["input"])],
                taps: ["filters": "nowhere"])
        }
    }

    @Test func anUnknownNameListsTheKnownOnes() throws {
        let graph = try SmallNetworks.branching()
        let error = #expect(throws: NeSyError.self) { try graph.nodeIndex(of: "conv9") }
        #expect(error?.expected?.contains("filters, output, conv1") == true)
    }
}
