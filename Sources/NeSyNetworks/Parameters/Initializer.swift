import NeSyTensor

/// How weights begin. Scale and shift of batch normalisation always begin at 1 and 0.
public enum Initializer: String, Sendable, Hashable, CaseIterable {
    /// PyTorch's default for convolutions and linear layers: weights and biases uniform in `±1 / sqrt(fan in)`
    /// (`kaiming_uniform_(a = sqrt(5))`).
    case pyTorch = "pytorch"
    /// Normal, variance `2 / fan in` (He, Zhang, Ren and Sun, 2015); biases 0.
    case heNormal = "he-normal"
    case heUniform = "he-uniform"
    /// Normal, variance `2 / (fan in + fan out)` (Glorot and Bengio, 2010); biases 0.
    case glorotNormal = "glorot-normal"
    case glorotUniform = "glorot-uniform"

    func values(count: Int, role: ParameterRole, random: CounterRandom) -> [Float] {
        switch role {
        case .scale: return [Float](repeating: 1, count: count)
        case .shift: return [Float](repeating: 0, count: count)
        case .bias(let fans):
            guard self == .pyTorch else { return [Float](repeating: 0, count: count) }
            return uniform(count, within: 1 / Double(fans.into).squareRoot(), random)
        case .weight(let fans):
            let he = (2 / Double(fans.into)).squareRoot()
            let glorot = (2 / Double(fans.into + fans.outOf)).squareRoot()
            switch self {
            case .pyTorch: return uniform(count, within: 1 / Double(fans.into).squareRoot(), random)
            case .heNormal: return normal(count, deviation: he, random)
            case .heUniform: return uniform(count, within: he * 3.0.squareRoot(), random)
            case .glorotNormal: return normal(count, deviation: glorot, random)
            case .glorotUniform: return uniform(count, within: glorot * 3.0.squareRoot(), random)
            }
        }
    }

    private func uniform(_ count: Int, within bound: Double, _ random: CounterRandom) -> [Float] {
        let bound = Float(bound)
        return Initializer.fill(count) { range, values in
            // Four numbers a draw: VGG16 asks for 138 million.
            var index = range.lowerBound
            while index < range.upperBound {
                let words = random.words(block: UInt64(index) >> 2)
                repeat {
                    // As CounterRandom.uniform(_:).
                    values[index] = (2 * Float(words[index & 3] >> 8) * 0x1p-24 - 1) * bound
                    index += 1
                } while index & 3 != 0 && index < range.upperBound
            }
        }
    }

    private func normal(_ count: Int, deviation: Double, _ random: CounterRandom) -> [Float] {
        let deviation = Float(deviation)
        return Initializer.fill(count) { range, values in
            for index in range { values[index] = random.normal(UInt64(index)) * deviation }
        }
    }

    /// Values that depend on their index alone, on all cores where there are many.
    private static func fill(
        _ count: Int, _ body: (Range<Int>, UnsafeMutablePointer<Float>) -> Void
    ) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = count
            guard let values = buffer.baseAddress else { return }
            let grain = 1 << 18
            WorkerPool(threadCount: count > grain ? nil : 1).run(count: count, grain: grain) { body($0, values) }
        }
    }
}
