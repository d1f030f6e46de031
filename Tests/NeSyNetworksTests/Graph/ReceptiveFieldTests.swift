import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

@Suite struct ReceptiveFieldTests {
    static func convolution(_ kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1) -> Layer {
        .convolution(
            ConvolutionLayer(filters: 3, kernel: kernel, stride: stride, padding: padding, dilation: dilation))
    }

    /// Every kind of window, branches of different reach, pixels that no window reaches, extents that differ.
    static let graphs: [String: @Sendable () throws -> NetworkGraph] = [
        "branching": SmallNetworks.branching, "joining": SmallNetworks.joining, "pooled": SmallNetworks.pooled,
        "strided": {
            try chain(
                height: 17, width: 12,
                [
                    convolution(3, stride: 2, padding: 1), SmallNetworks.smooth, convolution(2, dilation: 2),
                    .pooling(PoolingLayer(.average(countingPadding: true), kernel: 2)), convolution(3, padding: 1),
                ])
        },
        "in padding": {
            try chain(
                height: 7, width: 5, [convolution(1, padding: 1), SmallNetworks.smooth, convolution(1, stride: 3)])
        },
        "backwards": {
            try chain(
                height: 2, width: 9,
                [convolution(2, padding: 3, dilation: 3), SmallNetworks.smooth, convolution(4, padding: 1)])
        },
        "oblong": {
            try chain(
                height: 9, width: 14,
                [
                    .convolution(
                        ConvolutionLayer(
                            filters: 3, kernelHeight: 1, kernelWidth: 5, strideHeight: 1, strideWidth: 3,
                            paddingHeight: 0, paddingWidth: 2, dilationHeight: 1, dilationWidth: 1, groups: 1,
                            bias: true)), convolution(3),
                ])
        },
    ]

    static func chain(height: Int, width: Int, _ layers: [Layer]) throws -> NetworkGraph {
        var builder = GraphBuilder()
        for (index, layer) in layers.enumerated() { builder.append("layer\(index)", layer) }
        builder.markFilters()
        builder.append("flatten", .flatten)
        builder.append("fc", .fullyConnected(outputs: 2))
        return try builder.build(input: FeatureShape(height: height, width: width, channels: 1), classes: 2)
    }

    /// Changes one pixel after the other and looks which positions of the layer answer.
    @Test(arguments: graphs.keys.sorted(), ["filters", "fc"])
    func fieldIsWhatMovesAPosition(graph name: String, layer: String) throws {
        let make = try #require(ReceptiveFieldTests.graphs[name])
        let graph = try make()
        let tap = graph.nodes.contains { $0.name == layer } || layer == "filters" ? layer : "output"
        let shape = try graph.shape(of: tap)
        let network = try Network(graph, on: CPUBackend(), seed: 3)
        let pixels = graph.input.height * graph.input.width
        let random = CounterRandom(seed: 8, stream: 1)
        let plain = (0..<graph.input.count).map { random.normal(UInt64($0)) }
        var rows = [Range<Int>?](repeating: nil, count: shape.height)
        var columns = [Range<Int>?](repeating: nil, count: shape.width)
        // A maximum may hide a small change: large ones in both directions.
        for change: Float in [-40, 0.3, 40] {
            var values = plain
            for pixel in 0..<pixels {
                var image = plain
                for channel in 0..<graph.input.channels { image[pixel * graph.input.channels + channel] += change }
                values += image
            }
            let source = try MemoryBatches(
                images: Tensor(graph.input.batched(pixels + 1), values),
                labels: [Int32](repeating: -1, count: pixels + 1), batchSize: pixels + 1)
            try network.activations(of: tap, in: source) { (batch) throws(NeSyError) in
                let maps = try batch.backend.download(batch.maps[0])
                for pixel in 0..<pixels {
                    for index in 0..<shape.count where maps[index] != maps[(pixel + 1) * shape.count + index] {
                        let (y, x) = (pixel / graph.input.width, pixel % graph.input.width)
                        let row = index / shape.channels / shape.width
                        let column = index / shape.channels % shape.width
                        rows[row] = min(rows[row]?.lowerBound ?? y, y)..<max(rows[row]?.upperBound ?? 0, y + 1)
                        columns[column] =
                            min(columns[column]?.lowerBound ?? x, x)..<max(columns[column]?.upperBound ?? 0, x + 1)
                    }
                }
            }
        }
        let field = try graph.receptiveField(of: tap)
        #expect(field.rows.spans.map(\.count) == rows.map { $0?.count ?? 0 })
        #expect(field.columns.spans.map(\.count) == columns.map { $0?.count ?? 0 })
        for (span, seen) in zip(field.rows.spans + field.columns.spans, rows + columns) where !span.isEmpty {
            #expect(span == seen)
        }
    }

