import CMicro
import NeSyTensor

/// The oracle: every operation in native code on all cores.
///
/// Operations are carried out when they are called. Work is divided by its shape alone and sums are taken in a
/// fixed order, so results are the same bits for any number of threads.
public final class CPUBackend: ComputeBackend {
    public let device = Device.cpu
    public let pool: WorkerPool
    /// The instructions that are used.
    public let vectors: VectorLevel
    /// Taken by every convolution that it applies to; nil for the fastest.
    let convolutionMethod: CPUConvolutionMethod?
    let scratch = ScratchMemory()

    /// - Parameter convolutionMethod: taken by every convolution that it applies to; nil for the fastest.
    /// - Precondition: the processor has the instructions of `vectors`.
    public init(
        pool: WorkerPool = WorkerPool(), vectors: VectorLevel = .best,
        convolutionMethod: CPUConvolutionMethod? = nil
    ) {
        precondition(vectors <= .best, "this processor lacks \(vectors)")
        self.pool = pool
        self.vectors = vectors
        self.convolutionMethod = convolutionMethod
    }

    /// The instruction level as the C loops take it.
    var level: Int32 { vectors.rawValue }

    /// Runs the body over ranges of independent elements.
    func forEachRange(_ count: Int, grain: Int = 1 << 15, _ body: (Range<Int>) -> Void) {
        pool.run(count: count, grain: grain, body)
    }

    /// Runs the body over ranges of independent rows of `width` elements.
    func forEachRowRange(_ rows: Int, width: Int, _ body: (Range<Int>) -> Void) {
        pool.run(count: rows, grain: max(1, (1 << 15) / max(1, width)), body)
    }
}
