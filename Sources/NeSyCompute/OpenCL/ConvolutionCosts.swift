/// What the choice of a method for convolutions assumes of a device. Times are multiplications that the device could
/// have done meanwhile in a product of matrices. Nothing was measured on a GPU yet: the defaults are a rule of thumb
/// for 20e12 multiplications and 4e12 bytes a second, and `nesy tune` searches among others.
struct ConvolutionCosts: Hashable, Sendable {
    /// A transformed value is written, and read again.
    let value: Double
    /// A multiplication in the kernel that transforms and multiplies.
    let fused: Double
    /// The device begins another pass.
    let pass = 6e7

    init(_ tuning: Tuning = Tuning()) {
        let chosen = tuning[.convolutionMethod]
        guard let value = chosen["VALUE_COST"], let percent = chosen["FUSED_PERCENT"] else {
            preconditionFailure("the costs of convolutions are incomplete")
        }
        self.value = Double(value)
        fused = Double(percent) / 100
    }
}

extension TunableKernel {
    /// Not a kernel but the choice between several; see ``ConvolutionMethod/candidates(for:pass:preference:costs:)``.
    static let convolutionMethod = TunableKernel(
        "convolution method",
        candidates: [40, 20, 80, 160].flatMap { value in
            [120, 80, 180].map { ["VALUE_COST": value, "FUSED_PERCENT": $0] }
        }
    ) {
        [(8, 56, 64), (8, 28, 128), (16, 14, 256), (64, 14, 32)].flatMap { batch, size, channels in
            guard
                let operation = try? Convolution(
                    batch: batch, height: size, width: size, inputChannels: channels, outputChannels: channels,
                    kernel: 3, padding: 1)
            else { preconditionFailure("an image smaller than the kernel") }
            return TimingCase.convolution(operation)
        }
    }
}
