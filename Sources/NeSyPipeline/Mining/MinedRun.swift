import NeSyCompute
import NeSyTensor

/// The run whose layers are mined, loaded once for all that is done with it.
struct MinedRun: Sendable {
    let source: MiningInputs.NetworkLayers
    let loaded: LoadedRun

    /// - Returns: nil for tables.
    /// - Throws: what loading the run throws; a usage error for layers that it does not have.
    init?(_ inputs: MiningInputs, backend: any ComputeBackend) throws(NeSyError) {
        guard case .network(let source) = inputs.source else { return nil }
        self.source = source
        loaded = try LoadedRun(source.run, backend: backend, files: inputs.files)
        // Unknown layers are told before images are looked for.
        for name in [source.heads, source.tails] { _ = try loaded.network.graph.nodeIndex(of: name) }
    }

    /// The images that the layers are read on, and those to test on.
    func images(pool: WorkerPool) throws(NeSyError) -> DatasetImages {
        try loaded.images(source.data, split: source.split, holdsOut: false, pool: pool)
    }
}
