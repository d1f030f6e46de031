import NeSyCompute
import NeSyTensor
import Testing

/// Standard normal values.
func randomValues(_ count: Int, stream: UInt64) -> [Float] {
    let random = CounterRandom(seed: 20, stream: stream)
    return (0..<count).map { random.normal(UInt64($0)) }
}

/// Every value within `tolerance` of the largest.
func expectClose(
    _ values: [Float], _ expected: [Double], tolerance: Double = 1e-5,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(values.count == expected.count, sourceLocation: sourceLocation)
    let scale = expected.reduce(1e-30) { max($0, abs($1)) }
    var worst = (index: 0, error: 0.0)
    for (index, (value, wanted)) in zip(values, expected).enumerated() {
        let error = abs(Double(value) - wanted) / scale
        if !(error <= worst.error) { worst = (index, error) }
    }
    #expect(worst.error <= tolerance, "at \(worst.index) of \(values.count)", sourceLocation: sourceLocation)
}

/// The norm of the difference as a part of the norm of what is expected; values that are not finite must be equal.
func relativeError(_ found: [Float], _ expected: [Float]) -> Double {
    var (difference, norm) = (0.0, 1e-30)
    for (a, b) in zip(found, expected) where a != b {
        difference += (Double(a) - Double(b)) * (Double(a) - Double(b))
    }
    for value in expected { norm += Double(value) * Double(value) }
    return found.count == expected.count ? (difference / norm).squareRoot() : .infinity
}

extension MemoryBackend {
    /// A buffer with these values.
    func buffer(_ values: [Float]) throws -> BufferSlice {
        let slice = try makeBuffer(count: values.count).slice
        upload(values, to: slice)
        return slice
    }

    func buffer(_ values: [Int32]) throws -> BufferSlice {
        let slice = try makeBuffer(count: values.count).slice
        upload(values, to: slice)
        return slice
    }
}
