import Testing

@testable import NeSyCompute

/// How products are divided, which needs no device.
@Suite struct ProductPlanTests {
    /// Else `nesy tune` would time another kernel than the one whose values it searches.
    @Test(arguments: ProductTile.all) func everyTunedKernelIsTimedWithItsTile(tile: ProductTile) throws {
        #expect(ProductKernel.product(tile).plan.tile == tile)
        let convolution = try #require(ProductKernel.convolution.convolution(tile))
        #expect(convolution.forwardPlan().tile == tile)
        // Else the gradient of the input could take another one.
        #expect(convolution.inputChannels == convolution.outputChannels)
        #expect(convolution.inputShape == convolution.outputShape)
        #expect(try #require(ProductKernel.weightGradient.convolution(tile)).weightGradientPlan().tile == tile)
    }

    @Test func everyShareFitsIntoAGroup() {
        for tile in ProductTile.all {
            for share in tile.shares {
                let items = tile.items(share)
                #expect(items % 32 == 0 && items <= OpenCLLimits.workGroup)
                #expect(tile.rows % (4 * share.itemRows) == 0 && tile.columns % (8 * share.itemColumns) == 0)
                // Every item brings a quad of each operand or more, and each the same number.
                #expect(tile.rows * share.depth % (4 * items) == 0 && tile.columns * share.depth % (4 * items) == 0)
                let bytes = 2 * share.depth * (tile.rows + tile.columns + 2 * share.padding) * 4
                #expect(bytes <= OpenCLLimits.localMemory)
                #expect(ProductPlan.splitStep % share.depth == 0)
            }
        }
    }

    @Test(arguments: [(9, 20, 4000, 1), (1, 1, 70_000, 1), (1000, 10, 3, 36), (27, 64, 1_605_632, 1), (5, 5, 0, 1)])
    func partsCoverTheDepth(rows: Int, columns: Int, depth: Int, batch: Int) {
        let plan = ProductPlan(rows: rows, columns: columns, depth: depth, batch: batch)
        #expect(plan.splits * plan.splitDepth >= depth && (plan.splits - 1) * plan.splitDepth < max(1, depth))
        #expect(plan.splitDepth <= 1 << 15)
        #expect(plan.partialCount == (plan.splits > 1 ? plan.splits * rows * columns * batch : 0))
        let tiles = rows.dividedUp(by: plan.tile.rows) * columns.dividedUp(by: plan.tile.columns)
        #expect(plan.groups == tiles * batch * plan.splits)
    }

    @Test func shapesChooseTheirTile() {
        func shape(_ rows: Int, _ columns: Int, _ depth: Int) -> [Int] {
            let plan = ProductPlan(rows: rows, columns: columns, depth: depth)
            return [plan.tile.rows, plan.tile.columns, plan.splits > 1 ? 2 : 1]
        }
        #expect(shape(4096, 4096, 4096) == [128, 128, 1])
        // A convolution of VGG16 with 64 channels, and the gradient of its weights.
        #expect(shape(32 * 224 * 224, 64, 576) == [128, 64, 1])
        #expect(shape(576, 64, 32 * 224 * 224) == [128, 64, 2])
        // The first full connection of VGG16.
        #expect(shape(32, 4096, 25088) == [32, 128, 2])
        #expect(shape(10, 10, 10) == [32, 32, 1])
    }

    @Test(arguments: [
        (1, 1, 0, 1), (3, 1, 1, 1), (3, 2, 1, 1), (3, 2, 3, 3), (2, 3, 0, 1), (7, 2, 3, 1), (3, 4, 2, 2), (5, 3, 4, 2),
    ])
    func tapsReachWhatADefinitionReaches(kernel: Int, stride: Int, padding: Int, dilation: Int) {
        let extent = 11
        // (input, output, position) of every term of a convolution along one axis.
        var expected = Set<[Int]>()
        for output in 0..<9 {
            for position in 0..<kernel {
                let input = output * stride - padding + position * dilation
                if input >= 0, input < extent { expected.insert([input, output, position]) }
            }
        }
        var forward = Set<[Int]>()
        let taps = TapProgression(forward: kernel, stride: stride, padding: padding, dilation: dilation)
        for output in 0..<9 {
            for tap in 0..<taps.count {
                let input = taps.origin + output * taps.gridStride + tap * taps.sourceStep
                if input >= 0, input < extent { forward.insert([input, output, taps.first + tap * taps.step]) }
            }
        }
        #expect(forward == expected)
        var backward = Set<[Int]>()
        for phase in 0..<stride {
            let taps = TapProgression(
                backward: kernel, stride: stride, padding: padding, dilation: dilation, phase: phase)
            for (index, input) in Swift.stride(from: phase, to: extent, by: stride).enumerated() {
                for tap in 0..<taps.count {
                    let output = taps.origin + index * taps.gridStride + tap * taps.sourceStep
                    if output >= 0, output < 9 { backward.insert([input, output, taps.first + tap * taps.step]) }
                }
            }
        }
        #expect(backward == expected)
    }
}
