/// Convolutions of 3x3, stride 1, without dilation or groups by Winograd's minimal filtering F(side x side, 3x3):
/// transformed images times transformed weights, one matrix product for each of the (side + 2)^2 points of a tile. That
/// takes 2.25 times (side 2) or 4 times (side 4) fewer multiplications than the definition.
///
/// Images are worked off in blocks of tiles whose transforms fit into `OpenCLOptions.convolutionWorkspace`. Blocks, and
/// sums over them, are in a fixed order, so that the same geometry gives the same bits.
extension OpenCLBackend {
    func convolveWinograd(
        _ operation: Convolution, _ variant: WinogradVariant, input: BufferSlice, weights: BufferSlice,
        bias: BufferSlice?, activation: Activation?, output: BufferSlice
    ) {
        let following = FusedActivation(activation)
        let tiles = WinogradTiles(outputsOf: operation, side: variant.side)
        correlate(
            WinogradSource(inputOf: operation, input), tiles, variant, output, operation.outputChannels, bias: bias,
            slope: following.slope, accumulate: false
        ) { transformed in
            run(
                "winograd_weights", in: "conv/winograd_weights.cl", defines: ["TILE": tiles.side],
                over: .flat(operation.inputChannels * operation.outputChannels), .slice(weights), .slice(transformed),
                .count(operation.inputChannels * operation.outputChannels))
        }
        if let separate = following.separate { activate(separate, input: output, output: output) }
    }

    /// The gradient of the input is a convolution as well: of the output gradients, by the weights turned by half a
    /// turn, with what the kernel reaches beyond the forward padding as padding.
    func convolveWinogradBackwardInput(
        _ operation: Convolution, _ variant: WinogradVariant, outputGradient: BufferSlice, weights: BufferSlice,
        inputGradient: BufferSlice, accumulate: Bool
    ) {
        let tiles = WinogradTiles(inputsOf: operation, side: variant.side)
        correlate(
            WinogradSource(outputGradientOf: operation, outputGradient), tiles, variant, inputGradient,
            operation.inputChannels, bias: nil, slope: 1, accumulate: accumulate
        ) { transformed in
            run(
                "winograd_weights_turned", in: "conv/winograd_weights.cl", defines: ["TILE": tiles.side],
                over: .plane(operation.outputChannels, operation.inputChannels, group: (16, 16)), .slice(weights),
                .slice(transformed), .count(operation.inputChannels), .count(operation.outputChannels))
        }
    }

    private func correlate(
        _ source: WinogradSource, _ tiles: WinogradTiles, _ variant: WinogradVariant, _ output: BufferSlice,
        _ channels: Int, bias: BufferSlice?, slope: Float, accumulate: Bool,
        transformWeights: (_ transformed: BufferSlice) -> Void
    ) {
        guard variant != .fusedTwo else {
            let weights = scratch(tiles.matrices * source.channels * channels)[0]
            transformWeights(weights)
            run(
                "winograd_fused", in: "conv/winograd_fused.cl",
                over: .groups(tiles.count.dividedUp(by: 32) * channels.dividedUp(by: 32), of: (256, 1, 1)),
                .slice(source.images), .slice(weights), .optional(bias), .slice(output), .count(source.channels),
                .integer(source.height), .integer(source.width), .integer(source.paddingHeight),
                .integer(source.paddingWidth), .count(channels), .integer(tiles.height), .integer(tiles.width),
                .count(tiles.down), .count(tiles.across), .count(tiles.count), .float(slope), .flag(accumulate))
            return
        }
        let blocks = tiles.blocks(channels: source.channels + channels, workspace: options.convolutionWorkspace)
        let products = blocks.map {
            MatrixProduct(rows: $0.tiles, columns: channels, depth: source.channels, batch: tiles.matrices)
        }
        let memory = scratch(
            products[0].leftCount, products[0].rightCount, products[0].resultCount, products.largestPartialCount)
        let (inputs, weights, results, partials) = (memory[0], memory[1], memory[2], memory[3])
        transformWeights(weights)
        for (block, product) in zip(blocks, products) {
            transform(source, tiles, block, into: inputs)
            multiply(product, inputs, weights, into: results, partials: partials)
            run(
                "winograd_output", in: "conv/winograd_output.cl", defines: ["TILE": tiles.side],
                over: .flat(block.tiles * channels), .slice(results), .optional(bias), .slice(output),
                .count(channels), .integer(tiles.height), .integer(tiles.width), .count(tiles.down),
                .count(tiles.across), .count(block.first), .count(block.tiles), .float(slope), .flag(accumulate))
        }
    }

