import NeSyTensor

/// The oracle: every operation in native code on all cores.
public final class CPUBackend: Sendable {
    public let device = Device.cpu
    public let pool: WorkerPool

    public init(pool: WorkerPool = WorkerPool()) { self.pool = pool }
}
