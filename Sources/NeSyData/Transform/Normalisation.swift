/// What happens to samples of 0 to 1 before a network reads them.
public enum Normalisation: Sendable, Hashable {
    /// They stay as they are.
    case unit
    /// Every image to mean 0 and standard deviation 1 over all its samples; a deviation below 1 / sqrt(count)
    /// counts as that, so that a flat image stays flat. For pictures taken in very different light.
    case standardise
    /// Every channel minus its mean, divided by its deviation. One number serves all channels.
    case fixed(mean: [Float], deviation: [Float])

    /// The statistics of ImageNet, which published weights were trained with.
    public static let imageNet = Normalisation.fixed(
        mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])

    /// - Precondition: fixed statistics have one entry or one for every channel.
    func apply(_ values: UnsafeMutableBufferPointer<Float>, channels: Int) {
        switch self {
        case .unit: break
        case .standardise:
            var sum = 0.0
            for value in values { sum += Double(value) }
            let mean = sum / Double(values.count)
            var squares = 0.0
            for value in values { squares += (Double(value) - mean) * (Double(value) - mean) }
            let deviation = max((squares / Double(values.count)).squareRoot(), 1 / Double(values.count).squareRoot())
            let shift = Float(mean)
            let scale = Float(1 / deviation)
            for index in values.indices { values[index] = (values[index] - shift) * scale }
        case .fixed(let mean, let deviation):
            precondition(mean.count == 1 || mean.count == channels, "\(mean.count) means for \(channels) channels")
            precondition(deviation.count == 1 || deviation.count == channels)
            for channel in 0..<channels {
                let shift = mean[mean.count == 1 ? 0 : channel]
                let scale = 1 / deviation[deviation.count == 1 ? 0 : channel]
                for index in stride(from: channel, to: values.count, by: channels) {
                    values[index] = (values[index] - shift) * scale
                }
            }
        }
    }
}
