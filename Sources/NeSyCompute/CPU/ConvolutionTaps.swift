/// The positions of a kernel at which some rows of a convolution's product read, and where their weights begin; in
/// memory that is lent.
struct ConvolutionTaps {
    let y: UnsafeMutablePointer<Int32>
    let x: UnsafeMutablePointer<Int32>
    let weightOffset: UnsafeMutablePointer<Int>
    private(set) var count = 0

    /// What the taps of a convolution take at most.
    static func bytes(for operation: Convolution) -> Int {
        operation.kernelHeight * operation.kernelWidth * (MemoryLayout<Int>.stride + 2 * MemoryLayout<Int32>.stride)
    }

    private init(of operation: Convolution, in memory: UnsafeMutableRawPointer) {
        let most = operation.kernelHeight * operation.kernelWidth
        weightOffset = memory.bindMemory(to: Int.self, capacity: most)
        y = (memory + most * MemoryLayout<Int>.stride).bindMemory(to: Int32.self, capacity: 2 * most)
        x = y + most
    }

    /// Every position of the kernel, for output pixels.
    init(forward operation: Convolution, in memory: UnsafeMutableRawPointer) {
        self.init(of: operation, in: memory)
        for ky in 0..<operation.kernelHeight {
            for kx in 0..<operation.kernelWidth {
                append(
                    y: ky * operation.dilationHeight - operation.paddingHeight,
                    x: kx * operation.dilationWidth - operation.paddingWidth,
                    weightOffset: operation.weightOffset(ky, kx))
            }
        }
    }

    /// The positions that reach input pixels `(phaseY + i * strideHeight, phaseX + j * strideWidth)`: with a stride,
    /// each phase of the input is read by its own part of the kernel. Positions ascend along the output.
    init(backward operation: Convolution, phaseY: Int, phaseX: Int, in memory: UnsafeMutableRawPointer) {
        self.init(of: operation, in: memory)
        for ky in stride(from: operation.kernelHeight - 1, through: 0, by: -1) {
            let reachY = phaseY + operation.paddingHeight - ky * operation.dilationHeight
            guard reachY % operation.strideHeight == 0 else { continue }
            for kx in stride(from: operation.kernelWidth - 1, through: 0, by: -1) {
                let reachX = phaseX + operation.paddingWidth - kx * operation.dilationWidth
                guard reachX % operation.strideWidth == 0 else { continue }
                append(
                    y: reachY / operation.strideHeight, x: reachX / operation.strideWidth,
                    weightOffset: operation.weightOffset(ky, kx))
            }
        }
    }

    private mutating func append(y tapY: Int, x tapX: Int, weightOffset offset: Int) {
        y[count] = Int32(tapY)
        x[count] = Int32(tapX)
        weightOffset[count] = offset
        count += 1
    }
}

extension Convolution {
    /// Where the weights of a position of the kernel begin.
    fileprivate func weightOffset(_ ky: Int, _ kx: Int) -> Int {
        (ky * kernelWidth + kx) * (inputChannels / groups) * outputChannels
    }
}
