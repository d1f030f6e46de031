import Foundation
import NeSyCompute
import NeSyTensor
import Testing

/// Layers on an OpenCL device at sizes that need several work-groups, and at values that are no ordinary numbers.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct OpenCLLayerTests {
    let device: OpenCLBackend
    let cpu = CPUBackend(pool: WorkerPool(threadCount: 2))

    init() throws { device = try #require(try TestDevice.makeBackend()) }

    /// What a body gives on the device against what it gives on the CPU.
    private func expectAgreement(
        sourceLocation: SourceLocation = #_sourceLocation, _ body: (any ComputeBackend) throws -> [BufferSlice]
    ) throws {
        for (index, (found, expected)) in zip(try body(device), try body(cpu)).enumerated() {
            let error = relativeError(try device.download(found), cpu.download(expected))
            #expect(error < 1e-5, "output \(index)", sourceLocation: sourceLocation)
        }
    }

    private func zeros(_ count: Int, on backend: any ComputeBackend) throws -> BufferSlice {
        try backend.makeBuffer(count: count).slice
    }

    @Test(arguments: [(40_001, 3), (3000, 64), (700, 200), (300, 1), (1, 12)], [Float(0), 300])
    func longColumnsAreSummedInDoublePrecision(shape: (rows: Int, channels: Int), offset: Float) throws {
        let (rows, channels) = shape
        let o = BatchNormalization(rows: rows, channels: channels)
        let values = randomValues(rows * channels, stream: 1).map { $0 + offset }
        let gradients = randomValues(rows * channels, stream: 2)
        try expectAgreement { backend in
            let input = try backend.buffer(values)
            let scale = try backend.buffer(randomValues(channels, stream: 3))
            let shift = try backend.buffer(randomValues(channels, stream: 4))
            let gradient = try backend.buffer(gradients)
            let statistics = try (0..<6).map { _ in try zeros(channels, on: backend) }
            let maps = try (0..<2).map { _ in try zeros(rows * channels, on: backend) }
            backend.normalizeTraining(
                o, input: input, scale: scale, shift: shift, runningMean: statistics[0],
                runningVariance: statistics[1], activation: .leakyReLU(slope: 0.2), output: maps[0],
                savedMean: statistics[2], savedInverseDeviation: statistics[3])
            backend.normalizeBackward(
                o, input: input, scale: scale, savedMean: statistics[2], savedInverseDeviation: statistics[3],
                outputGradient: gradient, inputGradient: maps[1], scaleGradient: statistics[4],
                shiftGradient: statistics[5], accumulate: false)
            // The deviation of a single row is what rounding leaves.
            return rows == 1 ? [statistics[2], statistics[5]] : maps + statistics
        }
    }

    @Test(arguments: [(2, 5000, 36), (1, 100, 513), (40, 9, 3)])
    func meansOfMaps(batch: Int, positions: Int, channels: Int) throws {
        let values = randomValues(batch * positions * channels, stream: 5).map { $0 + 2 }
        try expectAgreement { backend in
            let output = try zeros(batch * channels, on: backend)
            backend.globalAverage(
                batch: batch, positions: positions, channels: channels, input: try backend.buffer(values),
                output: output)
            return [output]
        }
    }

    @Test(arguments: [(6000, 10), (700, 1000), (1, 4000), (2500, 2)])
    func manyRowsAndClasses(batch: Int, classes: Int) throws {
        let o = SoftmaxCrossEntropy(batch: batch, classes: classes)
        let values = randomValues(batch * classes, stream: 6).map { $0 * 4 }
        let truth = (0..<batch).map { $0 % 11 == 3 ? Int32(-1) : Int32($0 * 7 % classes) }
        let weights = randomValues(classes, stream: 7).map { abs($0) + 0.1 }
        try expectAgreement { backend in
            let logits = try backend.buffer(values)
            let loss = try backend.buffer([0.5] as [Float])
            let gradient = try zeros(batch * classes, on: backend)
            let probabilities = try zeros(batch * classes, on: backend)
            backend.softmaxCrossEntropy(
                o, logits: logits, labels: try backend.buffer(truth), classWeights: try backend.buffer(weights),
                factor: 2, loss: loss, logitGradient: gradient, accumulate: false)
            backend.softmax(rows: batch, classes: classes, logits: logits, output: probabilities)
            return [loss, gradient, probabilities]
        }
    }

    @Test func aConfidentRowHasAnExactLossAndGradient() throws {
        try expectAgreement { backend in
            let loss = try zeros(1, on: backend)
            let gradient = try zeros(3, on: backend)
            backend.softmaxCrossEntropy(
                SoftmaxCrossEntropy(batch: 1, classes: 3), logits: try backend.buffer([20, 1, -2] as [Float]),
                labels: try backend.buffer([0] as [Int32]), classWeights: nil, factor: 1, loss: loss,
                logitGradient: gradient, accumulate: false)
            return [loss, gradient]
        }
    }

    @Test func aLabelThatIsNoClassSpoilsTheLossVisibly() throws {
        let loss = try zeros(1, on: device)
        device.softmaxCrossEntropy(
            SoftmaxCrossEntropy(batch: 2, classes: 3), logits: try device.buffer([Float](repeating: 1, count: 6)),
            labels: try device.buffer([1, 3] as [Int32]), classWeights: nil, factor: 1, loss: loss,
            logitGradient: nil, accumulate: false)
        #expect(try device.download(loss)[0].isNaN)
    }

    /// Orders of the Gram matrix beyond the conformance cases: larger local matrices, and scratch memory for
    /// some of the maps at a time. Most maps are zeros, which the CPU is done with at once.
    @Test(arguments: [(20, 33, 3), (61, 62, 130)])
    func spectralNormsOfLargeMaps(height: Int, width: Int, filters: Int) throws {
        let o = FilterNorm(.spectral, batch: 1, height: height, width: width, filters: filters)
        let values = randomValues(height * width * filters, stream: 8).enumerated().map {
            $0 % filters % 43 == 0 ? $1 : 0
        }
        let slopes = randomValues(filters, stream: 11)
        try expectAgreement { backend in
            let maps = try backend.buffer(values)
            let norms = try zeros(filters, on: backend)
            let gradient = try zeros(values.count, on: backend)
            backend.filterNorms(o, maps: maps, norms: norms)
            backend.filterNormsBackward(
                o, maps: maps, norms: norms, normGradient: try backend.buffer(slopes),
                mapGradient: gradient, accumulate: false)
            return [norms, gradient]
        }
    }

    /// Their squares are below the normal numbers, and some have no reciprocal.
    @Test(arguments: [Float(1e-19), 1e-20, 3e-22, 1e-30])
    func aMapOfVerySmallValuesCountsAsZeros(value: Float) throws {
        let o = FilterNorm(.spectral, batch: 1, height: 3, width: 4, filters: 1)
        let maps = try device.buffer((0..<12).map { Float($0) / 12 * value })
        let norms = try zeros(1, on: device)
        let gradient = try zeros(12, on: device)
        device.filterNorms(o, maps: maps, norms: norms)
        device.filterNormsBackward(
            o, maps: maps, norms: norms, normGradient: try device.buffer([1] as [Float]), mapGradient: gradient,
            accumulate: false)
        #expect(abs(try device.download(norms)[0]) <= 4 * value)
        #expect(try device.download(gradient).allSatisfy { abs($0) <= 1 })
    }

    /// Aligned or not, a mask is the same.
    @Test(arguments: [0, 1]) func dropoutDrawsTheNumbersOfCounterRandom(offset: Int) throws {
        let random = CounterRandom(seed: 0xFEDC_BA98_7654_3210, stream: 0x0123_4567_89AB_CDEF)
        let values = randomValues(5003, stream: 9)
        let slice = try zeros(values.count + offset, on: device).slice(offset: offset, count: values.count)
        device.upload(values, to: slice)
        device.drop(Dropout(rate: 0.3, random: random), input: slice, output: slice)
        for (index, value) in try device.download(slice).enumerated() {
            let kept = random.uniform(UInt64(index)) >= 0.3
            #expect(value == (kept ? values[index] * (1 / (1 - 0.3)) : 0), "element \(index)")
        }
    }

    @Test func notANumberStaysVisible() throws {
        for function in [Activation.relu, .leakyReLU(slope: 0.1), .sigmoid, .tanh] {
            let slice = try device.buffer([Float](repeating: .nan, count: 9))
            device.activate(function, input: slice, output: slice)
            #expect(try device.download(slice).allSatisfy { $0.isNaN }, "\(function)")
        }
        for channels in [8, 9] {
            let pooling = try Pooling(.maximum, batch: 1, height: 2, width: 2, channels: channels, kernel: 2)
            var values = [Float](repeating: 1, count: 4 * channels)
            for channel in 0..<channels { values[channels + channel] = .nan }
            let output = try zeros(channels, on: device)
            device.pool(pooling, input: try device.buffer(values), output: output, winners: nil)
            #expect(try device.download(output).allSatisfy { $0.isNaN })
        }
    }

    @Test(arguments: [8, 9]) func theFirstOfEqualValuesWins(channels: Int) throws {
        let pooling = try Pooling(.maximum, batch: 1, height: 2, width: 3, channels: channels, kernel: 2, stride: 1)
        let winners = try zeros(2 * channels, on: device)
        device.pool(
            pooling, input: try device.buffer([Float](repeating: 4, count: 6 * channels)),
            output: try zeros(2 * channels, on: device), winners: winners)
        #expect(
            try device.downloadIntegers(winners)
                == [Int32](repeating: 0, count: channels) + [Int32](repeating: 1, count: channels))
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity], [0, 8, 1030])
    func nonFiniteValuesAreFoundAnywhere(value: Float, index: Int) throws {
        var values = randomValues(1031, stream: 10)
        let slice = try device.buffer(values)
        #expect(try !device.containsNonFinite(slice))
        values[index] = value
        device.upload(values, to: slice)
        #expect(try device.containsNonFinite(slice))
        #expect(try !device.containsNonFinite(slice.slice(offset: index + 1, count: 1030 - index)))
    }
}
