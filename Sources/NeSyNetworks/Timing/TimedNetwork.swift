import NeSyTensor

/// A network at the sizes that it is timed at.
struct TimedNetwork: Sendable {
    let architecture: Architecture
    let input: FeatureShape
    let classes: Int
    let batch: Int

    init(_ architecture: Architecture, side: Int, channels: Int, classes: Int, batch: Int) {
        self.architecture = architecture
        input = FeatureShape(height: side, width: side, channels: channels)
        self.classes = classes
        self.batch = batch
    }

    /// - Throws: a usage error when the images are too small for the network.
    func graph() throws(NeSyError) -> NetworkGraph { try architecture.graph(input: input, classes: classes) }
}
