import NeSyData
import NeSyTensor

/// What methods of labelling work with: a network, images, and how the filters answer to them.
struct LabelMaterial {
    let run: LoadedRun
    let images: DatasetImages
    /// The images that filters are named on.
    let dataset: ImageDataset
    /// Of these images, in their order.
    let readout: FilterReadout
    /// The filters to name, in the order in which names are numbered.
    let filters: [Int]
    /// Images that speak for a filter.
    let top: Int
    let pool: WorkerPool
    let observer: any StageObserver

    var batchSize: Int { run.description.options.batchSize }
    var filterCount: Int { readout.norms.shape[1] }

    /// The images that excite some filters most, with their maps.
    func evidence(of filters: [Int]) throws(NeSyError) -> FilterEvidence {
        try FilterEvidence(
            filters: filters, top: top, readout: readout, network: run.network, images: images, dataset: dataset,
            batchSize: batchSize,
            progress: { (done, total) throws(NeSyError) in try report("strongest images read", done, total) })
    }

    /// Shows progress, and ends the stage when the user asked for it.
    /// - Parameter left: what there is of a stage that ends here.
    func report(
        _ work: String, _ done: Int, _ total: Int, left: String = "nothing was written"
    ) throws(NeSyError) {
        observer.progress(work, done: done, total: total)
        if observer.shouldStop {
            throw NeSyError(.interrupted, "Interrupted before the filters were named; \(left).")
        }
    }
}
