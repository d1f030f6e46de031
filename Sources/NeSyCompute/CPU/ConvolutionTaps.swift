import CMicro

/// The positions of a kernel at which some rows of a convolution's product read, and where their weights begin.
struct ConvolutionTaps {
    private var y: [Int32] = []
    private var x: [Int32] = []
    private var weightOffset: [Int] = []

    /// Every position of the kernel, for output pixels.
    init(forward operation: Convolution) {
        let step = operation.inputChannels / operation.groups * operation.outputChannels
        for ky in 0..<operation.kernelHeight {
            for kx in 0..<operation.kernelWidth {
                y.append(Int32(ky * operation.dilationHeight - operation.paddingHeight))
                x.append(Int32(kx * operation.dilationWidth - operation.paddingWidth))
                weightOffset.append((ky * operation.kernelWidth + kx) * step)
            }
        }
    }

    /// The positions that reach input pixels `(phaseY + i * strideHeight, phaseX + j * strideWidth)`: with a stride,
    /// each phase of the input is read by its own part of the kernel. Positions ascend along the output.
    init(backward operation: Convolution, phaseY: Int, phaseX: Int) {
        let step = operation.inputChannels / operation.groups * operation.outputChannels
        for ky in (0..<operation.kernelHeight).reversed() {
            let reachY = phaseY + operation.paddingHeight - ky * operation.dilationHeight
            guard reachY % operation.strideHeight == 0 else { continue }
            for kx in (0..<operation.kernelWidth).reversed() {
                let reachX = phaseX + operation.paddingWidth - kx * operation.dilationWidth
                guard reachX % operation.strideWidth == 0 else { continue }
                y.append(Int32(reachY / operation.strideHeight))
                x.append(Int32(reachX / operation.strideWidth))
                weightOffset.append((ky * operation.kernelWidth + kx) * step)
            }
        }
    }

    /// The taps as CMicro takes them.
    func withPointers(_ body: (UnsafePointer<Int32>, UnsafePointer<Int32>, UnsafePointer<Int>, Int) -> Void) {
        // An empty array has no address, and no tap is read then.
        let (y, x, offset) = y.isEmpty ? ([0], [0], [0]) : (self.y, self.x, weightOffset)
        y.withUnsafeBufferPointer { y in
            x.withUnsafeBufferPointer { x in
                offset.withUnsafeBufferPointer { offset in
                    guard let y = y.baseAddress, let x = x.baseAddress, let offset = offset.baseAddress else {
                        return
                    }
                    body(y, x, offset, self.y.count)
                }
            }
        }
    }
}
