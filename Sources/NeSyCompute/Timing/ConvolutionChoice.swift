/// How a device carries out one pass of a convolution, and how it could.
public struct ConvolutionChoice: Sendable, Hashable {
    /// A method that was weighed.
    public struct Candidate: Sendable, Hashable {
        public let method: String
        /// The expected time, in multiply-adds of a matrix product that take as long on the device.
        public let cost: Double
    }

    /// The method that is taken.
    public let method: String
    /// What was weighed, in the order of cost.
    public let candidates: [Candidate]

    /// Nil for a backend that does not say.
    public init?(of operation: Convolution, _ pass: Convolution.Pass, on backend: any ComputeBackend) {
        switch backend {
        case let backend as CPUBackend:
            method = "\(backend.method(of: operation, pass))"
            candidates = CPUConvolutionMethod.candidates(for: operation, pass: pass).map {
                Candidate(method: "\($0.method)", cost: $0.cost)
            }
        case let backend as OpenCLBackend:
            let weighed = backend.candidates(for: operation, pass)
            method = "\(weighed[0].method)"
            candidates = weighed.map { Candidate(method: "\($0.method)", cost: $0.cost) }
        default: return nil
        }
    }
}

extension Convolution {
    /// The sizes, for people: `3x3 stride 2, 64 to 128, 8 x 56 x 56`.
    public var sizes: String {
        "\(kernelHeight)x\(kernelWidth)" + (strideHeight > 1 ? " stride \(strideHeight)" : "")
            + ", \(inputChannels) to \(outputChannels), \(batch) x \(height) x \(width)"
    }
}
