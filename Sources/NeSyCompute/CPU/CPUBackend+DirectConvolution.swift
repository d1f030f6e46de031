import CMicro

/// Convolutions of images with few channels; micro_direct.h says how they are multiplied.
extension CPUBackend {
    func convolveDirectly(
        _ operation: Convolution, input: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        epilogue: nesy_epilogue, output: UnsafeMutablePointer<Float>
    ) {
        let bands = DirectBands(operation)
        let (inputStep, outputStep) = (operation.inputCount, operation.outputCount)
        precondition(epilogue.accumulate == 0, "direct convolutions write their output")
        withUnsafePointer(to: operation.direct(level: level)) { direct in
            withUnsafePointer(to: epilogue) { epilogue in
                pool.run(count: bands.count, grain: bands.grain) { range in
                    scratch.borrow(bytes: nesy_direct_scratch(direct, bands.height)) { memory in
                        for band in range {
                            let rows = bands.rows(of: band)
                            let image = bands.image(of: band)
                            nesy_direct_forward(
                                direct, input + image * inputStep / operation.batch, weights, rows.lowerBound,
                                rows.upperBound, output + image * outputStep / operation.batch, epilogue, memory)
                        }
                    }
                }
            }
        }
    }

    /// Bands are summed in parts, and the parts are added in order.
    func convolveBackwardWeightsDirectly(
        _ operation: Convolution, input: BufferSlice, outputGradient: BufferSlice, weightGradient: BufferSlice
    ) {
        let bands = DirectBands(operation)
        let (inputStep, outputStep) = (operation.inputCount, operation.outputCount)
        let size = operation.weightCount
        let (input, gradient, result) = (input.floats, outputGradient.floats, weightGradient.floats)
        let perPart = max(bands.grain, bands.count.dividedUp(by: mostParts))
        let parts = bands.count.dividedUp(by: perPart)
        // Parts share no cache line, and what a tile reads behind one belongs to no other.
        let pitch = (size + Int(NESY_SLACK)).dividedUp(by: 16) * 16
        scratch.borrow(Float.self, count: (parts - 1) * pitch) { partial in
            withUnsafePointer(to: operation.direct(level: level)) { direct in
                pool.run(count: bands.count, grain: perPart) { range in
                    let part = range.lowerBound / perPart
                    let target = part == 0 ? result : partial + (part - 1) * pitch
                    scratch.borrow(bytes: nesy_direct_scratch(direct, bands.height)) { memory in
                        for band in range {
                            let rows = bands.rows(of: band)
                            let image = bands.image(of: band)
                            nesy_direct_weight_gradient(
                                direct, input + image * inputStep / operation.batch,
                                gradient + image * outputStep / operation.batch, rows.lowerBound, rows.upperBound,
                                target, band > range.lowerBound ? 1 : 0, memory)
                        }
                    }
                }
            }
            for part in 1..<max(1, parts) { nesy_accumulate(level, partial + (part - 1) * pitch, 1, result, size) }
        }
    }
}

/// Rows of output that are worked on together, bands of every image one after another; fixed by the shape.
private struct DirectBands {
    let height: Int
    let count: Int
    /// Bands that are worth a part of their own.
    let grain: Int
    private let perImage: Int
    private let outputHeight: Int

    init(_ operation: Convolution) {
        outputHeight = operation.outputHeight
        height = outputHeight.dividedUp(by: outputHeight.dividedUp(by: 16))
        perImage = outputHeight.dividedUp(by: height)
        count = operation.batch * perImage
        let work = height * operation.outputWidth * operation.weightCount
        grain = max(1, (1 << 17) / work)
    }

    func image(of band: Int) -> Int { band / perImage }

    func rows(of band: Int) -> Range<Int> {
        let first = band % perImage * height
        return first..<min(outputHeight, first + height)
    }
}

extension Convolution {
    fileprivate func direct(level: Int32) -> nesy_direct {
        nesy_direct(
            level: level, height: height, width: width, channels: inputChannels, outputHeight: outputHeight,
            outputWidth: outputWidth, outputs: outputChannels, kernelHeight: kernelHeight, kernelWidth: kernelWidth,
            strideY: strideHeight, strideX: strideWidth, paddingY: paddingHeight, paddingX: paddingWidth)
    }
}

/// Partial sums of weights that are kept at most.
private let mostParts = 16
