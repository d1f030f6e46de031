import CMicro

extension CPUBackend {
    public func pool(_ operation: Pooling, input: BufferSlice, output: BufferSlice, winners: BufferSlice?) {
        input.require(operation.inputCount, "input")
        output.require(operation.outputCount, "output")
        var places: UnsafeMutablePointer<Int32>?
        if case .maximum = operation.kind, let winners {
            winners.require(operation.outputCount, "winners")
            places = winners.integers
        }
        pool(operation, input: input.floats, output: output.floats, winners: places)
    }

    func pool(
        _ operation: Pooling, input from: UnsafePointer<Float>, output to: UnsafeMutablePointer<Float>,
        winners places: UnsafeMutablePointer<Int32>?
    ) {
        let window = nesy_window(operation)
        let (inputSize, outputSize) = (operation.imageSize, operation.outputImageSize)
        let rows = operation.batch * operation.outputHeight
        forEachRowRange(rows, width: operation.inputCount / rows) { range in
            withUnsafePointer(to: window) { window in
                var row = range.lowerBound
                while row < range.upperBound {
                    let image = row / operation.outputHeight
                    let first = row % operation.outputHeight
                    let last = min(operation.outputHeight, first + range.upperBound - row)
                    switch operation.kind {
                    case .maximum:
                        nesy_max_pool(
                            level, window, from + image * inputSize, first, last, to + image * outputSize,
                            places.map { $0 + image * outputSize })
                    case .average:
                        nesy_average_pool(
                            level, window, from + image * inputSize, first, last, to + image * outputSize)
                    }
                    row += last - first
                }
            }
        }
    }

    public func poolBackward(
        _ operation: Pooling, outputGradient: BufferSlice, winners: BufferSlice?,
        inputGradient: BufferSlice, accumulate: Bool
    ) {
        inputGradient.require(operation.inputCount, "inputGradient")
        outputGradient.require(operation.outputCount, "outputGradient")
        let window = nesy_window(operation)
        let (inputSize, outputSize) = (operation.imageSize, operation.outputImageSize)
        let (from, to) = (outputGradient.floats, inputGradient.floats)
        var places: UnsafePointer<Int32>?
        if case .maximum = operation.kind {
            guard let winners else { preconditionFailure("maximum pooling needs the winners of its forward pass") }
            winners.require(operation.outputCount, "winners")
            places = UnsafePointer(winners.integers)
        }
        // Windows overlap inside an image, never between images.
        forEachRowRange(operation.batch, width: inputSize) { range in
            withUnsafePointer(to: window) { window in
                for image in range {
                    let gradient = to + image * inputSize
                    if let places {
                        nesy_max_pool_backward(
                            level, window, from + image * outputSize, places + image * outputSize, 0, operation.height,
                            gradient, accumulate ? 1 : 0)
                    } else {
                        nesy_average_pool_backward(
                            level, window, from + image * outputSize, gradient, accumulate ? 1 : 0)
                    }
                }
            }
        }
    }

    public func globalAverage(
        batch: Int, positions: Int, channels: Int, input: BufferSlice, output: BufferSlice
    ) {
        input.require(batch * positions * channels, "input")
        output.require(batch * channels, "output")
        let (from, to) = (input.floats, output.floats)
        forEachRowRange(batch, width: positions * channels) { range in
            scratch.borrow(Double.self, count: channels) { sums in
                for image in range {
                    sums.update(repeating: 0, count: channels)
                    nesy_column_sums(level, from + image * positions * channels, positions, channels, sums)
                    for channel in 0..<channels {
                        to[image * channels + channel] = Float(sums[channel] / Double(positions))
                    }
                }
            }
        }
    }

    public func globalAverageBackward(
        batch: Int, positions: Int, channels: Int, outputGradient: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool
    ) {
        inputGradient.require(batch * positions * channels, "inputGradient")
        outputGradient.require(batch * channels, "outputGradient")
        spreadMeans(
            batch: batch, positions: positions, channels: channels, gradient: outputGradient.floats,
            into: inputGradient.floats, accumulate: accumulate)
    }

    /// The gradient of a mean over positions: `gradient / positions` at every position.
    func spreadMeans(
        batch: Int, positions: Int, channels: Int, gradient: UnsafePointer<Float>,
        into target: UnsafeMutablePointer<Float>, accumulate: Bool
    ) {
        forEachRowRange(batch, width: positions * channels) { range in
            scratch.borrow(Float.self, count: channels) { factors in
                for image in range {
                    for channel in 0..<channels {
                        factors[channel] = gradient[image * channels + channel] / Float(positions)
                    }
                    nesy_spread(
                        level, factors, target + image * positions * channels, accumulate ? 1 : 0, positions,
                        channels)
                }
            }
        }
    }
}

extension Pooling {
    fileprivate var imageSize: Int { height * width * channels }
    fileprivate var outputImageSize: Int { outputHeight * outputWidth * channels }
}

extension nesy_window {
    init(_ operation: Pooling) {
        var countsPadding: Int32 = 0
        if case .average(countingPadding: true) = operation.kind { countsPadding = 1 }
        self.init(
            height: operation.height, width: operation.width, channels: operation.channels,
            outputHeight: operation.outputHeight, outputWidth: operation.outputWidth, kernel: operation.kernel,
            stride: operation.stride, padding: operation.padding, countsPadding: countsPadding)
    }
}