    /// Chains of windows against the sets of pixels that each position reads.
    @Test func spansHoldWhatIsRead() {
        var random = SplitMix64(seed: 12)
        for _ in 0..<300 {
            let extent = Int.random(in: 1...12, using: &random)
            var pixels = (0..<extent).map { Set([$0]) }
            var spans = (0..<extent).map { $0..<$0 + 1 }
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let (taps, stride) = (Int.random(in: 1...5, using: &random), Int.random(in: 1...3, using: &random))
                let (padding, dilation) = (Int.random(in: 0...4, using: &random), Int.random(in: 1...4, using: &random))
                let room = pixels.count + 2 * padding - dilation * (taps - 1) - 1
                if room < 0 { continue }
                let window = AxisWindow.sliding(taps: taps, stride: stride, padding: padding, dilation: dilation)
                let positions = 0...room / stride
                spans = positions.map { window.span(of: $0, reading: spans) }
                pixels = positions.map { position in
                    (0..<taps).reduce(into: []) { read, tap in
                        let place = position * stride - padding + tap * dilation
                        if pixels.indices.contains(place) { read.formUnion(pixels[place]) }
                    }
                }
            }
            #expect(spans == pixels.map { set in set.min().map { $0..<(set.max() ?? $0) + 1 } ?? 0..<0 })
        }
    }

    /// VGG-16's last convolution, as published: 196 pixels, 16 apart. ResNet-18's block sees 435, 32 apart, and its
    /// first position is centred on the first pixel.
    @Test func publishedNetworks() throws {
        let image = FeatureShape(height: 224, width: 224, channels: 3)
        let vgg = try Architecture.vgg16.graph(input: image, classes: 10).receptiveField(of: "relu13")
        #expect(vgg.rows == vgg.columns)
        #expect(vgg.rows.size == 196 && vgg.rows.step == 16 && vgg.rows.centres[0] == 8)
        #expect(vgg.rows.spans[0] == 0..<106 && vgg.rows.spans[13] == 118..<224)
        let resnet = try Architecture.resnet18.graph(input: image, classes: 10).receptiveField(of: "filters")
        #expect(resnet.rows.size == 435 && resnet.rows.step == 32 && resnet.rows.centres[0] == 0.5)
    }

    @Test func fieldOfTinyIsWhatItsDocumentationSays() throws {
        let graph = try Architecture.tiny.graph(input: FeatureShape(height: 64, width: 64, channels: 3), classes: 4)
        #expect(try graph.receptiveField(of: "filters").rows.size == 54)
        #expect(try graph.receptiveField(of: "output").columns.spans == [0..<64])
    }

    /// A graph as a hostile file may describe it: strides whose product no number holds.
    @Test func hugeStridesStayInRange() throws {
        let wide = Layer.convolution(ConvolutionLayer(filters: 1, kernel: 1, stride: 1 << 20, padding: 1 << 19))
        let graph = try ReceptiveFieldTests.chain(
            height: 1, width: 1, [Layer](repeating: wide, count: 9))
        #expect(try graph.receptiveField(of: "filters").rows.spans.allSatisfy(\.isEmpty))
    }

    @Test func unknownLayersAreRefused() throws {
        let graph = try SmallNetworks.joining()
        #expect(throws: NeSyError.self) { try graph.receptiveField(of: "nowhere") }
    }
}