    /// The gradient of the weights: its sums run over all tiles, block after block.
    func convolveWinogradBackwardWeights(
        _ operation: Convolution, _ variant: WinogradVariant, input: BufferSlice, outputGradient: BufferSlice,
        weightGradient: BufferSlice
    ) {
        let (rows, columns) = (operation.inputChannels, operation.outputChannels)
        let source = WinogradSource(inputOf: operation, input)
        let tiles = WinogradTiles(outputsOf: operation, side: variant.side)
        let blocks = tiles.blocks(channels: rows + columns, workspace: options.convolutionWorkspace)
        let products = blocks.map {
            MatrixProduct(
                rows: rows, columns: columns, depth: $0.tiles, transposesLeft: true, batch: tiles.matrices,
                beta: $0.first > 0 ? 1 : 0)
        }
        let memory = scratch(
            products[0].leftCount, products[0].rightCount, products[0].resultCount, products.largestPartialCount)
        let (inputs, gradients, sums, partials) = (memory[0], memory[1], memory[2], memory[3])
        for (block, product) in zip(blocks, products) {
            transform(source, tiles, block, into: inputs)
            run(
                "winograd_output_gradient", in: "conv/winograd_input.cl", defines: ["TILE": tiles.side],
                over: .flat(block.tiles * columns), .slice(outputGradient), .slice(gradients), .count(columns),
                .integer(tiles.height), .integer(tiles.width), .count(tiles.down), .count(tiles.across),
                .count(block.first), .count(block.tiles))
            multiply(product, inputs, gradients, into: sums, partials: partials)
        }
        run(
            "winograd_weight_gradient", in: "conv/winograd_weights.cl", defines: ["TILE": tiles.side],
            over: .flat(rows * columns), .slice(sums), .slice(weightGradient), .count(rows * columns))
    }

    private func transform(
        _ source: WinogradSource, _ tiles: WinogradTiles, _ block: WinogradTiles.Block,
        into transformed: BufferSlice
    ) {
        run(
            "winograd_input", in: "conv/winograd_input.cl", defines: ["TILE": tiles.side],
            over: .flat(block.tiles * source.channels), .slice(source.images), .slice(transformed),
            .count(source.channels), .integer(source.height), .integer(source.width), .count(tiles.down),
            .count(tiles.across), .integer(source.paddingHeight), .integer(source.paddingWidth), .count(block.first),
            .count(block.tiles))
    }

    /// A product of matrices at the beginnings of these slices; the last block has fewer tiles than the others.
    private func multiply(
        _ operation: MatrixProduct, _ left: BufferSlice, _ right: BufferSlice, into result: BufferSlice,
        partials: BufferSlice
    ) {
        product(
            operation, by: operation.plan, left: left.slice(offset: 0, count: operation.leftCount),
            right: right.slice(offset: 0, count: operation.rightCount),
            result: result.slice(offset: 0, count: operation.resultCount), partials: partials)
    }
}

extension [MatrixProduct] {
    fileprivate var largestPartialCount: Int { reduce(0) { Swift.max($0, $1.partialCount) } }
}

/// Images that tiles are read from. A negative padding leaves pixels of their edges out.
private struct WinogradSource {
    var images: BufferSlice
    var height: Int
    var width: Int
    var channels: Int
    var paddingHeight: Int
    var paddingWidth: Int

    init(inputOf operation: Convolution, _ images: BufferSlice) {
        self.images = images
        (height, width, channels) = (operation.height, operation.width, operation.inputChannels)
        (paddingHeight, paddingWidth) = (operation.paddingHeight, operation.paddingWidth)
    }

    init(outputGradientOf operation: Convolution, _ images: BufferSlice) {
        self.images = images
        (height, width, channels) = (operation.outputHeight, operation.outputWidth, operation.outputChannels)
        (paddingHeight, paddingWidth) = (2 - operation.paddingHeight, 2 - operation.paddingWidth)
    }
}
