/// What a network is given for samples of 0 to 1.
public enum PixelScale: Sendable, Hashable {
    /// The samples as they are.
    case unit
    /// Every image to mean 0 and standard deviation 1 over all its samples; a deviation below 1 / sqrt(count) counts as
    /// that.
    case standardise
    /// Every channel minus its mean, divided by its deviation. One number serves all channels.
    case fixed(mean: [Float], deviation: [Float])

    /// Samples of one image as the network gets them.
    func apply(_ samples: [Float], channels: Int) -> [Float] {
        switch self {
        case .unit: return samples
        case .standardise:
            let (mean, deviation, _) = PixelScale.moments(samples)
            return samples.map { ($0 - mean) / deviation }
        case .fixed(let mean, let deviation):
            return samples.indices.map { index in
                let channel = index % channels
                return (samples[index] - mean[mean.count == 1 ? 0 : channel])
                    / deviation[deviation.count == 1 ? 0 : channel]
            }
        }
    }

    /// The gradient with respect to the samples, from that with respect to what the network got.
    func pullBack(_ gradient: [Float], samples: [Float], channels: Int) -> [Float] {
        switch self {
        case .unit: return gradient
        case .standardise:
            let (mean, deviation, isHeld) = PixelScale.moments(samples)
            let scaled = samples.map { ($0 - mean) / deviation }
            let count = Double(samples.count)
            let meanGradient = Float(gradient.reduce(0) { $0 + Double($1) } / count)
            let meanProduct =
                isHeld ? 0 : Float(zip(gradient, scaled).reduce(0) { $0 + Double($1.0) * Double($1.1) } / count)
            return gradient.indices.map {
                (gradient[$0] - meanGradient - scaled[$0] * meanProduct) / deviation
            }
        case .fixed(_, let deviation):
            return gradient.indices.map { gradient[$0] / deviation[deviation.count == 1 ? 0 : $0 % channels] }
        }
    }

    /// A deviation that is held at its lower bound does not move with the samples.
    private static func moments(_ samples: [Float]) -> (mean: Float, deviation: Float, isHeld: Bool) {
        let count = Double(samples.count)
        let mean = samples.reduce(0) { $0 + Double($1) } / count
        let variance = samples.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
        let (deviation, least) = (variance.squareRoot(), 1 / count.squareRoot())
        return (Float(mean), Float(max(deviation, least)), deviation <= least)
    }

    /// - Precondition: fixed statistics have one entry or one for every channel.
    func check(channels: Int) {
        guard case .fixed(let mean, let deviation) = self else { return }
        precondition(mean.count == 1 || mean.count == channels, "\(mean.count) means for \(channels) channels")
        precondition(deviation.count == 1 || deviation.count == channels)
    }
}
